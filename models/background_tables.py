"""The table of still backgrounds."""

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables import Base


class BackgroundRow(Base):
    """What a camera showed, without people, when `zones` (a digest of its zones) were new: a small gray PNG."""

    __tablename__ = "backgrounds"
    __table_args__ = (UniqueConstraint("camera_id", "zones"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    camera_id: Mapped[int] = mapped_column(ForeignKey("cameras.id"))
    zones: Mapped[str] = mapped_column(String(64))
    picture: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[float]
