"""A hall with more flagged events than a page of the review's list holds, on a day without a score."""

from pathlib import Path

from models.store import Store
from tests.support.dashboard_hall import DAY, NINE, STORY, Moment, analysed, furnish

EVENTS = 61
ONE_MOMENT = ("slouching", "phone", "large_gestures")
ONE_MOMENT_DAY = "2026-11-19"
"""A day on which three facts of one counter begin within a second, and another counter has one."""
FURNISHED = len(STORY) + 4 + len(ONE_MOMENT) + 1
"""Events of other days."""
BUSY_DAY = "2026-11-20"
APART_S = 120.0


def furnish_busy(data: Path) -> Store:
    """The hall of `furnish` after a day of slouching, one event every two minutes; the store is open."""
    store = furnish(data)
    moments = (Moment("slouching", APART_S * n - 3 * DAY, 40.0) for n in range(EVENTS))
    store.recordings.save(analysed(-3 * DAY, "busy", *moments), NINE)
    together = [Moment(kind, 0.5 * n - 4 * DAY, 40.0) for n, kind in enumerate(ONE_MOMENT)]
    elsewhere = Moment("slouching", 0.2 - 4 * DAY, 40.0, "w2")
    store.recordings.save(analysed(-4 * DAY, "moment", *together, elsewhere), NINE)
    return store
