"""Inspections of counters by auditors."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import CheckedClause, Inspection, Met
from models.quality_tables import CheckedClauseRow, InspectionRow
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
from models.tables import CounterRow, SiteRow


class Inspections(Repository):
    """Keeps and reads inspections."""

    ORDERS = both_ways("signed_at", SortKey(InspectionRow.signed_at, float), SortKey(InspectionRow.id, int))

    def add(
        self, counter_id: int, day: dt.date, clauses: Sequence[CheckedClause], by: str, now: float
    ) -> Inspection:
        """Keep a signed checklist; `now` is UTC seconds. Raises LookupError when there is no such counter."""
        with self._writing("inspections") as session:
            counter = session.get(CounterRow, counter_id)
            if counter is None:
                raise LookupError(f"there is no counter {counter_id}")
            row = InspectionRow(counter_id=counter_id, camera_id=counter.camera_id, day=day)
            row.site_id, row.signed_by, row.signed_at = counter.camera.site_id, by, now
            session.add(row)
            session.flush()
            session.add_all(
                CheckedClauseRow(
                    inspection_id=row.id, clause=one.clause, outcome=one.met.value, note=one.note.strip()
                )
                for one in clauses
            )
            session.flush()
            return _records(session, [row])[0]

    def listed(self, wanted: PageRequest, scope: Scope = EVERYTHING) -> ListPage[Inspection]:
        """A page of the inspections within `scope`, in an order of ORDERS."""
        query = select(InspectionRow).where(scope.where(InspectionRow.camera_id))
        with self._reading() as session:
            found = sql_page(session, query, self.ORDERS, wanted)
            records = {one.id: one for one in _records(session, [row for row, *_ in found.items])}
            return found.of(lambda row: records[row[0].id])

    def of_days(
        self, site: str, since: dt.date, until: dt.date, scope: Scope = EVERYTHING
    ) -> list[Inspection]:
        """The inspections of a site's days (both included) within `scope`, by day."""
        query = (
            select(InspectionRow)
            .join(SiteRow, SiteRow.id == InspectionRow.site_id)
            .where(SiteRow.key == site, InspectionRow.day.between(since, until))
            .where(scope.where(InspectionRow.camera_id))
            .order_by(InspectionRow.day, InspectionRow.id)
        )
        with self._reading() as session:
            return _records(session, session.scalars(query))


def _records(session: Session, rows: Iterable[InspectionRow]) -> list[Inspection]:
    found = list(rows)
    sites = {row.id: row.key for row in session.scalars(select(SiteRow))}
    clauses: dict[int, list[CheckedClause]] = defaultdict(list)
    query = select(CheckedClauseRow).where(CheckedClauseRow.inspection_id.in_([row.id for row in found]))
    for one in session.scalars(query.order_by(CheckedClauseRow.id)):
        clauses[one.inspection_id].append(CheckedClause(one.clause, Met(one.outcome), one.note))
    return [
        Inspection(
            row.id, sites[row.site_id], row.counter_id, row.day, tuple(clauses[row.id]), row.signed_by,
            row.signed_at,
        )
        for row in found
    ]  # fmt: skip
