"""Records that the store returns, and the enumerations (roles, verdicts, actions) that they use."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, JsonValue

from models.events import Coverage, Event
from models.texts.catalogue import known_language, languages


def _name_languages(schema: dict[str, JsonValue]) -> None:
    schema["enum"] = list(languages())


Language = Annotated[str, AfterValidator(known_language), Field(json_schema_extra=_name_languages)]
"""The code of a language that has a file of texts."""

FIRST_DAY, LAST_DAY = dt.date(1990, 1, 1), dt.date(2099, 12, 31)
"""The days that can be asked for: none is older than any recorder, and all have a next day in every time zone."""


def known_day(day: dt.date) -> dt.date:
    """The day itself; raises ValueError, one line, for a day of no recording."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"{day} is no day of a recording: give one from {FIRST_DAY} to {LAST_DAY}")
    return day


START_TOLERANCE_S = 0.5
"""Events of one recording, counter and kind whose starts differ by at most this are the same event.

Looks are taken about five times a second and a start settles within two or three of them; two real events of
one kind at one counter are never this close, because every kind has to last or to be left for longer.
"""


def calendar_day(time: float, zone: ZoneInfo) -> dt.date:
    """The day that a moment (UTC seconds) belongs to on the site's calendar."""
    return dt.datetime.fromtimestamp(time, zone).date()


def day_span(day: dt.date, zone: ZoneInfo) -> tuple[float, float]:
    """First moment of a day of the site's calendar and of the next one, UTC seconds."""
    midnight = dt.datetime.combine(day, dt.time(), zone)
    following = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone)
    return midnight.timestamp(), following.timestamp()


class Verdict(StrEnum):
    """The result of the review of an event."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


class Decision(StrEnum):
    """One step of a review; the last one decides the verdict."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    REOPENED = "reopened"
    CONTESTED = "contested"
    """An appeal was filed: the verdict stays as it is."""
    UPHELD = "upheld"
    """An appeal was rejected: the event stands."""

    @property
    def verdict(self) -> Verdict:
        """The verdict an event has after this step of a reviewer; ValueError for those of an appeal."""
        return Verdict.OPEN if self is Decision.REOPENED else Verdict(self.value)

    @property
    def of_reviewer(self) -> bool:
        """Whether reviewers take it; the others are steps of an appeal."""
        return self in (Decision.CONFIRMED, Decision.DISMISSED, Decision.REOPENED)


class Role(StrEnum):
    """The role of an account; `api.permissions` has the permissions of each role."""

    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    ADMIN = "admin"
    CLERK = "clerk"


