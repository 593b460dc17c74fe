"""Clips and posters, with HTTP ranges, for a token or a signed address; every view has a line in the audit log."""

import re
from pathlib import Path
from typing import Literal

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import FileResponse
from starlette.types import Receive, Scope, Send

from api.context import Caller, Context, Parts
from api.event_decisions import find
from api.media_access import Asking
from api.schemas import refuses
from models import Action

router = APIRouter(prefix="/events", tags=["events"])

Kind = Literal["clip", "poster"]
_TYPES = {"clip": "video/mp4", "poster": "image/jpeg"}
_RANGE = re.compile(r"bytes=(?:(?P<first>\d+)-\d*|-(?P<last>\d+))")


class _File(FileResponse):
    """A file that ignores a Range header it does not understand, as RFC 9110 (14.2) allows."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [
            (k, v) for k, v in scope["headers"] if k != b"range" or _RANGE.fullmatch(v.decode("latin-1"))
        ]
        await super().__call__({**scope, "headers": headers}, receive, send)


@router.get(
    "/{event_id}/{kind}",
    summary="The clip or the poster of an event",
    response_class=FileResponse,
    responses={
        200: {"description": "the file", "content": {"video/mp4": {}, "image/jpeg": {}}},
        206: {"description": "a part of the file", "content": {"video/mp4": {}, "image/jpeg": {}}},
        **refuses(404, 416),
    },
)
def media(
    event_id: int,
    kind: Kind,
    request: Request,
    parts: Parts,
    asking: Asking,
    download: bool = False,
) -> FileResponse:
    """For `<video>` and `<img>` by the addresses in the event, or with a token; `download` saves it."""
    caller = asking(kind, event_id)
    stored = find(parts.store, caller, event_id)
    path = _path(parts.settings.data, stored.clip if kind == "clip" else stored.poster)
    _check_range(request, path)
    if kind == "clip":
        _write_down(parts, caller, event_id, download=download)
    name = f"event-{event_id}{path.suffix}" if download else None
    # Private: the browser may cache the file as long as the address is valid, a proxy may not.
    return _File(
        path, media_type=_TYPES[kind], filename=name, headers={"Cache-Control": "private, max-age=600"}
    )


def _path(data: Path, kept: str | None) -> Path:
    """The file below the data folder; 404 when there is none, or the path leads out of the folder."""
    root = data.resolve()
    path = (root / kept).resolve() if kept else None
    if path is None or not path.is_relative_to(root) or not path.is_file():
        raise HTTPException(404, "there is no such file for this event")
    return path


def _check_range(request: Request, path: Path) -> None:
    asked = _RANGE.fullmatch(request.headers.get("range", ""))
    size = path.stat().st_size
    if asked is None or "if-range" in request.headers:
        return
    beyond = int(asked["first"]) >= size if asked["first"] else int(asked["last"]) == 0
    if beyond:
        detail = f"the file has {size} bytes: nothing is where the range asks"
        raise HTTPException(416, detail, {"Content-Range": f"bytes */{size}"})


def _write_down(parts: Context, caller: Caller, event_id: int, *, download: bool) -> None:
    """One line for each address or session, because players request a file in many parts."""
    action = Action.EXPORTED if download else Action.CLIP_VIEWED
    once = f"{action.value} {event_id} {caller.mark}"
    parts.store.audit.add(caller.deed(action, f"event {event_id}", "clip", once), parts.now())
