"""Reviews of events, step by step. A step is never removed; an event is reopened instead."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Decision, OvertakenError, StoredReview, Verdict
from models.store.base import EVERYTHING, Repository, Scope
from models.tables import AppealRow, EventRow, ReviewRow, UserRow


@dataclass(frozen=True, slots=True)
class ReviewStep:
    """One decision of an account with its reason, which may be empty only when confirming."""

    user_id: int
    decision: Decision
    reason: str


class Reviews(Repository):
    """Adds to and reads the reviews of events."""

    def add(self, event_id: int, step: ReviewStep, *, expected: Verdict, now: float) -> StoredReview:
        """Add one step and set the event's verdict by it.

        `expected` is the verdict that the account decided from. Raises OvertakenError when the event has another one
        now, or has the new one already, LookupError when there is no such event, ValueError when dismissing or
        reopening without a reason.
        """
        if not step.decision.of_reviewer:
            raise ValueError(f"{step.decision.value} is a step of an appeal and no review")
        if step.decision is not Decision.CONFIRMED and not step.reason.strip():
            raise ValueError(f"say why this event is {step.decision.value}: the reason is empty")
        with self._writing(f"event {event_id}") as session:
            _turn(session, event_id, step.decision.verdict, expected)
            row = ReviewRow(event_id=event_id, user_id=step.user_id, at=now)
            row.decision, row.reason = step.decision.value, step.reason.strip()
            session.add(row)
            session.flush()
            return _record(row, session.get_one(UserRow, step.user_id).name)

    def of(self, event_id: int, scope: Scope = EVERYTHING) -> list[StoredReview]:
        """The steps of one event's review, oldest first; in a person's own time without appeals of other people."""
        query = select(ReviewRow, UserRow.name).join(ReviewRow.user).where(ReviewRow.event_id == event_id)
        with self._reading() as session:
            hidden = _foreign_words(session, event_id, scope)
            found = session.execute(query.order_by(ReviewRow.id))
            return [_record(row, name) for row, name in found if row.reason not in hidden]


def _foreign_words(session: Session, event_id: int, scope: Scope) -> set[str]:
    """Reasons and answers of the appeals of other people, which are steps of the review as well."""
    query = select(AppealRow).where(AppealRow.event_id == event_id)
    appeals = [] if scope.own is None else list(session.scalars(query))
    foreign = [row for row in appeals if not scope.holds_person(row.person)]
    return {words for row in foreign for words in (row.reason, row.answer) if words}


def _turn(session: Session, event_id: int, verdict: Verdict, expected: Verdict) -> None:
    # The row is locked where the database has row locks, so that no analysis takes the event away meanwhile.
    event = session.get(EventRow, event_id, with_for_update=True)
    if event is None:
        raise LookupError(f"there is no event {event_id}")
    if event.verdict != expected.value:
        raise OvertakenError(
            f"somebody else was faster: this event is {event.verdict} now, not {expected.value}"
        )
    if event.verdict == verdict.value:
        raise OvertakenError(f"this event is {event.verdict} already")
    event.verdict = verdict.value


def _record(row: ReviewRow, user: str) -> StoredReview:
    return StoredReview(row.id, row.event_id, user, Decision(row.decision), row.reason, row.at)
