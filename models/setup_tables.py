"""Tables of what a site was set up with: seats of counters, corrected zones, still backgrounds, learned lines."""

import datetime as dt

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.columns import Figures
from models.tables import Base


class SeatRow(Base):
    """A counter's seat as `models.seats.Calibration`; `entered`: a person gave it, and learning does not replace it."""

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


class ZoneVersionRow(Base):
    """Zones that a person gave a camera; rows are only added. `zones` and `before` are JSON of CameraZones."""

    __tablename__ = "zone_versions"
    __table_args__ = (Index(None, "camera_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    camera_id: Mapped[int] = mapped_column(ForeignKey("cameras.id"))
    at: Mapped[float]
    user_name: Mapped[str] = mapped_column(String(64))
    zones: Mapped[str] = mapped_column(Text)
    before: Mapped[str] = mapped_column(Text)


class BackgroundRow(Base):
    """The still background of a camera, without people, for `zones` (a digest of its zones): a small grey PNG."""

    __tablename__ = "backgrounds"
    __table_args__ = (UniqueConstraint("camera_id", "zones"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    camera_id: Mapped[int] = mapped_column(ForeignKey("cameras.id"))
    zones: Mapped[str] = mapped_column(String(64))
    picture: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[float]


class LearnedLineRow(Base):
    """A version of a learned line, as `models.lines.AcceptedLine`; rows are only added, and marked as taken back.

    `counter` is null for all counters of the site. `figures` has the counts of both `LineFigures`, `verdicts` is JSON.
    """

    __tablename__ = "learned_lines"
    __table_args__ = (Index(None, "site_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    kind: Mapped[str] = mapped_column(String(64))
    counter: Mapped[str | None]
    line: Mapped[float]
    replaced: Mapped[float]
    figures: Mapped[Figures]
    verdicts: Mapped[str] = mapped_column(Text)
    accepted_by: Mapped[str] = mapped_column(String(64))
    accepted_at: Mapped[float]
    taken_back_by: Mapped[str | None] = mapped_column(String(64))
    taken_back_at: Mapped[float | None]
