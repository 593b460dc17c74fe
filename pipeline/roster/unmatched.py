"""Entries of a roster that excuse nothing, because no shift belongs to them: mostly a name that was mistyped."""

import datetime as dt
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from models import RosterEntry, What, same_person
from pipeline.roster.duties import ShiftIndex


def unmatched(entries: Sequence[RosterEntry], zone: ZoneInfo) -> Iterator[tuple[RosterEntry, str]]:
    """Each leave, cover or break whose person, or whose counter, has no shift then, with a line for people."""
    shifts = ShiftIndex(entries)
    for entry in entries:
        if entry.what in (What.SHIFT, What.HOLIDAY):
            continue
        there = shifts.during(entry)
        if entry.person and not any(same_person(shift.person, entry.person) for shift in there):
            yield entry, _of_person(entry, there, zone)
        elif not entry.person and there and all(shift.counter != entry.counter for shift in there):
            yield entry, f"{entry.what}: counter {entry.counter} has no shift {_when(entry, zone)}"


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
