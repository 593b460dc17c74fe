"""Quality audits: drawn at random, judged blind by auditors who do not see each other, and closed with figures."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.responses import StreamingResponse

from api.context import Caller, Context, Judge, Parts, check_allowed, page_end, paging
from api.media_access import Asking
from api.media_answers import media_answer
from api.permissions import Permission
from api.quality_views import BlindView, audit_file, audit_out, file_of, media_kind, result_out
from api.routes.reports import site_of
from api.schemas import (
    AuditResultOut,
    AuditWishIn,
    BlindItemOut,
    DoubtedKindOut,
    Id,
    JudgementIn,
    QualityAuditDetail,
    QualityAuditPage,
    refuses,
)
from models import (
    Action,
    AuditAnswer,
    AuditItem,
    Language,
    OvertakenError,
    QualityAudit,
    Seal,
    SeenKind,
    day_span,
)
from models.store import PageRequest, QualityAudits
from pipeline.exports.audit_document import audit_document
from pipeline.quality import LONGEST_DAYS, AuditWish, audit_result, draw_audit, quiet_pools, reconsider
from pipeline.reports import FORMATS, page_policy
from pipeline.reports.table_document import DocumentFormat
from pipeline.scoring.days import norms_of
from pipeline.scoring.sampling import population

router = APIRouter(prefix="/quality-audits", tags=["quality"])

DOCUMENTS: Mapping[DocumentFormat, str] = {"html": FORMATS["html"][0], "xlsx": FORMATS["xlsx"][0]}


@router.post("", summary="Draw an audit of a hall and some days", status_code=201, responses=refuses(404))
def draw(body: AuditWishIn, caller: Judge, parts: Parts) -> QualityAuditDetail:
    """The server draws the seed, and the audit log has it, so that nobody can choose what is audited.

    422 for days that are too many or in the wrong order, and where there is nothing to draw.
    """
    if not 0 <= (body.until - body.since).days < LONGEST_DAYS:
        raise HTTPException(422, f"since, until: give at most {LONGEST_DAYS} days, the first one first")
    site, seed = site_of(parts, caller, body.site), secrets.token_hex(16)
    span = day_span(body.since, site.zone)[0], day_span(body.until, site.zone)[1]
    wish = AuditWish(site.site, body.since, body.until, body.events, body.minutes)
    among = population(parts.store, site, span, caller.scope)
    pools = quiet_pools(parts.store, site, (body.since, body.until), among.minutes, caller.scope)
    try:
        drawn = draw_audit(wish, among, seed, pools)
    except ValueError as error:
        raise HTTPException(422, str(error)) from error
    with parts.store.unit_of_work("quality audits") as work:
        made = work.quality_audits.add(drawn, caller.user.name, parts.now())
        told = f"{site.site} {body.since} {body.until} seed:{seed} items:{len(drawn.items)}"
        deed = caller.deed(Action.QUALITY_DRAWN, f"quality audit {made.id}", told)
        work.audit.add(deed, parts.now())
    return BlindView(parts, caller, made).detail()


@router.get("", summary="Quality audits, newest first")
def audits(
    caller: Judge,
    parts: Parts,
    wanted: Annotated[PageRequest, Depends(paging(QualityAudits.ORDERS, "-drawn_at"))],
) -> QualityAuditPage:
    """Audits all of whose items the caller may see, without the items."""
    parts.viewed(caller, Action.QUALITY_VIEWED, "all")
    kept = parts.store.quality_audits
    found = kept.listed(wanted, caller.scope)
    items = [audit_out(one, kept.judgements(one.id)) for one in found.items]
    doubted = [
        DoubtedKindOut(**asdict(doubt))
        for site in parts.store.sites.all(caller.scope)
        for doubt in parts.store.lines.doubted(site.site.site)
    ]
    return QualityAuditPage(items=items, doubted=doubted, **page_end(found, wanted))


@router.get("/{audit_id}", summary="An audit with its items, blind", responses=refuses(404))
def audit(audit_id: Id, caller: Judge, parts: Parts) -> QualityAuditDetail:
    """No verdict, reviewer, confidence or other person's outcome is in it; `claim` is what is to be judged."""
    found = _found(parts, caller, audit_id)
    parts.viewed(caller, Action.QUALITY_VIEWED, f"quality audit {audit_id}")
    return BlindView(parts, caller, found).detail()


