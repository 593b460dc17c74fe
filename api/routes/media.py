"""Clips and posters, with HTTP ranges, for a token or a signed address; every view has a line in the audit log."""

from functools import partial
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from starlette.convertors import StringConvertor, register_url_convertor

from api.context import Caller, Context, Parts
from api.event_decisions import find
from api.evidence import sealed_file
from api.faceless_media import shown_to
from api.media_access import Asking
from api.media_answers import TYPES, media_answer
from api.permissions import Permission
from api.schemas import Id, refuses
from models import Action

router = APIRouter(prefix="/events", tags=["events"])

Kind = Literal["clip", "poster"]
_ACTIONS = {"clip": Action.CLIP_VIEWED, "poster": Action.POSTER_VIEWED}
_AHEAD = {**_ACTIONS, "clip": Action.CLIP_FETCHED}
"""A picture is seen as soon as it is there."""


class _KindInAddress(StringConvertor):
    """Only these words, so that other methods of other addresses are refused with what they have."""

    regex = "|".join(TYPES)


register_url_convertor("media", _KindInAddress())


@router.get(
    "/{event_id}/{kind:media}",
    summary="The clip or the poster of an event",
    response_class=StreamingResponse,
    responses={
        200: {"description": "the file", "content": {"video/mp4": {}, "image/jpeg": {}}},
        206: {"description": "a part of the file", "content": {"video/mp4": {}, "image/jpeg": {}}},
        **refuses(404, 409, 410, 416, 503),
    },
)
def media(  # noqa: PLR0913, PLR0917 - one argument for each parameter is how they are declared
    event_id: Id,
    kind: Kind,
    request: Request,
    parts: Parts,
    asking: Asking,
    download: bool = False,
    ahead: bool = False,
) -> StreamingResponse:
    """For `<video>` and `<img>` by the addresses in the event, or with a token; `download` saves it.

    `ahead` fetches a clip before anybody looks at it: the audit log says so, and has a view once the clip is asked for
    without it, be it for a single byte.

    Who needs no faces of the staff gets a copy in which these are hidden. The file is hashed whole before its first
    byte is sent, and each part again as it is sent. 409 for a file that changed after it was recorded, 410 for one that
    is gone.
    """
    caller = asking(kind, event_id)
    stored = find(parts.store, caller, event_id)
    file = shown_to(parts, caller, stored, kind, sealed_file(parts, caller, stored, kind))
    action = Action.EXPORTED if download else _AHEAD[kind] if ahead else _ACTIONS[kind]
    noted = partial(_write_down, parts, caller, (event_id, kind), action)
    return media_answer(request, file, kind, noted, f"event-{event_id}" if download else None)


def _write_down(parts: Context, caller: Caller, what: tuple[int, Kind], action: Action) -> None:
    """One line for each address or session, because players request a file in many parts."""
    event_id, kind = what
    once = f"{action.value} {event_id} {kind} {caller.mark}"
    told = kind if caller.may(Permission.FACES) else f"{kind} without faces"
    parts.store.audit.add(caller.deed(action, f"event {event_id}", told, once), parts.now())
