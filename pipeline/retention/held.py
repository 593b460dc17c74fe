"""The times and people that legal holds keep, worked out from the holds and the roster."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from models import HeldMatter, HoldScope, same_person
from models.store import Store
from pipeline.intervals import Basis, Spans, limit
from pipeline.roster.duties import sittings


@dataclass(frozen=True, slots=True)
class RetentionLimits:
    """Limits of retention and holds."""

    moment_s: float = limit(
        1.0, "s", Basis.CHOICE, "around a held point event: its files and its score lie there"
    )
    batch: int = limit(500, "rows", Basis.CHOICE, "deleted in one transaction: others write in between")


LIMITS = RetentionLimits()

_Place = tuple[str, int | None]  # site, and counter id; None for all counters of the site


@dataclass(frozen=True, slots=True)
class HeldData:
    """Spans (UTC seconds) by site and counter, events by id, and people, that must not be deleted."""

    spans: Mapping[_Place, Spans] = field(default_factory=dict)
    events: frozenset[int] = frozenset()
    people: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.spans or self.events or self.people)

    def event(self, event_id: int, site: str, counter_id: int | None, start: float, end: float) -> bool:
        """Whether an event is held: itself, or by its time at its counter."""
        return event_id in self.events or self.counter(site, counter_id, start, end)

    def counter(self, site: str, counter_id: int | None, start: float, end: float) -> bool:
        """Whether anything is held at a counter in a span; without a counter: at any counter of the site."""
        if counter_id is None:
            mine = [spans for (of, _), spans in self.spans.items() if of == site]
        else:
            mine = [
                found
                for key in ((site, counter_id), (site, None))
                if (found := self.spans.get(key)) is not None
            ]
        return any(_touches(spans, start, end) for spans in mine)

    def anywhere(self, start: float, end: float) -> bool:
        """Whether anything is held at any site in a span: for files that do not tell their site."""
        return any(_touches(spans, start, end) for spans in self.spans.values())

    def person(self, name: str) -> bool:
        """Whether a person is held."""
        return any(same_person(name, held) for held in self.people)


def held_data(store: Store, now: float) -> HeldData:
    """Everything that the holds of a store keep at `now` (UTC seconds)."""
    matters = [hold.matter for hold in store.holds.active(now)]
    spans: dict[_Place, list[tuple[float, float]]] = defaultdict(list)
    for matter in matters:
        if matter.scope is not HoldScope.PERSON:
            start, end = _span(matter)
            spans[matter.site, matter.counter_id].append((start, end))
    people = tuple(matter.person for matter in matters if matter.scope is HoldScope.PERSON)
    for site, counter_id, span in person_spans(store, people):
        spans[site, counter_id].append(span)
    events = frozenset(matter.event_id for matter in matters if matter.event_id is not None)
    return HeldData({place: Spans.of(*held) for place, held in spans.items()}, events, people)


def person_spans(store: Store, people: Iterable[str]) -> Iterator[tuple[str, int, tuple[float, float]]]:
    """(site, counter id, span) of every stretch in which the roster has one of these people at a post."""
    wanted = tuple(people)
    if not wanted:
        return
    counters: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place in store.sites.places().values():
        counters[place.site, place.counter].append(place.counter_id)
    for site in sorted({site for site, _ in counters}):
        for sitting in sittings(store.rosters.entries(site, -math.inf, math.inf)):
            if any(same_person(sitting.person, name) for name in wanted):
                for counter_id in counters.get((site, sitting.counter), ()):
                    yield site, counter_id, (sitting.start, sitting.end)


def _span(matter: HeldMatter) -> tuple[float, float]:
    start, end = matter.start or 0.0, matter.end or 0.0
    return (
        (start - LIMITS.moment_s, end + LIMITS.moment_s) if matter.scope is HoldScope.EVENT else (start, end)
    )


def _touches(spans: Spans, start: float, end: float) -> bool:
    return bool(spans.clipped(start, max(end, start + LIMITS.moment_s)))
