"""The overturn rate: how many appeals against events of an audit's days were accepted."""

from zoneinfo import ZoneInfo

from models import AppealState, AuditDraw, day_span
from models.store import EVERYTHING, Repositories, Scope
from pipeline.quality.proportion import Proportion, proportion


def overturned(store: Repositories, draw: AuditDraw, zone: ZoneInfo, scope: Scope = EVERYTHING) -> Proportion:
    """The accepted ones of all appeals that were decided about events of these days in `scope`."""
    span = day_span(draw.since, zone)[0], day_span(draw.until, zone)[1]
    decided = [
        one.state
        for one in store.appeals.of_span(draw.site, span, scope)
        if one.state is not AppealState.OPEN
    ]
    return proportion(decided.count(AppealState.ACCEPTED), len(decided))
