"""Appeals: one person contests an event, another person decides, and the day is scored again."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query

from api.context import Appellant, Caller, Judge, Parts, Reader
from api.event_decisions import deciding
from api.event_views import EventView
from api.schemas import AppealIn, AppealItem, AppealOut, Id, RulingIn, refuses
from models import Action, Appeal, AppealState, Filing, Language, Ruling
from models.store import Deed

router = APIRouter(tags=["appeals"])


@router.post(
    "/events/{event_id}/appeals", summary="Contest an event", status_code=201, responses=refuses(404, 409)
)
def appeal(event_id: Id, body: AppealIn, caller: Appellant, parts: Parts) -> AppealOut:
    """409 when an appeal is open already or the event was dismissed, 422 for a plain record, which is no fault."""
    filing = Filing(caller.user.id, body.person, body.reason)
    with deciding(parts, caller, event_id) as decision:
        kind = decision.event.event.kind
        if kind in parts.norms.records:
            raise HTTPException(422, f"{kind} is a record and no fault: there is nothing to contest")
        made = decision.work.appeals.file(event_id, filing, decision.now)
        decision.work.audit.add(_deed(caller, Action.APPEALED, made), decision.now)
    return AppealOut.model_validate(made)


@router.get("/appeals", summary="Appeals: open ones oldest first, others newest first")
def appeals(
    caller: Reader,
    parts: Parts,
    state: AppealState | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
    language: Language | None = None,
) -> list[AppealItem]:
    """Appeals against events that the caller may see."""
    parts.viewed(caller, Action.APPEALS_VIEWED, state.value if state else "all")
    found = parts.store.appeals.page(state, limit, caller.scope)
    events = parts.store.events.many([one.event_id for one in found], caller.scope)
    view = EventView(parts, caller, language)
    return [
        AppealItem(**AppealOut.model_validate(one).model_dump(), event=view.item(events[one.event_id]))
        for one in found
        if one.event_id in events
    ]


@router.post("/appeals/{appeal_id}", summary="Accept or reject an appeal", responses=refuses(404, 409))
def decide(appeal_id: Id, body: RulingIn, caller: Judge, parts: Parts) -> AppealOut:
    """An accepted appeal dismisses its event. The day is scored again, and the points before and after are kept.

    403 for the account that filed the appeal or confirmed the event, 409 when it is decided already or
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


def _deed(caller: Caller, action: Action, made: Appeal) -> Deed:
    return caller.deed(action, f"event {made.event_id}", f"appeal {made.id} {made.state}")
