"""Exports of evidence as an archive that a stranger can verify; every one has a line in the audit log."""

import tempfile
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote

from fastapi import APIRouter, HTTPException
from fastapi.responses import StreamingResponse

from api.context import Caller, Context, Parts, Reader
from api.event_decisions import find
from api.media_access import Asking
from api.routes.reports import whole_report
from api.schemas import Day, Id, Key, PeriodName, refuses
from models import Action, Language
from pipeline.exports import (
    ExportContents,
    ExportKey,
    ExportSource,
    day_contents,
    event_contents,
    note_of,
    report_contents,
    write_export,
)

router = APIRouter()

_PART = 1 << 18
_ZIP: dict[int | str, dict[str, object]] = {
    200: {"description": "the archive", "content": {"application/zip": {}}},
    **refuses(404, 409),
}


@router.get(
    "/events/{event_id}/evidence",
    summary="An event as evidence",
    tags=["events"],
    responses=_ZIP,
    response_class=StreamingResponse,
)
def event_export(event_id: Id, asking: Asking, parts: Parts) -> StreamingResponse:
    """Clip, poster, facts, verdicts, the score of the day with its reasons, the norms, and a signed manifest.

    By the address in the event, or with a token. A clip that was changed after it was recorded is left out, and the
    manifest says so.
    """
    caller = asking("evidence", event_id)
    found = find(parts.store, caller, event_id)
    return _answer(parts, caller, f"event {event_id}", event_contents(_source(parts), found))


@router.get(
    "/days/{day}/{counter_id}/evidence",
    summary="A counter's day as evidence",
    tags=["scores"],
    responses=_ZIP,
    response_class=StreamingResponse,
)
def day_export(day: Day, counter_id: Id, caller: Reader, parts: Parts) -> StreamingResponse:
    """The score with every reason, and every event that may be a fault, each as in its own export."""
    place = parts.store.sites.places(caller.scope).get(counter_id)
    if place is None:
        raise HTTPException(404, f"there is no counter {counter_id}")
    return _answer(parts, caller, f"day {day} counter {counter_id}", day_contents(_source(parts), place, day))


@router.get(
    "/reports/{period}/{day}/evidence",
    summary="A report as evidence",
    tags=["scores"],
    responses=_ZIP,
    response_class=StreamingResponse,
)
def report_export(
    period: PeriodName, day: Day, caller: Reader, parts: Parts, site: Key, language: Language | None = None
) -> StreamingResponse:
    """The report of the day, week or month that a day belongs to, in every format."""
    made = whole_report(parts, caller, site, period, day)
    contents = report_contents(_source(parts), made, language or caller.user.language)
    return _answer(parts, caller, f"report {period} {day} {site}", contents)


def _source(parts: Context) -> ExportSource:
    return ExportSource(parts.store, parts.settings.data)


def _answer(parts: Context, caller: Caller, subject: str, contents: ExportContents) -> StreamingResponse:
    note = note_of(_source(parts), subject, caller.user.name, parts.now())
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it was sent
    try:
        write_export(contents, note, ExportKey(parts.settings.data), file)
    except BaseException as error:
        file.close()
        contents.close()
        if isinstance(error, OSError):
            raise HTTPException(409, f"the export cannot be made: {error}") from error
        raise
    detail = f"evidence, {len(contents.files)} files, {len(contents.left_out)} left out"
    parts.store.audit.add(caller.deed(Action.EXPORTED, subject, detail), parts.now())
    name = f"evidence-{subject.replace(' ', '-')}.zip"
    headers = {
        "Content-Length": str(file.tell()),
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
    }
    return StreamingResponse(_sent(file), media_type="application/zip", headers=headers)


def _sent(file: BinaryIO) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while part := file.read(_PART):
            yield part
