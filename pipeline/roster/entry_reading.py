"""A line of a roster file turned into an entry, or into the reason why it is none."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from zoneinfo import ZoneInfo

from models import RosterEntry, Site, What, tidied, whole_days
from pipeline.roster.cell_times import DAY_S, Clock, clock_of, date_of
from pipeline.roster.cells import LIMITS, Cell, shown
from pipeline.roster.table_file import Line
from pipeline.roster.vocabulary import kind_of_line

Result = TypeVar("Result")

# The columns that a line of each sort must have; `counter|person`: one of the two.
_NEEDS: Mapping[What, tuple[str, ...]] = {
    What.SHIFT: ("counter", "shift", "person", "start", "end"),
    What.BREAK: ("counter|person", "start", "end"),
    What.LEAVE: ("person",),
    What.COVER: ("counter", "person", "start", "end"),
    What.HOLIDAY: (),
}
_POINT_ZERO = re.compile(r"(\d+)\.0+")  # a staff number that went through a table of numbers


class LineError(Exception):
    """The fault of one line."""


def entry_of(line: Line, site: Site) -> RosterEntry:
    """The entry of a line; raises LineError with the column, the reason and what to do."""
    if line.fault:
        raise LineError(line.fault)
    row = _Row(line, site)
    what = row.what()
    row.need(*_NEEDS[what])
    day = row.read("day", date_of)
    start, end = row.span(what, day)
    return RosterEntry(
        day=day,
        what=what,
        start=start,
        end=end,
        counter=row.counter("counter"),
        shift=row.text("shift"),
        person=_POINT_ZERO.sub(r"\1", row.text("person")),
        seat=row.counter("seat"),
        note=row.text("note"),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    line: Line
    site: Site

    def has(self, name: str) -> bool:
        return name in self.line.cells

    def cell(self, name: str) -> Cell:
        return self.line.cells.get(name, "")

    def fault(self, name: str, reason: str) -> LineError:
        return LineError(f"{self.line.labels.get(name, name)}: {reason}")

    def text(self, name: str) -> str:
        said = shown(self.cell(name))
        said, most = (
            (" ".join(said.split()) if name == "note" else tidied(said)),
            60 if name == "shift" else 200,
        )
        if len(said) > most:
            raise self.fault(name, f"longer than {most} characters: {said[:20]!r}...")
        return said

    def what(self) -> What:
        if "what" not in self.line.labels:
            return What.SHIFT
        said = self.text("what")
        found = kind_of_line(said)
        if found is None:
            raise self.fault("what", f"no such sort {said!r}: write {', '.join(What)}")
        return found

    def need(self, *names: str) -> None:
        for name in names:
            if not any(self.has(one) for one in name.split("|")):
                raise self.fault(name.replace("|", " or "), "missing")

    def read(self, name: str, how: Callable[[Cell], Result]) -> Result:
        if not self.has(name):
            raise self.fault(
                name, "missing (a merged cell keeps its value only in its first row when it is CSV)"
            )
        try:
            return how(self.cell(name))
        except ValueError as error:
            raise self.fault(name, str(error)) from error

    def counter(self, name: str) -> str:
        """The key of a counter, written as its key or as its name."""
        said, counters = self.text(name), [k for c in self.site.cameras for k in c.counters]
        keys = [counter.id for counter in counters]
        if not said or said in keys:
            return said
        meant = [
            k.id
            for k in counters
            if said.casefold() in (tidied(k.id).casefold(), tidied(k.name or "").casefold())
        ]
        if len(meant) != 1:
            only = ", ".join(keys)
            raise self.fault(name, f"site {self.site.site!r} has no counter {said!r}, only {only}")
        return meant[0]

    def span(self, what: What, day: dt.date) -> tuple[float, float]:
        """First and last moment, UTC seconds; leave and holidays without times are whole days."""
        last = self.read("until", date_of) if self.has("until") else None
        if last is not None and last < day:
            raise self.fault("until", f"{last} is before {day}")
        if what in (What.LEAVE, What.HOLIDAY) and not (self.has("start") or self.has("end")):
            return whole_days(day, last or day, self.site.zone)
        self.need("start", "end")
        if last is not None and (last - day).days > 1:
            raise self.fault(
                "until", "a line with times is about one day: leave the times or the last day away"
            )
        start = self._start(day)
        end = self._end(what, day, start, last)
        if end <= start:
            said = f"{shown(self.cell('end'))} is not after {shown(self.cell('start'))}"
            raise self.fault("end", f"{said} (for an end on the next day, write that day in until)")
        return _moment(day, start, self.site.zone), _moment(day, end, self.site.zone)

    def _start(self, day: dt.date) -> int:
        clock = self.read("start", clock_of)
        if clock.day not in (None, day):
            raise self.fault("start", f"the cell is about {clock.day}, and its line about {day}")
        if clock.seconds > DAY_S:
            raise self.fault("start", f"not a time: {shown(self.cell('start'))!r} (write 09:00)")
        return clock.seconds

    def _end(self, what: What, day: dt.date, start: int, last: dt.date | None) -> int:
        """Seconds after the midnight before `day`; an end on the next day is told, or follows from the night."""
        clock = self.read("end", clock_of)
        if clock.day is not None and not 0 <= (clock.day - day).days <= 1:
            raise self.fault("end", f"the cell is about {clock.day}, and its line about {day}")
        if last is not None and clock.day not in (None, last):
            raise self.fault("end", f"the cell is about {clock.day}, and the line lasts until {last}")
        told = clock.day or last
        if told is not None:
            return clock.seconds if clock.next_day else clock.seconds + (told - day).days * DAY_S
        return clock.seconds + (DAY_S if self._is_overnight(what, start, clock) else 0)

    def _is_overnight(self, what: What, start: int, clock: Clock) -> bool:
        over_s = clock.seconds + DAY_S - start
        return what is not What.HOLIDAY and clock.seconds < start and over_s <= LIMITS.overnight_h * 3600


def ends_next_day(entry: RosterEntry, zone: ZoneInfo) -> bool:
    """Whether an entry with times goes on after the midnight of its day."""
    midnight = whole_days(entry.day, entry.day, zone)[1]
    return entry.end > midnight and entry.what in (What.SHIFT, What.BREAK, What.COVER)


def _moment(day: dt.date, seconds: int, zone: ZoneInfo) -> float:
    """UTC seconds of a time on the site's clock, also on days on which clocks change."""
    days, rest = divmod(seconds, DAY_S)
    clock = dt.time(rest // 3600, rest % 3600 // 60, rest % 60)
    return dt.datetime.combine(day + dt.timedelta(days=days), clock, zone).timestamp()
