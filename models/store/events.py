"""Reading events: pages newest first, one event, a counter's day."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from models import Certainty, Event, StoredEvent, Verdict
from models.store.base import EVERYTHING, ListPage, PageRequest, Repository, Scope, SortKey, both_ways
from models.store.paging import EventFilter, Position, count, first_ids, newest
from models.tables import CameraRow, CounterRow, EventRow, RecordingRow, SiteRow


class Events(Repository):
    """Reads events."""

    # Each order has an index with every filter that people use alone: a page of a million events is quick to find.
    ORDERS = both_ways("start", SortKey(EventRow.start, float), SortKey(EventRow.id, int))

    def page(
        self, want: EventFilter, limit: int, after: Position | None = None, scope: Scope = EVERYTHING
    ) -> list[StoredEvent]:
        """At most `limit` events, newest first, older than `after`."""
        with self._reading() as session:
            ids = newest(session, want, limit, after, scope)
            return load(session, EventRow.id.in_(ids), newest_first=True) if ids else []

    def listed(
        self, want: EventFilter, wanted: PageRequest, scope: Scope = EVERYTHING
    ) -> ListPage[StoredEvent]:
        """A page of the events that match, in an order of ORDERS."""
        downward = self.ORDERS[wanted.sort][0].descends
        after = Position(*wanted.after) if wanted.after else None  # type: ignore[arg-type] # of the keys' types
        with self._reading() as session:
            ids = first_ids(session, want, wanted.limit + 1, after, scope, downward=downward)
            shown = ids[: wanted.limit]
            items = load(session, EventRow.id.in_(shown), newest_first=downward) if shown else []
            total, capped = count(session, want, scope)
        last = Position(items[-1].event.start, items[-1].id) if len(ids) > wanted.limit else None
        return ListPage(items, last, total, capped)

    def get(self, event_id: int, scope: Scope = EVERYTHING) -> StoredEvent | None:
        """One event, or None where there is none in `scope`."""
        with self._reading() as session:
            found = load(session, EventRow.id == event_id)
        return found[0] if found and _holds(scope, found[0]) else None

    def many(self, ids: Sequence[int], scope: Scope = EVERYTHING) -> dict[int, StoredEvent]:
        """Several events by id; those that do not exist in `scope` are missing."""
        with self._reading() as session:
            found = load(session, EventRow.id.in_(ids)) if ids else []
        return {e.id: e for e in found if _holds(scope, e)}

    def of_counter(self, counter_id: int, start: float, end: float) -> list[StoredEvent]:
        """All events of a counter that start in `start`..`end` (UTC seconds, end excluded), oldest first."""
        where = and_(EventRow.counter_id == counter_id, EventRow.start >= start, EventRow.start < end)
        with self._reading() as session:
            return load(session, where)

    def count_open(
        self, since: dt.date, until: dt.date, but_kinds: frozenset[str], counter_id: int | None = None
    ) -> dict[tuple[int, dt.date], int]:
        """Events that are not reviewed yet, by counter and day from `since` to `until` (both included)."""
        query = (
            select(EventRow.counter_id, EventRow.day, func.count())
            .where(EventRow.day.between(since, until), EventRow.verdict == Verdict.OPEN.value)
            .where(EventRow.kind.not_in(sorted(but_kinds)))
            .group_by(EventRow.counter_id, EventRow.day)
        )
        if counter_id is not None:
            # Each day by itself: so the index leads to the counter, and does not read all others of the month.
            days = [since + dt.timedelta(days=n) for n in range((until - since).days + 1)]
            query = query.where(EventRow.counter_id == counter_id, EventRow.day.in_(days))
        with self._reading() as session:
            return {(counter, day): count for counter, day, count in session.execute(query)}


def _holds(scope: Scope, stored: StoredEvent) -> bool:
    return scope.holds_event(stored.camera_id, stored.counter_id, stored.event.start)


def load(session: Session, where: ColumnElement[bool], *, newest_first: bool = False) -> list[StoredEvent]:
    """Whole records of the events that `where` picks, by (start, id)."""
    query = (
        select(EventRow, CounterRow, CameraRow, SiteRow, RecordingRow.profile_hash, RecordingRow.start)
        .join(EventRow.counter)
        .join(CounterRow.camera)
        .join(CameraRow.site)
        .join(EventRow.recording)
        .where(where)
    )
    order = (EventRow.start.desc(), EventRow.id.desc()) if newest_first else (EventRow.start, EventRow.id)
    return [_record(*row) for row in session.execute(query.order_by(*order))]


def _record(
    row: EventRow,
    counter: CounterRow,
    camera: CameraRow,
    site: SiteRow,
    profile_hash: str | None,
    footage_start: float,
) -> StoredEvent:
    return StoredEvent(
        id=row.id,
        event=Event(
            camera=camera.key,
            counter=counter.key,
            kind=row.kind,
            start=row.start,
            end=row.end,
            confidence=row.confidence,
            certainty=Certainty(row.certainty),
            attributes=row.attributes,
            evidence=row.evidence,
        ),
        site=site.key,
        timezone=site.timezone,
        camera_id=row.camera_id,
        counter_id=row.counter_id,
        counter_name=counter.name,
        recording_id=row.recording_id,
        verdict=Verdict(row.verdict),
        found=row.found,
        clip=row.clip,
        poster=row.poster,
        profile_hash=profile_hash,
        footage_start=footage_start,
    )
