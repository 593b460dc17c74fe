"""A hall with more flagged events than a page of the review's list holds, on a day without a score."""

from pathlib import Path

from models.store import Store
from tests.support.dashboard_hall import DAY, NINE, STORY, Moment, analysed, furnish

EVENTS = 109
FURNISHED = len(STORY) + 4
"""Events of other days."""
BUSY_DAY = "2026-11-20"
APART_S = 120.0


def furnish_busy(data: Path) -> Store:
    """The hall of `furnish` after a day of slouching, one event every two minutes; the store is open."""
    store = furnish(data)
    moments = (Moment("slouching", APART_S * n - 3 * DAY, 40.0) for n in range(EVENTS))
    store.recordings.save(analysed(-3 * DAY, "busy", *moments), NINE)
    return store
