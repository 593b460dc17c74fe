"""Exports: events for spreadsheets, and evidence as an archive that a stranger can verify; all are in the audit log."""

import tempfile
from collections.abc import Iterator
from typing import Annotated, BinaryIO, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, HTTPException, Query, Response
from fastapi.responses import StreamingResponse

from api.context import Caller, Context, Exporter, Judge, Parts
from api.event_decisions import find
from api.event_views import EventView
from api.evidence import sealed_file
from api.media_access import Asking
from api.permissions import Permission
from api.routes.events import event_filter, filter_told
from api.routes.reports import whole_report
from api.schemas import Day, EventItem, Id, Key, PeriodName, refuses
from models import Action, Language
from models.store import EventFilter, PageRequest
from pipeline.errors import PipelineError
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
_EVENTS = 200
"""Events that are read at once for a file."""

Spreadsheet = Literal["csv", "xlsx"]
_SPREADSHEETS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Annotation = Literal["coco", "cvat"]
_ANNOTATIONS = {"coco": "application/json", "cvat": "application/xml"}
_COLUMNS = (
    "id", "site", "camera", "counter", "counter_name", "kind", "start_local", "end_local", "start", "end", "confidence",
    "certainty", "fault", "verdict", "found", "clauses", "sentence",
)  # fmt: skip
_ZIP: dict[int | str, dict[str, object]] = {
    200: {"description": "the archive", "content": {"application/zip": {}}},
    **refuses(404, 409),
}


@router.get(
    "/events/export",
    summary="Events as a file for spreadsheets",
    tags=["events"],
    response_class=StreamingResponse,
    responses={200: {"description": "the file", "content": {one: {} for one in _SPREADSHEETS.values()}}},
)
def events_export(
    caller: Exporter,
    parts: Parts,
    want: Annotated[EventFilter, Depends(event_filter)],
    form: Annotated[Spreadsheet, Query(alias="format")] = "csv",
    language: Language | None = None,
) -> StreamingResponse:
    """Newest first, with every filter of the list. `csv` is sent while it is read; 422 for an `xlsx` that is too long.

    No text in it can be taken for a formula. The sentences are in `language`, or else in the account's.
    """
    from pipeline.exports.event_files import csv_parts, write_workbook  # noqa: PLC0415 - loads workbooks

    rows = (_row(item) for item in _every(parts, caller, want, language))
    if form == "csv":
        content = csv_parts(_COLUMNS, rows)
    else:
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it was sent
        try:
            write_workbook(_COLUMNS, rows, file)
        except PipelineError as error:
            file.close()
            raise HTTPException(422, str(error)) from error
        content = _sent(file)
    subject = f"events {want.site}" if want.site else "events of all sites"
    parts.store.audit.add(
        caller.deed(Action.EXPORTED, subject, f"{form} {filter_told(want)}".strip()), parts.now()
    )
    headers = {"Content-Disposition": f'attachment; filename="events.{form}"'}
    return StreamingResponse(content, media_type=_SPREADSHEETS[form], headers=headers)


def _every(
    parts: Context, caller: Caller, want: EventFilter, language: Language | None
) -> Iterator[EventItem]:
    view, wanted = EventView(parts, caller, language), PageRequest("-start", _EVENTS)
    while True:
        page = parts.store.events.listed(want, wanted, caller.scope)
        yield from map(view.item, page.items)
        if page.next is None:
            return
        wanted = PageRequest("-start", _EVENTS, page.next)


def _row(item: EventItem) -> list[str | float | int | None]:
    values = (getattr(item, name) for name in _COLUMNS)
    return [" ".join(value) if isinstance(value, list) else value for value in values]


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
    manifest says so; so are clips for a caller who needs no faces. A clerk gets no score of the day, which is about
    others as well.
    """
    caller = asking("evidence", event_id)
    found = find(parts.store, caller, event_id)
    return _answer(
        parts, caller, f"event {event_id}", event_contents(_source(parts, caller), found, caller.scope)
    )


@router.get(
    "/events/{event_id}/annotations",
    summary="What was measured during an event, for labelling again",
    tags=["quality"],
    response_class=Response,
    responses={
        200: {"description": "the file", "content": {one: {} for one in _ANNOTATIONS.values()}},
        **refuses(404, 409, 410),
    },
)
def annotations(
    event_id: Id,
    caller: Judge,
    parts: Parts,
    form: Annotated[Annotation, Query(alias="format")] = "coco",
) -> Response:
    """Boxes and points of the staff on the pictures of the clip: COCO keypoints, or CVAT for video 1.1.

    409 without signals of that time. A point that was not seen is not labelled.
    """
    sealed_file(parts, caller, find(parts.store, caller, event_id), "clip").close()
    try:
        content = parts.aside.annotations(event_id, form)
    except PipelineError as error:
        raise HTTPException(503, str(error)) from error
    if content is None:
        raise HTTPException(409, "no signals of this event are kept: nothing is known to label")
    parts.store.audit.add(
        caller.deed(Action.EXPORTED, f"event {event_id}", f"annotations {form}"), parts.now()
    )
    name = f"event-{event_id}.{_ANNOTATIONS[form].rpartition('/')[2]}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=_ANNOTATIONS[form], headers=headers)


@router.get(
    "/days/{day}/{counter_id}/evidence",
    summary="A counter's day as evidence",
    tags=["scores"],
    responses=_ZIP,
    response_class=StreamingResponse,
)
def day_export(day: Day, counter_id: Id, caller: Exporter, parts: Parts) -> StreamingResponse:
    """The score with every reason, and every event that may be a fault, each as in its own export."""
    place = parts.store.sites.places(caller.scope).get(counter_id)
    if place is None:
        raise HTTPException(404, f"there is no counter {counter_id}")
    return _answer(
        parts, caller, f"day {day} counter {counter_id}", day_contents(_source(parts, caller), place, day)
    )


@router.get(
    "/reports/{period}/{day}/evidence",
    summary="A report as evidence",
    tags=["scores"],
    responses=_ZIP,
    response_class=StreamingResponse,
)
def report_export(
    period: PeriodName, day: Day, caller: Exporter, parts: Parts, site: Key, language: Language | None = None
) -> StreamingResponse:
    """The report of the day, week or month that a day belongs to, in every format."""
    made = whole_report(parts, caller, site, period, day)
    contents = report_contents(_source(parts, caller), made, language or caller.language)
    return _answer(parts, caller, f"report {period} {day} {site}", contents)


def _source(parts: Context, caller: Caller) -> ExportSource:
    return ExportSource(parts.store, parts.settings.data, caller.may(Permission.FACES))


def _answer(parts: Context, caller: Caller, subject: str, contents: ExportContents) -> StreamingResponse:
    note = note_of(_source(parts, caller), subject, caller.name, parts.now())
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
