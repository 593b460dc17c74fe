"""The content of a report, independent of its format: figures and events of a hall and its counters."""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass

from models import (
    Certainty,
    ClauseTotal,
    Coverage,
    EventKey,
    Period,
    Score,
    Site,
    Status,
    StoredEvent,
    Verdict,
    Why,
    Words,
)
from models.store import EVERYTHING, Scope, StoredCounter
from pipeline.scoring.aggregates import PeriodComparison, mean_points


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """The requested report: the day, week or month (`label`) of `site` that `day` belongs to, as of `now`.

    `now` is UTC seconds. Only counters in `scope`, and only the one with the key `counter` if it is given.
    """

    site: Site
    label: str
    day: dt.date
    now: float
    scope: Scope = EVERYTHING
    counter: str | None = None


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """One event under one clause, with its effect; the points of all entries add up to the points taken.

    `why` is None if it was charged, otherwise the reason for which it cost nothing. `clause` is None for a fault
    without a clause in the profile. `stored` is None when the event is no longer stored.
    """

    day: dt.date
    place: StoredCounter
    clause: str | None
    key: EventKey
    stored: StoredEvent | None
    points: float
    full: float
    severity: str
    why: Why | None
    reason: Words

    @property
    def charged(self) -> bool:
        """Whether points were taken for it."""
        return self.why is None

    @property
    def certainty(self) -> Certainty | None:
        """Whether the event is a fact, a question or a hint; None when it is no longer stored."""
        return self.stored.event.certainty if self.stored else None


@dataclass(frozen=True, slots=True)
class CounterDay:
    """A counter's day; `score` is None if it was not scored. `open` counts its events that await a review."""

    day: dt.date
    score: Score | None
    open: int

    @property
    def points(self) -> float:
        """Points, NaN where there are none."""
        return math.nan if self.score is None else self.score.points


@dataclass(frozen=True, slots=True)
class CounterPart:
    """Everything about one counter. `days` are all days of the period that have begun.

    `lost_s` are seconds without sight by reason, added up over recordings. `spans` are what was recorded and
    `blind` (start, end) when the camera was blind, UTC seconds.
    """

    place: StoredCounter
    compared: PeriodComparison
    days: tuple[CounterDay, ...]
    entries: tuple[ReportEntry, ...]
    lost_s: Mapping[str, float]
    spans: tuple[Coverage, ...]
    blind: tuple[tuple[float, float], ...]

    @property
    def name(self) -> str:
        """What people call the counter."""
        return self.place.counter_name or self.place.counter

    @property
    def open(self) -> int:
        """Events that await a review."""
        return sum(day.open for day in self.days)

    @property
    def deductions(self) -> int:
        """How often points were taken."""
        return sum(len(day.score.deductions) for day in self.days if day.score is not None)

    @property
    def seen_s(self) -> float:
        """Seconds observed on scored days."""
        return round(sum(day.score.seen_s for day in self.days if day.score is not None), 3)

    @property
    def expected_s(self) -> float:
        """Seconds that should have been observed on scored days."""
        return round(sum(day.score.expected_s for day in self.days if day.score is not None), 3)

    @property
    def taken(self) -> float:
        """Points taken on all its days together."""
        return round(sum(total.points for total in self.compared.now.clauses), 2)


@dataclass(frozen=True, slots=True)
class ReportClause:
    """One clause of the catalogue. `judged`: automatic, assisted or auditor.

    `status` is the most telling one of all counter-days, `tally` on how many counter-days each was found; None and
    empty if no profile that judged here names it, and `total` is None then. `unjudged` are its kinds that were not
    looked for on at least one day.
    """

    id: str
    document: Words
    article: str
    wording: Words
    judged: str
    status: Status | None
    tally: tuple[tuple[Status, int], ...]
    total: ClauseTotal | None
    unjudged: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Praise:
    """Something that went well: `what` in words, `counters` who it is about; empty for the whole hall."""

    what: Words
    counters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UsedProfile:
    """A profile that made some of the scores; `title` is None when it can no longer be read."""

    name: str
    hash: str
    title: Words | None


@dataclass(frozen=True, slots=True)
class Report:
    """A hall's day, week or month. `clauses` are all of the catalogue, in its order; `now` is UTC seconds."""

    site: Site
    period: Period
    last: dt.date
    now: float
    hall: PeriodComparison
    counters: tuple[CounterPart, ...]
    clauses: tuple[ReportClause, ...]
    praise: tuple[Praise, ...]
    profiles: tuple[UsedProfile, ...]

    @property
    def name(self) -> str:
        """What people call the hall."""
        return self.site.name or self.site.site

    @property
    def days(self) -> tuple[dt.date, ...]:
        """Every day of the period, also those to come."""
        return tuple(
            self.period.day + dt.timedelta(days=n) for n in range((self.last - self.period.day).days + 1)
        )

    @property
    def final(self) -> bool:
        """Whether no review can change it any more: every score is final, and the period is over."""
        now = self.hall.now
        return self.now >= self.period.end and now.final and now.scored + now.unscored > 0

    @property
    def open(self) -> int:
        """Events that await a review."""
        return sum(part.open for part in self.counters)

    @property
    def deductions(self) -> int:
        """How often points were taken."""
        return sum(part.deductions for part in self.counters)

    @property
    def taken(self) -> float:
        """Points taken on all days of all counters together."""
        return round(sum(part.taken for part in self.counters), 2)

    @property
    def entries(self) -> tuple[ReportEntry, ...]:
        """The entries of all counters."""
        return tuple(entry for part in self.counters for entry in part.entries)

    def without_points(self, certainty: Certainty) -> int:
        """The number of events of a certainty that no review dismissed and that cost nothing under any clause."""
        charged = {entry.key for entry in self.entries if entry.charged}
        return len(
            {
                entry.key
                for entry in self.entries
                if entry.certainty == certainty
                and entry.stored is not None
                and entry.stored.verdict is not Verdict.DISMISSED
            }
            - charged
        )

    def hall_points(self, day: dt.date) -> float:
        """The hall's points of one day; NaN where nothing was scored."""
        found = (one.score for part in self.counters for one in part.days if one.day == day)
        return mean_points(score for score in found if score is not None)
