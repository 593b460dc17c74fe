"""Legal holds, and the events that they keep."""

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session

from models import HeldMatter, Hold, HoldScope
from models.hold_tables import HoldRow
from models.store.base import ListPage, PageRequest, Repository, SortKey, both_ways, sql_page
from models.tables import EventRow, SiteRow

Seen = tuple[Collection[int], Collection[str]]
"""Ids of the counters, and keys of the whole sites, that an account may see."""


class Holds(Repository):
    """Keeps and reads legal holds."""

    ORDERS = both_ways("placed_at", SortKey(HoldRow.placed_at, float), SortKey(HoldRow.id, int))

    def place(self, matter: HeldMatter, reason: str, by: str, now: float, until: float | None = None) -> Hold:
        """A new hold; raises ValueError without a reason or with an end that is past."""
        if not reason.strip():
            raise ValueError("say why it is held: the reason is empty")
        if until is not None and until <= now:
            raise ValueError("the hold would have ended already: give a later day, or none")
        with self._writing("holds") as session:
            row = HoldRow(
                scope=matter.scope.value,
                site=matter.site,
                counter_id=matter.counter_id,
                start=matter.start,
                end=matter.end,
                event_id=matter.event_id,
                person=matter.person,
                reason=reason.strip(),
                placed_by=by,
                placed_at=now,
                until=until,
                lift_reason="",
            )
            session.add(row)
            session.flush()
            return _record(row)

    def lift(self, hold_id: int, reason: str, by: str, now: float) -> Hold:
        """The hold, which no longer holds. LookupError where there is none, ValueError without a reason or twice."""
        if not reason.strip():
            raise ValueError("say why the hold is lifted: the reason is empty")
        with self._writing("holds") as session:
            row = session.get(HoldRow, hold_id)
            if row is None:
                raise LookupError(f"there is no hold {hold_id}")
            if row.lifted_at is not None:
                raise ValueError(f"hold {hold_id} is lifted already")
            row.lifted_by, row.lifted_at, row.lift_reason = by, now, reason.strip()
            return _record(row)

    def all(self) -> list[Hold]:
        """Every hold, newest first."""
        with self._reading() as session:
            return [_record(row) for row in session.scalars(select(HoldRow).order_by(HoldRow.id.desc()))]

    def listed(self, wanted: PageRequest, seen: Seen | None = None) -> ListPage[Hold]:
        """A page of the holds, in an order of ORDERS.

        `seen` are the counters and the whole sites whose holds are wanted; None for all, those on persons too.
        """
        query = select(HoldRow).where(_among(seen))
        with self._reading() as session:
            return sql_page(session, query, self.ORDERS, wanted).of(lambda row: _record(row[0]))

    def holds(self, hold_id: int, seen: Seen | None) -> bool:
        """Whether there is a hold of this id among those that `listed` gives."""
        query = select(HoldRow.id).where(HoldRow.id == hold_id, _among(seen))
        with self._reading() as session:
            return session.scalar(query) is not None

    def active(self, now: float) -> list[Hold]:
        """Holds that hold at `now` (UTC seconds), oldest first."""
        query = select(HoldRow).where(HoldRow.lifted_at.is_(None)).order_by(HoldRow.id)
        with self._reading() as session:
            return [hold for row in session.scalars(query) if (hold := _record(row)).active(now)]


def _among(seen: Seen | None) -> ColumnElement[bool]:
    if seen is None:
        return true()
    counters, sites = seen
    of_site = and_(HoldRow.counter_id.is_(None), HoldRow.site.in_(sites))
    return or_(HoldRow.counter_id.in_(counters), of_site)


def held_events(session: Session, rows: Iterable[EventRow]) -> set[int]:
    """Ids of those events that a hold on an event, a counter's day or a site keeps, so that no analysis removes them.

    Holds on persons are left out: the roster tells their times, and retention and erasure read it.
    """
    query = select(HoldRow, SiteRow.id).outerjoin(SiteRow, SiteRow.key == HoldRow.site)
    holds = session.execute(
        query.where(HoldRow.lifted_at.is_(None), HoldRow.scope != HoldScope.PERSON.value)
    ).all()
    return {row.id for row in rows if holds and any(_keeps(hold, site_id, row) for hold, site_id in holds)}


def _keeps(hold: HoldRow, site_id: int | None, event: EventRow) -> bool:
    if hold.event_id is not None:
        return hold.event_id == event.id
    mine = event.site_id == site_id and hold.counter_id in (None, event.counter_id)
    return mine and hold.start is not None and hold.end is not None and hold.start <= event.start < hold.end


def _record(row: HoldRow) -> Hold:
    matter = HeldMatter(
        HoldScope(row.scope), row.site, row.counter_id, row.start, row.end, row.event_id, row.person
    )
    return Hold(
        row.id, matter, row.reason, row.placed_by, row.placed_at, row.until, row.lifted_by, row.lifted_at,
        row.lift_reason,
    )  # fmt: skip
