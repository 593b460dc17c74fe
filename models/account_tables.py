"""Tables of signing in."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.tables import Base


class SignInRow(Base):
    """A session of an account from its sign-in until its end; `id` is named in its token.

    `last_at` is the last request of a person, to the minute. Rows are removed at sign-out and after `ends_at`.
    """

    __tablename__ = "sign_ins"
    __table_args__ = (Index(None, "user_id"), Index(None, "ends_at"))

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    started_at: Mapped[float]
    last_at: Mapped[float]
    ends_at: Mapped[float]
    client: Mapped[str] = mapped_column(String(64))


class ThrottleRow(Base):
    """Wrong tries that one limit counts (`models.store.throttle`), and the time until which it refuses others."""

    __tablename__ = "throttles"

    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    tries: Mapped[float]
    last_at: Mapped[float]
    blocked_until: Mapped[float]
