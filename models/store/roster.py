"""The rosters of sites."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Row, and_, delete, or_, select
from sqlalchemy.orm import Session

from models import ModelError, RosterEntry, What
from models.nightly_tables import RosterRow
from models.store.base import Repository
from models.tables import SiteRow

_COLUMNS = tuple(getattr(RosterRow, field.name) for field in fields(RosterEntry))


@dataclass(frozen=True, slots=True)
class Replaced:
    """Result of an import: numbers of lines that were added, removed, and there already."""

    added: int
    removed: int
    kept: int


class Rosters(Repository):
    """Keeps and reads rosters."""

    def replace(self, site: str, entries: Sequence[RosterEntry], source: str, now: float) -> Replaced:
        """Keep the lines of a file, in one transaction; the same file again changes nothing.

        The lines of a file replace all lines of the same kind that begin on the same day.

        Raises ModelError for a site that is not stored.
        """
        spoken = {(entry.what, entry.day) for entry in entries}
        with self._writing(f"roster {site}") as session:
            site_id = _site_id(session, site)
            held = {_entry(row): row for row in _rows(session, site_id, {day for _, day in spoken})}
            given = set(entries)
            gone = [row for entry, row in held.items() if _of(entry) in spoken and entry not in given]
            for row in gone:
                session.delete(row)
            new = sorted(given - held.keys())
            session.add_all(_row(site_id, entry, source, now) for entry in new)
            return Replaced(len(new), len(gone), len(given) - len(new))

    def clear(self, site: str, since: dt.date, until: dt.date, what: What | None = None) -> int:
        """Delete the lines that begin from `since` to `until` (both included); returns their number."""
        with self._writing(f"roster {site}") as session:
            query = delete(RosterRow).where(
                RosterRow.site_id == _site_id(session, site), RosterRow.day.between(since, until)
            )
            if what is not None:
                query = query.where(RosterRow.what == what.value)
            return int(session.execute(query).rowcount)  # type: ignore[attr-defined]

    def entries(self, site: str, start: float, end: float) -> list[RosterEntry]:
        """Every line that holds at some moment in `start`..`end` (UTC seconds), in order; [] for no such site."""
        query = (
            select(RosterRow)
            .join(SiteRow, SiteRow.id == RosterRow.site_id)
            .where(SiteRow.key == site, RosterRow.start < end, RosterRow.end > start)
        )
        with self._reading() as session:
            return sorted(_entry(row) for row in session.scalars(query))

    def people(self, site: str) -> list[str]:
        """Every writing of a person's name in a site's roster."""
        query = select(RosterRow.person).distinct().join(SiteRow, SiteRow.id == RosterRow.site_id)
        with self._reading() as session:
            return [one for one in session.scalars(query.where(SiteRow.key == site)) if one]

    def about(self, site: str, people: Collection[str], on_leave: Collection[str]) -> list[RosterEntry]:
        """All lines that decide when these people are at a post: their shifts and covers, covers of their counters,
        and leave; each person as the roster writes it.
        """
        query = select(*_COLUMNS).join(SiteRow, SiteRow.id == RosterRow.site_id).where(SiteRow.key == site)
        what, person = RosterRow.what, RosterRow.person
        with self._reading() as session:
            of_people = query.where(what.in_((What.SHIFT, What.COVER)), person.in_(people))
            found = [_entry_of(row) for row in session.execute(of_people)]
            counters = {entry.counter for entry in found}
            others = and_(what == What.COVER, RosterRow.counter.in_(counters), person.not_in(people))
            away = and_(what == What.LEAVE, person.in_(on_leave))
            found += (_entry_of(row) for row in session.execute(query.where(or_(others, away))))
            return sorted(found)


def _site_id(session: Session, site: str) -> int:
    found = session.scalar(select(SiteRow.id).where(SiteRow.key == site))
    if found is None:
        raise ModelError(f"there is no site {site!r} in the store: give its site file")
    return found


def _of(entry: RosterEntry) -> tuple[What, dt.date]:
    return entry.what, entry.day


def _rows(session: Session, site_id: int, days: Iterable[dt.date]) -> list[RosterRow]:
    query = select(RosterRow).where(RosterRow.site_id == site_id, RosterRow.day.in_(sorted(days)))
    return list(session.scalars(query))


def _entry_of(row: Row[Any]) -> RosterEntry:
    """The entry of a row of `_COLUMNS`; it costs a third of a whole `RosterRow`."""
    return RosterEntry(**{**row._mapping, "what": What(row.what)})


def _entry(row: RosterRow) -> RosterEntry:
    return RosterEntry(
        day=row.day,
        what=What(row.what),
        start=row.start,
        end=row.end,
        counter=row.counter,
        shift=row.shift,
        person=row.person,
        seat=row.seat,
        note=row.note,
    )


def _row(site_id: int, entry: RosterEntry, source: str, now: float) -> RosterRow:
    return RosterRow(
        site_id=site_id,
        day=entry.day,
        what=entry.what.value,
        start=entry.start,
        end=entry.end,
        counter=entry.counter,
        shift=entry.shift,
        person=entry.person,
        seat=entry.seat,
        note=entry.note,
        source=source,
        imported_at=now,
    )
