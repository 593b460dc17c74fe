"""Tables of quality audits: what was drawn, and what each auditor said of it."""

import datetime as dt

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from models.tables import Base


class QualityAuditRow(Base):
    """An audit, as `models.quality_audits.QualityAudit`; rows are only added, and marked as closed."""

    __tablename__ = "quality_audits"
    __table_args__ = (Index(None, "site_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    since: Mapped[dt.date]
    until: Mapped[dt.date]
    seed: Mapped[str] = mapped_column(String(64))
    drawn_by: Mapped[str] = mapped_column(String(64))
    drawn_at: Mapped[float]
    closed_by: Mapped[str | None] = mapped_column(String(64))
    closed_at: Mapped[float | None]


class AuditStratumRow(Base):
    """A stratum of an audit; `kind` is empty for quiet time, `total` counts its events or minutes."""

    __tablename__ = "audit_strata"
    __table_args__ = (Index(None, "audit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("quality_audits.id"))
    kind: Mapped[str] = mapped_column(String(64))
    rate: Mapped[float]
    total: Mapped[int]


class AuditItemRow(Base):
    """A drawn item. `event_id` is no foreign key: the outcome stays when its event is deleted."""

    __tablename__ = "audit_items"
    __table_args__ = (UniqueConstraint("audit_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("quality_audits.id"))
    position: Mapped[int]
    stratum_id: Mapped[int] = mapped_column(ForeignKey("audit_strata.id"))
    event_id: Mapped[int | None]
    counter_id: Mapped[int] = mapped_column(ForeignKey("counters.id"))
    camera_id: Mapped[int] = mapped_column(ForeignKey("cameras.id"))
    start: Mapped[float]
    end: Mapped[float]
    verdict: Mapped[str] = mapped_column(String(16))
    overlapping: Mapped[str] = mapped_column(Text)


class JudgementRow(Base):
    """What an account said of an item; rows are only added, and the last one of an account counts.

    `sightings` is JSON: a list of pairs of kind and moment.
    """

    __tablename__ = "audit_judgements"
    __table_args__ = (Index(None, "item_id", "user_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("audit_items.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    outcome: Mapped[str] = mapped_column(String(16))
    sightings: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    at: Mapped[float]


class QuietDrawRow(Base):
    """The draw of a day's quiet minutes, as `models.quiet_time.QuietDraw`; `expired` when retention took its clips."""

    __tablename__ = "quiet_draws"
    __table_args__ = (UniqueConstraint("site_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    day: Mapped[dt.date]
    seed: Mapped[str] = mapped_column(String(64))
    bound: Mapped[str] = mapped_column(String(16))
    drawn: Mapped[int]
    candidates: Mapped[int]
    at: Mapped[float]
    expired: Mapped[bool] = mapped_column(default=False, server_default=false())


class QuietMinuteRow(Base):
    """A quiet minute with its clip. An id is never given again: seals and the audit log name it."""

    __tablename__ = "quiet_minutes"
    __table_args__ = (
        UniqueConstraint("counter_id", "start"),
        Index(None, "draw_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    draw_id: Mapped[int] = mapped_column(ForeignKey("quiet_draws.id"))
    counter_id: Mapped[int] = mapped_column(ForeignKey("counters.id"))
    camera_id: Mapped[int] = mapped_column(ForeignKey("cameras.id"))
    start: Mapped[float]
    clip: Mapped[str] = mapped_column(Text)
    poster: Mapped[str | None] = mapped_column(Text)
    at: Mapped[float]


class DoubtedKindRow(Base):
    """A kind that became a question by itself, as `models.quality_audits.DoubtedKind`; `lifted_at` ends it."""

    __tablename__ = "doubted_kinds"
    __table_args__ = (Index(None, "site_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    kind: Mapped[str] = mapped_column(String(64))
    right: Mapped[int]
    judged: Mapped[int]
    high: Mapped[float]
    line: Mapped[float]
    since: Mapped[float]
    lifted_at: Mapped[float | None]


class InspectionRow(Base):
    """The checklist of a counter's day, as `models.inspections.Inspection`; rows are only added."""

    __tablename__ = "inspections"
    __table_args__ = (Index(None, "site_id", "day"), Index(None, "signed_at", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    camera_id: Mapped[int] = mapped_column(ForeignKey("cameras.id"))
    counter_id: Mapped[int] = mapped_column(ForeignKey("counters.id"))
    day: Mapped[dt.date]
    signed_by: Mapped[str] = mapped_column(String(64))
    signed_at: Mapped[float]


class CheckedClauseRow(Base):
    """What an inspection says of one clause."""

    __tablename__ = "checked_clauses"
    __table_args__ = (UniqueConstraint("inspection_id", "clause"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspections.id"))
    clause: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(Text)


class SettledItemRow(Base):
    """What was settled of an item on which the auditors differ; rows are only added, and the last one counts.

    `sightings` is JSON, as in `JudgementRow`.
    """

    __tablename__ = "settled_items"
    __table_args__ = (Index(None, "item_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("audit_items.id"))
    settled_by: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(String(16))
    sightings: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    at: Mapped[float]
