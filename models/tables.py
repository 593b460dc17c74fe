"""The tables. Times are UTC seconds, days the site's calendar days; only `models.store` builds queries.

Names of constraints follow one convention, so that a migration can name what it changes on every database.
"""

import datetime as dt

from sqlalchemy import BigInteger, ForeignKey, Index, MetaData, String, Text, UniqueConstraint, true
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from models.columns import FigureMap, Figures

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """All tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {str: String(255), Figures: FigureMap}  # noqa: RUF012


class SiteRow(Base):
    """A hall. `definition` is its site file as JSON, without the credentials of its cameras."""

    __tablename__ = "sites"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    timezone: Mapped[str]
    definition: Mapped[str] = mapped_column(Text)


class CameraRow(Base):
    """A camera of a site."""

    __tablename__ = "cameras"
    __table_args__ = (UniqueConstraint("site_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    key: Mapped[str]
    site: Mapped[SiteRow] = relationship()


class CounterRow(Base):
    """A counter that a camera shows. A counter that left the site file stays here with its history."""

    __tablename__ = "counters"
    __table_args__ = (UniqueConstraint("camera_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    camera_id: Mapped[int] = mapped_column(ForeignKey("cameras.id"))
    key: Mapped[str]
    name: Mapped[str | None]
    camera: Mapped[CameraRow] = relationship()


class ProfileRow(Base):
    """A norm profile at the time of a judgement: its resolved YAML under the hash of its content."""

    __tablename__ = "profiles"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str]
    document: Mapped[str] = mapped_column(Text)
    first_used: Mapped[float]


class RecordingRow(Base):
    """Footage of one camera. The same content under another name is the same recording.

    `fingerprint` is the SHA-256 of the file, or `live:...` for a camera session. If `start_known` is False, the start
    is the date of the file.
    """

    __tablename__ = "recordings"
    __table_args__ = (
        UniqueConstraint("camera_id", "fingerprint"),
        Index(None, "camera_id", "start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    camera_id: Mapped[int] = mapped_column(ForeignKey("cameras.id"))
    name: Mapped[str]
    path: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(String(128))
    start: Mapped[float]
    duration_s: Mapped[float | None]
    size: Mapped[int | None] = mapped_column(BigInteger)
    profile_hash: Mapped[str | None] = mapped_column(ForeignKey("profiles.hash"))
    start_known: Mapped[bool] = mapped_column(default=True, server_default=true())


class EventRow(Base):
    """An event of a recording.

    Its identity is recording, counter, kind and `offset_s` (its start in seconds from the recording's, to the
    millisecond): correcting the clock of a recording moves its events and keeps their ids and reviews.
    `site_id`, `camera_id`, `verdict` and `day` (of the start, on the site's calendar) repeat what counter and
    reviews say: lists and counts must be quick over millions.
    """

    __tablename__ = "events"
    __table_args__ = (
        UniqueConstraint("recording_id", "counter_id", "kind", "offset_s"),
        # Every list is newest first, keyset by (start, id): each filter people use alone has its own order.
        Index(None, "start", "id"),
        Index(None, "site_id", "start", "id"),
        Index(None, "site_id", "kind", "start", "id"),
        Index(None, "counter_id", "start", "id"),
        Index(None, "counter_id", "kind", "start", "id"),
        Index(None, "kind", "start", "id"),
        Index(None, "verdict", "start", "id"),
        Index(None, "found", "start", "id"),
        Index(None, "certainty", "start", "id"),
        # For counting what is still open in each day of a month without touching the rows.
        Index(None, "verdict", "day", "counter_id", "kind"),
        # An id that was given away is never given to another event: the audit log and clip addresses name it.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recordings.id"))
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    camera_id: Mapped[int] = mapped_column(ForeignKey("cameras.id"))
    counter_id: Mapped[int] = mapped_column(ForeignKey("counters.id"))
    kind: Mapped[str] = mapped_column(String(64))
    offset_s: Mapped[float]
    start: Mapped[float]
    end: Mapped[float]
    day: Mapped[dt.date]
    confidence: Mapped[float]
    certainty: Mapped[str] = mapped_column(String(16), server_default="fact")
    attributes: Mapped[Figures]
    evidence: Mapped[Figures]
    clip: Mapped[str | None] = mapped_column(Text)
    poster: Mapped[str | None] = mapped_column(Text)
    verdict: Mapped[str] = mapped_column(String(16), default="open")
    found: Mapped[bool] = mapped_column(default=True)
    recording: Mapped[RecordingRow] = relationship()
    counter: Mapped[CounterRow] = relationship()


class CoverageRow(Base):
    """The observed part of a span at a counter in one recording; `lost_s` has the lost seconds by reason."""

    __tablename__ = "coverage"
    __table_args__ = (Index(None, "counter_id", "start"), Index(None, "recording_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recordings.id"))
    counter_id: Mapped[int] = mapped_column(ForeignKey("counters.id"))
    start: Mapped[float]
    end: Mapped[float]
    seen_s: Mapped[float]
    lost_s: Mapped[Figures]


class ScoreRow(Base):
    """The score of a counter's day, or of what `label` says. `document` is the whole explained `Score`."""

    __tablename__ = "scores"
    __table_args__ = (UniqueConstraint("counter_id", "day", "label"), Index(None, "day", "counter_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    counter_id: Mapped[int] = mapped_column(ForeignKey("counters.id"))
    day: Mapped[dt.date]
    label: Mapped[str] = mapped_column(String(64))
    points: Mapped[float | None]
    coverage: Mapped[float | None]
    final: Mapped[bool]
    deducted: Mapped[int]
    profile_hash: Mapped[str] = mapped_column(ForeignKey("profiles.hash"))
    document: Mapped[str] = mapped_column(Text)
    made_at: Mapped[float]
    counter: Mapped[CounterRow] = relationship()


class DeductionRow(Base):
    """An event that a deduction names: `charged` for its points, or shown for the same facts."""

    __tablename__ = "deductions"
    __table_args__ = (Index(None, "event_id"), Index(None, "score_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    score_id: Mapped[int] = mapped_column(ForeignKey("scores.id", ondelete="CASCADE"))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    clause: Mapped[str] = mapped_column(String(32))
    points: Mapped[float]
    charged: Mapped[bool]
    score: Mapped[ScoreRow] = relationship()


class UserRow(Base):
    """An account; never deleted, so that a review always has a name. `version` invalidates older tokens.

    `first_until` is null for a password that its owner chose. `person` is the one of the roster whose shifts a clerk
    sees; null for other roles.
    """

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    password_hash: Mapped[str]
    role: Mapped[str] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(8))
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[float]
    first_until: Mapped[float | None]
    person: Mapped[str | None] = mapped_column(String(255))


class ReviewRow(Base):
    """One step in the review of an event; rows are only added."""

    __tablename__ = "reviews"
    __table_args__ = (Index(None, "event_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # No cascade here: the database itself refuses to delete a reviewed event.
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    decision: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[float]
    user: Mapped[UserRow] = relationship()


class AppealRow(Base):
    """An appeal against an event, as `models.appeals.Appeal`. `decided_by` is null while it is open."""

    __tablename__ = "appeals"
    __table_args__ = (Index(None, "event_id"), Index(None, "state", "filed_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    filed_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    person: Mapped[str]
    reason: Mapped[str] = mapped_column(Text)
    filed_at: Mapped[float]
    state: Mapped[str] = mapped_column(String(16))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answer: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[float | None]
    points_before: Mapped[float | None]
    points_after: Mapped[float | None]


class AuditRow(Base):
    """One line of the audit log; rows are only added. `once` keeps a line from being written twice.

    `hash` is that of all other fields, of which `previous` is the hash of the line before.
    """

    __tablename__ = "audit"
    __table_args__ = (Index(None, "user_name", "id"), Index(None, "action", "id"), Index(None, "at", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[float]
    user_name: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str]
    detail: Mapped[str] = mapped_column(Text)
    client: Mapped[str] = mapped_column(String(64))
    once: Mapped[str | None] = mapped_column(String(128), unique=True)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class SealRow(Base):
    """A finished file as `models.seals.Seal`; rows are only added, and the last one of a subject counts.

    `subject` is no foreign key: a seal stays when its event is deleted. `batch` is the digest of all rows that were
    written together, which the audit log holds as well.
    """

    __tablename__ = "seals"
    __table_args__ = (Index(None, "subject", "id"), Index(None, "batch"))

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str]
    path: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[float]
    batch: Mapped[str] = mapped_column(String(64))
