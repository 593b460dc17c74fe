"""Events with everything that explains them, and what people decide about them."""

import datetime as dt
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from api.schemas.base import BodyId, In, Lines, Out, Paged
from api.schemas.lines import ShareOut
from api.schemas.norms import ClauseOut
from models import AppealState, Certainty, Decision, Scalar, SealState, Verdict

Reason = Lines[Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)]]


class EventItem(Out):
    """One event in the list. `sentence` says in the reader's language what happened and how it was measured.

    `start` = `end` for a point event. `fault` is False for a plain record (an arrival), which is never anybody's
    fault. `certainty`: a fact may cost points, a question costs nothing before somebody confirms it, a hint never costs
    anything. `found` is False when people reviewed the event but the latest analysis no longer finds it. The two
    addresses are good for some minutes without further sign-in, for `<img>` and `<video>`; null when there is no
    such file. `clip_start` (UTC seconds) is when the clip's first picture was taken.
    """

    id: int
    kind: str
    start: float
    end: float
    start_local: str
    end_local: str
    confidence: float
    certainty: Certainty
    fault: bool
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
    clip_start: float | None


class EventPage(Paged):
    """A page of events."""

    items: list[EventItem]


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


class AppealOut(Out):
    """An appeal; times are UTC seconds.

    `person` is the one who contests the event, if another person filed the appeal for them. `points_before` and
    `points_after` are the score of the day when it was decided and after; null where there is none.
    """

    id: int
    event_id: int
    filed_by: str
    person: str
    reason: str
    filed_at: float
    state: AppealState
    decided_by: str | None
    answer: str
    decided_at: float | None
    points_before: float | None
    points_after: float | None


class RecordingOut(Out):
    """The recording of an event: file name or camera session, start, length (seconds, null if unknown)."""

    id: int
    name: str
    start: float
    duration_s: float | None
    fingerprint: str


class SealOut(Out):
    """Whether a file is as it was recorded. `sha256` and `sealed_at` (UTC seconds) are null where it was not sealed.

    A `changed` or `missing` file is not served. `unsealed`: no seal was made, so that nothing shows that the file is
    as it was recorded.
    """

    state: SealState
    sha256: str | None
    sealed_at: float | None


class EventDetail(EventItem):
    """An event with everything that explains it. A figure that could not be measured is null.

    `evidence_url` gives everything as an archive that a stranger can verify, for some minutes. The two seals are those
    of the files on the disk as they are now; null where there is no file. `audited` are the right ones of the events of
    this kind that the last quality audits of the site judged; null before any was.
    """

    attributes: dict[str, Scalar | None]
    evidence: dict[str, Scalar | None]
    norms: list[ClauseOut]
    reviews: list[ReviewOut]
    appeals: list[AppealOut]
    costs: list[EventCost]
    recording: RecordingOut
    clip_seal: SealOut | None
    poster_seal: SealOut | None
    evidence_url: str
    audited: ShareOut | None


class ReviewIn(In):
    """A decision about an event. Dismissing and reopening need a reason.

    `expected` is the verdict that the decision was made from: the answer is 409 when it changed meanwhile.
    """

    decision: Decision
    reason: Reason = ""
    expected: Verdict


MOST_REVIEWS = 200
"""Decisions of one request: a page of the list."""


class EventReviewIn(ReviewIn):
    """A decision about the event of this id."""

    event_id: BodyId


class ReviewsIn(In):
    """Decisions about several events, each event once."""

    items: Annotated[list[EventReviewIn], Field(min_length=1, max_length=MOST_REVIEWS)]

    @model_validator(mode="after")
    def _each_event_once(self) -> "ReviewsIn":
        if len({one.event_id for one in self.items}) < len(self.items):
            raise ValueError("items: an event is named twice")
        return self


class ReviewResult(Out):
    """The outcome of one decision, as a request of its own would have it.

    `status` is 201 if it was kept, and else 404, 409 (overtaken) or 422, with one line in `detail`. `verdict` is that
    of the event now, null for an event that the account may not see.
    """

    event_id: int
    status: int
    detail: str | None
    verdict: Verdict | None


class ReviewsOut(Out):
    """The outcomes in the order of the request, and how many decisions were kept."""

    items: list[ReviewResult]
    kept: int
