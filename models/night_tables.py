"""Tables of what only the nightly run needs: the roster and, beside it, how far the run came."""

import datetime as dt

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables import Base


class RosterRow(Base):
    """One line of a site's roster, as `models.roster.Entry`; `source` is the file it came from."""

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
