"""The log of changes that streams tell: written with each change, in one order for all processes."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from models import StoredEvent
from models.change_tables import ChangeRow
from models.nightly_tables import NoticeRow
from models.store.base import Repository, Scope, lock
from models.store.events import load
from models.store.notices import StoredNotice, stored_notice
from models.tables import EventRow

_SEEN = "changes"  # key of what a session carries
_LOCK = "change log"
_TOLD = (
    "kind",
    "start",
    "end",
    "confidence",
    "certainty",
    "attributes",
    "evidence",
    "found",
    "clip",
    "poster",
)
"""The columns of an event whose change is told; the verdict is told as a change of its own."""


class ChangeKind(StrEnum):
    """A kind of change, as streams name it."""

    FOUND = "event.found"
    CHANGED = "event.changed"
    REVIEWED = "event.reviewed"
    GONE = "event.gone"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class ChangedPlace:
    """The place and the start (UTC seconds) of an event when it changed."""

    event_id: int
    camera_id: int
    counter_id: int
    start: float


@dataclass(frozen=True, slots=True)
class StoredChange:
    """A change; `event` and `notice` are as they are stored now, None for one that is gone. `at` is UTC seconds."""

    id: int
    at: float
    kind: ChangeKind
    place: ChangedPlace | None = None
    event: StoredEvent | None = None
    notice: StoredNotice | None = None

    def within(self, scope: Scope) -> bool:
        """Whether a change of an event may be seen in this scope."""
        if self.place is None:
            return False
        start = self.event.event.start if self.event else self.place.start
        return scope.holds_event(self.place.camera_id, self.place.counter_id, start)


class RecordedChanges(Repository):
    """Reads the log."""

    def newest(self) -> int:
        """The id of the last change; 0 for none."""
        with self._reading() as session:
            return session.scalar(select(func.max(ChangeRow.id))) or 0

    def knows(self, last: int) -> bool:
        """Whether all changes after `last` are still here: False after some were deleted, or for an id never given."""
        query = select(func.min(ChangeRow.id), func.max(ChangeRow.id))
        with self._reading() as session:
            first, newest = session.execute(query).one()
        return first is not None and first - 1 <= last <= newest

    def after(self, last: int, limit: int) -> list[StoredChange]:
        """At most `limit` changes after the one with the id `last`, in their order."""
        query = select(ChangeRow).where(ChangeRow.id > last).order_by(ChangeRow.id).limit(limit)
        with self._reading() as session:
            rows = list(session.scalars(query))
            ids = {row.event_id for row in rows if row.event_id and row.what != ChangeKind.GONE}
            notices = {row.notice_id for row in rows if row.notice_id}
            events = {one.id: one for one in load(session, EventRow.id.in_(ids))} if ids else {}
            told = select(NoticeRow).where(NoticeRow.id.in_(notices))
            words = {row.id: stored_notice(row) for row in session.scalars(told)} if notices else {}
        return [
            StoredChange(
                row.id,
                row.at,
                ChangeKind(row.what),
                _place(row),
                events.get(row.event_id or 0),
                words.get(row.notice_id or 0),
            )
            for row in rows
        ]


def _place(row: ChangeRow) -> ChangedPlace | None:
    if row.event_id is None or row.camera_id is None or row.counter_id is None or row.start is None:
        return None
    return ChangedPlace(row.event_id, row.camera_id, row.counter_id, row.start)


class ChangeLog:
    """Writes down the changes of a session when it is committed; of several to one object the last word counts.

    Ids follow the order of the commits: one lock is taken at the end of each transaction, before its ids are given.
    A reader that is behind an id has therefore missed nothing before it. `clock` gives UTC seconds; a notice is dated.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock

    def before_flush(self, session: Session, *_details: object) -> None:
        """Note the objects that are about to be written."""
        seen: dict[EventRow | NoticeRow, ChangeKind] = session.info.setdefault(_SEEN, {})
        for row in session.new:
            if isinstance(row, EventRow | NoticeRow):
                seen[row] = ChangeKind.FOUND if isinstance(row, EventRow) else ChangeKind.NOTICE
        for row in session.dirty:
            kind = _kind_of(row) if isinstance(row, EventRow | NoticeRow) else None
            if kind is not None and seen.get(row) not in (ChangeKind.FOUND, ChangeKind.REVIEWED):
                seen[row] = kind
        for row in session.deleted:
            if isinstance(row, EventRow):
                new = seen.pop(row, None) is ChangeKind.FOUND
                seen.update({} if new else {row: ChangeKind.GONE})

    def before_commit(self, session: Session) -> None:
        """Write a row for each object; writers of other processes wait until they are kept."""
        session.flush()
        seen: dict[EventRow | NoticeRow, ChangeKind] = session.info.pop(_SEEN, {})
        if seen:
            lock(session, _LOCK)
            session.execute(insert(ChangeRow), [self._row(row, kind) for row, kind in seen.items()])

    def _row(self, row: EventRow | NoticeRow, kind: ChangeKind) -> dict[str, object]:
        if isinstance(row, NoticeRow):
            nowhere = dict.fromkeys(("event_id", "camera_id", "counter_id", "start"))
            return {"at": row.at, "what": kind.value, "notice_id": row.id, **nowhere}
        place = {"event_id": row.id, "camera_id": row.camera_id, "counter_id": row.counter_id}
        return {"at": self._clock(), "what": kind.value, "notice_id": None, "start": row.start, **place}


def _kind_of(row: EventRow | NoticeRow) -> ChangeKind | None:
    """The kind of change of a row that is written again; None when nothing that is told has changed."""

    def changed(*names: str) -> bool:
        return any(get_history(row, name).has_changes() for name in names)

    if isinstance(row, NoticeRow):
        return ChangeKind.NOTICE if changed("at", "zh", "en") else None
    if changed("verdict"):
        return ChangeKind.REVIEWED
    return ChangeKind.CHANGED if changed(*_TOLD) else None
