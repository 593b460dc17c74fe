"""The table of kept seats."""

import datetime as dt

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.columns import Figures
from models.tables import Base


class SeatRow(Base):
    """A counter's seat as `models.seats.Calibration`; `entered`: a person gave it, learning does not write over it."""

    __tablename__ = "seats"
    __table_args__ = (
        UniqueConstraint("counter_id", "entered", "valid_from"),
        Index(None, "counter_id", "valid_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    counter_id: Mapped[int] = mapped_column(ForeignKey("counters.id"))
    entered: Mapped[bool]
    valid_from: Mapped[float]
    source: Mapped[str] = mapped_column(String(16))
    day: Mapped[dt.date]
    first_day: Mapped[dt.date]
    days: Mapped[int]
    figures: Mapped[Figures]
    heights: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[float]
