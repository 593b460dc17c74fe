"""Spot checks for auditors: events and quiet minutes of a day, drawn at random."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.context import Judge, Parts
from api.event_views import EventView
from api.routes.reports import site_of
from api.schemas import Day, Key, SampleOut, SpotOut, refuses
from models import Action, Language
from pipeline.scoring.sampling import SampleSize, draw

router = APIRouter(prefix="/samples", tags=["audit"])


@router.get("/{day}", summary="A random sample of a hall's day", responses=refuses(404))
def sample(  # noqa: PLR0913, PLR0917 - one argument for each parameter is how they are declared
    day: Day,
    caller: Judge,
    parts: Parts,
    site: Annotated[Key, Query(description="key of the hall")],
    events: Annotated[int, Query(ge=0, le=50)] = 10,
    spots: Annotated[int, Query(ge=0, le=50)] = 5,
    language: Language | None = None,
) -> SampleOut:
    """The sample depends only on hall and day, so each call returns the same one. Each call is audited."""
    found = draw(parts.store, site_of(parts, caller, site), day, SampleSize(events, spots), caller.scope)
    deed = caller.deed(Action.SAMPLED, f"sample {day} {site}", f"{events} {spots}")
    parts.store.audit.add(deed, parts.now())
    view = EventView(parts, caller, language)
    return SampleOut(
        site=site,
        day=day,
        events=[view.item(one) for one in found.events],
        spots=[SpotOut.model_validate(one) for one in found.spots],
    )
