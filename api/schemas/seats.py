"""Seats of counters: how high staff sits and stands, as learned or corrected."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from api.schemas.base import Day, Flag, In, Moment, Number, Out
from models import Source

Metres = Annotated[Number, Field(gt=-20, lt=20)]


class HeightsOut(Out):
    """Looks by shoulder height: `counts` of steps of `step` metres from `low` up."""

    low: float
    step: float
    counts: list[int]


class SeatOut(Out):
    """A counter's seat. Levels are metres over the picture's lower edge, null where that level was not seen yet.

    `untold` is the only level where nothing told sitting from standing; then both others are null.
    `day` is the last one it was learned from, `days` how many there were since `first_day`, `samples` the looks at the
    last one. `source` corrected: the levels are `made_by`'s word. `heights` are those of `day`. All of it is null, but
    for the counter, where nothing is known yet.
    """

    counter_id: int
    seated: float | None = None
    standing: float | None = None
    untold: float | None = None
    source: Source | None = None
    made_by: str = ""
    day: dt.date | None = None
    first_day: dt.date | None = None
    days: int = 0
    samples: int = 0
    heights: HeightsOut | None = None


class SeatIn(In):
    """A person's correction of a seat: heights, or moments at which staff sat or stood; what is left out stays.

    It holds from `since` on (the site's day, today if not given). `anew` forgets all and learns it again.
    """

    seated: Metres | None = None
    standing: Metres | None = None
    sat_at: Moment | None = None
    stood_at: Moment | None = None
    since: Day | None = None
    anew: Flag = False
