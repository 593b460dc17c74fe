"""Entries of a roster that excuse nothing, because no shift belongs to them: mostly a name that was mistyped."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from itertools import combinations
from zoneinfo import ZoneInfo

from models import RosterEntry, What, same_person


class ShiftIndex:
    """The shifts of a roster by their day, so that a year of a large hall is looked through once."""

    def __init__(self, entries: Iterable[RosterEntry]) -> None:
        self._by_day: dict[dt.date, list[RosterEntry]] = {}
        for entry in entries:
            if entry.what is What.SHIFT:
                self._by_day.setdefault(entry.day, []).append(entry)

    def during(self, entry: RosterEntry) -> list[RosterEntry]:
        """The shifts that overlap an entry; one may have begun on the day before."""
        first, days = entry.day - dt.timedelta(days=1), int((entry.end - entry.start) // 86400) + 4
        near = (self._by_day.get(first + dt.timedelta(days=n), ()) for n in range(days))
        return [shift for of_day in near for shift in of_day if shift.overlaps(entry)]


def unmatched(entries: Sequence[RosterEntry], zone: ZoneInfo) -> Iterator[tuple[RosterEntry, str]]:
    """Each leave, cover or break that belongs to no shift, or to those of two people, with a line for people."""
    shifts = ShiftIndex(entries)
    for entry in entries:
        if entry.what in (What.SHIFT, What.HOLIDAY):
            continue
        there = shifts.during(entry)
        if entry.person and not any(same_person(shift.person, entry.person) for shift in there):
            yield entry, _of_person(entry, there, zone)
        elif entry.person and (said := two_of_a_name(entry, shifts)):
            yield entry, said
        elif not entry.person and there and all(shift.counter != entry.counter for shift in there):
            yield entry, f"{entry.what}: counter {entry.counter} has no shift {_when(entry, zone)}"


def two_of_a_name(entry: RosterEntry, shifts: ShiftIndex) -> str:
    """A line for people where two people on shift then have the entry's name; "" where one has it, or none."""
    meant = sorted({s.person for s in shifts.during(entry) if same_person(s.person, entry.person)})
    if all(same_person(*pair) for pair in combinations(meant, 2)):
        return ""
    return f"{entry.person} may be {' or '.join(meant)}: write the staff number too"


def _of_person(entry: RosterEntry, there: Sequence[RosterEntry], zone: ZoneInfo) -> str:
    said = f"{entry.what}: {entry.person} has no shift {_when(entry, zone)}"
    if entry.what is not What.COVER:
        said += ", so that it excuses nothing"
    people = sorted({shift.person for shift in there})
    near = get_close_matches(entry.person, people, n=3, cutoff=0.5)
    if near:
        return f"{said}: is {' or '.join(near)} meant?"
    return said if people else f"{said}: no shift at all is known then"


def _when(entry: RosterEntry, zone: ZoneInfo) -> str:
    """The time of an entry in words; whole days without their clock."""
    start, end = (dt.datetime.fromtimestamp(moment, zone) for moment in (entry.start, entry.end))
    if start.time() == end.time() == dt.time(0):
        last = (end - dt.timedelta(days=1)).date()
        return f"on {start.date()}" if last == start.date() else f"from {start.date()} to {last}"
    return f"on {start.date()} from {start:%H:%M} to {end:%H:%M}"
