"""The quiet minutes of an audit, by the rate at which they were kept on video.

Minutes of days with one rate are a stratum, and only those that were kept can be drawn from it. Each drawn one stands
for as many minutes as the stratum has to a drawn one, so the estimate is right for any rate and any budget.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from models import RECORDED, WITHOUT_VIDEO, QuietDraw, Site, calendar_day
from models.store import EVERYTHING, Repositories, Scope
from pipeline.scoring.sampling import QuietMinute


@dataclass(frozen=True, slots=True)
class QuietPool:
    """`total` quiet minutes of days with one rate (0..1), and those of them that may be drawn."""

    rate: float
    total: int
    minutes: tuple[QuietMinute, ...]


def quiet_pools(
    store: Repositories,
    site: Site,
    days: tuple[dt.date, dt.date],
    minutes: Sequence[QuietMinute],
    scope: Scope = EVERYTHING,
) -> tuple[QuietPool, ...]:
    """The pools of the quiet `minutes` of these days (both included), the lowest rate first."""
    draws = {one.day: one for one in store.quiet_minutes.draws(site.site, *days)}
    kept = store.quiet_minutes.kept([draw.id for draw in draws.values()], scope)
    return pools_of(minutes, draws, {(one.counter_id, one.start) for one in kept}, site.zone)


def pools_of(
    minutes: Sequence[QuietMinute],
    draws: Mapping[dt.date, QuietDraw],
    kept: Collection[tuple[int, float]],
    zone: ZoneInfo,
) -> tuple[QuietPool, ...]:
    """The pools by the draws of days of `zone`; `kept` has counter and start of the minutes with video.

    A kept minute counts only if the seed of its day draws it. Days of a rate of which nothing is left join the next
    rate: the minutes of those that are like them stand for theirs.
    """
    drawable: dict[float, list[QuietMinute]] = defaultdict(list)
    totals: dict[float, int] = defaultdict(int)
    for minute in minutes:
        draw = draws.get(calendar_day(minute.start, zone))
        rate = WITHOUT_VIDEO if draw is None else draw.share
        totals[rate] += 1
        known = (minute.counter_id, minute.start) in kept
        if draw is not None and known and draw.holds(minute.camera, minute.counter, minute.start):
            drawable[rate].append(minute)
    if not drawable:
        return (QuietPool(RECORDED, len(minutes), tuple(minutes)),) if minutes else ()
    joined: dict[float, int] = defaultdict(int)
    for rate, total in totals.items():
        joined[min(drawable, key=lambda other: abs(other - rate)) if rate else rate] += total
    return tuple(QuietPool(rate, joined[rate], tuple(drawable.get(rate, ()))) for rate in sorted(joined))
