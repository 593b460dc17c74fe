"""Surprise checks for auditors: events and quiet minutes of a day, drawn by lot."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query

from api.context import Judge, Parts
from api.routes.reports import site_of
from api.schemas import SampleOut, SpotOut
from api.views import EventView
from models.records import Action, Language
from pipeline.scoring.sampling import SampleSize, draw

router = APIRouter(prefix="/samples", tags=["audit"])


@router.get("/{day}", summary="What to check of a hall's day")
def sample(  # noqa: PLR0913, PLR0917 - one argument for each parameter is how they are declared
    day: dt.date,
    caller: Judge,
    parts: Parts,
    site: Annotated[str, Query(max_length=255, description="key of the hall")],
    events: Annotated[int, Query(ge=0, le=50)] = 10,
    spots: Annotated[int, Query(ge=0, le=50)] = 5,
    language: Language | None = None,
) -> SampleOut:
    """Nobody chooses what is drawn, and whoever asks again gets the same; each look is written down."""
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
