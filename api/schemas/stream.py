"""Changes as the stream tells them."""

from typing import Annotated

from pydantic import Field

from api.schemas.base import Out, Text
from api.schemas.values import LARGEST_ID
from models import Certainty, Verdict
from models.store import ChangeKind

ChangeId = Annotated[int, Field(ge=0, le=LARGEST_ID)]
"""The id of a change; 0 is before the first one."""


class StreamedEvent(Out):
    """An event as it is stored when its change is told; `GET /api/v1/events/{id}` has the rest."""

    id: int
    kind: str
    start: float
    end: float
    confidence: float
    certainty: Certainty
    fault: bool
    verdict: Verdict
    found: bool
    site: str
    camera: str
    camera_id: int
    counter: str
    counter_id: int
    clip: bool


class StreamedNotice(Out):
    """A notice for people, as in `GET /api/v1/notices`; those of cameras are the states of cameras."""

    id: int
    at: float
    kind: str
    alert: bool
    site: str
    text: Text


class StreamedChange(Out):
    """The `data` of a message. `id` goes into `Last-Event-ID` to go on behind it; `at` is UTC seconds.

    `event_id` is the event of an `event....`, `event` null when it is gone; `notice` belongs to `notice`.
    """

    id: int
    type: ChangeKind
    at: float
    event_id: int | None
    event: StreamedEvent | None
    notice: StreamedNotice | None


class StreamBegin(Out):
    """The first message: all changes after `id` follow.

    Its type is `ready`; or `reset` when those after `Last-Event-ID` are not kept any more, so that lists have to be
    read anew.
    """

    id: int
