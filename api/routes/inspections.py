"""Inspections: auditors check at a counter what no camera judges, and sign it."""

from collections import Counter
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, HTTPException

from api.context import Context, Judge, Parts, page_end, paging
from api.schemas import CheckedClauseOut, InspectionIn, InspectionOut, InspectionPage, refuses
from models import Action, CheckedClause, Inspection, calendar_day
from models.store import Inspections, PageRequest, StoredCounter

router = APIRouter(prefix="/inspections", tags=["quality"])


@router.get("", summary="Signed checklists of counters, newest first")
def inspections(
    caller: Judge,
    parts: Parts,
    wanted: Annotated[PageRequest, Depends(paging(Inspections.ORDERS, "-signed_at"))],
) -> InspectionPage:
    """What auditors saw of the clauses that no camera judges, at counters that the caller may see."""
    parts.viewed(caller, Action.INSPECTIONS_VIEWED)
    found, places = (
        parts.store.inspections.listed(wanted, caller.scope),
        parts.store.sites.places(caller.scope),
    )
    items = [_out(one, places[one.counter_id]) for one in found.items]
    return InspectionPage(items=items, **page_end(found, wanted))


@router.post("", summary="Sign the checklist of a counter", status_code=201, responses=refuses(404))
def sign(body: InspectionIn, caller: Judge, parts: Parts) -> InspectionOut:
    """The account signs with its name and the time of the server. It cannot be changed; sign another one instead.

    404 for an unknown counter; 422 for a clause that a camera judges, one that is named twice, and a day to come.
    """
    place = parts.store.sites.places(caller.scope).get(body.counter_id)
    if place is None:
        raise HTTPException(404, f"there is no counter {body.counter_id}")
    _check(parts, body, place)
    clauses = [CheckedClause(one.clause, one.met, one.note) for one in body.clauses]
    with parts.store.unit_of_work("inspections") as work:
        made = work.inspections.add(body.counter_id, body.day, clauses, caller.user.name, parts.now())
        told = f"inspection {made.id}: {len(clauses)} clauses, {body.day}"
        work.audit.add(caller.deed(Action.INSPECTED, f"counter {body.counter_id}", told), parts.now())
    return _out(made, place)


def _check(parts: Context, body: InspectionIn, place: StoredCounter) -> None:
    """Refuse with 422 what is no checklist."""
    known = parts.norms.catalogue.clauses
    for clause, times in Counter(one.clause for one in body.clauses).items():
        if clause not in known or known[clause].judged != "auditor":
            raise HTTPException(422, f"clauses: {clause!r} is no clause that only an auditor judges")
        if times > 1:
            raise HTTPException(422, f"clauses: {clause} is named twice")
    if body.day > calendar_day(parts.now(), ZoneInfo(place.timezone)):
        raise HTTPException(422, "day: it has not come yet")


def _out(one: Inspection, place: StoredCounter) -> InspectionOut:
    return InspectionOut(
        id=one.id, site=one.site, counter_id=one.counter_id, counter=place.counter,
        counter_name=place.counter_name, timezone=place.timezone, day=one.day, signed_by=one.signed_by,
        signed_at=one.signed_at,
        clauses=[CheckedClauseOut(clause=c.clause, met=c.met, note=c.note) for c in one.clauses],
    )  # fmt: skip
