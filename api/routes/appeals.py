"""Appeals: an event is contested by one person and decided by another, and the score follows."""

from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter, HTTPException, Query

from api.context import Appellant, Caller, Context, Judge, Parts, Reader
from api.rescoring import points_of, rescore
from api.routes.events import find
from api.schemas import AppealIn, AppealItem, AppealOut, RulingIn
from api.views import EventView
from models.appeals import Appeal, AppealState, Filing, Ruling
from models.records import Action, Language
from models.store import Deed, OvertakenError

router = APIRouter(tags=["appeals"])

T = TypeVar("T")


@router.post("/events/{event_id}/appeals", summary="Contest an event", status_code=201)
def appeal(event_id: int, body: AppealIn, caller: Appellant, parts: Parts) -> AppealOut:
    """409 when an appeal is open already or the event was dismissed, 422 for a plain record, which is no fault."""
    stored = find(parts, caller, event_id)
    if stored.event.kind in parts.norms.records:
        raise HTTPException(422, f"{stored.event.kind} is a record and no fault: there is nothing to contest")
    filing = Filing(caller.user.id, body.person, body.reason)
    made = _done(lambda: parts.store.appeals.file(event_id, filing, parts.now()))
    _write_down(parts, caller, Action.APPEALED, made)
    return AppealOut.model_validate(made)


@router.get("/appeals", summary="Appeals: open ones oldest first, others newest first")
def appeals(
    caller: Reader,
    parts: Parts,
    state: AppealState | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
    language: Language | None = None,
) -> list[AppealItem]:
    """Of the events that the caller may see."""
    found = parts.store.appeals.page(state, limit)
    events = parts.store.events.many([one.event_id for one in found], caller.scope)
    view = EventView(parts, caller, language)
    return [
        AppealItem(**AppealOut.model_validate(one).model_dump(), event=view.item(events[one.event_id]))
        for one in found
        if one.event_id in events
    ]


@router.post("/appeals/{appeal_id}", summary="Accept or reject an appeal")
def decide(appeal_id: int, body: RulingIn, caller: Judge, parts: Parts) -> AppealOut:
    """An accepted one dismisses its event; the day is scored again at once, and what changed is kept.

    403 for who filed it or confirmed the event, 409 when it is decided already.
    """
    held = parts.store.appeals.get(appeal_id) if 0 < appeal_id < 2**31 else None
    if held is None:
        raise HTTPException(404, f"there is no appeal {appeal_id}")
    stored = find(parts, caller, held.event_id)
    before = points_of(parts, stored)
    ruling = Ruling(caller.user.id, body.accepted, body.answer)
    made = _done(lambda: parts.store.appeals.decide(appeal_id, ruling, parts.now()))
    rescore(parts, stored)
    parts.store.appeals.weighed(appeal_id, before, points_of(parts, stored))
    _write_down(parts, caller, Action.APPEAL_DECIDED, made)
    return AppealOut.model_validate(parts.store.appeals.get(appeal_id))


def _done(step: Callable[[], T]) -> T:
    """What the step gives, or its refusal as an answer."""
    try:
        return step()
    except OvertakenError as error:
        raise HTTPException(409, str(error)) from error
    except PermissionError as error:
        raise HTTPException(403, str(error)) from error


def _write_down(parts: Context, caller: Caller, action: Action, made: Appeal) -> None:
    deed = Deed(
        caller.user.name, action, f"event {made.event_id}", f"appeal {made.id} {made.state}", caller.client
    )
    parts.store.audit.add(deed, parts.now())
