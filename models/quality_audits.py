"""Quality audits: a random sample of flagged events and of quiet time, judged by people who do not see each other."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from models.records import Verdict

RECORDED = 1.0
"""The rate of quiet time where none is kept: every minute may be looked up in its recording."""
WITHOUT_VIDEO = 0.0
"""The rate of days of which no quiet time was kept, while it was on others."""


class Outcome(StrEnum):
    """What an auditor says of an item."""

    RIGHT = "right"
    """The event is what it was flagged as."""
    WRONG = "wrong"
    """It is not; the kind that it really is may be named."""
    NOTHING = "nothing"
    """Nothing to flag begins in this quiet time."""
    HAPPENED = "happened"
    """Something was overlooked: its kinds and moments are named."""
    UNCLEAR = "unclear"
    """The video does not show it."""

    @property
    def of_event(self) -> bool:
        """Whether it can be said of a flagged event."""
        return self in (Outcome.RIGHT, Outcome.WRONG, Outcome.UNCLEAR)

    @property
    def of_quiet(self) -> bool:
        """Whether it can be said of quiet time."""
        return self in (Outcome.NOTHING, Outcome.HAPPENED, Outcome.UNCLEAR)


@dataclass(frozen=True, slots=True)
class SeenKind:
    """A thing that an auditor saw: its kind, and the moment at which it began (UTC seconds)."""

    kind: str
    at: float


@dataclass(frozen=True, slots=True)
class AuditStratum:
    """A part of the time that is audited: `total` events of `kind`, or `total` quiet minutes where `kind` is "".

    `rate` is the share (0..1) of its minutes that were drawn to be kept on video, 0 for days of which none were kept; 1
    where the site keeps none, and all recorded time can be looked at.
    """

    kind: str
    rate: float
    total: int

    @property
    def lacks_video(self) -> bool:
        """Whether it is quiet time that was not kept on video."""
        return not self.kind and self.rate in (RECORDED, WITHOUT_VIDEO)


@dataclass(frozen=True, slots=True)
class AuditItem:
    """An item of an audit at its `position` (from 1), with its stratum; `start`..`end` are UTC seconds.

    `event_id` is None for quiet time. `verdict` is that of the event when the item was drawn, `overlapping` are the
    kinds of other events that were flagged at the same time: neither is shown before the audit is closed.
    """

    position: int
    stratum: AuditStratum
    event_id: int | None
    counter_id: int
    camera_id: int
    start: float
    end: float
    verdict: Verdict
    overlapping: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditAnswer:
    """What an account said of the item at `position`; `sightings` has the events that really began."""

    position: int
    user: str
    outcome: Outcome
    sightings: tuple[SeenKind, ...]
    note: str
    at: float


@dataclass(frozen=True, slots=True)
class DoubtedKind:
    """A kind that is a question by itself at a site since `since` (UTC s): its share of right events is under `line`.

    Of `judged` events of the last closed audits `right` were right, and the share is `high` at most (95 % interval).
    """

    site: str
    kind: str
    right: int
    judged: int
    high: float
    line: float
    since: float


@dataclass(frozen=True, slots=True)
class AuditDraw:
    """The strata and the items of a new audit of `site` from `since` to `until` (both included), drawn by `seed`."""

    site: str
    since: dt.date
    until: dt.date
    seed: str
    strata: tuple[AuditStratum, ...]
    items: tuple[AuditItem, ...]

    @property
    def quiet_time(self) -> tuple[int, int]:
        """The quiet minutes that lack video, and all of them."""
        quiet = [one for one in self.strata if not one.kind]
        return sum(one.total for one in quiet if one.lacks_video), sum(one.total for one in quiet)


@dataclass(frozen=True, slots=True)
class QualityAudit:
    """A stored audit; times are UTC seconds. `closed_at` is None while outcomes are entered.

    `settled` has by position what was settled after the closing of items on which the auditors differ.
    """

    id: int
    draw: AuditDraw
    drawn_by: str
    drawn_at: float
    closed_by: str | None
    closed_at: float | None
    settled: Mapping[int, AuditAnswer] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        """Whether outcomes may still be entered."""
        return self.closed_at is None
