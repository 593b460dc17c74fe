"""Import of a roster file, checked line by line: either every line is good and all are stored, or nothing is."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from zoneinfo import ZoneInfo

from models import RosterEntry, Site, What, whole_days
from models.store import Replaced, Store
from pipeline.errors import PipelineError, RosterError
from pipeline.roster.table_file import Cell, read_lines

_KINDS: Mapping[str, What] = {
    **{what.value: what for what in What},
    "班次": What.SHIFT, "上班": What.SHIFT, "休息": What.BREAK, "请假": What.LEAVE, "代班": What.COVER,
    "顶岗": What.COVER, "节假日": What.HOLIDAY,
}  # fmt: skip
# The columns that a line of each sort must have; `counter|person`: one of the two.
_NEEDS: Mapping[What, tuple[str, ...]] = {
    What.SHIFT: ("counter", "shift", "person", "start", "end"),
    What.BREAK: ("counter|person", "start", "end"),
    What.LEAVE: ("person",),
    What.COVER: ("counter", "person", "start", "end"),
    What.HOLIDAY: (),
}
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_TIME = re.compile(r"(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?")
_DAY_S = 86400


class _BadError(Exception):
    """The fault of one line."""


def import_roster(store: Store, path: Path, site: Site, now: float) -> Replaced:
    """Read, check and store a roster file; the same file again changes nothing.

    Raises RosterError that names every bad line, PipelineError for a file that is no roster.
    """
    entries = read_roster(path, site)
    with store.unit_of_work(f"site {site.site}") as work:
        work.sites.put(site)
        return work.rosters.replace(site.site, entries, path.name, now)


def read_roster(path: Path, site: Site) -> list[RosterEntry]:
    """The lines of a roster file in the order of time; raises as `import_roster`."""
    placed: list[tuple[str, RosterEntry]] = []
    wrong: list[str] = []
    for line in read_lines(path):
        try:
            placed.append((line.place, _entry(line.cells, site)))
        except _BadError as bad:
            wrong.append(f"{line.place}: {bad}")
    wrong += _clashes(placed, site.zone)
    if wrong:
        raise RosterError(wrong)
    if not placed:
        raise PipelineError(f"{path}: the roster has no lines")
    return sorted({entry for _, entry in placed})


def _entry(cells: Mapping[str, Cell], site: Site) -> RosterEntry:
    row = _Row(cells, site)
    what = row.what()
    row.need(*_NEEDS[what])
    day = row.date("day")
    start, end = row.span(what, day)
    return RosterEntry(
        day=day,
        what=what,
        start=start,
        end=end,
        counter=row.counter("counter"),
        shift=row.text("shift"),
        person=row.text("person"),
        seat=row.counter("seat"),
        note=row.text("note"),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    cells: Mapping[str, Cell]
    site: Site

    def text(self, name: str) -> str:
        value = self.cells.get(name)
        if isinstance(value, float) and value.is_integer():  # Excel keeps a staff number 1024 as 1024.0
            value = int(value)
        said, most = "" if value is None else str(value), 60 if name == "shift" else 200
        if len(said) > most:
            raise _BadError(f"{name}: longer than {most} characters: {said[:20]!r}...")
        return said

    def what(self) -> What:
        said = self.text("what")
        found = _KINDS.get(said.lower())
        if found is None:
            raise _BadError(f"what: no such sort {said!r}: write {', '.join(What)}")
        return found

    def need(self, *names: str) -> None:
        for name in names:
            if not any(self.cells.get(one) is not None for one in name.split("|")):
                raise _BadError(f"{name.replace('|', ' or ')}: missing")

    def counter(self, name: str) -> str:
        said, known = self.text(name), [k.id for c in self.site.cameras for k in c.counters]
        if said and said not in known:
            raise _BadError(
                f"{name}: site {self.site.site!r} has no counter {said!r}, only {', '.join(known)}"
            )
        return said

    def date(self, name: str) -> dt.date:
        value = self.cells.get(name)
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        match = _DATE.fullmatch(self.text(name).split(" ")[0])
        try:
            if match:
                return dt.date(*(int(part) for part in match.groups()))
        except ValueError:
            pass
        raise _BadError(f"{name}: not a date: {self.text(name)!r} (write 2026-11-23)")

    def seconds(self, name: str) -> float:
        """Seconds after midnight by the clock, 0..86400."""
        value = self.cells.get(name)
        if isinstance(value, dt.datetime | dt.time):
            return value.hour * 3600 + value.minute * 60 + value.second
        if isinstance(value, dt.timedelta):
            value = value.total_seconds() / _DAY_S
        if isinstance(value, int | float) and 0 <= value <= 1:  # Excel's own way to keep a time
            return round(value * _DAY_S)
        match = _TIME.fullmatch(self.text(name))
        hour, minute, second = (int(part or 0) for part in match.groups()) if match else (99, 0, 0)
        if hour > 24 or minute > 59 or second > 59 or (hour == 24 and minute + second):
            raise _BadError(f"{name}: not a time: {self.text(name)!r} (write 09:00)")
        return hour * 3600 + minute * 60 + second

    def span(self, what: What, day: dt.date) -> tuple[float, float]:
        """First and last moment, UTC seconds; leave and holidays without times are whole days."""
        has = [self.cells.get(name) is not None for name in ("start", "end")]
        if what in (What.LEAVE, What.HOLIDAY) and not any(has):
            last = self.date("until") if self.cells.get("until") is not None else day
            if last < day:
                raise _BadError(f"until: {last} is before {day}")
            return whole_days(day, last, self.site.zone)
        self.need("start", "end")
        if self.cells.get("until") is not None and self.date("until") != day:
            raise _BadError("until: a line with times is about one day: leave the times or the last day away")
        start, end = (_moment(day, self.seconds(name), self.site.zone) for name in ("start", "end"))
        if end <= start:
            raise _BadError(f"end: {self.text('end')} is not after {self.text('start')}")
        return start, end


def _moment(day: dt.date, seconds: float, zone: ZoneInfo) -> float:
    """UTC seconds of a time on the site's clock, also on days on which clocks change."""
    day, seconds = (day + dt.timedelta(days=1), 0) if seconds >= _DAY_S else (day, seconds)
    clock = dt.time(int(seconds // 3600), int(seconds % 3600 // 60), int(seconds % 60))
    return dt.datetime.combine(day, clock, zone).timestamp()


def _clashes(placed: Sequence[tuple[str, RosterEntry]], zone: ZoneInfo) -> Iterator[str]:
    """Two people at one post, or one person at two posts, at the same time."""
    shifts: dict[dt.date, list[tuple[str, RosterEntry]]] = {}
    for place, entry in placed:
        if entry.what is What.SHIFT:
            shifts.setdefault(entry.day, []).append((place, entry))
    for of_day in shifts.values():
        for (_, one), (place, other) in combinations(of_day, 2):
            if one.overlaps(other) and one != other:
                clock = f"{dt.datetime.fromtimestamp(max(one.start, other.start), zone):%H:%M}"
                if one.counter == other.counter:
                    yield f"{place}: counter {other.counter} has {one.person} already at {clock}"
                elif one.person == other.person:
                    yield f"{place}: {other.person} sits at counter {one.counter} already at {clock}"
