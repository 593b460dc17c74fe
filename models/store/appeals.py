"""Appeals against events. Each step of an appeal is a step of the event's review as well."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models import Appeal, AppealState, Decision, Filing, OvertakenError, Ruling, Verdict
from models.store.base import (
    EVERYTHING,
    ListPage,
    PageRequest,
    Repository,
    Scope,
    SortKey,
    both_ways,
    sql_page,
)
from models.tables import AppealRow, EventRow, ReviewRow, SiteRow, UserRow


class Appeals(Repository):
    """Keeps and reads appeals."""

    # Appeals that nobody has decided come last where the newest decision comes first.
    ORDERS = both_ways(
        "filed_at", SortKey(AppealRow.filed_at, float), SortKey(AppealRow.id, int)
    ) | both_ways(
        "decided_at", SortKey(func.coalesce(AppealRow.decided_at, 0.0), float), SortKey(AppealRow.id, int)
    )

    def file(self, event_id: int, filing: Filing, now: float) -> Appeal:
        """File an appeal. The event is kept from now on, even if a later analysis does not find it.

        Raises LookupError when there is no such event, ValueError without a reason, OvertakenError when an appeal
        is open already or the event was dismissed, so that there is nothing to contest.
        """
        if not filing.reason.strip():
            raise ValueError("say why the event is contested: the reason is empty")
        with self._writing(f"event {event_id}") as session:
            # Locked, so that no analysis takes the event away meanwhile.
            event = session.get(EventRow, event_id, with_for_update=True)
            if event is None:
                raise LookupError(f"there is no event {event_id}")
            if event.verdict == Verdict.DISMISSED.value:
                raise OvertakenError("this event is dismissed already: there is nothing to contest")
            if _open(session, event_id) is not None:
                raise OvertakenError("an appeal against this event is open already")
            row = AppealRow(event_id=event_id, filed_by=filing.user_id, filed_at=now)
            row.person, row.reason = filing.person.strip(), filing.reason.strip()
            row.state, row.answer = AppealState.OPEN.value, ""
            session.add(row)
            _step(session, row, filing.user_id, (Decision.CONTESTED, row.reason), now)
            session.flush()
            return _record(row, _names(session))

    def decide(self, appeal_id: int, ruling: Ruling, now: float) -> Appeal:
        """Accept or reject an open appeal; an accepted one dismisses its event.

        Raises LookupError when there is none, ValueError without an answer, OvertakenError when it is decided already
        or its event has another verdict than the account saw, PermissionError when the account that decides has filed
        the appeal or reviewed the event, whatever it said then.
        """
        if not ruling.answer.strip():
            raise ValueError("say why it is decided so: the answer is empty")
        with self._writing("appeals") as session:
            row = session.get(AppealRow, appeal_id)
            if row is None:
                raise LookupError(f"there is no appeal {appeal_id}")
            if row.state != AppealState.OPEN.value:
                raise OvertakenError(f"this appeal is {row.state} already")
            _refuse_own_case(session, row, ruling.user_id)
            event = session.get_one(EventRow, row.event_id, with_for_update=True)
            if event.verdict != ruling.expected.value:
                raise OvertakenError(
                    f"somebody else was faster: this event is {event.verdict} now, not {ruling.expected.value}"
                )
            state = AppealState.ACCEPTED if ruling.accepted else AppealState.REJECTED
            row.state, row.decided_by, row.decided_at = state.value, ruling.user_id, now
            row.answer = ruling.answer.strip()
            decision = Decision.DISMISSED if ruling.accepted else Decision.UPHELD
            _step(session, row, ruling.user_id, (decision, row.answer), now)
            event.verdict = (Verdict.DISMISSED if ruling.accepted else Verdict.CONFIRMED).value
            session.flush()
            return _record(row, _names(session))

    def weighed(self, appeal_id: int, before: float | None, after: float | None) -> None:
        """Keep the score of the day before and after the decision."""
        with self._writing("appeals") as session:
            row = session.get_one(AppealRow, appeal_id)
            row.points_before, row.points_after = before, after

    def get(self, appeal_id: int) -> Appeal | None:
        """One appeal, or None."""
        with self._reading() as session:
            row = session.get(AppealRow, appeal_id)
            return _record(row, _names(session)) if row else None

    def of(self, event_id: int, scope: Scope = EVERYTHING) -> list[Appeal]:
        """The appeals against one event, oldest first; in a person's own time only those that are the person's."""
        query = select(AppealRow).where(AppealRow.event_id == event_id).order_by(AppealRow.id)
        with self._reading() as session:
            rows = [row for row in session.scalars(query) if scope.holds_person(row.person)]
            return [_seen(_record(row, _names(session)), scope) for row in rows]

    def of_span(self, site: str, span: tuple[float, float], scope: Scope = EVERYTHING) -> list[Appeal]:
        """The appeals against events of a site that start in `span` (UTC s, end excluded), in `scope`, oldest first."""
        query = (
            select(AppealRow)
            .join(EventRow, EventRow.id == AppealRow.event_id)
            .join(SiteRow, SiteRow.id == EventRow.site_id)
            .where(SiteRow.key == site, EventRow.start >= span[0], EventRow.start < span[1])
            .where(scope.where(EventRow.camera_id))
            .order_by(AppealRow.id)
        )
        with self._reading() as session:
            return [_record(row, _names(session)) for row in session.scalars(query)]

    def page(self, state: AppealState | None, limit: int, scope: Scope = EVERYTHING) -> list[Appeal]:
        """Appeals in a state, or all, against events in `scope`: open ones oldest first, the others newest first."""
        waiting = state is AppealState.OPEN
        order = (AppealRow.filed_at, AppealRow.id) if waiting else (AppealRow.id.desc(),)
        with self._reading() as session:
            query = _wanted(session, state, scope).order_by(*order).limit(limit)
            return [_seen(_record(row, _names(session)), scope) for row in session.scalars(query)]

    def count_open(self) -> int:
        """The number of appeals that await a decision."""
        query = select(func.count()).where(AppealRow.state == AppealState.OPEN.value)
        with self._reading() as session:
            return session.scalar(query) or 0

    def listed(
        self, state: AppealState | None, wanted: PageRequest, scope: Scope = EVERYTHING
    ) -> ListPage[Appeal]:
        """A page of the appeals in a state, or of all, in an order of ORDERS."""
        with self._reading() as session:
            names = _names(session)
            found = sql_page(session, _wanted(session, state, scope), self.ORDERS, wanted)
            return found.of(lambda row: _seen(_record(row[0], names), scope))


def _wanted(session: Session, state: AppealState | None, scope: Scope) -> Select[AppealRow]:
    query = select(AppealRow)
    if state is not None:
        query = query.where(AppealRow.state == state.value)
    if scope != EVERYTHING:
        of = scope.where_event(EventRow.camera_id, EventRow.counter_id, EventRow.start)
        query = query.join(EventRow, EventRow.id == AppealRow.event_id).where(of)
    if scope.own is not None:
        people = session.scalars(select(AppealRow.person).distinct())
        query = query.where(AppealRow.person.in_([one for one in people if scope.holds_person(one)]))
    return query


def _seen(appeal: Appeal, scope: Scope) -> Appeal:
    """The appeal; in a person's own time without the points of the day, which others at the counter have a part in."""
    return appeal if scope.own is None else replace(appeal, points_before=None, points_after=None)


