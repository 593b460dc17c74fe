"""Tables of the outbox: channels, their rules, and the deliveries of notices."""

import datetime as dt

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.tables import Base


class ChannelRow(Base):
    """A channel, as `models.outbox.Channel`. One that was removed keeps its row for the outbox, without its secret."""

    __tablename__ = "channels"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(64))
    halls: Mapped[list[str]] = mapped_column(JSON)
    language: Mapped[str] = mapped_column(String(8))
    active: Mapped[bool]
    give_up_s: Mapped[float]
    hint: Mapped[str]
    sealed: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[float]
    removed_at: Mapped[float | None]
    failures: Mapped[int]
    paused_until: Mapped[float]
    rules: Mapped[list["NoticeRuleRow"]] = relationship(
        cascade="all, delete-orphan", order_by="NoticeRuleRow.id"
    )


class NoticeRuleRow(Base):
    """A rule of a channel, as `models.notice_rules.NoticeRule`; times are minutes of the day."""

    __tablename__ = "notice_rules"
    __table_args__ = (Index(None, "channel_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"))
    alerts_only: Mapped[bool]
    site: Mapped[str]
    kinds: Mapped[list[str]] = mapped_column(JSON)
    hours_start: Mapped[int | None]
    hours_end: Mapped[int | None]
    quiet_start: Mapped[int | None]
    quiet_end: Mapped[int | None]
    digest_at: Mapped[int | None]


class DeliveryRow(Base):
    """A notice for one channel, as `models.outbox.Delivery`; written in the transaction of the notice.

    A sender that has claimed it is named in `lease`, and is alone with it until `lease_until`.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(None, "channel_id", "state", "due", "id"),
        Index(None, "state", "id"),
        Index(None, "notice_id"),
        Index(None, "batch"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"))
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(32))
    site: Mapped[str]
    day: Mapped[dt.date | None]
    at: Mapped[float]
    zh: Mapped[str] = mapped_column(Text)
    en: Mapped[str] = mapped_column(Text)
    digest: Mapped[bool]
    batch: Mapped[str | None] = mapped_column(String(64))
    due: Mapped[float]
    tries: Mapped[int]
    first_try_at: Mapped[float | None]
    sent_at: Mapped[float | None]
    last_error: Mapped[str] = mapped_column(Text)
    lease: Mapped[str] = mapped_column(String(64))
    lease_until: Mapped[float]
