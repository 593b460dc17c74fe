"""What the API takes and gives. Times are UTC seconds; `*_local` is the same moment on the site's clock."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from models.events import Scalar
from models.records import Action, Decision, Language, Role, Verdict

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
Password = Annotated[str, StringConstraints(min_length=10, max_length=256)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)]


class Out(BaseModel):
    """An answer; built from the store's records by attribute."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class In(BaseModel):
    """A request body; unknown fields are refused so that a typing error is no silent default."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Out):
    """The same words in both languages."""

    zh: str
    en: str


class Problem(Out):
    """Every 4xx answer: one line for a person."""

    detail: str


class Health(Out):
    """The server answers and reaches its database."""

    status: Literal["ok"] = "ok"
    version: str


# --- accounts


class SignIn(In):
    """Name and password of an account."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
    password: Annotated[str, StringConstraints(min_length=1, max_length=256)]


class UserOut(Out):
    """An account, without its password."""

    id: int
    name: str
    role: Role
    language: Language
    active: bool


class Me(UserOut):
    """The account that asks, and what it may do: `read`, `review`, `audit`, `users`."""

    permissions: list[str]


class Token(Out):
    """Send `token` as `Authorization: Bearer ...` until `expires` (UTC seconds)."""

    token: str
    expires: float
    me: Me


class MeChange(In):
    """What everybody may change about themselves; a new password needs the present one."""

    language: Language | None = None
    password: Password | None = None
    present_password: str | None = None


class UserAdd(In):
    """A new account."""

    name: Name
    password: Password
    role: Role
    language: Language = "zh"


class UserChange(In):
    """What an admin may change; accounts are never deleted, only made inactive."""

    role: Role | None = None
    language: Language | None = None
    active: bool | None = None
    password: Password | None = None


# --- site


class CounterOut(Out):
    """A counter; zones are polygons in 0..1 of the picture's width and height."""

    id: int
    key: str
    name: str | None
    staff_zone: list[tuple[float, float]]
    customer_zone: list[tuple[float, float]] | None
    waiting_zone: list[tuple[float, float]] | None


class CameraOut(Out):
    """A camera and its counters."""

    id: int
    key: str
    counters: list[CounterOut]


class SiteOut(Out):
    """A hall; `key` is the `site` of its site file."""

    id: int
    key: str
    name: str | None
    timezone: str
    profile: str
    cameras: list[CameraOut]


# --- norms


class ClauseOut(Out):
    """A clause of the norms; `judged` is automatic, assisted or auditor, `kinds` the events that touch it."""

    id: str
    wording: Text
    document: Text
    article: str
    judged: str
    kinds: list[str]


class ProfileOut(Out):
    """A norm profile: its thresholds (seconds, degrees, shares) with their sources, the clauses it applies."""

    name: str
    title: Text
    hash: str
    thresholds: dict[str, float]
    sources: dict[str, str]
    clauses: list[str]


# --- events


class EventItem(Out):
    """One event in the list. `sentence` says in the reader's language what happened and how it was measured.

    `start` = `end` for a point event. `found` is False when people reviewed the event but the latest analysis
    no longer finds it. The two addresses are good for some minutes without further sign-in, for `<img>` and
    `<video>`; null when there is no such file.
    """

    id: int
    kind: str
    start: float
    end: float
    start_local: str
    end_local: str
    confidence: float
    verdict: Verdict
    found: bool
    site: str
    timezone: str
    camera: str
    camera_id: int
    counter: str
    counter_id: int
    counter_name: str | None
    clauses: list[str]
    sentence: str | None
    poster_url: str | None
    clip_url: str | None


class EventPage(Out):
    """A page of events, newest first; `next` goes into `cursor` for the following page, null on the last."""

    items: list[EventItem]
    next: str | None


class ReviewOut(Out):
    """One step of an event's review."""

    id: int
    user: str
    decision: Decision
    reason: str
    at: float
    at_local: str


class EventCost(Out):
    """Points that this event cost a counter; `charged` is False when another one paid for the same facts."""

    day: dt.date
    clause: str
    points: float
    charged: bool = True


class RecordingOut(Out):
    """Where an event was seen: file name or camera session, start, length (seconds, null when not known)."""

    id: int
    name: str
    start: float
    duration_s: float | None
    fingerprint: str


class EventDetail(EventItem):
    """An event with everything that explains it. A figure that could not be measured is null."""

    attributes: dict[str, Scalar | None]
    evidence: dict[str, Scalar | None]
    norms: list[ClauseOut]
    reviews: list[ReviewOut]
    costs: list[EventCost]
    recording: RecordingOut


class ReviewIn(In):
    """A decision about an event. Dismissing and reopening need a reason.

    With `expected` the answer is 409 when somebody else changed the verdict meanwhile.
    """

    decision: Decision
    reason: Reason = ""
    expected: Verdict | None = None


# --- days, scores, coverage


class DayItem(Out):
    """The score of one counter on one day (the site's calendar).

    `points` is 0..100, null when too little was observed; `coverage` the observed share of the time, 0..1.
    `deducted` counts the deductions, `open` the flagged events of the day that nobody has reviewed yet,
    `final` says that the score will not change by reviews any more.
    """

    day: dt.date
    site: str
    camera: str
    counter: str
    counter_id: int
    counter_name: str | None
    points: float | None
    coverage: float | None
    profile: str
    profile_hash: str
    deducted: int
    open: int
    final: bool = False


class DeductionOut(Out):
    """Points taken under one clause; the first event is charged, the others show the same facts.

    `full` is what it would have cost without the clause's limit.
    """

    points: float
    full: float = 0.0
    severity: str = ""
    confirmed: bool = False
    reason: Text
    events: list[EventItem]


class NoteOut(Out):
    """An event that touches a clause and cost nothing under it, with the reason."""

    why: str
    reason: Text
    event: EventItem | None


class RateOut(Out):
    """`met` of `of` occasions; `low` and `high` are the ends of the 95 % interval."""

    name: str
    title: Text
    met: int
    of: int
    low: float
    high: float


class LineOut(Out):
    """One clause of a day's score; `points` is what it cost, `cap` the most it may cost (null: no limit).

    `status` is deducted, cited, noted, clean, no_occasion, not_observed, not_judged or auditor.
    """

    clause: str
    wording: Text
    judged: str
    points: float
    cap: float | None
    observed: bool
    status: str = ""
    occurrences: int = 0
    seconds: float = 0.0
    rates: list[RateOut] = []
    deductions: list[DeductionOut]
    notes: list[NoteOut] = []


class DayDetail(DayItem):
    """A day's score with every reason."""

    lines: list[LineOut]


class CoverageOut(Out):
    """How much of `start`..`end` a counter was really observed; `lost_s` seconds by reason."""

    counter_id: int
    recording_id: int
    start: float
    end: float
    seen_s: float
    share: float | None
    lost_s: dict[str, float]


# --- audit


class AuditOut(Out):
    """One line of the audit log."""

    id: int
    at: float
    user: str
    action: Action
    subject: str
    detail: str
    client: str


class AuditPage(Out):
    """A page of the audit log, newest first."""

    items: list[AuditOut]
    next: str | None
