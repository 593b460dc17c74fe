"""The duty of each counter by the hall's hours and its roster: when its norms hold, and what excuses an empty post."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from models import RosterEntry, Site, What, day_span, same_person
from pipeline.intervals import Spans
from pipeline.scene.duty import Duty, Excuse, opened, settled
from pipeline.scene.features import features_of


def duties(site: Site, entries: Sequence[RosterEntry], start: float, end: float) -> dict[str, Duty]:
    """Every counter of the site, by key: when its norms hold in [start, end), and what excuses an empty post.

    A day with a shift of any counter is ruled by the roster: a counter without a shift is closed then, and the site's
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
            mine = [shift for shift in shifts if same_person(shift.person, entry.person)]
            yield from _within(entry, mine, Spans.empty(), "break")


def _leaves(shifts: Sequence[RosterEntry], entries: Sequence[RosterEntry]) -> Iterable[Excuse]:
    """Approved leave of the person who would sit here, unless a colleague sits here instead."""
    for leave in entries:
        if leave.what is What.LEAVE:
            mine = [shift for shift in shifts if same_person(shift.person, leave.person)]
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
    """The days with a shift, each once."""
    return {entry.day: None for entry in entries if entry.what is What.SHIFT}
