"""Tables of what accounts may see."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.tables import Base


class GrantRow(Base):
    """The right of an account to see one camera, a hall (`camera_id` is null), or all halls (both are null)."""

    __tablename__ = "grants"
    __table_args__ = (Index(None, "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("sites.id"))
    camera_id: Mapped[int | None] = mapped_column(ForeignKey("cameras.id"))
    granted_by: Mapped[str] = mapped_column(String(64))
    granted_at: Mapped[float]
