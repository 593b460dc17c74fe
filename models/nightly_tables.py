"""Tables of the nightly run: the roster, the progress of each run, and notices."""

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
        Index(None, "site_id", "person"),
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
    """Progress of the nightly run with one camera's day.

    `state` is judged (events and coverage are kept), done (scored as well), missing (no signals) or failed. `inputs`
    and `outputs` are digests of the inputs of the judgement and of its events, so that the next run knows whether
    they changed.
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
    """A notice for people, in both languages; a second notice with the same `once` replaces it."""

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
    """The time at which an account read a notice. A notice that was renewed later is unread again."""

    __tablename__ = "notice_reads"

    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    at: Mapped[float]
