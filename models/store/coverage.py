"""Observed time of counters, from the analyses of recordings."""

from sqlalchemy import Select, func, select

from models import Coverage, StoredCoverage
from models.store.base import (
    EVERYTHING,
    ListPage,
    PageRequest,
    Repository,
    Scope,
    SortKey,
    both_ways,
    sql_page,
)
from models.tables import CameraRow, CounterRow, CoverageRow


class Observed(Repository):
    """Reads coverage."""

    ORDERS = both_ways("start", SortKey(CoverageRow.start, float), SortKey(CoverageRow.id, int))

    def spans(
        self, since: float, until: float, counter_id: int | None = None, scope: Scope = EVERYTHING
    ) -> list[StoredCoverage]:
        """Coverage that overlaps `since`..`until` (UTC seconds), oldest first."""
        query = _overlapping(since, until, counter_id, scope).order_by(CoverageRow.start, CoverageRow.id)
        with self._reading() as session:
            return [_record(*row) for row in session.execute(query)]

    def last_ends(self) -> dict[int, float]:
        """By camera id, the end of its last observed span, UTC seconds."""
        query = select(CounterRow.camera_id, func.max(CoverageRow.end)).join(
            CounterRow, CounterRow.id == CoverageRow.counter_id
        )
        with self._reading() as session:
            return {row[0]: row[1] for row in session.execute(query.group_by(CounterRow.camera_id))}

    def listed(
        self,
        span: tuple[float, float],
        wanted: PageRequest,
        counter_id: int | None = None,
        scope: Scope = EVERYTHING,
    ) -> ListPage[StoredCoverage]:
        """A page of the coverage that overlaps a span (UTC seconds), in an order of ORDERS."""
        with self._reading() as session:
            found = sql_page(session, _overlapping(*span, counter_id, scope), self.ORDERS, wanted)
            return found.of(lambda row: _record(*row))


def _overlapping(
    since: float, until: float, counter_id: int | None, scope: Scope
) -> Select[CoverageRow, CounterRow, CameraRow]:
    query = (
        select(CoverageRow, CounterRow, CameraRow)
        .join(CounterRow, CounterRow.id == CoverageRow.counter_id)
        .join(CounterRow.camera)
        .where(CoverageRow.start < until, CoverageRow.end > since, scope.where(CameraRow.id))
    )
    return query if counter_id is None else query.where(CoverageRow.counter_id == counter_id)


def _record(row: CoverageRow, counter: CounterRow, camera: CameraRow) -> StoredCoverage:
    lost = {reason: float(seconds) for reason, seconds in row.lost_s.items()}
    span = Coverage(camera.key, counter.key, row.start, row.end, row.seen_s, lost)
    return StoredCoverage(row.counter_id, row.recording_id, span)
