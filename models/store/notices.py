"""Notices: what people should know, told once, in both languages."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from models.night_tables import NoticeRow
from models.store.base import Repository
from models.words import Words


@dataclass(frozen=True, slots=True)
class Notice:
    """`once` names what it is about: a later notice of the same name takes its place. `day` is the site's."""

    kind: str
    once: str
    words: Words
    site: str = ""
    day: dt.date | None = None


class Notices(Repository):
    """Keeps and reads notices."""

    def put(self, notice: Notice, now: float) -> bool:
        """Keep a notice; False when the very same one is there already. `now` is UTC seconds."""
        with self._writing("notices") as session:
            row = session.scalar(select(NoticeRow).where(NoticeRow.once == notice.once))
            if row is not None and (row.zh, row.en) == (notice.words.zh, notice.words.en):
                return False
            row = row or NoticeRow(once=notice.once)
            row.at, row.kind, row.site, row.day = now, notice.kind, notice.site, notice.day
            row.zh, row.en = notice.words.zh, notice.words.en
            session.add(row)
            return True

    def latest(self, limit: int = 50) -> list[tuple[float, Notice]]:
        """(UTC seconds, notice), newest first."""
        query = select(NoticeRow).order_by(NoticeRow.at.desc(), NoticeRow.id.desc()).limit(limit)
        with self._reading() as session:
            return [
                (row.at, Notice(row.kind, row.once, Words(zh=row.zh, en=row.en), row.site, row.day))
                for row in session.scalars(query)
            ]
