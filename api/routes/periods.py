"""A hall's day, week or month: hall, counters, shifts, people and clauses, with the figures of the report."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.context import Parts, Reviewer, ScoreReader, page_end, paging
from api.periods import group_out, period_out
from api.routes.reports import gathered, site_of
from api.schemas import Day, GroupPage, Key, PeriodName, PeriodOut, refuses
from models import Action
from models.store import Orders, PageRequest, SortKey, both_ways, list_page
from pipeline.reports import ReportRequest
from pipeline.scoring.aggregates import PeriodComparison, people, period_of, shifts
from pipeline.scoring.days import norms_of

router = APIRouter(prefix="/periods", tags=["scores"])

_NAME = SortKey(lambda group: group.name, str)
PEOPLE: Orders = both_ways("name", _NAME) | both_ways(
    "points", SortKey(lambda group: -1.0 if group.points is None else group.points, float), _NAME
)
SiteKey = Annotated[Key, Query(description="key of the hall")]


@router.get("/{period}/{day}", summary="The day, week or month that a day belongs to", responses=refuses(404))
def period(period: PeriodName, day: Day, caller: ScoreReader, parts: Parts, site: SiteKey) -> PeriodOut:
    """404 where nothing is kept of the hall."""
    hall = site_of(parts, caller, site)
    parts.viewed(caller, Action.SCORES_VIEWED, f"site {site}", f"{period} of {day}")
    report = gathered(parts, ReportRequest(hall, period, day, parts.now(), caller.scope))
    places = [part.place for part in report.counters]
    return period_out(report, shifts(parts.store, hall, places, day, period))


@router.get(
    "/{period}/{day}/people", summary="The same by person, as the roster names them", responses=refuses(404)
)
def by_person(
    period: PeriodName,
    day: Day,
    caller: Reviewer,
    parts: Parts,
    site: SiteKey,
    wanted: Annotated[PageRequest, Depends(paging(PEOPLE, "name", limit=200, most=1000))],
) -> GroupPage:
    """Cameras recognise no person: a post and a shift name the person. Empty without a roster. Each call is audited."""
    hall, now = site_of(parts, caller, site), parts.now()
    span = period_of(day, period, hall.timezone)
    parts.store.audit.add(caller.deed(Action.PEOPLE_VIEWED, f"people {period} {span.day} {site}"), now)
    found = people(parts.store, hall, norms_of(parts.store, hall), span, now, caller.scope)
    groups = (
        group_out(name, PeriodComparison(summary, summary, float("nan")))
        for name, (summary, _) in found.items()
    )
    page = list_page(groups, PEOPLE, wanted)
    return GroupPage(items=page.items, **page_end(page, wanted))
