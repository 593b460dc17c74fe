"""Scores: a pure function of events, coverage, verdicts and the norm profile."""

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from zoneinfo import ZoneInfo

from models import (
    ClauseLine,
    Coverage,
    Deduction,
    Event,
    EventKey,
    Note,
    Period,
    RateFigure,
    Score,
    Status,
    Verdict,
    Why,
)
from models.norms import Clause, Profile, load_catalogue
from pipeline.intervals import reaches
from pipeline.scoring.deduction_text import DeductionPhrases
from pipeline.scoring.pricing import EffectiveCost, PricedEvent, counted, priced, taken
from pipeline.scoring.rates import rates

FULL = 100.0
_DAY_S = 86400.0


@dataclass(frozen=True, slots=True)
class ScoringFacts:
    """The facts about a counter, or several.

    `verdicts` are the decisions of people, `open` without one. `looked_for` are the kinds that could be found here at
    all (a counter without a customers' zone sees no greeting); None: all kinds that any behaviour finds today.
    `expected_s` is how long the counter should have been open in the period; None: as long as it was recorded. `now`
    (UTC seconds) decides whether a score is final; None: as soon as nothing waits for a review. `tier` and `role` are
    those of hall and counter, None if unknown.
    """

    events: Sequence[Event]
    coverage: Sequence[Coverage]
    verdicts: Mapping[EventKey, Verdict] = field(default_factory=dict)
    looked_for: frozenset[str] | None = None
    expected_s: float | None = None
    now: float | None = None
    tier: int | None = None
    role: str | None = None


def score(
    events: Sequence[Event],
    coverage: Sequence[Coverage],
    profile: Profile,
    counter: str,
    day: Period | dt.date,
) -> Score:
    """The score of a counter's day before anybody reviewed it; a plain date is a day of UTC."""
    period = day if isinstance(day, Period) else Period.of_day(day)
    return score_facts(ScoringFacts(events, coverage), profile, counter, period)


def score_facts(facts: ScoringFacts, profile: Profile, counter: str, period: Period) -> Score:
    """The score of a counter over any period: start at 100, less every clause's deductions.

    An event belongs to the period in which it starts. Points are NaN where less than the profile's least
    coverage was observed; then nothing is deducted. The order of events does not matter.
    """
    events = _own(facts, profile, counter, period)
    seen_s, expected_s = _observed(facts, counter, period)
    share = min(1.0, seen_s / expected_s) if expected_s > 0 else math.nan
    observed = reaches(share, profile.scoring.coverage_min)
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


def _own(facts: ScoringFacts, profile: Profile, counter: str, period: Period) -> list[PricedEvent]:
    """The counter's events of the period by time, each once."""
    once = {
        EventKey.of(event): event
        for event in sorted(facts.events, key=lambda event: (event.confidence, event.end))
        if event.counter == counter and period.start <= event.start < period.end
    }
    verdicts, zone = facts.verdicts, ZoneInfo(period.timezone)
    found = [priced(event, verdicts.get(key, Verdict.OPEN), profile) for key, event in once.items()]
    meant = [replace(one, outside=True) if _outside(one, facts, profile, zone) else one for one in found]
    return sorted(meant, key=lambda one: (one.event.start, one.key))


def _outside(one: PricedEvent, facts: ScoringFacts, profile: Profile, zone: ZoneInfo) -> bool:
    """Whether the clause that it is charged to is not for this counter or this hour."""
    rule = profile.clauses.get(one.clause or "")
    if rule is None:
        return False
    clock = dt.datetime.fromtimestamp(one.event.start, zone).time()
    return not (rule.is_for(facts.tier, facts.role) and rule.holds_at(clock))


def _observed(facts: ScoringFacts, counter: str, period: Period) -> tuple[float, float]:
    """Seconds observed within the period, and seconds that should have been.

    Where several recordings cover the same time, the best one counts, once.
    """
    found = (span for span in facts.coverage if span.counter == counter and span.end > span.start)
    spans = sorted(found, key=lambda span: span.start)
    if all(one.end <= following.start for one, following in pairwise(spans)):
        parts = [(span.start, span.end, span.share) for span in spans]
    else:
        parts = list(_best_of(spans))
    seen = total = 0.0
    for start, end, share in parts:
        inside = max(0.0, min(end, period.end) - max(start, period.start))
        total += inside
        seen += inside * share
    return seen, total if facts.expected_s is None else facts.expected_s


def _best_of(spans: Sequence[Coverage]) -> Iterator[tuple[float, float, float]]:
    """(start, end, share) between the edges of overlapping spans, with the best share of each part."""
    for start, end in pairwise(sorted({edge for span in spans for edge in (span.start, span.end)})):
        shares = [span.share for span in spans if span.start <= start and end <= span.end]
        if shares:
            yield start, end, max(shares)