@router.put("/{audit_id}/items/{position}", summary="Say what an item is", responses=refuses(404, 409))
def judge(audit_id: Id, position: Id, body: JudgementIn, caller: Judge, parts: Parts) -> BlindItemOut:
    """It replaces what the caller said before. 409 when the audit is closed, 422 for what the item cannot be."""
    found = _found(parts, caller, audit_id)
    item = _item(found, position)
    _check(parts, item, body)
    seen = tuple(SeenKind(one.kind, item.start + one.after_s) for one in body.sightings)
    said = AuditAnswer(position, caller.user.name, body.outcome, seen, body.note, parts.now())
    try:
        with parts.store.unit_of_work(f"quality audit {audit_id}") as work:
            work.quality_audits.judge(audit_id, said, caller.user.id, said.at)
            deed = caller.deed(Action.QUALITY_JUDGED, f"quality audit {audit_id}", f"item {position}")
            work.audit.add(deed, said.at)
    except OvertakenError as error:
        raise HTTPException(409, str(error)) from error
    return BlindView(parts, caller, found).item(item, said)


@router.put(
    "/{audit_id}/items/{position}/settled",
    summary="Settle an item on which the auditors differ",
    responses=refuses(404, 409),
)
def settle(audit_id: Id, position: Id, body: JudgementIn, caller: Judge, parts: Parts) -> AuditResultOut:
    """It counts in the figures from now on, and can be settled anew.

    409 while the audit is open, and for an item on which the auditors agree; 422 for what the item cannot be.
    """
    found = closed_audit(parts, caller, audit_id)
    item, zone = _item(found, position), _zone(parts, caller, found)
    _check(parts, item, body)
    if position not in audit_result(found, parts.store.quality_audits.judgements(audit_id), zone).differing:
        raise HTTPException(409, "the auditors do not differ on this item: there is nothing to settle")
    line = norms_of(parts.store, site_of(parts, caller, found.draw.site)).scoring.precision_min
    seen = tuple(SeenKind(one.kind, item.start + one.after_s) for one in body.sightings)
    said = AuditAnswer(position, caller.user.name, body.outcome, seen, body.note, parts.now())
    with parts.store.unit_of_work(f"quality audit {audit_id}") as work:
        settled = work.quality_audits.settle(audit_id, said)
        deed = caller.deed(
            Action.QUALITY_SETTLED, f"quality audit {audit_id}", f"item {position}: {body.outcome}"
        )
        work.audit.add(deed, said.at)
        reconsider(work, settled, line, caller.user.name, said.at)
    return result_out(parts, caller, settled, zone)


@router.post("/{audit_id}/close", summary="Close an audit", responses=refuses(404, 409))
def close(audit_id: Id, caller: Judge, parts: Parts) -> AuditResultOut:
    """Outcomes stay as they are from now on, and kinds of which too few were right become questions.

    409 while no auditor has judged every item, or if it is closed already.
    """
    found = _found(parts, caller, audit_id)
    judged = audit_out(found, parts.store.quality_audits.judgements(audit_id)).judged
    if found.open and max(judged.values(), default=0) < len(found.draw.items):
        raise HTTPException(409, "no auditor has judged every item yet")
    line = norms_of(parts.store, site_of(parts, caller, found.draw.site)).scoring.precision_min
    try:
        with parts.store.unit_of_work(f"quality audit {audit_id}") as work:
            closed = work.quality_audits.close(audit_id, caller.user.name, parts.now())
            work.audit.add(caller.deed(Action.QUALITY_CLOSED, f"quality audit {audit_id}"), parts.now())
            reconsider(work, closed, line, caller.user.name, parts.now())
    except OvertakenError as error:
        raise HTTPException(409, str(error)) from error
    return result_out(parts, caller, closed, _zone(parts, caller, closed))


@router.get("/{audit_id}/results", summary="The figures of a closed audit", responses=refuses(404, 409))
def results(audit_id: Id, caller: Judge, parts: Parts) -> AuditResultOut:
    """409 while the audit is open: nobody may know what others said before all have judged."""
    found = closed_audit(parts, caller, audit_id)
    parts.viewed(caller, Action.QUALITY_VIEWED, f"quality audit {audit_id}", "results")
    return result_out(parts, caller, found, _zone(parts, caller, found))


