"""The history of a clause, and the norms of each day."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query

from api.context import Parts, ScoreReader
from api.routes.reports import site_of
from api.schemas import (
    ClauseDayOut,
    ClauseHistoryOut,
    ClauseNormOut,
    Day,
    Key,
    NormChangeOut,
    RateOut,
    refuses,
)
from pipeline.scoring.clause_history import ClauseDay, clause_history

router = APIRouter(prefix="/clauses", tags=["norms"])

_DAYS, _MOST = dt.timedelta(days=30), dt.timedelta(days=92)


@router.get(
    "/{clause}/history", summary="A clause day by day, with the changes of the norms", responses=refuses(404)
)
def history(
    clause: Key,
    caller: ScoreReader,
    parts: Parts,
    site: Annotated[Key, Query(description="key of the hall")],
    since: Day | None = None,
    until: Day | None = None,
) -> ClauseHistoryOut:
    """Both days included; the last 31 days that have scores when none is given, 93 days at most."""
    hall, known = site_of(parts, caller, site), parts.norms.catalogue.clauses.get(clause)
    if known is None:
        raise HTTPException(404, f"there is no clause {clause!r}")
    last = until or parts.store.scores.latest_day(caller.scope) or dt.date.min + _DAYS
    first = since or last - _DAYS
    if last - first > _MOST:
        raise HTTPException(422, "since: more than three months: ask for less")
    mine = {place.counter for place in parts.store.sites.places(caller.scope).values() if place.site == site}
    found = clause_history(parts.store, hall, clause, (first, last), sorted(mine))
    return ClauseHistoryOut(
        clause=parts.norms.clause_out(known),
        site=site,
        days=[_day(one) for one in found.days],
        changes=[NormChangeOut.model_validate(one) for one in found.changes],
        norms=[
            ClauseNormOut(profile_hash=one.profile_hash, said=None if one.said is None else dict(one.said))
            for one in found.norms
        ],
    )


def _day(one: ClauseDay) -> ClauseDayOut:
    total = one.total
    return ClauseDayOut(
        day=one.day,
        profile=one.profile,
        profile_hash=one.profile_hash,
        points=total.points,
        occurrences=total.occurrences,
        seconds=total.seconds,
        observed=total.observed,
        broken=total.broken,
        rates=[RateOut.from_rate(rate) for rate in one.rates],
    )
