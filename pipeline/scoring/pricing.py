"""The price of single events under a profile, and which of them show the same facts."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf, nextafter

from models import Certainty, Event, EventKey, Verdict
from models.norms import Charge, ClauseRule, Price, Profile
from pipeline.intervals import reaches


@dataclass(frozen=True, slots=True)
class PricedEvent:
    """An event with its verdict and its price alone, its clause's weight included.

    `outside`: the clause it is charged to is not for this counter, or not for this hour. `charge` is None for a kind
    that the profile does not know, `price` None if no tier holds. A `candidate` costs nothing until a person confirms
    it; a hint never costs anything.
    """

    event: Event
    key: EventKey
    verdict: Verdict
    charge: Charge | None
    price: Price | None
    points: float
    candidate: bool
    outside: bool = False

    @property
    def clause(self) -> str | None:
        """The clause that it is charged to; None when the profile charges it to none."""
        return self.charge.clause if self.charge is not None else None

    @property
    def excused(self) -> bool:
        """Whether the roster excuses it: the post could be empty."""
        return self.event.attributes.get("excused") is True

    @property
    def chargeable(self) -> bool:
        """Whether it costs points, or would once confirmed."""
        free = self.excused or self.outside or self.event.certainty is Certainty.HINT
        return self.clause is not None and self.points > 0 and not free

    @property
    def payable(self) -> bool:
        """Whether it costs points as things stand."""
        waiting = self.candidate and self.verdict is not Verdict.CONFIRMED
        return self.chargeable and self.verdict is not Verdict.DISMISSED and not waiting


@dataclass(frozen=True, slots=True)
class EffectiveCost:
    """The effective cost of one event under its clause: `graced` if the clause's grace spared some of it."""

    points: float
    graced: bool


def taken(
    priced_events: Iterable[PricedEvent], rule: ClauseRule
) -> Iterator[tuple[PricedEvent, EffectiveCost]]:
    """The cost of the counting events of a clause, one after the other: first the grace is used up, then the cap.

    Both are amounts of points, so that one event less never makes a day dearer.
    """
    grace, left = rule.grace, rule.cap
    for one in priced_events:
        spared = min(one.points, grace)
        points = min(round(one.points - spared, 2), left)
        grace, left = round(grace - spared, 2), round(left - points, 2)
        yield one, EffectiveCost(points, spared > 0)


def priced(event: Event, verdict: Verdict, profile: Profile) -> PricedEvent:
    """Price one event; a stricter profile than the one that judged it makes a question of a fact."""
    charge = profile.charges.get(event.kind)
    price = _price(event, charge)
    unsure = profile.scoring.decided(event).certainty is not Certainty.FACT
    return PricedEvent(
        event=event,
        key=EventKey.of(event),
        verdict=verdict,
        charge=charge,
        price=price,
        points=_points(price, charge, profile),
        candidate=price is not None and (unsure or price.severity == "candidate"),
    )


def _price(event: Event, charge: Charge | None) -> Price | None:
    """The last price that holds."""
    holding = [price for price in (charge.prices if charge is not None else ()) if _holds(price, event)]
    return holding[-1] if holding else None


def _holds(price: Price, event: Event) -> bool:
    given = event.attributes
    return reaches(event.seconds, price.after_s) and all(
        given.get(key) == value for key, value in price.when.items()
    )


def _points(price: Price | None, charge: Charge | None, profile: Profile) -> float:
    if price is None or charge is None or charge.clause is None:
        return 0.0
    return round(price.points * profile.clauses[charge.clause].weight, 2)


def counted(events: Iterable[PricedEvent]) -> Mapping[EventKey, tuple[PricedEvent, ...]]:
    """The payable events that count, each with the payable ones it stands for (the same facts), by key.

    Events of one matter that overlap in time are the same facts. The disjoint ones among them that together cost most
    count: an absence of twenty minutes or the two customers left unattended in it, whichever is dearer, never both.
    So taking an event away can only make a day cheaper.
    """
    matters: dict[str, list[PricedEvent]] = defaultdict(list)
    for one in events:
        if one.payable and one.charge is not None:
            matters[one.charge.matter].append(one)
    return {key: others for matter in matters.values() for key, others in _stand_for(matter).items()}


def _stand_for(matter: Sequence[PricedEvent]) -> dict[EventKey, tuple[PricedEvent, ...]]:
    """The events of one matter that count, and which others each of them stands for."""
    chosen = costliest(matter)
    stands: dict[EventKey, list[PricedEvent]] = {best.key: [] for best in chosen}
    ends = [_end(best) for best in chosen]
    for other in matter:
        if other.key not in stands:
            for best in chosen[bisect_right(ends, other.event.start) :]:
                if best.event.start >= _end(other):
                    break
                stands[best.key].append(other)
    return {key: tuple(others) for key, others in stands.items()}


def costliest(matter: Sequence[PricedEvent]) -> list[PricedEvent]:
    """The disjoint events that together cost most, by start (weighted interval scheduling)."""
    ordered = sorted(matter, key=lambda one: (_end(one), one.key))
    ends = [_end(one) for one in ordered]
    before = [bisect_right(ends, one.event.start, hi=row) for row, one in enumerate(ordered)]
    best = [0.0]  # best[n]: the most that the first n events can cost together
    for row, one in enumerate(ordered):
        best.append(max(best[row], one.points + best[before[row]]))
    chosen, row = [], len(ordered)
    while row > 0:
        if best[row] > best[row - 1]:
            chosen.append(ordered[row - 1])
            row = before[row - 1]
        else:
            row -= 1
    return chosen[::-1]


def _end(one: PricedEvent) -> float:
    """A point event still takes up its moment, so that two at the same moment are the same facts."""
    return max(one.event.end, nextafter(one.event.start, inf))