def _final(facts: ScoringFacts, profile: Profile, period: Period, events: Iterable[PricedEvent]) -> bool:
    """Over, and every chargeable event reviewed or the time for it gone by."""
    waiting = any(one.chargeable and one.verdict is Verdict.OPEN for one in events)
    if facts.now is None:
        return not waiting
    closed = facts.now >= period.end + profile.scoring.review_days * _DAY_S
    return closed or (facts.now >= period.end and not waiting)


class _Sheet:
    """The clause lines of one score."""

    def __init__(
        self,
        facts: ScoringFacts,
        profile: Profile,
        period: Period,
        events: Sequence[PricedEvent],
        observed: bool,
    ) -> None:
        self._profile, self._events, self._observed = profile, events, observed
        self._meant = {key for key, rule in profile.clauses.items() if rule.is_for(facts.tier, facts.role)}
        self._kinds = load_catalogue().kinds
        self._looked_for = load_catalogue().looked_for() if facts.looked_for is None else facts.looked_for
        self._counted = counted(events) if observed else {}
        self._rates = rates(events, profile, self._looked_for) if observed else {}
        self._teller = DeductionPhrases(profile, ZoneInfo(period.timezone))
        self._found = {one.event.kind for one in events}
        self._happened = {one.event.kind for one in events if one.verdict is not Verdict.DISMISSED}

    def lines(self) -> tuple[ClauseLine, ...]:
        """One line for every clause that applies."""
        return tuple(self._line(load_catalogue().clauses[key]) for key in self._profile.clauses)

    def _line(self, clause: Clause) -> ClauseLine:
        kinds = self._found & set(clause.kinds)
        touching = [one for one in self._events if one.event.kind in kinds] if kinds else []
        real = [one for one in touching if one.verdict is not Verdict.DISMISSED]
        deductions = self._deductions(clause.id, touching)
        charged = {deduction.events[0] for deduction in deductions}
        notes = self._notes(clause.id, [one for one in touching if one.key not in charged])
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

    def _deductions(self, clause: str, touching: Iterable[PricedEvent]) -> tuple[Deduction, ...]:
        """The deductions of the counting events under this clause, by time."""
        mine = (one for one in touching if one.clause == clause and one.key in self._counted)
        costs = taken(mine, self._profile.clauses[clause])
        return tuple(self._deduction(one, cost) for one, cost in costs if cost.points > 0 or not cost.graced)

    def _deduction(self, one: PricedEvent, cost: EffectiveCost) -> Deduction:
        others = self._counted[one.key]
        return Deduction(
            clause=one.clause or "",
            points=cost.points,
            full=one.points,
            severity=one.price.severity if one.price is not None else "",
            reason=self._teller.deduction(one, cost, others),
            events=(one.key, *(other.key for other in others)),
            confirmed=one.verdict is Verdict.CONFIRMED,
        )

    def _notes(self, clause: str, touching: Iterable[PricedEvent]) -> tuple[Note, ...]:
        whys = [(one, self._why(one, clause)) for one in touching]
        return tuple(Note(one.key, why, self._teller.note(one, why)) for one, why in whys)

    def _why(self, one: PricedEvent, clause: str) -> Why:
        if not (self._observed and one.payable):
            return self._why_free(one)
        if one.key not in self._counted:
            return Why.SAME_FACTS
        return Why.GRACE if one.clause == clause else Why.OTHER_CLAUSE

    def _why_free(self, one: PricedEvent) -> Why:
        """Why an event costs nothing under any clause."""
        because = (
            (one.verdict is Verdict.DISMISSED, Why.DISMISSED),
            (one.excused, Why.EXCUSED),
            (one.outside, Why.NOT_APPLYING),
            (not one.chargeable, Why.NO_CHARGE),
            (not self._observed, Why.UNOBSERVED),
        )
        return next((why for holds, why in because if holds), Why.CANDIDATE)

    def _rates_of(self, clause: Clause) -> tuple[RateFigure, ...]:
        names = [
            name for name, rate in self._profile.rates.items() if rate.stands_with(clause.id, clause.kinds)
        ]
        return tuple(self._rates[name] for name in names if name in self._rates)

    def _status(self, clause: Clause, line: ClauseLine) -> Status:
        if not clause.kinds:
            return Status.AUDITOR
        if clause.id not in self._meant:
            return Status.NOT_APPLYING
        if not self._observed:
            return Status.NOT_OBSERVED
        if line.deductions:
            return Status.DEDUCTED
        whys = {note.why for note in line.notes} - {Why.DISMISSED}
        if whys:
            return Status.CITED if whys & {Why.OTHER_CLAUSE, Why.SAME_FACTS} else Status.NOTED
        return self._quiet(clause)

    def _quiet(self, clause: Clause) -> Status:
        """The status of a clause without events: all was well, no customer came, or nothing was seen."""
        looked = [kind for kind in clause.kinds if kind in self._looked_for]
        if not looked:
            return Status.NOT_JUDGED
        occasions = [self._kinds[kind].occasion for kind in looked]
        return (
            Status.CLEAN if any(o is None or o in self._happened for o in occasions) else Status.NO_OCCASION
        )
