"""Days: scores with every reason, and how much of them was observed."""

import datetime as dt

from api.schemas.base import Out, Paged, Text
from api.schemas.events import EventItem
from models import RateFigure


class DayItem(Out):
    """The score of one counter on one day (the site's calendar).

    `points` is 0..100, null when too little was observed; `coverage` the observed share of the time, 0..1.
    `deducted` counts the deductions, `open` the flagged events of the day that nobody has reviewed yet,
    `final` says that the score will not change by reviews any more.
    """

    day: dt.date
    site: str
    camera: str
    counter: str
    counter_id: int
    counter_name: str | None
    points: float | None
    coverage: float | None
    profile: str
    profile_hash: str
    deducted: int
    open: int
    final: bool = False


class DayPage(Paged):
    """A page of scores."""

    items: list[DayItem]


class DeductionOut(Out):
    """Points taken under one clause; the first event is charged, the others show the same facts.

    `full` is what it would have cost without the clause's limit.
    """

    points: float
    full: float = 0.0
    severity: str = ""
    confirmed: bool = False
    reason: Text
    events: list[EventItem]


class NoteOut(Out):
    """An event that touches a clause and cost nothing under it, with the reason."""

    why: str
    reason: Text
    event: EventItem | None


class RateOut(Out):
    """`met` of `of` occasions; `low` and `high` are the ends of the 95 % interval."""

    name: str
    title: Text
    met: int
    of: int
    low: float
    high: float

    @classmethod
    def from_rate(cls, rate: RateFigure) -> "RateOut":
        """A rate with its denominator and interval."""
        title = Text.from_words(rate.title)
        return cls(name=rate.name, title=title, met=rate.met, of=rate.of, low=rate.low, high=rate.high)


class LineOut(Out):
    """One clause of a day's score; `points` is what it cost, `cap` the most it may cost (null: no limit).

    `status` is deducted, cited, noted, clean, no_occasion, not_observed, not_judged or auditor.
    """

    clause: str
    wording: Text
    judged: str
    points: float
    cap: float | None
    observed: bool
    status: str = ""
    occurrences: int = 0
    seconds: float = 0.0
    rates: list[RateOut]
    deductions: list[DeductionOut]
    notes: list[NoteOut]


class DayDetail(DayItem):
    """A day's score with every reason."""

    lines: list[LineOut]


class LaneOut(Out):
    """When one state of the group `states` held: [start, end] in UTC seconds, in order, apart.

    `kind` is the kind of event that lasts as long as the state does; null for a state without one.
    """

    state: str
    true: list[tuple[float, float]]
    kind: str | None = None


class TimelineOut(Out):
    """How a counter's day passed, from its kept signals; all spans are UTC seconds.

    `kept` is false where no signals are kept: then there is nothing else. `first`..`last` was recorded, `open` is
    when the norms held, `observed` when it could be said whether staff was at the post: outside of it nothing is
    known, and a lane's gap there says nothing.
    """

    kept: bool
    first: float | None = None
    last: float | None = None
    open: list[tuple[float, float]]
    observed: list[tuple[float, float]]
    lanes: list[LaneOut]


class CoverageOut(Out):
    """How much of `start`..`end` a counter was really observed; `lost_s` seconds by reason."""

    counter_id: int
    recording_id: int
    start: float
    end: float
    seen_s: float
    share: float | None
    lost_s: dict[str, float]


class CoveragePage(Paged):
    """A page of observed spans."""

    items: list[CoverageOut]