class Action(StrEnum):
    """An action that the audit log keeps."""

    SIGN_IN = "sign-in"
    SIGN_IN_FAILED = "sign-in-failed"
    SIGN_IN_BLOCKED = "sign-in-blocked"
    SIGN_OUT = "sign-out"
    FACTOR_SET = "factor-set"
    FACTOR_REMOVED = "factor-removed"
    CLIP_VIEWED = "clip-viewed"
    CLIP_FETCHED = "clip-fetched"
    POSTER_VIEWED = "poster-viewed"
    BACKGROUND_VIEWED = "background-viewed"
    EXPORTED = "exported"
    REVIEWED = "reviewed"
    APPEALED = "appealed"
    APPEAL_DECIDED = "appeal-decided"
    USER_ADDED = "user-added"
    USER_CHANGED = "user-changed"
    PASSWORD_CHANGED = "password-changed"
    ZONES_CHANGED = "zones-changed"
    PEOPLE_VIEWED = "people-viewed"
    SAMPLED = "sampled"
    QUIET_DRAWN = "quiet-drawn"
    QUALITY_DRAWN = "quality-drawn"
    QUALITY_VIEWED = "quality-viewed"
    QUALITY_JUDGED = "quality-judged"
    QUALITY_CLOSED = "quality-closed"
    QUALITY_SETTLED = "quality-settled"
    INSPECTED = "inspected"
    INSPECTIONS_VIEWED = "inspections-viewed"
    KIND_DOUBTED = "kind-doubted"
    KIND_TRUSTED = "kind-trusted"
    SEAT_CORRECTED = "seat-corrected"
    SUPPOSED = "supposed"
    LINE_ACCEPTED = "line-accepted"
    LINE_TAKEN_BACK = "line-taken-back"
    SEALED = "sealed"
    EVIDENCE_REFUSED = "evidence-refused"
    EVENT_VIEWED = "event-viewed"
    EVENTS_LISTED = "events-listed"
    TIMELINE_VIEWED = "timeline-viewed"
    SCORES_VIEWED = "scores-viewed"
    APPEALS_VIEWED = "appeals-viewed"
    ACCOUNTS_VIEWED = "accounts-viewed"
    ROSTER_VIEWED = "roster-viewed"
    ROSTER_CHANGED = "roster-changed"
    NORM_CHANGED = "norm-changed"
    SITE_CHANGED = "site-changed"
    RAN = "ran"
    RETENTION = "retention"
    SITE_RELOADED = "site-reloaded"
    HOLDS_VIEWED = "holds-viewed"
    HOLD_PLACED = "hold-placed"
    HOLD_LIFTED = "hold-lifted"
    PERSON_EXPORTED = "person-exported"
    PERSON_ERASED = "person-erased"
    CHANNEL_ADDED = "channel-added"
    CHANNEL_CHANGED = "channel-changed"
    CHANNEL_REMOVED = "channel-removed"
    CHANNEL_TESTED = "channel-tested"
    CHANNELS_VIEWED = "channels-viewed"
    OUTBOX_VIEWED = "outbox-viewed"
    NOTICE_RESENT = "notice-resent"
    AUDIT_VIEWED = "audit-viewed"
    AUDIT_VERIFIED = "audit-verified"
    IDENTITY_BOUND = "identity-bound"
    IDENTITY_REMOVED = "identity-removed"
    TOKEN_MADE = "token-made"
    TOKEN_REVOKED = "token-revoked"
    TOKEN_REFUSED = "token-refused"
    TOKENS_VIEWED = "tokens-viewed"


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as it is kept: the event, its counter and recording, and its verdict.

    `found` is False for a reviewed event that the latest analysis of its recording no longer finds.
    `clip` and `poster` are paths relative to the data folder. `timezone` is the site's.
    `footage_start` is when the recording begins, UTC seconds.
    """

    id: int
    event: Event
    site: str
    timezone: str
    camera_id: int
    counter_id: int
    counter_name: str | None
    recording_id: int
    verdict: Verdict
    found: bool
    clip: str | None
    poster: str | None
    profile_hash: str | None
    footage_start: float


@dataclass(frozen=True, slots=True)
class StoredRecording:
    """A piece of footage. `start` is UTC seconds, `duration_s` seconds and `size` bytes or None when not known.

    `profile_hash` is that of the profile that judged it last, None when nothing says which.
    """

    id: int
    name: str
    path: str
    fingerprint: str
    start: float
    duration_s: float | None
    profile_hash: str | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class StoredReview:
    """One step in the review of an event; steps are only ever added. `at` is UTC seconds."""

    id: int
    event_id: int
    user: str
    decision: Decision
    reason: str
    at: float


@dataclass(frozen=True, slots=True)
class User:
    """An account without its password. `version` goes up when tokens given out before must stop working.

    `first_until` is the UTC second until which its first password, which another person knows, can be used to choose
    an own one; None for a password of its owner.

    `person` is the one of the roster whom a clerk's account belongs to, as it was given; "" for other roles.
    """

    id: int
    name: str
    role: Role
    language: Language
    active: bool
    version: int
    first_until: float | None = None
    person: str = ""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the audit log. `subject` names what was touched (`event 17`), `at` is UTC seconds."""

    id: int
    at: float
    user: str
    action: Action
    subject: str
    detail: str
    client: str


@dataclass(frozen=True, slots=True)
class StoredCoverage:
    """Observed time of one counter in one recording."""

    counter_id: int
    recording_id: int
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class ScoreSummary:
    """A score without its reasons. `points` is None when too little was observed to say."""

    counter_id: int
    day: dt.date
    label: str
    points: float | None
    coverage: float | None
    final: bool
    deducted: int
    profile: str
    profile_hash: str


@dataclass(frozen=True, slots=True)
class EventDeduction:
    """Points that an event cost its counter; `charged` is False if another event was charged for the same facts."""

    day: dt.date
    label: str
    clause: str
    points: float
    charged: bool