def _open(session: Session, event_id: int) -> AppealRow | None:
    where = (AppealRow.event_id == event_id, AppealRow.state == AppealState.OPEN.value)
    return session.scalar(select(AppealRow).where(*where))


def _refuse_own_case(session: Session, row: AppealRow, user_id: int) -> None:
    reviewed = select(ReviewRow.id).where(
        ReviewRow.event_id == row.event_id,
        ReviewRow.user_id == user_id,
        ReviewRow.decision.in_([one.value for one in Decision if one.of_reviewer]),
    )
    if row.filed_by == user_id or session.scalar(reviewed.limit(1)) is not None:
        raise PermissionError("somebody else has to decide: you filed this appeal or reviewed the event")


def _step(session: Session, row: AppealRow, user_id: int, said: tuple[Decision, str], now: float) -> None:
    decision, reason = said
    review = ReviewRow(event_id=row.event_id, user_id=user_id, at=now)
    review.decision, review.reason = decision.value, reason
    session.add(review)


def _names(session: Session) -> Mapping[int, str]:
    return {user.id: user.name for user in session.scalars(select(UserRow))}


def _record(row: AppealRow, names: Mapping[int, str]) -> Appeal:
    return Appeal(
        row.id, row.event_id, names[row.filed_by], row.person, row.reason, row.filed_at, AppealState(row.state),
        names[row.decided_by] if row.decided_by else None, row.answer, row.decided_at, row.points_before,
        row.points_after,
    )  # fmt: skip
