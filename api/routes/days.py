"""Days: the scores, and one score with every reason."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException

from api.context import Parts, ScoreReader, page_end, paging
from api.event_views import EventView
from api.schemas import (
    Day,
    DayDetail,
    DayItem,
    DayPage,
    Id,
    Key,
    refuses,
)
from api.score_lines import ScoreLines
from models import Action, Language, ScoreSummary
from models.store import DayFilter, ListPage, PageRequest, Scores, StoredCounter

router = APIRouter(prefix="/days", tags=["scores"])

_DAYS = dt.timedelta(days=30)
_MOST = dt.timedelta(days=366)


@router.get("", summary="Scores by day and counter, newest first")
def days(  # noqa: PLR0913, PLR0917 - one argument for each query parameter is how they are declared
    caller: ScoreReader,
    parts: Parts,
    wanted: Annotated[PageRequest, Depends(paging(Scores.ORDERS, "-day", limit=200, most=1000))],
    since: Day | None = None,
    until: Day | None = None,
    site: Key | None = None,
    counter_id: Id | None = None,
) -> DayPage:
    """Both days included; the last 31 days that have scores when none is given, a year at most."""
    last = until or (parts.store.scores.latest_day(caller.scope) if since is None else since + _MOST)
    if last is None:
        return DayPage(items=[], **page_end(ListPage([], None, 0), wanted))
    first = since or last - _DAYS
    if last - first > _MOST:
        raise HTTPException(422, "since: more than a year: ask for less")
    parts.viewed(caller, Action.SCORES_VIEWED, f"site {site}" if site else "all sites", f"{first} to {last}")
    places = parts.store.sites.places(caller.scope)
    found = parts.store.scores.listed(DayFilter(first, last, counter_id, site), wanted, caller.scope)
    shown = [summary.day for summary in found.items] or [first]
    still_open = parts.store.events.count_open(min(shown), max(shown), parts.norms.records, counter_id)
    items = [
        _item(summary, places[summary.counter_id], still_open.get((summary.counter_id, summary.day), 0))
        for summary in found.items
    ]
    return DayPage(items=items, **page_end(found, wanted))


@router.get("/{day}/{counter_id}", summary="One counter's day with every reason", responses=refuses(404))
def day(
    day: Day, counter_id: Id, caller: ScoreReader, parts: Parts, language: Language | None = None
) -> DayDetail:
    """404 when there is no score, or none that the caller may see."""
    place = parts.store.sites.places(caller.scope).get(counter_id)
    score = parts.store.scores.get(counter_id, day) if place else None
    if place is None or score is None:
        raise HTTPException(404, f"there is no score of counter {counter_id} on {day}")
    parts.viewed(caller, Action.SCORES_VIEWED, f"counter {counter_id}", str(day))
    (summary,) = parts.store.scores.summaries(day, day, counter_id, caller.scope)
    counted = parts.store.events.count_open(day, day, parts.norms.records, counter_id)
    still_open = counted.get((counter_id, day), 0)
    stored = parts.store.events.of_counter(counter_id, score.period.start, score.period.end)
    lines = ScoreLines(parts.norms.catalogue, EventView(parts, caller, language), stored).of(score)
    return DayDetail(**_item(summary, place, still_open).model_dump(), lines=lines)


def _item(summary: ScoreSummary, place: StoredCounter, still_open: int) -> DayItem:
    return DayItem(
        day=summary.day,
        site=place.site,
        camera=place.camera,
        counter=place.counter,
        counter_id=place.counter_id,
        counter_name=place.counter_name,
        points=summary.points,
        coverage=summary.coverage,
        profile=summary.profile,
        profile_hash=summary.profile_hash,
        deducted=summary.deducted,
        open=still_open,
        final=summary.final,
    )
