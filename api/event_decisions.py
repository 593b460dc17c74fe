"""A decision about an event, which changes the score of its day by the profile that made that score."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from fastapi import HTTPException

from api.context import Caller, Context
from models import StoredEvent, calendar_day
from models.store import OvertakenError, Repositories, UnitOfWork, score_subject
from pipeline.scoring.days import score_day


def find(store: Repositories, caller: Caller, event_id: int) -> StoredEvent:
    """The event; 404 when there is none that the caller may see."""
    found = store.events.get(event_id, caller.scope)
    if found is None:
        raise HTTPException(404, f"there is no event {event_id}")
    return found


@dataclass(frozen=True, slots=True)
class EventDecision:
    """A decision about `event` in one transaction; `now` is UTC seconds."""

    parts: Context
    work: UnitOfWork
    event: StoredEvent
    now: float

    @property
    def _day(self) -> dt.date:
        return calendar_day(self.event.event.start, ZoneInfo(self.event.timezone))

    def points(self) -> float | None:
        """The score of the event's day as it stands, 0 to 100; None where it has none."""
        found = self.work.scores.summaries(self._day, self._day, self.event.counter_id)
        return found[0].points if found else None

    def rescore(self) -> None:
        """Score the event's day again; a day that was never scored stays without a score."""
        made = self.work.scores.get(self.event.counter_id, self._day)
        profile = self.parts.norms.profile(made.profile_hash) if made else None
        if profile is not None:
            score_day(self.work, profile, self.event.counter_id, self._day, self.now)


@contextmanager
def deciding(parts: Context, caller: Caller, event_id: int) -> Iterator[EventDecision]:
    """A decision about an event: all writes in the block are kept together, or none of them.

    Refuses with 404 when there is no such event, with 409 when another account was faster, and with 403 when the
    caller filed the appeal or confirmed the event.
    """
    known = find(parts.store, caller, event_id)
    day = calendar_day(known.event.start, ZoneInfo(known.timezone))
    try:
        with parts.store.unit_of_work(score_subject(known.counter_id, day)) as work:
            yield EventDecision(parts, work, find(work, caller, event_id), parts.now())
    except OvertakenError as error:
        raise HTTPException(409, str(error)) from error
    except PermissionError as error:
        raise HTTPException(403, str(error)) from error
    except LookupError as error:
        raise HTTPException(404, str(error)) from error
