"""Legal holds: what must not be deleted. Auditors and administrators place and lift them."""

from collections.abc import Collection
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException

from api.context import Auditor, Caller, Context, Parts, page_end, paging
from api.schemas import HoldIn, HoldLift, HoldOut, HoldPage, Id, refuses
from models import Action
from models.store import EVERYTHING, Holds, PageRequest
from pipeline.retention.holding import HoldRequest, held_matter

router = APIRouter(prefix="/holds", tags=["privacy"])


@router.get("", summary="Legal holds, newest first")
def holds(
    caller: Auditor,
    parts: Parts,
    wanted: Annotated[PageRequest, Depends(paging(Holds.ORDERS, "-placed_at", limit=200))],
) -> HoldPage:
    """Lifted holds and those that ended are included: they explain why something was kept.

    Holds on persons are for accounts that see all halls.
    """
    now = parts.now()
    parts.viewed(caller, Action.HOLDS_VIEWED)
    found = parts.store.holds.listed(wanted, _seen(parts, caller))
    return HoldPage(items=[HoldOut.at(hold, now) for hold in found.items], **page_end(found, wanted))


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
    if not parts.store.holds.holds(hold_id, _seen(parts, caller)):
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


def _seen(parts: Context, caller: Caller) -> tuple[Collection[int], Collection[str]] | None:
    """The counters that the caller may see, and the sites of which they see every camera; None for everything."""
    if caller.scope == EVERYTHING:
        return None
    halls = {one.site.site for one in parts.store.sites.all(caller.scope) if one.whole}
    return parts.store.sites.places(caller.scope).keys(), halls
