"""The own shifts of a clerk: points, and every deduction with its reason and events."""

import datetime as dt
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, HTTPException

from api.context import Context, Parts, ShiftReader, page_end, paging
from api.event_views import EventView, local
from api.schemas import Day, OwnShiftOut, OwnShiftPage, or_none
from api.score_lines import ScoreLines
from models import Action, Language, Verdict, calendar_day
from models.store import ListPage, OwnTime, PageRequest, SortKey, both_ways, list_page
from pipeline.scoring.own_shifts import OwnStretch, own_stretches, scored

router = APIRouter(prefix="/shifts", tags=["scores"])

SHIFTS = both_ways(
    "start", SortKey(lambda one: one.period.start, float), SortKey(lambda one: one.place.counter_id, int)
)
_DAYS, _MOST = dt.timedelta(days=6), dt.timedelta(days=30)


@router.get("", summary="The own shifts of a clerk")
def shifts(
    caller: ShiftReader,
    parts: Parts,
    wanted: Annotated[PageRequest, Depends(paging(SHIFTS, "-start"))],
    since: Day | None = None,
    until: Day | None = None,
    language: Language | None = None,
) -> OwnShiftPage:
    """Both days included; the seven days until the last shift that has begun when none is given, 31 days at most.

    The roster says which shifts are the own ones. Empty where no roster names the account's person.
    """
    own = caller.scope.own or OwnTime("")
    last = until or (since + _DAYS if since else _latest(parts, own))
    if last is None:
        return OwnShiftPage(items=[], **page_end(ListPage([], None, 0), wanted))
    first = since or last - _DAYS
    if last - first > _MOST:
        raise HTTPException(422, "since: more than 31 days: ask for less")
    parts.viewed(caller, Action.SCORES_VIEWED, "own shifts", f"{first} to {last}")
    found = list_page(own_stretches(parts.store, own, (first, last), parts.now()), SHIFTS, wanted)
    view = EventView(parts, caller, language)
    return OwnShiftPage(items=[_out(parts, view, one) for one in found.items], **page_end(found, wanted))


def _latest(parts: Context, own: OwnTime) -> dt.date | None:
    """The last day of the last shift that has begun, as far as it has come."""
    places = parts.store.sites.places()
    for span in own.spans:
        if span.start <= parts.now():
            zone = ZoneInfo(places[span.counter_id].timezone)
            return calendar_day(min(span.end, parts.now()), zone)
    return None


def _out(parts: Context, view: EventView, one: OwnStretch) -> OwnShiftOut:
    place, period = one.place, one.period
    score, events = scored(parts.store, one, parts.now())
    waits = [e for e in events if e.verdict is Verdict.OPEN and e.event.kind not in parts.norms.records]
    return OwnShiftOut(
        day=period.day,
        site=place.site,
        timezone=place.timezone,
        counter=place.counter,
        counter_id=place.counter_id,
        counter_name=place.counter_name,
        shift=one.shift,
        start=period.start,
        end=period.end,
        start_local=local(period.start, place.timezone),
        end_local=local(period.end, place.timezone),
        points=or_none(score.points),
        coverage=or_none(score.coverage),
        profile=score.profile,
        profile_hash=score.profile_hash,
        open=len(waits),
        final=score.final,
        lines=ScoreLines(parts.norms.catalogue, view, events).of(score),
    )
