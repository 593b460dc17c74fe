"""Clips and posters for callers who need no faces of the staff."""

from tempfile import TemporaryFile

from fastapi import HTTPException

from api.context import Caller, Context
from api.permissions import Permission
from models import HashedFile, StoredEvent
from pipeline.errors import PipelineError


def shown_to(parts: Context, caller: Caller, stored: StoredEvent, kind: str, file: HashedFile) -> HashedFile:
    """The checked file of an event, or its copy without the faces of the staff where the caller needs none.

    409 for a clip that does not say where the faces are, 503 while too many copies are asked for.
    """
    if caller.may(Permission.FACES):
        return file
    path = stored.clip if kind == "clip" else stored.poster
    with file:
        try:
            copy = parts.aside.faceless(path or "", file.sha256, None if kind == "clip" else stored.clip)
        except PipelineError as error:
            raise HTTPException(503, str(error), {"Retry-After": "2"}) from error
    if isinstance(copy, str):
        raise HTTPException(409, f"you see clips without faces: {copy}")
    made = TemporaryFile()  # noqa: SIM115 - it is closed when the answer is sent
    made.write(copy)
    made.seek(0)
    return HashedFile(made)
