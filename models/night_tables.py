"""Tables of the nightly run: the roster, how far each run came, and what it has to tell."""

import datetime as dt

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables import Base


class RosterRow(Base):
    """One line of a site's roster, as `models.roster.RosterEntry`; `source` is the file it came from."""

    __tablename__ = "roster"
    __table_args__ = (
        UniqueConstraint(
            "site_id", "day", "what", "start", "end", "counter", "shift", "person", "seat", "note",
            name="uq_roster_entry",
        ),
        Index(None, "site_id", "start"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    day: Mapped[dt.date]
    what: Mapped[str] = mapped_column(String(16))
    start: Mapped[float]
    end: Mapped[float]
    counter: Mapped[str]
    shift: Mapped[str] = mapped_column(String(64))
    person: Mapped[str]
    seat: Mapped[str]
    note: Mapped[str]
    source: Mapped[str]
    imported_at: Mapped[float]


class NightRow(Base):
    """One nightly run. `state` is running, done, failed, or interrupted (found so by the next run)."""

    __tablename__ = "nights"

    id: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[float]
    ended_at: Mapped[float | None]
    host: Mapped[str]
    pid: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    report: Mapped[str] = mapped_column(Text)


class NightDayRow(Base):
    """How far the night came with a camera's day.

    `state`: judged (events and coverage are kept), done (scored as well), missing (there was nothing to judge) or
    failed. `inputs` and `outputs` are digests of what the judgement was made from and of the events it left, so
    that the next run knows whether anything changed since.
    """

    __tablename__ = "night_days"
    __table_args__ = (UniqueConstraint("camera_id", "day"), Index(None, "day"))

    id: Mapped[int] = mapped_column(primary_key=True)
    camera_id: Mapped[int] = mapped_column(ForeignKey("cameras.id"))
    day: Mapped[dt.date]
    state: Mapped[str] = mapped_column(String(16))
    inputs: Mapped[str] = mapped_column(String(64))
    outputs: Mapped[str] = mapped_column(String(64))
    profile_hash: Mapped[str] = mapped_column(String(64))
    why: Mapped[str] = mapped_column(Text)
    at: Mapped[float]


class NoticeRow(Base):
    """Something that people should know, in both languages; `once` keeps it from being told twice."""

    __tablename__ = "notices"
    __table_args__ = (Index(None, "at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[float]
    kind: Mapped[str] = mapped_column(String(32))
    site: Mapped[str]
    day: Mapped[dt.date | None]
    once: Mapped[str] = mapped_column(String(255), unique=True)
    zh: Mapped[str] = mapped_column(Text)
    en: Mapped[str] = mapped_column(Text)


class NoticeReadRow(Base):
    """When somebody read a notice: one that was renewed since is unread again."""

    __tablename__ = "notice_reads"

    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    at: Mapped[float]
