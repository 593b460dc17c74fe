"""A decision about an event, which changes the score of its day by the profile that made that score."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from fastapi import HTTPException

from api.context import AccountCaller, Caller, Context
from api.schemas import EventReviewIn, ReviewIn, ReviewResult
from models import Action, Decision, StoredEvent, calendar_day
from models.store import OvertakenError, Repositories, ReviewStep, UnitOfWork, score_subject
from pipeline.scoring.days import score_day


def find(store: Repositories, caller: Caller, event_id: int) -> StoredEvent:
    """The event; 404 when there is none that the caller may see."""
    found = store.events.get(event_id, caller.scope)
    if found is None:
        raise HTTPException(404, _missing(event_id))
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

    def review(self, caller: AccountCaller, body: ReviewIn) -> None:
        """Add a step to the review of the event, with its line in the audit log; the day is not scored again.

        Raises OvertakenError when another account was faster, ValueError for a step that cannot be.
        """
        kind = self.event.event.kind
        if kind in self.parts.norms.records and body.decision is Decision.CONFIRMED:
            raise ValueError(f"{kind} is a record and no fault: there is nothing to confirm")
        step = ReviewStep(caller.user.id, body.decision, body.reason)
        self.work.reviews.add(self.event.id, step, expected=body.expected, now=self.now)
        deed = caller.deed(Action.REVIEWED, f"event {self.event.id}", body.decision.value)
        self.work.audit.add(deed, self.now)

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
    caller filed the appeal or reviewed the event.
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


def review_many(parts: Context, caller: AccountCaller, asked: Sequence[EventReviewIn]) -> list[ReviewResult]:
    """The outcomes of several decisions, in their order; each day of a counter is scored again once.

    The decisions about one counter's day are one transaction. 404 when the caller may see none of the events.
    """
    known = parts.store.events.many([one.event_id for one in asked], caller.scope)
    if not known:
        raise HTTPException(404, "there is none of these events")
    days: dict[str, list[EventReviewIn]] = defaultdict(list)
    for one in asked:
        if event := known.get(one.event_id):
            day = calendar_day(event.event.start, ZoneInfo(event.timezone))
            days[score_subject(event.counter_id, day)].append(one)
    refused: dict[int, tuple[int, str]] = {}
    for subject, of_day in days.items():
        with parts.store.unit_of_work(subject) as work:
            refused |= _reviewed(parts, caller, work, of_day)
    now = parts.store.events.many(list(known), caller.scope)
    return [_result(one.event_id, refused, now.get(one.event_id)) for one in asked]


def _reviewed(
    parts: Context, caller: AccountCaller, work: UnitOfWork, of_day: Sequence[EventReviewIn]
) -> dict[int, tuple[int, str]]:
    """Decide all of a counter's day and score it; gives status and line of those that are refused."""
    refused: dict[int, tuple[int, str]] = {}
    kept: EventDecision | None = None
    events = work.events.many([one.event_id for one in of_day], caller.scope)
    for one in of_day:
        try:
            decision = EventDecision(parts, work, events[one.event_id], parts.now())
            decision.review(caller, one)
            kept = decision
        except OvertakenError as error:
            refused[one.event_id] = (409, str(error))
        except ValueError as error:
            refused[one.event_id] = (422, str(error))
        except LookupError:
            refused[one.event_id] = (404, _missing(one.event_id))
    if kept is not None:
        kept.rescore()
    return refused


def _result(event_id: int, refused: dict[int, tuple[int, str]], event: StoredEvent | None) -> ReviewResult:
    missing = (404, _missing(event_id)) if event is None else (201, None)
    status, detail = refused.get(event_id, missing)
    verdict = None if event is None else event.verdict
    return ReviewResult(event_id=event_id, status=status, detail=detail, verdict=verdict)


def _missing(event_id: int) -> str:
    return f"there is no event {event_id}"
