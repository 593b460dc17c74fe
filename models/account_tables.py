"""Tables of signing in."""

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from models.tables import Base


class SignInRow(Base):
    """A session of an account from its sign-in until its end; `id` is named in its token.

    `last_at` is the last request of a person, to the minute. Rows are removed at sign-out and after `ends_at`.
    `provider_factor` says that an OpenID provider asked for a second factor that counts here.
    """

    __tablename__ = "sign_ins"
    __table_args__ = (Index(None, "user_id"), Index(None, "ends_at"))

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    started_at: Mapped[float]
    last_at: Mapped[float]
    ends_at: Mapped[float]
    client: Mapped[str] = mapped_column(String(64))
    provider_factor: Mapped[bool] = mapped_column(default=False, server_default=false())


class ThrottleRow(Base):
    """Wrong tries that one limit counts (`models.store.throttle`), and the time until which it refuses others."""

    __tablename__ = "throttles"

    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    tries: Mapped[float]
    last_at: Mapped[float]
    blocked_until: Mapped[float]


class SecondFactorRow(Base):
    """The second factor of an account; `sealed` is its secret, encrypted, `last_step` that of the last code."""

    __tablename__ = "second_factors"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    sealed: Mapped[str] = mapped_column(Text)
    confirmed: Mapped[bool]
    last_step: Mapped[int]
    made_at: Mapped[float]


class RecoveryCodeRow(Base):
    """The hash of a recovery code that was not used yet."""

    __tablename__ = "recovery_codes"
    __table_args__ = (Index(None, "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    hash: Mapped[str] = mapped_column(String(64))


class IdentityRow(Base):
    """Somebody at an OpenID provider who may sign in as an account: one for each account and provider."""

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("user_id", "issuer"),)

    issuer: Mapped[str] = mapped_column(String(255), primary_key=True)
    subject: Mapped[str] = mapped_column(String(255), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    bound_by: Mapped[str] = mapped_column(String(64))
    bound_at: Mapped[float]
