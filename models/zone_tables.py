"""Table of the zones that people corrected."""

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.tables import Base


class ZoneVersionRow(Base):
    """Zones that somebody gave a camera: only ever added. `zones` and `before` are JSON of CameraZones."""

    __tablename__ = "zone_versions"
    __table_args__ = (Index(None, "camera_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    camera_id: Mapped[int] = mapped_column(ForeignKey("cameras.id"))
    at: Mapped[float]
    user_name: Mapped[str] = mapped_column(String(64))
    zones: Mapped[str] = mapped_column(Text)
    before: Mapped[str] = mapped_column(Text)
