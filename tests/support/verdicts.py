"""Verdicts of reviewers on phones at two counters, day by day."""

import datetime as dt
from collections.abc import Sequence
from itertools import count

from models import JudgedEvent

MONDAY = dt.date(2026, 11, 23)
Day = Sequence[tuple[float, bool]]
"""The verdicts of a day: the confidence of the event, and whether it was confirmed."""

SEPARATE: Day = [(0.9, True), (0.85, True), (0.8, True), (0.65, False), (0.6, False), (0.55, False)]
"""Three phones and three hands at an ear: a line of 0.73 tells them apart, and one of 0.5 does not."""


def days(*of_day: Day, kind: str = "phone", counter: str = "left") -> list[JudgedEvent]:
    """The verdicts of consecutive days from a Monday on."""
    ids = count(1)
    return [
        JudgedEvent(next(ids), kind, counter, MONDAY + dt.timedelta(days=n), confidence, confirmed)
        for n, day in enumerate(of_day)
        for confidence, confirmed in day
    ]
