"""Scores of counters, clause by clause, with every event that explains them."""

import datetime as dt
import json
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from models.events import Event
from models.words import Words


@dataclass(frozen=True, slots=True, order=True)
class EventKey:
    """The identity of an event; `start` is UTC seconds."""

    camera: str
    counter: str
    kind: str
    start: float

    @classmethod
    def of(cls, event: Event) -> "EventKey":
        """The key of an event."""
        return cls(event.camera, event.counter, event.kind, event.start)


@dataclass(frozen=True, slots=True)
class Period:
    """The time that is scored: `start`..`end` (UTC seconds) in `timezone`, beginning on the site's `day`.

    `label` names it: day, week, month, or a shift's own name.
    """

    day: dt.date
    start: float
    end: float
    timezone: str = "UTC"
    label: str = "day"

    @classmethod
    def of_day(cls, day: dt.date, timezone: str = "UTC") -> "Period":
        """The site's calendar day, 23 to 25 hours long where clocks change."""
        return cls.of_days(day, day, timezone, "day")

    @classmethod
    def of_days(cls, first: dt.date, last: dt.date, timezone: str, label: str) -> "Period":
        """From the first moment of `first` to the last one of `last` on the site's calendar."""
        zone = ZoneInfo(timezone)
        start = dt.datetime.combine(first, dt.time(), zone)
        end = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), zone)
        return cls(first, start.timestamp(), end.timestamp(), timezone, label)


class Status(StrEnum):
    """The result of a clause in a period."""

    DEDUCTED = "deducted"
    """Events cost points."""
    CITED = "cited"
    """Events touched it, and cost their points under another clause."""
    NOTED = "noted"
    """Events touched it and cost nothing: candidates, or kinds that the profile does not charge."""
    CLEAN = "clean"
    """Looked for, and nothing found."""
    NO_OCCASION = "no_occasion"
    """Looked for, but there was no customer, so there was no occasion."""
    NOT_OBSERVED = "not_observed"
    """The camera saw too little."""
    NOT_APPLYING = "not_applying"
    """It is for other hall tiers or roles."""
    NOT_JUDGED = "not_judged"
    """No behaviour looks for it here yet."""
    AUDITOR = "auditor"
    """No event can touch it: a person judges."""


class Why(StrEnum):
    """Why an event cost nothing under a clause."""

    DISMISSED = "dismissed"
    CANDIDATE = "candidate"
    SAME_FACTS = "same_facts"
    OTHER_CLAUSE = "other_clause"
    NO_CHARGE = "no_charge"
    UNOBSERVED = "unobserved"
    EXCUSED = "excused"
    NOT_APPLYING = "not_applying"
    GRACE = "grace"


@dataclass(frozen=True, slots=True)
class Deduction:
    """Points taken under one clause. `events`: the one that is charged, then those that show the same facts.

    `full` is the cost without the clause's limit; `confirmed` is True if a person confirmed the event.
    """

    clause: str
    points: float
    full: float
    severity: str
    reason: Words
    events: tuple[EventKey, ...]
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Note:
    """An event that touches a clause and cost nothing under it, with the reason."""

    event: EventKey
    why: Why
    reason: Words


@dataclass(frozen=True, slots=True)
class RateFigure:
    """`met` of `of` occasions, with the ends of the 95 % Wilson interval; `of` is at least 1."""

    name: str
    title: Words
    met: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """Met share, 0..1."""
        return self.met / self.of


_OBSERVED = (Status.DEDUCTED, Status.CITED, Status.NOTED, Status.CLEAN, Status.NO_OCCASION)


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """One clause of a score. `points` is its cost, `cap` the highest possible cost.

    `occurrences` and `seconds` count the events that touch it and were not dismissed, charged or not.
    `unjudged` names its kinds that were not looked for here: the status says nothing about them.
    """

    clause: str
    judged: str
    status: Status
    points: float
    cap: float
    occurrences: int
    seconds: float
    unjudged: tuple[str, ...]
    rates: tuple[RateFigure, ...]
    deductions: tuple[Deduction, ...]
    notes: tuple[Note, ...]

    @property
    def observed(self) -> bool:
        """Whether cameras could have shown a breach of this clause."""
        return self.status in _OBSERVED


@dataclass(frozen=True, slots=True)
class Score:
    """The score of a counter's period: 100 less its lines, NaN when too little was observed.

    `seen_s` are the seconds observed of `expected_s`, `coverage` their share (0..1, NaN when nothing was
    expected). `final` once every charged event was reviewed or the time to review them is over.
    """

    counter: str
    period: Period
    points: float
    coverage: float
    seen_s: float
    expected_s: float
    profile: str
    profile_hash: str
    final: bool
    lines: tuple[ClauseLine, ...]

    @property
    def day(self) -> dt.date:
        """The site's calendar day on which the period begins."""
        return self.period.day

    @property
    def deductions(self) -> tuple[Deduction, ...]:
        """All deductions, clause by clause."""
        return tuple(deduction for line in self.lines for deduction in line.deductions)


_SCORE = TypeAdapter(Score)


def to_json(score: Score) -> str:
    """The whole explained score as JSON; NaN is written as Python's json module writes it."""
    return json.dumps(_SCORE.dump_python(score, mode="json"), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Score:
    """The score that `to_json` wrote; raises pydantic's ValidationError when it is something else."""
    return _SCORE.validate_python(json.loads(text))
