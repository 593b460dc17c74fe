"""A review changes the score of its day, by the profile that made that score."""

from zoneinfo import ZoneInfo

from api.context import Context
from models.records import StoredEvent, calendar_day
from pipeline.scoring.days import score_day


def points_of(parts: Context, stored: StoredEvent) -> float | None:
    """The score of the event's day as it stands; None where it has none."""
    day = calendar_day(stored.event.start, ZoneInfo(stored.timezone))
    found = parts.store.scores.summaries(day, day, stored.counter_id)
    return found[0].points if found else None


def rescore(parts: Context, stored: StoredEvent) -> None:
    """Score the event's day again; a day that was never scored stays without a score."""
    day = calendar_day(stored.event.start, ZoneInfo(stored.timezone))
    with parts.scoring:
        made = parts.store.scores.get(stored.counter_id, day)
        profile = parts.norms.profile(made.profile_hash) if made else None
        if profile is not None:
            score_day(parts.store, profile, stored.counter_id, day, parts.now())
