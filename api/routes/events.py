"""Events: the list, one with its reasons, its review."""

from dataclasses import fields
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query

from api.context import Caller, Context, Parts, Reader, Reviewer, page_end, paging
from api.event_decisions import deciding, find
from api.event_views import EventView, plain, recording_out, review_out
from api.evidence import seal_out
from api.quality_views import share_out
from api.schemas import (
    AppealOut,
    EventCost,
    EventDetail,
    EventPage,
    Id,
    Key,
    Kind,
    Moment,
    ReviewIn,
    refuses,
)
from models import Action, Certainty, Language, StoredEvent, Verdict
from models.store import EventFilter, Events, PageRequest
from pipeline.quality import accuracy

router = APIRouter(prefix="/events", tags=["events"])

Lang = Annotated[Language | None, Query(description="of the sentences; otherwise the account's")]


async def event_filter(  # noqa: PLR0913, PLR0917 - one argument for each query parameter is how they are declared
    parts: Parts,
    since: Moment | None = None,
    until: Moment | None = None,
    site: Key | None = None,
    camera_id: Id | None = None,
    counter_id: Id | None = None,
    kind: Annotated[list[Kind] | None, Query(max_length=64)] = None,
    flagged: bool = False,
    verdict: Verdict | None = None,
    clause: Key | None = None,
    certainty: Certainty | None = None,
    min_confidence: Annotated[float | None, Query(ge=0, le=1, allow_inf_nan=False)] = None,
    found: bool | None = None,
) -> EventFilter:
    """A dependency: the filter of a list of events; 422 for a clause that the catalogue does not have."""
    return EventFilter(
        since=since.timestamp() if since else None,
        until=until.timestamp() if until else None,
        site=site,
        camera_id=camera_id,
        counter_id=counter_id,
        kinds=_kinds(parts, kind, clause),
        but_kinds=parts.norms.records if flagged else frozenset(),
        verdict=verdict,
        certainty=certainty,
        min_confidence=min_confidence,
        found=found,
    )


def _kinds(parts: Context, kinds: list[str] | None, clause: Key | None) -> frozenset[str] | None:
    asked = None if kinds is None else frozenset(kinds)
    if clause is None:
        return asked
    touching = parts.norms.kinds_of(clause)
    if touching is None:
        raise HTTPException(422, f"clause: there is no clause {clause!r}")
    return touching if asked is None else asked & touching


@router.get("", summary="Events, newest first, page by page")
def events(
    caller: Reader,
    parts: Parts,
    want: Annotated[EventFilter, Depends(event_filter)],
    wanted: Annotated[PageRequest, Depends(paging(Events.ORDERS, "-start"))],
    language: Lang = None,
) -> EventPage:
    """A page costs the same wherever it begins, and new events move nothing."""
    found = parts.store.events.listed(want, wanted, caller.scope)
    parts.viewed(
        caller, Action.EVENTS_LISTED, f"site {want.site}" if want.site else "all sites", filter_told(want)
    )
    view = EventView(parts, caller, language)
    return EventPage(items=[view.item(e) for e in found.items], **page_end(found, wanted))


@router.get("/{event_id}", summary="One event with everything that explains it", responses=refuses(404))
def event(event_id: Id, caller: Reader, parts: Parts, language: Lang = None) -> EventDetail:
    """404 when there is none, or none that the caller may see."""
    found = find(parts.store, caller, event_id)
    parts.viewed(caller, Action.EVENT_VIEWED, f"event {event_id}")
    return _detail(parts, caller, found, language)


@router.post(
    "/{event_id}/reviews",
    summary="Confirm, dismiss or reopen an event",
    status_code=201,
    responses=refuses(404, 409),
)
def review(
    event_id: Id, body: ReviewIn, caller: Reviewer, parts: Parts, language: Lang = None
) -> EventDetail:
    """The verdict, its line in the audit log and the new score are kept together.

    409 when another account was faster, 422 without a required reason.
    """
    with deciding(parts, caller, event_id) as decision:
        try:
            decision.review(caller, body)
        except ValueError as error:
            raise HTTPException(422, f"reason: {error}") from error
        decision.rescore()
    return _detail(parts, caller, find(parts.store, caller, event_id), language)


def filter_told(want: EventFilter) -> str:
    """The filter of a list as the audit log names it, without the parts that were not asked for."""
    named = ((one.name, getattr(want, one.name)) for one in fields(want) if one.name != "site")
    told = (f"{name}={','.join(sorted(v)) if isinstance(v, frozenset) else v}" for name, v in named if v)
    return " ".join(told)


def _detail(parts: Context, caller: Caller, stored: StoredEvent, language: Language | None) -> EventDetail:
    view = EventView(parts, caller, language)
    recording = parts.store.recordings.get(stored.recording_id)
    assert recording is not None  # a foreign key says so
    clauses = parts.norms.catalogue.clauses
    audited = accuracy(parts.store, stored.site, stored.event.kind, caller.scope)
    return EventDetail(
        **view.item(stored).model_dump(),
        attributes=plain(stored.event.attributes),
        evidence=plain(stored.event.evidence),
        norms=[parts.norms.clause_out(clauses[key]) for key in view.clauses(stored)],
        appeals=[AppealOut.model_validate(one) for one in parts.store.appeals.of(stored.id, caller.scope)],
        reviews=[review_out(r, stored.timezone) for r in parts.store.reviews.of(stored.id, caller.scope)],
        costs=[
            EventCost(day=c.day, clause=c.clause, points=c.points, charged=c.charged)
            for c in parts.store.scores.costs(stored.id)
        ],
        recording=recording_out(recording),
        clip_seal=seal_out(parts, caller, stored, "clip"),
        poster_seal=seal_out(parts, caller, stored, "poster"),
        evidence_url=view.address("evidence", stored),
        audited=share_out(audited) if audited.n else None,
    )
