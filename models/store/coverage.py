"""Observed time of counters, from the analyses of recordings."""

from sqlalchemy import select

from models import Coverage, StoredCoverage
from models.store.base import EVERYTHING, Repository, Scope
from models.tables import CameraRow, CounterRow, CoverageRow


class Observed(Repository):
    """Reads coverage."""

    def spans(
        self, since: float, until: float, counter_id: int | None = None, scope: Scope = EVERYTHING
    ) -> list[StoredCoverage]:
        """Coverage that overlaps `since`..`until` (UTC seconds), oldest first."""
        query = (
            select(CoverageRow, CounterRow, CameraRow)
            .join(CounterRow, CounterRow.id == CoverageRow.counter_id)
            .join(CounterRow.camera)
            .where(CoverageRow.start < until, CoverageRow.end > since)
            .order_by(CoverageRow.start, CoverageRow.id)
        )
        if counter_id is not None:
            query = query.where(CoverageRow.counter_id == counter_id)
        with self._reading() as session:
            rows = session.execute(query).all()
        return [_record(row, k, c) for row, k, c in rows if scope.holds(c.id)]


def _record(row: CoverageRow, counter: CounterRow, camera: CameraRow) -> StoredCoverage:
    lost = {reason: float(seconds) for reason, seconds in row.lost_s.items()}
    span = Coverage(camera.key, counter.key, row.start, row.end, row.seen_s, lost)
    return StoredCoverage(row.counter_id, row.recording_id, span)
