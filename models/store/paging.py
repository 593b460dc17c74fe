"""Pages of events: keyset by (start, id), newest first, fast over millions of events."""

from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, literal, select, tuple_, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import Certainty, Verdict
from models.store.base import Scope
from models.tables import CounterRow, EventRow, SiteRow

_PARTS = 64
"""More pairs of counter and kind than this are asked as one IN: a union of more parts gains nothing."""

Query = Select[float, int]
Where = list[ColumnElement[bool]]


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
    """Ids of at most `limit` events, newest first.

    `kind IN (...) ORDER BY start` sorts every match or scans every event. A list of kinds or counters is
    therefore asked as a union of parts, each of which stops after `limit` rows of its own index.
    """
    place, kinds = _place(session, want, scope), want.kinds
    if place is None or (kinds is not None and not kinds):
        return []
    conditions = [*_plain(want), *_older(after), *_equals(EventRow.site_id, place.site)]
    branches = list(product(place.counters or [None], kinds or [None]))
    parts = [[*conditions, *_branch(*branch)] for branch in branches]
    if len(parts) > _PARTS:
        parts = [[*conditions, *_one_in(place.counters, kinds)]]
    return _merged(session, [_first(where, limit) for where in parts], limit)


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
    counters = frozenset(row.id for row in session.execute(query) if scope.holds(row.camera_id))
    return _Where(site, counters) if counters else None


def _plain(want: EventFilter) -> Where:
    where: Where = []
    if want.since is not None:
        where.append(EventRow.start >= want.since)
    if want.until is not None:
        where.append(EventRow.start < want.until)
    if want.verdict is not None:
        where.append(EventRow.verdict == want.verdict.value)
    if want.certainty is not None:
        where.append(EventRow.certainty == want.certainty.value)
    if want.min_confidence is not None:
        where.append(EventRow.confidence >= want.min_confidence)
    if want.found is not None:
        where.append(EventRow.found == want.found)
    if want.but_kinds:
        where.append(EventRow.kind.not_in(sorted(want.but_kinds)))
    return where


def _older(after: Position | None) -> Where:
    if after is None:
        return []
    # As two literals: a row value is what both databases can start an index at.
    place = tuple_(literal(after.start), literal(after.id))
    return [tuple_(EventRow.start, EventRow.id) < place]


def _branch(counter: int | None, kind: str | None) -> Where:
    return [*_equals(EventRow.counter_id, counter), *_equals(EventRow.kind, kind)]


def _equals(column: InstrumentedAttribute[Any], value: int | str | None) -> Where:
    return [] if value is None else [column == value]


def _one_in(counters: frozenset[int] | None, kinds: frozenset[str] | None) -> Where:
    by_counter: Where = [] if counters is None else [EventRow.counter_id.in_(counters)]
    return by_counter + ([] if kinds is None else [EventRow.kind.in_(kinds)])


def _first(where: Where, limit: int) -> Query:
    query = select(EventRow.start, EventRow.id).where(*where)
    return query.order_by(EventRow.start.desc(), EventRow.id.desc()).limit(limit)


def _merged(session: Session, parts: list[Query], limit: int) -> list[int]:
    if len(parts) == 1:
        return [row.id for row in session.execute(parts[0])]
    whole = union_all(*(select(part.subquery()) for part in parts)).subquery()
    query = select(whole.c.id).order_by(whole.c.start.desc(), whole.c.id.desc()).limit(limit)
    return list(session.scalars(query))
