"""The table of legal holds."""

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.tables import Base


class HoldRow(Base):
    """A legal hold, as `models.holds.Hold`; rows are only added, and marked as lifted.

    No foreign keys: a hold outlives what it was on.
    """

    __tablename__ = "holds"
    __table_args__ = (Index(None, "lifted_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(String(16))
    site: Mapped[str]
    counter_id: Mapped[int | None]
    start: Mapped[float | None]
    end: Mapped[float | None]
    event_id: Mapped[int | None]
    person: Mapped[str]
    reason: Mapped[str] = mapped_column(Text)
    placed_by: Mapped[str] = mapped_column(String(64))
    placed_at: Mapped[float]
    until: Mapped[float | None]
    lifted_by: Mapped[str | None] = mapped_column(String(64))
    lifted_at: Mapped[float | None]
    lift_reason: Mapped[str] = mapped_column(Text)
