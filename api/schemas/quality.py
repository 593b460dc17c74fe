"""Quality audits: the draw, the blind items, outcomes, and the figures of a closed audit."""

import datetime as dt
from typing import Annotated

from pydantic import Field, StringConstraints

from api.schemas.base import BodyId, Day, In, Key, Kind, Lines, Number, Out, Paged
from api.schemas.lines import ShareOut
from models import Met, Outcome

AuditNote = Lines[Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)]]


class AuditWishIn(In):
    """The hall and days (both included) to audit, and how many flagged events and quiet minutes to draw at most."""

    site: Key
    since: Day
    until: Day
    events: Annotated[int, Field(strict=True, ge=0, le=200)] = 30
    minutes: Annotated[int, Field(strict=True, ge=0, le=200)] = 30


class SightingIn(In):
    """A thing that was seen: its kind, and how many seconds after the beginning of the item it began."""

    kind: Kind
    after_s: Annotated[Number, Field(ge=0, le=86400)] = 0.0


class JudgementIn(In):
    """What an auditor says of an item.

    A flagged event is `right`, `wrong` (with the kind that it really is, if any) or `unclear`; quiet time is `nothing`,
    `happened` (with everything that begins in it) or `unclear`.
    """

    outcome: Outcome
    sightings: Annotated[list[SightingIn], Field(default_factory=list, max_length=10)]
    note: AuditNote = ""


class SightingOut(Out):
    """A thing that was seen: its kind, and the seconds after the beginning of the item."""

    kind: str
    after_s: float


class JudgementOut(Out):
    """What the caller said of an item; nobody reads what others said before the audit is closed."""

    outcome: Outcome
    sightings: list[SightingOut]
    note: str
    at: float


class BlindItemOut(Out):
    """An item to be judged. `claim` is the kind that was flagged; null for quiet time.

    Nothing else tells what machine and reviewers made of it. `recording` is the file to look into where there is no
    clip.
    """

    position: int
    claim: str | None
    site: str
    timezone: str
    camera: str
    counter: str
    counter_name: str | None
    start: float
    end: float
    start_local: str
    end_local: str
    recording: str | None
    clip_url: str | None
    poster_url: str | None
    mine: JudgementOut | None


class QualityAuditOut(Out):
    """An audit; times are UTC seconds. `judged` has the number of items that each auditor has judged.

    `seed` proves the draw: the items with the smallest hashes of seed and item were drawn. `quiet_without_video` of the
    `quiet_minutes` lie in days of which no quiet time was kept on video. If they are all, its minutes are looked up in
    recordings; if they are some, recall is not known.
    """

    id: int
    site: str
    since: dt.date
    until: dt.date
    seed: str
    drawn_by: str
    drawn_at: float
    closed_by: str | None
    closed_at: float | None
    items: int
    judged: dict[str, int]
    quiet_minutes: int
    quiet_without_video: int


class DoubtedKindOut(Out):
    """A kind that is a question by itself at a site since a moment (UTC seconds), because audits found too few right.

    Of `judged` events `right` were right; the share is `high` at most (95 % interval), and the norms ask for `line`.
    """

    site: str
    kind: str
    right: int
    judged: int
    high: float
    line: float
    since: float


class QualityAuditPage(Paged):
    """A page of quality audits, and the kinds that audits doubt at the sites of the caller."""

    items: list[QualityAuditOut]
    doubted: list[DoubtedKindOut]


class QualityAuditDetail(QualityAuditOut):
    """An audit with its items in the drawn order."""

    blind_items: list[BlindItemOut]


class RecallOut(Out):
    """The estimated share of true events that the machine found, and how many it overlooked; null if not known."""

    recall: float | None
    low: float | None
    high: float | None
    overlooked: float | None


class KindResultOut(Out):
    """The figures of a kind: `total` events in the span; `reviewed`: verdicts of reviewers that the audit bears out."""

    kind: str
    total: int
    precision: ShareOut
    recall: RecallOut
    reviewed: ShareOut


class PairResultOut(Out):
    """The agreement of two auditors on `n` items of a kind; "" is quiet time, null everything.

    `kappa` is Cohen's, with its 95 % interval; null where chance would have done as well.
    """

    first: str
    second: str
    kind: str | None
    n: int
    observed: float | None
    kappa: float | None
    low: float | None
    high: float | None


class WeekResultOut(Out):
    """The share of right events of the week from `monday`, weighted by strata."""

    monday: dt.date
    precision: ShareOut


class JudgedItemOut(Out):
    """An item of a closed audit with everything that was said of it; `kind` is null for quiet time.

    `settled` is what was settled afterwards where the auditors differ.
    """

    position: int
    kind: str | None
    event_id: int | None
    counter: str
    start: float
    end: float
    verdict: str
    said: dict[str, JudgementOut]
    settled: JudgementOut | None
    settled_by: str | None


class AuditResultOut(Out):
    """The figures of a closed audit. `overturned`: appeals against events of the span that were accepted."""

    audit: QualityAuditOut
    kinds: list[KindResultOut]
    pairs: list[PairResultOut]
    weeks: list[WeekResultOut]
    minutes: int
    minutes_judged: int
    unclear: int
    differing: list[int]
    overturned: ShareOut
    judged_items: list[JudgedItemOut]


class CheckedClauseIn(In):
    """What an auditor says of one clause that no camera judges: met (`yes`), not met (`no`) or `not_seen`."""

    clause: Key
    met: Met
    note: AuditNote = ""


class InspectionIn(In):
    """The checklist of a counter on a day of the site's calendar."""

    counter_id: BodyId
    day: Day
    clauses: Annotated[list[CheckedClauseIn], Field(min_length=1, max_length=200)]


class CheckedClauseOut(Out):
    """What an inspection says of one clause."""

    clause: str
    met: Met
    note: str


class InspectionOut(Out):
    """A signed checklist; `signed_at` is UTC seconds."""

    id: int
    site: str
    counter_id: int
    counter: str
    counter_name: str | None
    timezone: str
    day: dt.date
    clauses: list[CheckedClauseOut]
    signed_by: str
    signed_at: float


class InspectionPage(Paged):
    """A page of inspections."""

    items: list[InspectionOut]
