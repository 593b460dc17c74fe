"""Tables for other systems: changes that streams tell them, and the keys of their requests."""

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.tables import Base


class ChangeRow(Base):
    """A change of an event or of a notice, by id; rows are only added, in the order in which they were committed.

    The place and the start (UTC seconds) of an event stay here when the event is gone: they say who may hear of it.
    """

    __tablename__ = "changes"
    # An id that was given away is never given again: a client resumes behind the last one that it has.
    __table_args__ = (Index(None, "at"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[float]
    what: Mapped[str] = mapped_column(String(16))
    event_id: Mapped[int | None]
    camera_id: Mapped[int | None]
    counter_id: Mapped[int | None]
    start: Mapped[float | None]
    notice_id: Mapped[int | None]


class RequestKeyRow(Base):
    """An idempotency key of an account or a service token; `request` is the digest of the request that came with it.

    `answer` is sealed with the server's secret, because it may have a password or a token in it. It is null while the
    request runs, and stays null when the server was killed meanwhile.
    """

    __tablename__ = "request_keys"
    __table_args__ = (Index(None, "begun_at"),)

    owner: Mapped[str] = mapped_column(String(80), primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    request: Mapped[str] = mapped_column(String(64))
    begun_at: Mapped[float]
    answer: Mapped[str | None] = mapped_column(Text)
