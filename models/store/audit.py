"""The audit log: every view, export and change, with the account. Lines are only added, each chained to the last.

Lines are written at the end of their transaction, when nothing else is waited for: one lock keeps the chain in one
piece, and a transaction that held it while it waits for another one would stop both.
"""

from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Integer, Select, case, cast, exists, func, or_, select
from sqlalchemy.orm import Session

from models import BEGINNING, Action, AuditEntry, ChainCheck, ChainedLine, ChainHead, check_chain
from models.store.audit_head import HeadFile
from models.store.base import (
    EVERYTHING,
    ListPage,
    PageRequest,
    Repository,
    Scope,
    Sessions,
    SortKey,
    both_ways,
    lock,
    sql_page,
)
from models.tables import AuditRow, EventRow

SYSTEM = "counterwatch"
"""The account that the log names where the program itself acts."""

_WAITING, _HEAD = "audit lines", "audit head"  # keys of what a session carries
_LOCK = "audit chain"


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
    """A filter of the log: UTC seconds, `until` excluded."""

    since: float | None = None
    until: float | None = None
    user: str | None = None
    action: Action | None = None


class Audit(Repository):
    """Writes, reads and checks the log."""

    ORDERS = both_ways("id", SortKey(AuditRow.id, int)) | both_ways(
        "at", SortKey(AuditRow.at, float), SortKey(AuditRow.id, int)
    )

    def __init__(self, sessions: Sessions, heads: HeadFile) -> None:
        super().__init__(sessions)
        self._heads = heads

    def add(self, deed: Deed, now: float) -> None:
        """Write one line, dated `now` (UTC seconds); in a unit of work it is written with the unit."""
        if deed.once is not None:
            with self._reading() as session:
                if _written(session, deed.once):
                    return
        with self._writing(None) as session:
            write_down(session, deed, now)

    def page(
        self, want: AuditFilter, limit: int, scope: Scope = EVERYTHING, reader: str = ""
    ) -> list[AuditEntry]:
        """At most `limit` lines, newest first. Within a limited `scope`: about its events, and the own of `reader`."""
        query = _wanted(want, scope, reader).order_by(AuditRow.id.desc()).limit(limit)
        with self._reading() as session:
            return [_record(row) for row in session.scalars(query)]

    def listed(
        self, want: AuditFilter, wanted: PageRequest, scope: Scope = EVERYTHING, reader: str = ""
    ) -> ListPage[AuditEntry]:
        """A page of the lines that `page` gives, in an order of ORDERS."""
        with self._reading() as session:
            found = sql_page(session, _wanted(want, scope, reader), self.ORDERS, wanted)
            return found.of(lambda row: _record(row[0]))

    def head(self) -> ChainHead | None:
        """The last line; None in an empty log."""
        with self._reading() as session:
            return _last(session)

    def check(self) -> ChainCheck:
        """Check the whole log, against the head in the data folder as well."""
        head = self._heads.read()  # before the lines: a line that comes meanwhile is no fault
        with self._reading() as session:
            rows = session.scalars(select(AuditRow).order_by(AuditRow.id).execution_options(yield_per=1000))
            return check_chain(map(_line, rows), head)


def _wanted(want: AuditFilter, scope: Scope, reader: str) -> Select[AuditRow]:
    query = select(AuditRow)
    if want.since is not None:
        query = query.where(AuditRow.at >= want.since)
    if want.until is not None:
        query = query.where(AuditRow.at < want.until)
    if want.user is not None:
        query = query.where(AuditRow.user_name == want.user)
    if want.action is not None:
        query = query.where(AuditRow.action == want.action.value)
    if scope != EVERYTHING:
        query = query.where(or_(AuditRow.user_name == reader, _about_events(scope)))
    return query


def write_down(session: Session, deed: Deed, now: float) -> None:
    """As `Audit.add`, inside a write transaction that is already open."""
    session.info.setdefault(_WAITING, []).append((deed, now))


def rechain(session: Session, first: int) -> ChainHead | None:
    """Chain the lines from `first` on anew, after the name of a person was replaced in them.

    Returns the head as it was before, which the line about the erasure must name. No other line is written meanwhile.
    """
    lock(session, _LOCK)
    before = _last(session)
    query = select(AuditRow).where(AuditRow.id < first).order_by(AuditRow.id.desc()).limit(1)
    last = session.scalar(query)
    previous = BEGINNING.hash if last is None else last.hash
    session.expire_all()
    for row in session.scalars(select(AuditRow).where(AuditRow.id >= first).order_by(AuditRow.id)):
        row.previous = previous
        row.hash = previous = _line(row).digest()
    session.flush()
    return before


class AuditChain:
    """Writes the waiting lines of a session when it is committed, and the head when they are kept."""

    def __init__(self, heads: HeadFile) -> None:
        self._heads = heads

    def before_commit(self, session: Session) -> None:
        """Chain the waiting lines to the last one; other processes wait until they are kept."""
        waiting: list[tuple[Deed, float]] = session.info.pop(_WAITING, [])
        if not waiting:
            return
        lock(session, _LOCK)
        last = _last(session) or BEGINNING
        for deed, now in waiting:
            if deed.once is not None and _written(session, deed.once):
                continue
            line = _chained(deed, now, last)
            session.add(_row(line))
            session.flush()
            last = ChainHead(line.id, line.hash)
            session.info[_HEAD] = last

    def after_commit(self, session: Session) -> None:
        """Write the head of the log outside of the database."""
        head = session.info.pop(_HEAD, None)
        if head is not None:
            self._heads.write(head)


def _chained(deed: Deed, now: float, last: ChainHead) -> ChainedLine:
    line = ChainedLine(
        last.id + 1,
        float(now),
        deed.user[:64],
        deed.action.value,
        deed.subject[:255],
        deed.detail,
        deed.client[:64],
        deed.once,
        last.hash,
    )
    return replace(line, hash=line.digest())


def _row(line: ChainedLine) -> AuditRow:
    return AuditRow(
        id=line.id,
        at=line.at,
        user_name=line.user,
        action=line.action,
        subject=line.subject,
        detail=line.detail,
        client=line.client,
        once=line.once,
        previous=line.previous,
        hash=line.hash,
    )


def _line(row: AuditRow) -> ChainedLine:
    fields = (row.id, row.at, row.user_name, row.action, row.subject, row.detail, row.client, row.once)
    return ChainedLine(*fields, row.previous, row.hash)


def _last(session: Session) -> ChainHead | None:
    row = session.execute(select(AuditRow.id, AuditRow.hash).order_by(AuditRow.id.desc()).limit(1)).first()
    return None if row is None else ChainHead(row.id, row.hash)


def _about_events(scope: Scope) -> ColumnElement[bool]:
    """Whether a line's subject is an event in `scope`. Other subjects name no camera, so they are not taken for one."""
    of_event = AuditRow.subject.regexp_match("^event [0-9]{1,9}$")
    number = case((of_event, cast(func.substr(AuditRow.subject, len("event ") + 1), Integer)), else_=-1)
    return exists().where(EventRow.id == number, scope.where(EventRow.camera_id))


def _written(session: Session, once: str) -> bool:
    return session.scalar(select(AuditRow.id).where(AuditRow.once == once)) is not None


def _record(row: AuditRow) -> AuditEntry:
    return AuditEntry(row.id, row.at, row.user_name, Action(row.action), row.subject, row.detail, row.client)
