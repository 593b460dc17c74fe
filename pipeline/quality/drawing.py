"""The draw of a quality audit: a stratified random sample of flagged events and of quiet minutes, in mixed order.

Each kind of event is a stratum, and each rate at which quiet time was kept. A stratum counts for all that it has, so
the number of items that is drawn from it changes how sure a figure is, and never the figure itself.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from models import RECORDED, AuditDraw, AuditItem, AuditStratum, StoredEvent, Verdict
from pipeline.intervals import Basis, limit
from pipeline.quality.quiet_pools import QuietPool
from pipeline.scoring.sampling import Population, QuietMinute, by_lot, lot


@dataclass(frozen=True, slots=True)
class DrawLimits:
    """Limits of a draw."""

    days: int = limit(92, "days", Basis.CHOICE, "a quarter: longer spans mix halls that have changed")


LONGEST_DAYS = DrawLimits().days


@dataclass(frozen=True, slots=True)
class AuditWish:
    """What an auditor asks for: a hall, days (both included), and how many events and quiet minutes to draw."""

    site: str
    since: dt.date
    until: dt.date
    events: int
    minutes: int


def draw_audit(wish: AuditWish, among: Population, seed: str, pools: Sequence[QuietPool] = ()) -> AuditDraw:
    """The items by the seed: the same every time. As many of each kind as there are, if it has fewer than others.

    Quiet minutes come from `pools`; without any, from all that `among` has.

    Raises ValueError when there is nothing to draw.
    """
    events = _by_kind(among.events)
    pools = pools or [QuietPool(RECORDED, len(among.minutes), among.minutes)]
    minutes = {pool.rate: pool for pool in pools if pool.total}
    sizes = {kind: len(found) for kind, found in events.items()}
    wanted = allotted(sizes, wish.events)
    drawn: list[tuple[AuditStratum, StoredEvent | QuietMinute]] = []
    strata: list[AuditStratum] = []
    for kind, found in events.items():
        strata.append(AuditStratum(kind, 1.0, len(found)))
        drawn += [(strata[-1], one) for one in by_lot(found, wanted[kind], seed)]
    shares = allotted({rate: len(pool.minutes) for rate, pool in minutes.items()}, wish.minutes)
    for rate, pool in minutes.items():
        strata.append(AuditStratum("", rate, pool.total))
        drawn += [(strata[-1], one) for one in by_lot(pool.minutes, shares[rate], seed)]
    if not drawn:
        raise ValueError("there is neither an event nor a quiet minute to draw in these days")
    mixed = sorted(drawn, key=lambda pair: lot(pair[1], f"order {seed}"))
    items = tuple(_items(mixed, among.events))
    return AuditDraw(wish.site, wish.since, wish.until, seed, tuple(strata), items)


Stratum = TypeVar("Stratum", str, float)


def allotted(sizes: Mapping[Stratum, int], count: int) -> dict[Stratum, int]:
    """How many of `count` are drawn from each stratum: evenly, and all of one that has fewer.

    What does not divide evenly goes to the first strata.
    """
    given, left = dict.fromkeys(sizes, 0), min(count, sum(sizes.values()))
    while left:
        open_ = [name for name in sizes if given[name] < sizes[name]]
        share = max(1, left // len(open_))
        for name in open_:
            more = min(share, sizes[name] - given[name], left)
            given[name], left = given[name] + more, left - more
    return given


def _by_kind(events: Sequence[StoredEvent]) -> dict[str, list[StoredEvent]]:
    found: dict[str, list[StoredEvent]] = defaultdict(list)
    for one in events:
        found[one.event.kind].append(one)
    return dict(sorted(found.items()))


def _items(
    drawn: Sequence[tuple[AuditStratum, StoredEvent | QuietMinute]], events: Sequence[StoredEvent]
) -> Iterator[AuditItem]:
    for position, (stratum, one) in enumerate(drawn, 1):
        if isinstance(one, QuietMinute):
            yield AuditItem(
                position, stratum, None, one.counter_id, one.camera_id, one.start, one.end, Verdict.OPEN, ()
            )
        else:
            yield AuditItem(
                position, stratum, one.id, one.counter_id, one.camera_id, one.event.start, one.event.end,
                one.verdict, _overlapping(one, events),
            )  # fmt: skip


def _overlapping(one: StoredEvent, events: Sequence[StoredEvent]) -> tuple[str, ...]:
    """The kinds of other events at the counter at the same time: one of these is not overlooked."""
    start, end = one.event.start, one.event.end
    return tuple(
        sorted(
            {
                other.event.kind
                for other in events
                if other.id != one.id
                and other.counter_id == one.counter_id
                and other.event.start <= end
                and other.event.end >= start
            }
        )
    )
