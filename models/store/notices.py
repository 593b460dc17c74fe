"""Notices for people, in both languages, and the accounts that have read them."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from models import Words
from models.nightly_tables import NoticeReadRow, NoticeRow
from models.store.base import ListPage, PageRequest, Repository, SortKey, both_ways, first_way, sql_page
from models.store.outbox import enqueue

ALERTS = "camera"
"""A notice whose kind begins with this is an alert: while a camera is lost or moved, nothing is observed."""

_URGENT = case((and_(NoticeReadRow.at.is_(None), NoticeRow.kind.startswith(ALERTS)), 2), else_=1)
_NEWEST = (SortKey(NoticeRow.at, float, True), SortKey(NoticeRow.id, int, True))


@dataclass(frozen=True, slots=True)
class Notice:
    """`once` names what it is about: a later notice of the same name takes its place. `day` is the site's."""

    kind: str
    once: str
    words: Words
    site: str = ""
    day: dt.date | None = None

    @property
    def alert(self) -> bool:
        """Whether a person has to act soon."""
        return self.kind.startswith(ALERTS)


@dataclass(frozen=True, slots=True)
class StoredNotice:
    """A notice and whether one account has read it; `at` is UTC seconds."""

    id: int
    at: float
    notice: Notice
    read: bool


@dataclass(frozen=True, slots=True)
class Unread:
    """Number of notices that an account has not read, and number of alerts among them."""

    count: int
    alerts: int


class Notices(Repository):
    """Keeps and reads notices. `sites` are the keys of the sites that an account may see; None for all."""

    # A notice that is read between two pages moves behind the alerts, where it may be met again.
    ORDERS = first_way("urgent", SortKey(_URGENT, int), *_NEWEST) | both_ways(
        "at", SortKey(NoticeRow.at, float), SortKey(NoticeRow.id, int)
    )

    def put(self, notice: Notice, now: float) -> bool:
        """Keep a notice; False when the very same one is there already. `now` is UTC seconds.

        Its deliveries to channels are written with it.
        """
        with self._writing("notices") as session:
            row = session.scalar(select(NoticeRow).where(NoticeRow.once == notice.once))
            if row is not None and (row.zh, row.en) == (notice.words.zh, notice.words.en):
                return False
            row = row or NoticeRow(once=notice.once)
            row.at, row.kind, row.site, row.day = now, notice.kind, notice.site, notice.day
            row.zh, row.en = notice.words.zh, notice.words.en
            session.add(row)
            session.flush()
            enqueue(session, row, notice.alert, now)
            return True

    def latest(self, limit: int = 50) -> list[tuple[float, Notice]]:
        """(UTC seconds, notice), newest first."""
        query = select(NoticeRow).order_by(NoticeRow.at.desc(), NoticeRow.id.desc()).limit(limit)
        with self._reading() as session:
            return [(row.at, _notice(row)) for row in session.scalars(query)]

    def of(self, user_id: int, sites: Collection[str] | None = None, limit: int = 50) -> list[StoredNotice]:
        """Notices for one account: unread alerts first, then newest first."""
        return self.listed(user_id, PageRequest("-urgent", limit), sites).items

    def listed(
        self, user_id: int, wanted: PageRequest, sites: Collection[str] | None = None
    ) -> ListPage[StoredNotice]:
        """A page of the notices for one account, in an order of ORDERS."""
        query = _with_reads(user_id, sites).add_columns(NoticeReadRow.at)
        with self._reading() as session:
            found = sql_page(session, query, self.ORDERS, wanted)
            return found.of(lambda row: stored_notice(row[0], read=row[1] is not None))

    def unread(self, user_id: int, sites: Collection[str] | None = None) -> Unread:
        """Number of unread notices of one account."""
        with self._reading() as session:
            counts = [
                session.scalar(select(func.count()).select_from(_unread(user_id, sites, where).subquery()))
                or 0
                for where in ((), (NoticeRow.kind.startswith(ALERTS),))
            ]
        return Unread(*counts)

    def mark_read(
        self,
        user_id: int,
        now: float,
        ids: Collection[int] | None = None,
        sites: Collection[str] | None = None,
    ) -> None:
        """Mark these notices as read by one account; without `ids` all that it may see."""
        with self._writing("notices") as session:
            where = () if ids is None else (NoticeRow.id.in_(ids),)
            for row in list(session.scalars(_unread(user_id, sites, where))):
                _mark(session, row, user_id, now)


def stored_notice(row: NoticeRow, *, read: bool = False) -> StoredNotice:
    """The record of a row."""
    return StoredNotice(row.id, row.at, _notice(row), read)


def _mark(session: Session, row: NoticeRow, user_id: int, now: float) -> None:
    read = session.get(NoticeReadRow, (row.id, user_id)) or NoticeReadRow(notice_id=row.id, user_id=user_id)
    # Not before the notice itself, even if the clock of its writer is ahead.
    read.at = max(now, row.at)
    session.add(read)


def _unread(
    user_id: int, sites: Collection[str] | None, where: tuple[ColumnElement[bool], ...]
) -> Select[NoticeRow]:
    return _with_reads(user_id, sites).where(NoticeReadRow.at.is_(None), *where)


def _with_reads(user_id: int, sites: Collection[str] | None) -> Select[NoticeRow]:
    """Notices with the time at which this account read their present version."""
    mine = and_(
        NoticeReadRow.notice_id == NoticeRow.id,
        NoticeReadRow.user_id == user_id,
        NoticeReadRow.at >= NoticeRow.at,
    )
    query = select(NoticeRow).outerjoin(NoticeReadRow, mine)
    return query if sites is None else query.where(or_(NoticeRow.site == "", NoticeRow.site.in_(sites)))


def _notice(row: NoticeRow) -> Notice:
    return Notice(row.kind, row.once, Words(zh=row.zh, en=row.en), row.site, row.day)
