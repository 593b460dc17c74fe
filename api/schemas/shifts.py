"""The own shifts of a clerk."""

import datetime as dt

from api.schemas.base import Out, Paged
from api.schemas.days import LineOut


class OwnShiftOut(Out):
    """A stretch in which the account's person had a post, with the score of that stretch alone and every reason.

    `start` and `end` are UTC seconds within `day` of the site's calendar; a shift beyond midnight has two stretches.
    `shift` is the name in the roster. `points` is 0..100, null when too little was observed; `coverage` the observed
    share of the time, 0..1; `open` counts the events that may be a fault and that nobody has reviewed yet; `final`
    says that the score will not change by reviews any more.
    """

    day: dt.date
    site: str
    timezone: str
    counter: str
    counter_id: int
    counter_name: str | None
    shift: str
    start: float
    end: float
    start_local: str
    end_local: str
    points: float | None
    coverage: float | None
    profile: str
    profile_hash: str
    open: int
    final: bool
    lines: list[LineOut]


class OwnShiftPage(Paged):
    """A page of own shifts."""

    items: list[OwnShiftOut]
