"""The states of a counter's day, from its kept signals."""

from dataclasses import asdict

from fastapi import APIRouter, HTTPException

from api.context import Overseer, Parts
from api.schemas import Day, Id, TimelineOut, refuses
from models import Action
from pipeline.errors import PipelineError

router = APIRouter(prefix="/days", tags=["scores"])


@router.get("/{day}/{counter_id}/timeline", summary="How one counter's day passed", responses=refuses(404))
def timeline(day: Day, counter_id: Id, caller: Overseer, parts: Parts) -> TimelineOut:
    """404 for a counter that the caller may not see; 503 where the day's signals cannot be read now."""
    if counter_id not in parts.store.sites.places(caller.scope):
        raise HTTPException(404, f"there is no counter {counter_id}")
    parts.viewed(caller, Action.TIMELINE_VIEWED, f"counter {counter_id} {day}")
    try:
        found = parts.aside.states(counter_id, day)
    except PipelineError as error:
        raise HTTPException(503, str(error)) from error
    if found is None:
        return TimelineOut(kept=False, open=[], observed=[], lanes=[])
    return TimelineOut.model_validate({**asdict(found), "kept": True})
