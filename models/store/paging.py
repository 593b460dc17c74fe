"""Which events are on a page: keyset by (start, id), newest first, quick over millions."""

from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, literal, select, tuple_, union_all
from sqlalchemy.orm import Session

from models.records import Verdict
from models.store.base import Scope
from models.tables import CameraRow, EventRow, SiteRow

_PARTS = 64
"""More pairs of camera and kind than this are asked as one IN: a union of more parts gains nothing."""

Query = Select[float, int]
Where = list[ColumnElement[bool]]


class Position(NamedTuple):
    """The last event of a page: the next page holds what is older."""

    start: float
    id: int


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What a list of events is narrowed to; None is no limit. Times are UTC seconds, `until` excluded.

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
    min_confidence: float | None = None
    found: bool | None = None


def newest(
    session: Session, want: EventFilter, limit: int, after: Position | None, scope: Scope
) -> list[int]:
    """Ids of at most `limit` events, newest first.

    `kind IN (...) ORDER BY start` sorts every match or scans every event. A list of kinds or cameras is
    therefore asked as a union of parts, each of which stops after `limit` rows of its own index.
    """
    cameras, kinds = _cameras(session, want, scope), want.kinds
    if (cameras is not None and not cameras) or (kinds is not None and not kinds):
        return []
    conditions = [*_plain(want), *_older(after)]
    branches = list(product(cameras or [None], kinds or [None]))
    parts = [[*conditions, *_branch(*branch)] for branch in branches]
    if len(parts) > _PARTS:
        parts = [[*conditions, *_one_in(cameras, kinds)]]
    return _merged(session, [_first(where, limit) for where in parts], limit)


def _cameras(session: Session, want: EventFilter, scope: Scope) -> frozenset[int] | None:
    """Ids of the cameras to look at; None for all, which needs no condition."""
    if want.site is None and want.camera_id is None:
        return scope.cameras
    query = select(CameraRow.id).join(CameraRow.site)
    if want.site is not None:
        query = query.where(SiteRow.key == want.site)
    if want.camera_id is not None:
        query = query.where(CameraRow.id == want.camera_id)
    return frozenset(i for i in session.scalars(query) if scope.holds(i))


def _plain(want: EventFilter) -> Where:
    where: Where = []
    if want.since is not None:
        where.append(EventRow.start >= want.since)
    if want.until is not None:
        where.append(EventRow.start < want.until)
    if want.counter_id is not None:
        where.append(EventRow.counter_id == want.counter_id)
    if want.verdict is not None:
        where.append(EventRow.verdict == want.verdict.value)
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


def _branch(camera: int | None, kind: str | None) -> Where:
    by_camera: Where = [] if camera is None else [EventRow.camera_id == camera]
    return by_camera + ([] if kind is None else [EventRow.kind == kind])


def _one_in(cameras: frozenset[int] | None, kinds: frozenset[str] | None) -> Where:
    by_camera: Where = [] if cameras is None else [EventRow.camera_id.in_(cameras)]
    return by_camera + ([] if kinds is None else [EventRow.kind.in_(kinds)])


def _first(where: Where, limit: int) -> Query:
    query = select(EventRow.start, EventRow.id).where(*where)
    return query.order_by(EventRow.start.desc(), EventRow.id.desc()).limit(limit)


def _merged(session: Session, parts: list[Query], limit: int) -> list[int]:
    if len(parts) == 1:
        return [row.id for row in session.execute(parts[0])]
    whole = union_all(*(select(part.subquery()) for part in parts)).subquery()
    query = select(whole.c.id).order_by(whole.c.start.desc(), whole.c.id.desc()).limit(limit)
    return list(session.scalars(query))