@router.get(
    "/{audit_id}/items/{position}/{kind:media}",
    summary="The clip or the poster of an item",
    response_class=StreamingResponse,
    responses={
        200: {"description": "the file", "content": {"video/mp4": {}, "image/jpeg": {}}},
        206: {"description": "a part of the file", "content": {"video/mp4": {}, "image/jpeg": {}}},
        **refuses(404, 409, 410, 416),
    },
)
def media(
    audit_id: Id,
    position: Id,
    kind: Literal["clip", "poster"],
    request: Request,
    parts: Parts,
    asking: Asking,
) -> StreamingResponse:
    """By the addresses in the items, or with a token; as the file of an event, but its address does not tell which."""
    caller = asking(media_kind(audit_id, kind), position)
    check_allowed(caller, Permission.DECIDE)
    item = _item(_found(parts, caller, audit_id), position)
    subject, file = file_of(parts, caller, item, kind)
    action = Action.CLIP_VIEWED if kind == "clip" else Action.POSTER_VIEWED
    once = f"{action.value} audit {audit_id} {position} {caller.mark}"
    deed = caller.deed(action, subject, f"quality audit {audit_id} item {position}", once)
    return media_answer(request, file, kind, partial(parts.store.audit.add, deed, parts.now()))


@router.get(
    "/{audit_id}/document",
    summary="A closed audit as a page to print or an Excel workbook",
    response_class=Response,
    responses={
        200: {"description": "the file", "content": {kind: {} for kind in DOCUMENTS.values()}},
        **refuses(404, 409),
    },
)
def document(
    audit_id: Id,
    caller: Judge,
    parts: Parts,
    form: Annotated[DocumentFormat, Query(alias="format")] = "html",
    language: Language | None = None,
) -> Response:
    """The figures, and every item with what each auditor said. 409 while the audit is open."""
    found, said = closed_audit(parts, caller, audit_id), language or caller.user.language
    zone = _zone(parts, caller, found)
    made = audit_document(audit_file(parts, caller, found, zone), zone, parts.now(), said)
    content = made.to_html() if form == "html" else made.to_excel()
    sealed = Seal.of_bytes(f"audit-{audit_id}.{form}", content)
    told = f"{form} {said} sha256:{sealed.sha256}"
    parts.store.audit.add(caller.deed(Action.EXPORTED, f"quality audit {audit_id}", told), parts.now())
    how = "inline" if form == "html" else "attachment"
    headers = {
        "Content-Disposition": f'{how}; filename="audit-{audit_id}.{form}"',
        # The page brings its own style sheet, which the policy of the API would not let a browser apply.
        "Content-Security-Policy": f"{page_policy()}; frame-ancestors 'none'",
    }
    return Response(content, media_type=DOCUMENTS[form], headers=headers)


def closed_audit(parts: Context, caller: Caller, audit_id: int) -> QualityAudit:
    """The closed audit; 404 where there is none that the caller may see, 409 while it is open."""
    found = _found(parts, caller, audit_id)
    if found.open:
        raise HTTPException(409, "this audit is open: its figures are shown when it is closed")
    return found


def _found(parts: Context, caller: Caller, audit_id: int) -> QualityAudit:
    found = parts.store.quality_audits.get(audit_id, caller.scope)
    if found is None:
        raise HTTPException(404, f"there is no quality audit {audit_id}")
    return found


def _zone(parts: Context, caller: Caller, audit: QualityAudit) -> ZoneInfo:
    return site_of(parts, caller, audit.draw.site).zone


def _item(audit: QualityAudit, position: int) -> AuditItem:
    if not 1 <= position <= len(audit.draw.items):
        raise HTTPException(404, f"there is no item {position} in this quality audit")
    return audit.draw.items[position - 1]


def _check(parts: Context, item: AuditItem, body: JudgementIn) -> None:
    """Refuse with 422 what cannot be said of the item."""
    quiet, outcome, seen = item.event_id is None, body.outcome, body.sightings
    if not (outcome.of_quiet if quiet else outcome.of_event):
        what = "quiet time" if quiet else "a flagged event"
        raise HTTPException(422, f"outcome: {outcome.value} cannot be said of {what}")
    allowed = {"happened": range(1, 11), "wrong": range(2)}.get(outcome.value, range(1))
    if len(seen) not in allowed:
        raise HTTPException(422, f"sightings: {len(seen)} do not go with {outcome.value}")
    for one in seen:
        if one.kind not in parts.norms.catalogue.kinds or one.kind in parts.norms.records:
            raise HTTPException(422, f"sightings: there is no kind of fault {one.kind!r}")
        if not quiet and one.kind == item.stratum.kind:
            raise HTTPException(422, f"sightings: {one.kind} is what was flagged: then it is right")
        if quiet and not item.start + one.after_s < item.end:
            raise HTTPException(422, "sightings: it has to begin within the quiet time")
