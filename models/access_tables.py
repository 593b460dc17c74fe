"""Tables of what accounts and service tokens may see, and of the tokens themselves."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.tables import Base


class GrantBase(Base):
    """The right of its owner to see one camera, a hall (`camera_id` is null), or all halls (both are null)."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int]
    site_id: Mapped[int | None] = mapped_column(ForeignKey("sites.id"))
    camera_id: Mapped[int | None] = mapped_column(ForeignKey("cameras.id"))
    granted_by: Mapped[str] = mapped_column(String(64))
    granted_at: Mapped[float]


class GrantRow(GrantBase):
    """A grant of an account."""

    __tablename__ = "grants"
    __table_args__ = (Index(None, "user_id"),)

    owner_id: Mapped[int] = mapped_column("user_id", ForeignKey("users.id"))


class TokenGrantRow(GrantBase):
    """A grant of a service token."""

    __tablename__ = "token_grants"
    __table_args__ = (Index(None, "token_id"),)

    owner_id: Mapped[int] = mapped_column("token_id", ForeignKey("service_tokens.id"))


class ServiceTokenRow(Base):
    """A service token (`models.service_tokens`); rows are never deleted, so that a line of the audit log has a token.

    `hash` is that of the secret, which is not stored; `may` are permissions, separated by spaces.
    """

    __tablename__ = "service_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    hint: Mapped[str] = mapped_column(String(16))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    may: Mapped[str]
    made_by: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[float]
    expires_at: Mapped[float]
    used_at: Mapped[float | None]
    revoked_at: Mapped[float | None]
