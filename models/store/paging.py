"""Pages of events: keyset by (start, id), either way, fast over millions of events."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, select, tuple_, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import Certainty, Verdict
from models.store.base import COUNTED, Scope, counted
from models.tables import CounterRow, EventRow, SiteRow

_PARTS = 64
"""More pairs of counter and kind than this are asked as one IN: a union of more parts gains nothing."""

LOOKED_AT = 50_000
"""Events that are looked at for a total, at most. In a million events this takes about 20 ms."""

Query = Select[float, int]
Where = list[ColumnElement[bool]]
Ordered = InstrumentedAttribute[Any] | ColumnElement[Any]


class Position(NamedTuple):
    """The last event of a page: the next page holds what is older."""

    start: float
    id: int


@dataclass(frozen=True, slots=True)
class EventFilter:
    """A filter of events; None is no limit. Times are UTC seconds, `until` excluded.

    `but_kinds` are left out.
    """

    since: float | None = None
    until: float | None = None
    site: str | None = None
    camera_id: int | None = None
    counter_id: int | None = None
    kinds: frozenset[str] | None = None
    but_kinds: frozenset[str] = frozenset()
    verdict: Verdict | None = None
    certainty: Certainty | None = None
    min_confidence: float | None = None
    found: bool | None = None


@dataclass(frozen=True, slots=True)
class _Where:
    """The range of a query: a site by its id, and counters; None for all, which needs no condition."""

    site: int | None
    counters: frozenset[int] | None


def newest(
    session: Session, want: EventFilter, limit: int, after: Position | None, scope: Scope
) -> list[int]:
    """Ids of at most `limit` events, newest first."""
    return first_ids(session, want, limit, after, scope, downward=True)


def first_ids(
    session: Session,
    want: EventFilter,
    limit: int,
    after: Position | None,
    scope: Scope,
    *,
    downward: bool,
) -> list[int]:
    """Ids of at most `limit` events after a position: newest first if `downward`, else oldest first.

    `kind IN (...) ORDER BY start` sorts every match or scans every event. A list of kinds or counters is
    therefore asked as a union of parts, each of which stops after `limit` rows of its own index.
    """
    place, kinds = _place(session, want, scope), want.kinds
    if place is None or (kinds is not None and not kinds):
        return []
    conditions = [*_plain(want), *_beyond(after, downward), *_equals(EventRow.site_id, place.site)]
    branches = list(product(place.counters or [None], kinds or [None]))
    parts = [[*conditions, *_branch(*branch)] for branch in branches]
    if len(parts) > _PARTS or scope.own is not None:
        parts = [[*conditions, *_one_in(place.counters, kinds), *_own(scope)]]
    return _merged(session, [_first(where, limit, downward) for where in parts], limit, downward)


def count(session: Session, want: EventFilter, scope: Scope) -> tuple[int, bool]:
    """The number of events that match, and whether there are more.

    At most COUNTED are counted. Conditions that no index knows are looked up in at most LOOKED_AT events.
    """
    place, kinds = _place(session, want, scope), want.kinds
    if place is None or (kinds is not None and not kinds):
        return 0, False
    where = [*_indexed(want), *_equals(EventRow.site_id, place.site), *_one_in(place.counters, kinds)]
    where += _own(scope)
    unindexed = _unindexed(want)
    if not unindexed:
        # Nothing but the fact: so these filters are counted in an index, without touching the events.
        return counted(session, select(literal(1)).select_from(EventRow).where(*where))
    fits = case((and_(*unindexed), 1), else_=0).label("fits")
    some = select(fits).where(*where).limit(LOOKED_AT + 1).subquery()
    looked_at, number = session.execute(
        select(func.count(), func.coalesce(func.sum(some.c.fits), 0)).select_from(some)
    ).one()
    return min(int(number), COUNTED, LOOKED_AT), looked_at > LOOKED_AT or number > COUNTED


def _place(session: Session, want: EventFilter, scope: Scope) -> _Where | None:
    """The range that a filter names; None if it is empty in `scope`."""
    site = None
    if want.site is not None:
        site = session.scalar(select(SiteRow.id).where(SiteRow.key == want.site))
        if site is None:
            return None
    if want.counter_id is None and want.camera_id is None and scope.cameras is None:
        return _Where(site, None)
    query = select(CounterRow.id, CounterRow.camera_id)
    if want.counter_id is not None:
        query = query.where(CounterRow.id == want.counter_id)
    if want.camera_id is not None:
        query = query.where(CounterRow.camera_id == want.camera_id)
    own = frozenset() if scope.own is None else scope.own.counters
    found = session.execute(query)
    counters = frozenset(row.id for row in found if scope.holds(row.camera_id) or row.id in own)
    return _Where(site, counters) if counters else None


def _own(scope: Scope) -> Where:
    """The condition of a person's own time; none for a scope of cameras, of which the counters are known."""
    at = EventRow.camera_id, EventRow.counter_id, EventRow.start
    return [] if scope.own is None else [scope.where_event(*at)]


def _plain(want: EventFilter) -> Where:
    return [*_indexed(want), *_unindexed(want)]


def _unindexed(want: EventFilter) -> Where:
    where: Where = []
    if want.min_confidence is not None:
        where.append(EventRow.confidence >= want.min_confidence)
    if want.but_kinds:
        where.append(EventRow.kind.not_in(sorted(want.but_kinds)))
    return where


def _indexed(want: EventFilter) -> Where:
    where: Where = []
    if want.since is not None:
        where.append(EventRow.start >= want.since)
    if want.until is not None:
        where.append(EventRow.start < want.until)
    if want.verdict is not None:
        where.append(EventRow.verdict == want.verdict.value)
    if want.certainty is not None:
        where.append(EventRow.certainty == want.certainty.value)
    if want.found is not None:
        where.append(EventRow.found == want.found)
    return where


def _beyond(after: Position | None, downward: bool) -> Where:
    if after is None:
        return []
    # As two literals: a row value is what both databases can start an index at.
    at, row = tuple_(literal(after.start), literal(after.id)), tuple_(EventRow.start, EventRow.id)
    return [row < at if downward else row > at]


def _branch(counter: int | None, kind: str | None) -> Where:
    return [*_equals(EventRow.counter_id, counter), *_equals(EventRow.kind, kind)]


def _equals(column: InstrumentedAttribute[Any], value: int | str | None) -> Where:
    return [] if value is None else [column == value]


def _one_in(counters: frozenset[int] | None, kinds: frozenset[str] | None) -> Where:
    by_counter: Where = [] if counters is None else [EventRow.counter_id.in_(counters)]
    return by_counter + ([] if kinds is None else [EventRow.kind.in_(kinds)])


def _first(where: Where, limit: int, downward: bool) -> Query:
    query = select(EventRow.start, EventRow.id).where(*where)
    return query.order_by(*_order(EventRow.start, EventRow.id, downward)).limit(limit)


def _order(start: Ordered, number: Ordered, downward: bool) -> Sequence[ColumnElement[Any]]:
    return (start.desc(), number.desc()) if downward else (start.asc(), number.asc())


def _merged(session: Session, parts: list[Query], limit: int, downward: bool) -> list[int]:
    if len(parts) == 1:
        return [row.id for row in session.execute(parts[0])]
    whole = union_all(*(select(part.subquery()) for part in parts)).subquery()
    query = select(whole.c.id).order_by(*_order(whole.c.start, whole.c.id, downward)).limit(limit)
    return list(session.scalars(query))
