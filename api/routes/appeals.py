"""Appeals: one person contests an event, another person decides, and the day is scored again."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException

from api.context import Appellant, Caller, Judge, Parts, Reader, page_end, paging
from api.event_decisions import deciding
from api.event_views import EventView
from api.schemas import AppealIn, AppealItem, AppealOut, AppealPage, EventItem, Id, RulingIn, refuses
from models import Action, Appeal, AppealState, Filing, Language, Ruling
from models.store import Appeals, Deed, PageRequest

router = APIRouter(tags=["appeals"])

_OLDEST_FIRST, _NEWEST_FIRST = "filed_at", "-filed_at"


@router.post(
    "/events/{event_id}/appeals", summary="Contest an event", status_code=201, responses=refuses(404, 409)
)
def appeal(event_id: Id, body: AppealIn, caller: Appellant, parts: Parts) -> AppealOut:
    """409 when an appeal is open already or the event was dismissed, 422 for a plain record, which is no fault.

    A clerk appeals for nobody else: 422 with another `person`.
    """
    filing = Filing(caller.user.id, _appellant(caller, body.person), body.reason)
    with deciding(parts, caller, event_id) as decision:
        kind = decision.event.event.kind
        if kind in parts.norms.records:
            raise HTTPException(422, f"{kind} is a record and no fault: there is nothing to contest")
        made = decision.work.appeals.file(event_id, filing, decision.now)
        decision.work.audit.add(_deed(caller, Action.APPEALED, made), decision.now)
    return AppealOut.model_validate(made)


def _wanted(
    wanted: Annotated[PageRequest, Depends(paging(Appeals.ORDERS, "", limit=100))],
    state: AppealState | None = None,
) -> PageRequest:
    usual = _OLDEST_FIRST if state is AppealState.OPEN else _NEWEST_FIRST
    return replace(wanted, sort=wanted.sort or usual)


@router.get("/appeals", summary="Appeals: open ones oldest first, others newest first")
def appeals(
    caller: Reader,
    parts: Parts,
    wanted: Annotated[PageRequest, Depends(_wanted)],
    state: AppealState | None = None,
    language: Language | None = None,
) -> AppealPage:
    """Appeals against events that the caller may see. Without `sort`, open ones are those that wait longest first."""
    parts.viewed(caller, Action.APPEALS_VIEWED, state.value if state else "all")
    found = parts.store.appeals.listed(state, wanted, caller.scope)
    events = parts.store.events.many([one.event_id for one in found.items], caller.scope)
    view = EventView(parts, caller, language)
    # Of all sites: a clerk sees events of a hall, and not the hall.
    days = {one.site.site: one.site.appeal_days for one in parts.store.sites.all()}
    items = [
        _item(one, view.item(events[one.event_id]), days, parts.now())
        for one in found.items
        if one.event_id in events
    ]
    return AppealPage(items=items, **page_end(found, wanted))


def _item(one: Appeal, event: EventItem, days: Mapping[str, int], now: float) -> AppealItem:
    due = one.due(days[event.site])
    overdue = one.state is AppealState.OPEN and due < now
    return AppealItem(**AppealOut.model_validate(one).model_dump(), event=event, due_at=due, overdue=overdue)


@router.post("/appeals/{appeal_id}", summary="Accept or reject an appeal", responses=refuses(404, 409))
def decide(appeal_id: Id, body: RulingIn, caller: Judge, parts: Parts) -> AppealOut:
    """An accepted appeal dismisses its event. The day is scored again, and the points before and after are kept.

    403 for the account that filed the appeal or reviewed the event, 409 when it is decided already or
    the event's verdict changed meanwhile.
    """
    held = parts.store.appeals.get(appeal_id)
    if held is None or parts.store.events.get(held.event_id, caller.scope) is None:
        raise HTTPException(404, f"there is no appeal {appeal_id}")
    ruling = Ruling(caller.user.id, body.accepted, body.answer, body.expected)
    with deciding(parts, caller, held.event_id) as decision:
        appeals, before = decision.work.appeals, decision.points()
        made = appeals.decide(appeal_id, ruling, decision.now)
        decision.rescore()
        appeals.weighed(appeal_id, before, decision.points())
        decision.work.audit.add(_deed(caller, Action.APPEAL_DECIDED, made), decision.now)
    return AppealOut.model_validate(parts.store.appeals.get(appeal_id))


def _appellant(caller: Caller, person: str) -> str:
    """The person who contests: of a clerk's account always its own."""
    if not caller.scope.holds_person(person):
        raise HTTPException(422, "person: you appeal for yourself: leave it out")
    return person if caller.scope.own is None else caller.scope.own.person


def _deed(caller: Caller, action: Action, made: Appeal) -> Deed:
    return caller.deed(action, f"event {made.event_id}", f"appeal {made.id} {made.state}")
