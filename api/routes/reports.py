"""Reports as files: a hall's day, week or month, or one counter's part of it. Every export is audited."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Query, Response

from api.context import Caller, Context, Exporter, Parts
from api.schemas import Day, Key, PeriodName, refuses
from models import Action, Language, Seal, Site
from models.store import StoredSite
from pipeline.errors import PipelineError
from pipeline.reports import FORMATS, File, Format, Report, ReportRequest, gather, page_policy, render

router = APIRouter(prefix="/reports", tags=["scores"])


@router.get(
    "/{period}/{day}",
    summary="The report of the day, week or month that a day belongs to, as a file",
    response_class=Response,
    responses={
        200: {"description": "the file", "content": {kind: {} for kind, _ in FORMATS.values()}},
        **refuses(404),
    },
)
def report(  # noqa: PLR0913, PLR0917 - one argument for each parameter is how they are declared
    period: PeriodName,
    day: Day,
    caller: Exporter,
    parts: Parts,
    site: Annotated[Key, Query(description="key of the hall")],
    counter: Annotated[Key | None, Query(description="key of one counter")] = None,
    form: Annotated[Format, Query(alias="format")] = "xlsx",
    language: Language | None = None,
    download: bool = False,
) -> Response:
    """A page opens in the browser unless `download` asks to save it; the others are always saved."""
    wanted = ReportRequest(site_of(parts, caller, site), period, day, parts.now(), caller.scope, counter)
    made = gathered(parts, wanted)
    said = language or caller.language
    file = render(made, form, said)
    sealed = Seal.of_bytes(file.name, file.content)  # so that a copy that turns up later can be compared
    what = f"report {period} {made.period.day} {site}{f' {counter}' if counter else ''}"
    parts.store.audit.add(
        caller.deed(Action.EXPORTED, what, f"{form} {said} sha256:{sealed.sha256}"), parts.now()
    )
    return _answer(file, inline=form == "html" and not download)


def site_of(parts: Context, caller: Caller, key: str) -> Site:
    """The hall, or 404."""
    return hall_of(parts, caller, key).site


def hall_of(parts: Context, caller: Caller, key: str) -> StoredSite:
    """The hall with the cameras and counters that the caller may see, or 404."""
    found = next((one for one in parts.store.sites.all(caller.scope) if one.site.site == key), None)
    if found is None:
        raise HTTPException(404, f"there is no site {key!r}")
    return found


def whole_report(parts: Context, caller: Caller, site: str, period: PeriodName, day: Day) -> Report:
    """The report of a hall, or 404."""
    wanted = ReportRequest(site_of(parts, caller, site), period, day, parts.now(), caller.scope)
    return gathered(parts, wanted)


def gathered(parts: Context, wanted: ReportRequest) -> Report:
    """The report, or 404 where nothing is kept of the hall."""
    try:
        return gather(parts.store, wanted)
    except PipelineError as error:
        raise HTTPException(404, str(error)) from error


def _answer(file: File, *, inline: bool) -> Response:
    how = "inline" if inline else "attachment"
    headers = {
        "Content-Disposition": f"{how}; filename*=UTF-8''{quote(file.name)}",
        # The page brings its own style sheet, which the policy of the API would not let a browser apply.
        "Content-Security-Policy": f"{page_policy()}; frame-ancestors 'none'",
    }
    return Response(file.content, media_type=file.media_type, headers=headers)
