"""The audit log: every view, export and change, with the account. Lines are only added."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Action, AuditEntry
from models.store.base import Repository
from models.tables import AuditRow


@dataclass(frozen=True, slots=True)
class Deed:
    """A line for the log. A second line with the same `once` is not written."""

    user: str
    action: Action
    subject: str = ""
    detail: str = ""
    client: str = ""
    once: str | None = None


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """A filter of the log: UTC seconds, `until` excluded; `before` is the last id of the previous page."""

    since: float | None = None
    until: float | None = None
    user: str | None = None
    action: Action | None = None
    before: int | None = None


class Audit(Repository):
    """Writes and reads the log."""

    def add(self, deed: Deed, now: float) -> None:
        """Write one line, dated `now` (UTC seconds)."""
        with self._writing(f"audit {deed.once or deed.subject}") as session:
            if deed.once is not None and _written(session, deed.once):
                return
            write_down(session, deed, now)

    def page(self, want: AuditFilter, limit: int) -> list[AuditEntry]:
        """At most `limit` lines, newest first."""
        query = select(AuditRow).order_by(AuditRow.id.desc()).limit(limit)
        if want.since is not None:
            query = query.where(AuditRow.at >= want.since)
        if want.until is not None:
            query = query.where(AuditRow.at < want.until)
        if want.user is not None:
            query = query.where(AuditRow.user_name == want.user)
        if want.action is not None:
            query = query.where(AuditRow.action == want.action.value)
        if want.before is not None:
            query = query.where(AuditRow.id < want.before)
        with self._reading() as session:
            return [_record(row) for row in session.scalars(query)]


def write_down(session: Session, deed: Deed, now: float) -> None:
    """As `Audit.add`, inside a write transaction that is already open; `once` is not looked at."""
    session.add(
        AuditRow(
            at=now,
            user_name=deed.user[:64],
            action=deed.action.value,
            subject=deed.subject[:255],
            detail=deed.detail,
            client=deed.client[:64],
            once=deed.once,
        )
    )


def _written(session: Session, once: str) -> bool:
    return session.scalar(select(AuditRow.id).where(AuditRow.once == once)) is not None


def _record(row: AuditRow) -> AuditEntry:
    return AuditEntry(row.id, row.at, row.user_name, Action(row.action), row.subject, row.detail, row.client)
