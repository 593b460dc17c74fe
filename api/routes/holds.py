"""Legal holds: what must not be deleted. Auditors and administrators place and lift them."""

from fastapi import APIRouter, HTTPException

from api.context import Auditor, Caller, Context, Parts
from api.schemas import HoldIn, HoldLift, HoldOut, Id, refuses
from models import Action, Hold
from models.store import EVERYTHING
from pipeline.retention.holding import HoldRequest, held_matter

router = APIRouter(prefix="/holds", tags=["privacy"])


@router.get("", summary="Legal holds, newest first")
def holds(caller: Auditor, parts: Parts) -> list[HoldOut]:
    """Lifted holds and those that ended are included: they explain why something was kept.

    Holds on persons are for accounts that see all halls.
    """
    now = parts.now()
    parts.viewed(caller, Action.HOLDS_VIEWED)
    return [HoldOut.at(hold, now) for hold in _seen(parts, caller)]


@router.post(
    "",
    summary="Hold an event, a person, a counter's day, or a site over some days",
    status_code=201,
    responses=refuses(404),
)
def place(body: HoldIn, caller: Auditor, parts: Parts) -> HoldOut:
    """404 for what is not stored, 422 where not exactly one thing is named or the hold would have ended."""
    now = parts.now()
    if body.person and caller.scope != EVERYTHING:
        raise HTTPException(403, "a hold on a person needs an account that sees all halls")
    wish = HoldRequest(
        body.event_id, body.person, body.counter_id, body.day, body.site, body.since, body.until
    )
    try:
        with parts.store.unit_of_work("holds") as work:
            matter = held_matter(work, wish, caller.scope)
            hold = work.holds.place(matter, body.reason, caller.user.name, now, body.ends_at)
            work.audit.add(caller.deed(Action.HOLD_PLACED, hold.named, f"hold {hold.id}: {hold.reason}"), now)
    except LookupError as error:
        raise HTTPException(404, str(error)) from error
    except ValueError as error:
        raise HTTPException(422, str(error)) from error
    return HoldOut.at(hold, now)


@router.post("/{hold_id}/lift", summary="Lift a hold", responses=refuses(404, 409))
def lift(hold_id: Id, body: HoldLift, caller: Auditor, parts: Parts) -> HoldOut:
    """404 when there is no such hold, 409 when it is lifted already."""
    now = parts.now()
    if hold_id not in {hold.id for hold in _seen(parts, caller)}:
        raise HTTPException(404, f"there is no hold {hold_id}")
    try:
        with parts.store.unit_of_work("holds") as work:
            hold = work.holds.lift(hold_id, body.reason, caller.user.name, now)
            work.audit.add(caller.deed(Action.HOLD_LIFTED, hold.named, f"hold {hold.id}: {body.reason}"), now)
    except LookupError as error:
        raise HTTPException(404, str(error)) from error
    except ValueError as error:
        raise HTTPException(409, str(error)) from error
    return HoldOut.at(hold, now)


def _seen(parts: Context, caller: Caller) -> list[Hold]:
    """The holds on what the caller may see, newest first; one on a site where they see every camera of it."""
    held = parts.store.holds.all()
    if caller.scope == EVERYTHING:
        return held
    places = parts.store.sites.places(caller.scope)
    halls = {one.site.site for one in parts.store.sites.all(caller.scope) if one.whole}
    return [
        hold
        for hold in held
        if hold.matter.counter_id in places or (hold.matter.counter_id is None and hold.matter.site in halls)
    ]
