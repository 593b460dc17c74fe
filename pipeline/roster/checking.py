"""A roster file checked line by line: entries, faults, and what a person should look at before it is kept."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from models import RosterEntry, Site, What, same_person
from pipeline.errors import PipelineError, RosterError
from pipeline.roster.entry_reading import LineError, ends_next_day, entry_of
from pipeline.roster.table_file import Line, read_lines
from pipeline.roster.unmatched import ShiftIndex, two_of_a_name


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """A line of the file: its entry, or the reason why nothing of the file is kept. `place` is for people."""

    place: str
    entry: RosterEntry | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class CheckedRoster:
    """All lines of a file in its order; `doubts` are lines for people about what was guessed or not read."""

    lines: tuple[CheckedLine, ...]
    doubts: tuple[str, ...]

    @property
    def faults(self) -> list[str]:
        """One line for each fault, with its place."""
        return [f"{line.place}: {line.fault}" for line in self.lines if line.fault]

    @property
    def entries(self) -> list[RosterEntry]:
        """The entries in the order of time; raises RosterError that names every bad line."""
        if self.faults:
            raise RosterError(self.faults)
        return sorted({line.entry for line in self.lines if line.entry is not None})


def check_roster(path: Path, site: Site, encoding: str | None = None) -> CheckedRoster:
    """Every line of a roster file with its entry or its fault; raises PipelineError for a file that is no roster."""
    read = read_lines(path, encoding, site)
    lines = [_checked(line, site) for line in read.lines]
    if not lines:
        raise PipelineError(f"{path}: the roster has no lines")
    found: dict[str, str] = {}
    for place, fault in (*_clashes(_shifts(lines), site.zone), *_two_of_a_name(lines)):
        found.setdefault(place, fault)
    lines = [replace(one, fault=one.fault or found.get(one.place, "")) for one in lines]
    return CheckedRoster(tuple(lines), (*read.doubts, *_over_midnight(lines, site.zone)))


def _checked(line: Line, site: Site) -> CheckedLine:
    try:
        return CheckedLine(line.place, entry_of(line, site))
    except LineError as error:
        return CheckedLine(line.place, fault=str(error))


def _shifts(lines: Iterable[CheckedLine]) -> list[tuple[int, str, RosterEntry]]:
    """The shifts with their number in the file and their place, in the order of time."""
    found = [
        (number, line.place, line.entry)
        for number, line in enumerate(lines)
        if line.entry is not None and line.entry.what is What.SHIFT
    ]
    return sorted(found, key=lambda one: (one[2].start, one[0]))


def _clashes(shifts: Sequence[tuple[int, str, RosterEntry]], zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    """Places and faults: two people at one post, or one person at two posts, at the same time."""
    running: list[tuple[int, str, RosterEntry]] = []
    for later in shifts:
        running = [one for one in running if one[2].end > later[2].start]
        for earlier in running:
            (_, _, one), (_, place, other) = sorted((earlier, later))
            clock = f"{dt.datetime.fromtimestamp(later[2].start, zone):%H:%M}"
            if one == other:
                continue
            if one.counter == other.counter:
                yield place, f"counter {other.counter} has {one.person} already at {clock}"
            elif same_person(one.person, other.person):
                yield place, f"{other.person} sits at counter {one.counter} already at {clock}"
        running.append(later)


def _two_of_a_name(lines: Sequence[CheckedLine]) -> Iterator[tuple[str, str]]:
    """Places and faults: leave, a break or cover of a person whose name two people on shift have."""
    shifts = ShiftIndex(entry for _, _, entry in _shifts(lines))
    for line in lines:
        entry = line.entry
        if entry is None or entry.what is What.SHIFT or not entry.person:
            continue
        said = two_of_a_name(entry, shifts)
        if said:
            yield line.place, said


def _over_midnight(lines: Sequence[CheckedLine], zone: ZoneInfo) -> list[str]:
    places = [line.place for line in lines if line.entry is not None and ends_next_day(line.entry, zone)]
    if not places:
        return []
    more = f" (and {len(places) - 1} more)" if len(places) > 1 else ""
    return [f"{places[0]}{more}: ends on the next day, after midnight"]
