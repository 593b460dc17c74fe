"""Files of evidence as answers: whole or by ranges, for players and downloads."""

from collections.abc import Callable

from fastapi import Request
from fastapi.responses import StreamingResponse
from starlette.background import BackgroundTask

from api.byte_ranges import asked_part
from models import HashedFile

TYPES = {"clip": ("video/mp4", ".mp4"), "poster": ("image/jpeg", ".jpg")}
"""The media type and the suffix of each kind of file."""


def media_answer(
    request: Request, file: HashedFile, kind: str, write_down: Callable[[], None], name: str | None = None
) -> StreamingResponse:
    """The part of the file that is asked for; the view is written down first. `name` saves it under that name."""
    try:
        part = asked_part(request.headers, file.size, _tag(file))
        write_down()
    except BaseException:
        file.close()
        raise
    first, last = part or (0, file.size - 1)
    media_type, suffix = TYPES[kind]
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Length": str(last - first + 1),
        "ETag": _tag(file),
        # Private: the browser may cache the file as long as the address is valid, a proxy may not.
        "Cache-Control": "private, max-age=600",
    }
    if part is not None:
        headers["Content-Range"] = f"bytes {first}-{last}/{file.size}"
    if name is not None:
        headers["Content-Disposition"] = f'attachment; filename="{name}{suffix}"'
    status = 200 if part is None else 206
    done = BackgroundTask(file.close)
    return StreamingResponse(file.content(first, last), status, headers, media_type, background=done)


def _tag(file: HashedFile) -> str:
    return f'"{file.sha256}"'
