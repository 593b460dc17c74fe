"""Legal holds: what must not be deleted. Auditors and administrators place and lift them."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path

from api.context import Auditor, Parts
from api.schemas import HoldIn, HoldLift, HoldOut
from models import Action
from pipeline.retention.holding import HoldRequest, held_matter

router = APIRouter(prefix="/holds", tags=["privacy"])


@router.get("", summary="Legal holds, newest first")
def holds(_caller: Auditor, parts: Parts) -> list[HoldOut]:
    """Lifted holds and those that ended are included: they explain why something was kept."""
    now = parts.now()
    return [HoldOut.at(hold, now) for hold in parts.store.holds.all()]


@router.post(
    "", summary="Hold an event, a person, a counter's day, or a site over some days", status_code=201
)
def place(body: HoldIn, caller: Auditor, parts: Parts) -> HoldOut:
    """404 for what is not stored, 422 where not exactly one thing is named or the hold would have ended."""
    now = parts.now()
    wish = HoldRequest(
        body.event_id, body.person, body.counter_id, body.day, body.site, body.since, body.until
    )
    try:
        with parts.store.unit_of_work("holds") as work:
            matter = held_matter(work, wish)
            hold = work.holds.place(matter, body.reason, caller.user.name, now, body.ends_at)
            work.audit.add(caller.deed(Action.HOLD_PLACED, hold.named, f"hold {hold.id}: {hold.reason}"), now)
    except LookupError as error:
        raise HTTPException(404, str(error)) from error
    except ValueError as error:
        raise HTTPException(422, str(error)) from error
    return HoldOut.at(hold, now)


@router.post("/{hold_id}/lift", summary="Lift a hold")
def lift(
    hold_id: Annotated[int, Path(ge=1, lt=2**31)], body: HoldLift, caller: Auditor, parts: Parts
) -> HoldOut:
    """404 when there is no such hold, 409 when it is lifted already."""
    now = parts.now()
    try:
        with parts.store.unit_of_work("holds") as work:
            hold = work.holds.lift(hold_id, body.reason, caller.user.name, now)
            work.audit.add(caller.deed(Action.HOLD_LIFTED, hold.named, f"hold {hold.id}: {body.reason}"), now)
    except LookupError as error:
        raise HTTPException(404, str(error)) from error
    except ValueError as error:
        raise HTTPException(409, str(error)) from error
    return HoldOut.at(hold, now)
