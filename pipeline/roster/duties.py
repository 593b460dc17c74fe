"""From a roster to the people who are answerable for a counter, and to the lines that show it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from models import RosterEntry, Site, Sitting, What, calendar_day, same_person, whole_days
from models.store import Store
from pipeline.intervals import Spans


def sittings(entries: Sequence[RosterEntry]) -> list[Sitting]:
    """The people answerable for each post and when, in order of time: shifts without leave, and covers at the post.

    While a colleague covers from elsewhere the post is empty. A break stays part of the shift.
    """
    covers = [entry for entry in entries if entry.what is What.COVER]
    leave = [entry for entry in entries if entry.what is What.LEAVE]
    seated = [Sitting(c.counter, c.shift, c.person, c.start, c.end) for c in covers if c.seat == c.counter]
    for shift in (entry for entry in entries if entry.what is What.SHIFT):
        away = [e for e in leave if e.overlaps(shift) and same_person(e.person, shift.person)]
        away += (c for c in covers if c.counter == shift.counter and c.overlaps(shift))
        whole = shift.start, shift.end
        for start, end in Spans.of(whole) - _spans(away) if away else (whole,):
            seated.append(Sitting(shift.counter, shift.shift, shift.person, start, end))
    return sorted(seated, key=lambda one: (one.start, one.counter, one.end))


def on_duty(entries: Sequence[RosterEntry], counter: str, moment: float) -> Sitting | None:
    """The person answerable for a post at a moment (UTC seconds); None when the roster names none."""
    found = (one for one in sittings(entries) if one.counter == counter and one.start <= moment < one.end)
    return next(found, None)


def shifts_of(site: Site, entries: Iterable[RosterEntry], day: dt.date) -> list[RosterEntry]:
    """The shifts that begin on a day of the site's calendar, in order of time."""
    shifts = (e for e in entries if e.what is What.SHIFT and calendar_day(e.start, site.zone) == day)
    return sorted(shifts, key=lambda entry: (entry.start, entry.counter))


def _spans(entries: Iterable[RosterEntry]) -> Spans:
    return Spans.of(*((entry.start, entry.end) for entry in entries))


def roster_lines(store: Store, site: Site, first: dt.date, last: dt.date) -> Iterator[str]:
    """One line for each entry that holds on these days (both included), times by the site's clock."""
    for entry in store.rosters.entries(site.site, *whole_days(first, last, site.zone)):
        yield roster_line(entry, site)


def roster_line(entry: RosterEntry, site: Site) -> str:
    """An entry as one line for people, times by the site's clock."""
    start, end = (dt.datetime.fromtimestamp(moment, site.zone) for moment in (entry.start, entry.end))
    last, clock = end.date(), f"{end:%H:%M}"
    if clock == "00:00":  # a day ends at 24:00, which is the midnight before the next one
        last, clock = last - dt.timedelta(days=1), "24:00"
    until = clock if last == start.date() else f"{last} {clock}"
    seat = f"from {entry.seat}" if entry.seat and entry.seat != entry.counter else ""
    said = (entry.what, entry.counter, entry.shift, entry.person, seat, entry.note)
    return f"{start:%Y-%m-%d %H:%M} to {until:16} " + "  ".join(part for part in said if part)
