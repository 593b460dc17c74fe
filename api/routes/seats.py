"""Seats of counters: shown to all readers, corrected by accounts that set up cameras."""

from datetime import datetime

from fastapi import APIRouter, HTTPException

from api.context import Caller, Context, Overseer, Parts, Surveyor
from api.schemas import HeightsOut, Id, SeatIn, SeatOut, or_none, refuses
from models import Calibration
from models.store import StoredCounter
from pipeline.errors import PipelineError
from pipeline.seats.corrections import SeatCorrection, correct, learn_anew, newest, over_edge, today

router = APIRouter(prefix="/counters", tags=["site"])


@router.get(
    "/{counter_id}/seat", summary="How high staff sits and stands at a counter", responses=refuses(404)
)
def seat(counter_id: Id, caller: Overseer, parts: Parts) -> SeatOut:
    """404 when there is no such counter, or the caller may not see it."""
    place = _place(counter_id, caller, parts)
    return _out(place, newest(parts.store, place.counter_id, parts.now()))


@router.put(
    "/{counter_id}/seat", summary="Correct a seat, or have it learned anew", responses=refuses(404, 409)
)
def correct_seat(counter_id: Id, body: SeatIn, caller: Surveyor, parts: Parts) -> SeatOut:
    """404 for an unknown counter, 409 where that cannot be: nothing known yet, nobody seen, levels of no person.

    The correction is audited, and the next nightly run judges the days again for which it is valid.
    """
    place, now = _place(counter_id, caller, parts), parts.now()
    try:
        said = SeatCorrection(
            caller.user.name,
            body.since or today(place, now),
            _level(body.seated, body.sat_at, place, parts),
            _level(body.standing, body.stood_at, place, parts),
            caller.client,
        )
        if body.anew:
            learn_anew(parts.store, place, said, now)
        elif said.seated is None and said.standing is None:
            raise PipelineError("say a height or a moment, or that it is to be learned anew")
        else:
            correct(parts.store, place, said, now)
    except PipelineError as error:
        raise HTTPException(409, str(error)) from error
    return _out(place, newest(parts.store, place.counter_id, now))


def _place(counter_id: int, caller: Caller, parts: Context) -> StoredCounter:
    place = parts.store.sites.places(caller.scope).get(counter_id)
    if place is None:
        raise HTTPException(404, f"there is no counter {counter_id}")
    return place


def _level(said: float | None, at: datetime | None, place: StoredCounter, parts: Context) -> float | None:
    known = newest(parts.store, place.counter_id, parts.now())
    if at is None or known is None:
        return said
    from pipeline.seats.daily import height_at  # noqa: PLC0415 - arrays, which nothing else here needs

    return height_at(parts.settings.data, place, known.seat, at.timestamp())


def _out(place: StoredCounter, kept: Calibration | None) -> SeatOut:
    if kept is None:
        return SeatOut(counter_id=place.counter_id)
    heights = kept.heights
    low = round(over_edge(kept.seat, heights.low), 3)
    seated = or_none(round(over_edge(kept.seat, kept.seat.seated), 3))
    return SeatOut(
        counter_id=place.counter_id,
        seated=seated if kept.seat.named else None,
        standing=or_none(round(over_edge(kept.seat, kept.seat.standing), 3)),
        untold=None if kept.seat.named else seated,
        source=kept.source,
        made_by=kept.made_by,
        day=kept.day,
        first_day=kept.first_day,
        days=kept.days,
        samples=kept.seat.samples,
        heights=HeightsOut(low=low, step=heights.step, counts=list(heights.counts)),
    )
