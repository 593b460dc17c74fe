"""From a roster to the duty of each counter, and to the people who are answerable for it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from models import RosterEntry, Site, Sitting, What, calendar_day, day_span, whole_days
from models.store import Store
from pipeline.intervals import Spans
from pipeline.scene.duty import Duty, Excuse, opened, settled
from pipeline.scene.features import features_of

EMPTY_POST = frozenset({"absence", "unattended_customer", "late_opening", "early_closing"})
"""The kinds that a roster can excuse."""


def duties(site: Site, entries: Sequence[RosterEntry], start: float, end: float) -> dict[str, Duty]:
    """Every counter of the site, by key: when its norms hold in [start, end), and what excuses an empty post.

    A day with any roster entry is ruled by the roster: a counter without a shift is closed then, and the site's
    opening hours only cut the shifts. On other days the site's hours hold. No norm holds on a holiday.
    """
    hall = opened(site, start, end) - _spans(e for e in entries if e.what is What.HOLIDAY)
    ruled = Spans.of(*(day_span(day, site.zone) for day in _ruled(entries)))
    counters = [counter for camera in site.cameras for counter in camera.counters]
    return {
        c.id: replace(_duty(c.id, hall, ruled, entries), stands=c.stands, features=features_of(site, c))
        for c in counters
    }


def has_hours(site: Site, entries: Iterable[RosterEntry]) -> bool:
    """Whether site or roster say when the hall is open, so that time without a recording is time not covered."""
    return bool(site.hours.open) or any(entry.what in (What.SHIFT, What.HOLIDAY) for entry in entries)


def sittings(entries: Sequence[RosterEntry]) -> list[Sitting]:
    """The people answerable for each post and when, in order of time: shifts without leave, and covers at the post.

    While a colleague covers from elsewhere the post is empty. A break stays part of the shift.
    """
    covers = [entry for entry in entries if entry.what is What.COVER]
    seated = [Sitting(c.counter, c.shift, c.person, c.start, c.end) for c in covers if c.seat == c.counter]
    for shift in (entry for entry in entries if entry.what is What.SHIFT):
        away = _spans(e for e in entries if e.what is What.LEAVE and e.person == shift.person)
        away = away | _spans(c for c in covers if c.counter == shift.counter)
        for start, end in Spans.of((shift.start, shift.end)) - away:
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


def _duty(counter: str, hall: Spans, ruled: Spans, entries: Sequence[RosterEntry]) -> Duty:
    shifts = [e for e in entries if e.what is What.SHIFT and e.counter == counter]
    hold = (hall - ruled) | (hall & _spans(shifts))
    excuses = [*_breaks(counter, shifts, entries), *_leaves(shifts, entries), *_covers(counter, entries)]
    return Duty(hold, settled(excuses))


def _breaks(counter: str, shifts: Sequence[RosterEntry], entries: Iterable[RosterEntry]) -> Iterable[Excuse]:
    """Breaks of the post, and of the person who sits at it then."""
    for entry in entries:
        if entry.what is not What.BREAK:
            continue
        if entry.counter == counter:
            yield Excuse(entry.start, entry.end, "break")
        elif not entry.counter:
            mine = [shift for shift in shifts if shift.person == entry.person]
            yield from _within(entry, mine, Spans.empty(), "break")


def _leaves(shifts: Sequence[RosterEntry], entries: Sequence[RosterEntry]) -> Iterable[Excuse]:
    """Approved leave of the person who would sit here, unless a colleague sits here instead."""
    for leave in entries:
        if leave.what is What.LEAVE:
            mine = [shift for shift in shifts if shift.person == leave.person]
            taken = _spans(e for e in entries if _takes_seat(e) and e.counter in {s.counter for s in mine})
            yield from _within(leave, mine, taken, "leave")


def _covers(counter: str, entries: Iterable[RosterEntry]) -> Iterable[Excuse]:
    """A colleague who serves this post's customers from another place."""
    for entry in entries:
        if entry.what is What.COVER and entry.counter == counter and not _takes_seat(entry):
            yield Excuse(entry.start, entry.end, "cover")


def _takes_seat(entry: RosterEntry) -> bool:
    return entry.what is What.COVER and entry.seat == entry.counter


def _within(entry: RosterEntry, shifts: Iterable[RosterEntry], but: Spans, reason: str) -> Iterable[Excuse]:
    for start, end in (_spans(shifts) & _spans([entry])) - but:
        yield Excuse(start, end, reason)


def _spans(entries: Iterable[RosterEntry]) -> Spans:
    return Spans.of(*((entry.start, entry.end) for entry in entries))


def _ruled(entries: Iterable[RosterEntry]) -> Mapping[dt.date, None]:
    """The days with any roster entry, each once."""
    return {entry.day: None for entry in entries if entry.what is What.SHIFT}


def roster_lines(store: Store, site: Site, first: dt.date, last: dt.date) -> Iterator[str]:
    """One line for each entry that holds on these days (both included), times by the site's clock."""
    for entry in store.rosters.entries(site.site, *whole_days(first, last, site.zone)):
        yield _line(entry, site)


def _line(entry: RosterEntry, site: Site) -> str:
    start, end = (dt.datetime.fromtimestamp(moment, site.zone) for moment in (entry.start, entry.end))
    until = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%Y-%m-%d %H:%M}"
    seat = f"from {entry.seat}" if entry.seat and entry.seat != entry.counter else ""
    said = (entry.what, entry.counter, entry.shift, entry.person, seat, entry.note)
    return f"{start:%Y-%m-%d %H:%M} to {until:16} " + "  ".join(part for part in said if part)
