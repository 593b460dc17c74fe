"""Surprise checks: what an auditor looks at, drawn by lot."""

import datetime as dt

from api.schemas.base import Out
from api.schemas.events import EventItem


class SpotOut(Out):
    """A minute that was watched and in which nothing was found, to look at in the recording; UTC seconds."""

    counter_id: int
    camera: str
    counter: str
    start: float
    end: float


class SampleOut(Out):
    """A random sample of a hall's day: the same for whoever asks. Reviewed events may be drawn too."""

    site: str
    day: dt.date
    events: list[EventItem]
    spots: list[SpotOut]
