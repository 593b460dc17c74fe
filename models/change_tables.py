"""The table of changes that streams tell to other systems."""

from sqlalchemy import Index, String
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
