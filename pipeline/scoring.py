"""Scores: a pure function of events, coverage, what people said of them, and the norm profile."""

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from models.events import Coverage, Event
from models.norms import Clause, Profile, load_catalogue
from models.records import Verdict
from models.scores import ClauseLine, Deduction, EventKey, Note, Period, RateFigure, Score, Status, Why
from pipeline.cost_words import Teller
from pipeline.pricing import Priced, counted, priced
from pipeline.rates import rates

FULL = 100.0
_DAY_S = 86400.0


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a counter, or of several.

    `verdicts` are what people decided, `open` where nothing is said. `looked_for` are the kinds that could be
    found here at all (a counter without a customers' zone sees no greeting); None: whatever any behaviour
    finds today. `expected_s` is how long the counter should have been open in the period; None: as long as it
    was recorded. `now` (UTC seconds) decides whether a score is final; None: as soon as nothing waits for a
    review.
    """

    events: Sequence[Event]
    coverage: Sequence[Coverage]
    verdicts: Mapping[EventKey, Verdict] = field(default_factory=dict)
    looked_for: frozenset[str] | None = None
    expected_s: float | None = None
    now: float | None = None


def score(
    events: Sequence[Event],
    coverage: Sequence[Coverage],
    profile: Profile,
    counter: str,
    day: Period | dt.date,
) -> Score:
    """The score of a counter's day before anybody reviewed it; a plain date is a day of UTC."""
    period = day if isinstance(day, Period) else Period.of_day(day)
    return score_facts(Facts(events, coverage), profile, counter, period)


def score_facts(facts: Facts, profile: Profile, counter: str, period: Period) -> Score:
    """The score of a counter over any period: start at 100, less every clause's deductions.

    An event belongs to the period in which it starts. Points are NaN where less than the profile's least
    coverage was observed; then nothing is deducted. The order of events does not matter.
    """
    events = _own(facts, profile, counter, period)
    seen_s, expected_s = _observed(facts, counter, period)
    share = min(1.0, seen_s / expected_s) if expected_s > 0 else math.nan
    observed = share >= profile.scoring.coverage_min
    lines = _Sheet(facts, profile, period, events, observed).lines()
    return Score(
        counter=counter,
        period=period,
        points=max(0.0, round(FULL - sum(line.points for line in lines), 2)) if observed else math.nan,
        coverage=share,
        seen_s=seen_s,
        expected_s=expected_s,
        profile=profile.name,
        profile_hash=profile.hash,
        final=_final(facts, profile, period, events),
        lines=lines,
    )


def _own(facts: Facts, profile: Profile, counter: str, period: Period) -> list[Priced]:
    """The counter's events of the period by time, each once."""
    once = {
        EventKey.of(event): event
        for event in sorted(facts.events, key=lambda event: (event.confidence, event.end))
        if event.counter == counter and period.start <= event.start < period.end
    }
    verdicts = facts.verdicts
    found = [priced(event, verdicts.get(key, Verdict.OPEN), profile) for key, event in once.items()]
    return sorted(found, key=lambda one: (one.event.start, one.key))


def _observed(facts: Facts, counter: str, period: Period) -> tuple[float, float]:
    """Seconds observed within the period, and seconds that should have been."""
    seen = total = 0.0
    for span in facts.coverage:
        inside = min(span.end, period.end) - max(span.start, period.start)
        if span.counter == counter and inside > 0:
            total += inside
            seen += span.seen_s * inside / (span.end - span.start)
    return seen, total if facts.expected_s is None else facts.expected_s


def _final(facts: Facts, profile: Profile, period: Period, events: Iterable[Priced]) -> bool:
    """Over, and every chargeable event reviewed or the time for it gone by."""
    waiting = any(one.chargeable and one.verdict is Verdict.OPEN for one in events)
    if facts.now is None:
        return not waiting
    closed = facts.now >= period.end + profile.scoring.review_days * _DAY_S
    return closed or (facts.now >= period.end and not waiting)


class _Sheet:
    """The clause lines of one score."""

    def __init__(
        self, facts: Facts, profile: Profile, period: Period, events: Sequence[Priced], observed: bool
    ) -> None:
        self._profile, self._events, self._observed = profile, events, observed
        self._kinds = load_catalogue().kinds
        self._looked_for = load_catalogue().looked_for() if facts.looked_for is None else facts.looked_for
        self._counted = counted(events) if observed else {}
        self._rates = rates(events, profile, self._looked_for) if observed else {}
        self._teller = Teller(profile, ZoneInfo(period.timezone))
        self._happened = {one.event.kind for one in events if one.verdict is not Verdict.DISMISSED}

    def lines(self) -> tuple[ClauseLine, ...]:
        """One line for every clause that applies."""
        return tuple(self._line(load_catalogue().clauses[key]) for key in self._profile.clauses)

    def _line(self, clause: Clause) -> ClauseLine:
        touching = [one for one in self._events if one.event.kind in clause.kinds]
        real = [one for one in touching if one.verdict is not Verdict.DISMISSED]
        deductions = self._deductions(clause.id, touching)
        notes = self._notes(clause.id, touching)
        line = ClauseLine(
            clause=clause.id,
            judged=clause.judged,
            status=Status.CLEAN,
            points=round(sum(one.points for one in deductions), 2),
            cap=self._profile.clauses[clause.id].cap,
            occurrences=len(real),
            seconds=round(sum(one.event.seconds for one in real), 3),
            unjudged=tuple(kind for kind in clause.kinds if kind not in self._looked_for),
            rates=self._rates_of(clause),
            deductions=deductions,
            notes=notes,
        )
        return replace(line, status=self._status(clause, line))

    def _deductions(self, clause: str, touching: Iterable[Priced]) -> tuple[Deduction, ...]:
        """What counts under this clause, by time, until its cap is used up."""
        left, made = self._profile.clauses[clause].cap, []
        for one in touching:
            if one.clause == clause and one.key in self._counted:
                points = min(one.points, left)
                left = round(left - points, 2)
                made.append(self._deduction(one, points))
        return tuple(made)

    def _deduction(self, one: Priced, points: float) -> Deduction:
        others = self._counted[one.key]
        return Deduction(
            clause=one.clause or "",
            points=points,
            full=one.points,
            severity=one.price.severity if one.price is not None else "",
            reason=self._teller.deduction(one, points, others),
            events=(one.key, *(other.key for other in others)),
            confirmed=one.verdict is Verdict.CONFIRMED,
        )

    def _notes(self, clause: str, touching: Iterable[Priced]) -> tuple[Note, ...]:
        free = [one for one in touching if one.clause != clause or one.key not in self._counted]
        return tuple(
            Note(one.key, why, self._teller.note(one, why)) for one in free for why in [self._why(one)]
        )

    def _why(self, one: Priced) -> Why:
        if one.verdict is Verdict.DISMISSED:
            return Why.DISMISSED
        if one.excused:
            return Why.EXCUSED
        if not one.chargeable:
            return Why.NO_CHARGE
        if not self._observed:
            return Why.UNOBSERVED
        if not one.payable:
            return Why.CANDIDATE
        return Why.OTHER_CLAUSE if one.key in self._counted else Why.SAME_FACTS

    def _rates_of(self, clause: Clause) -> tuple[RateFigure, ...]:
        names = [name for name, rate in self._profile.rates.items() if rate.misses in clause.kinds]
        return tuple(self._rates[name] for name in names if name in self._rates)

    def _status(self, clause: Clause, line: ClauseLine) -> Status:
        if not clause.kinds:
            return Status.AUDITOR
        if not self._observed:
            return Status.NOT_OBSERVED
        if line.deductions:
            return Status.DEDUCTED
        whys = {note.why for note in line.notes} - {Why.DISMISSED}
        if whys:
            return Status.CITED if whys & {Why.OTHER_CLAUSE, Why.SAME_FACTS} else Status.NOTED
        return self._quiet(clause)

    def _quiet(self, clause: Clause) -> Status:
        """Nothing was found: because all was well, nobody came, or nobody looked."""
        looked = [kind for kind in clause.kinds if kind in self._looked_for]
        if not looked:
            return Status.NOT_JUDGED
        occasions = [self._kinds[kind].occasion for kind in looked]
        return (
            Status.CLEAN if any(o is None or o in self._happened for o in occasions) else Status.NO_OCCASION
        )
