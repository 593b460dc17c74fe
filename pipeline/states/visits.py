"""Visits: customers who come to the window and stay, told apart from people who walk past."""

from dataclasses import dataclass

import numpy as np

from pipeline.intervals.robust import seen_median
from pipeline.intervals.spans import Bools, Floats, Spans
from pipeline.intervals.state import State
from vision.core.signals import Signals

# A customer was seen to come (or go) when the window was seen empty within this time before (or after).
_EDGE_S = 1.0
# Who comes is at the window when he stops, and leaves when he starts: walking through the zone takes up to this long.
# Under this speed somebody stands; people shift their weight at a tenth of it and walk at five times of it.
_WALK_S, _STANDS_M_S = 3.0, 0.25
_SPEED_OVER_S = 0.5
# Who passes is found in two looks at least; one may be a thing.
_LEAST_PASS_S, _LOOK_S = 0.3, 0.05

NO_WALKS = Spans.empty()


@dataclass(frozen=True, slots=True)
class Visit:
    """A customer at the window from `start` to `end` (UTC s).

    `arrived` is False for who was there when the camera began to see, `left` False for who was there at its end.
    `ids` are the tracks of its person where others are there as well, empty for whoever is at the window.
    """

    start: float
    end: float
    arrived: bool
    left: bool
    ids: frozenset[int] = frozenset()


def visits(customer: State, least_s: float, walks: Spans = NO_WALKS) -> tuple[Visit, ...]:
    """The visits, in order of time; stays shorter than `least_s` are passers-by and none of them.

    Of a stay, the walk (see `walking`) that leads into it and the one that leads out of it are no part of the visit.
    """
    stays, away = customer.true.longer_than(least_s), customer.false
    arrived = away.seconds_in(stays.start - _EDGE_S, stays.start) > 0
    left = away.seconds_in(stays.end, stays.end + _EDGE_S) > 0
    found = [
        _visit(walks, (float(start), float(end)), bool(came), bool(went))
        for start, end, came, went in zip(stays.start, stays.end, arrived, left, strict=True)
    ]
    return tuple(visit for visit in found if visit.end - visit.start >= least_s)


def _visit(walks: Spans, stay: tuple[float, float], came: bool, went: bool) -> Visit:
    """The stay without the walk that leads into it and the one that leads out of it."""
    start, end = stay
    into = walks.first_after(start - _EDGE_S) if came else None
    if into is not None and into[0] <= start + _SPEED_OVER_S:
        start = min(into[1], start + _WALK_S, end)
    out = walks.clipped(start, end) if went else Spans.empty()
    if out and out.end[-1] >= end - _SPEED_OVER_S:
        end = max(float(out.start[-1]), end - _WALK_S)
    return Visit(start, end, came, went)


def passing(signals: Signals, customer: State, least_s: float, walks: Spans) -> State:
    """Where somebody walks through the customers' place within less than `least_s`, seen to come and to go.

    A thing that a model takes for somebody does not walk; whoever is found again within _WALK_S stays and was missed.
    """
    found = Spans.from_samples(signals.time, np.asarray(signals["customers"] > 0, np.bool_), _SPEED_OVER_S)
    people = found.bridged(_WALK_S)
    empty = customer.seen - people
    seen = empty.contains(people.start - _LOOK_S) & empty.contains(people.end + _LOOK_S)
    brief = people[seen & (people.seconds < least_s) & (people.seconds >= _LEAST_PASS_S)]
    true = brief.touching(walks) - customer.true.longer_than(least_s)
    return State(true, customer.seen | true)


def walking(signals: Signals) -> Spans:
    """Where the customer who is found walks."""
    rows = np.flatnonzero(~np.isnan(signals["customer_x"]))
    if len(rows) < 2:
        return Spans.empty()
    time = signals.time[rows]
    scale = seen_median(signals["customer_scale"][rows])
    place = (
        np.stack([signals["customer_x"][rows], signals["customer_y"][rows]], axis=1).astype(np.float64)
        / scale
    )
    return Spans.from_samples(time, ~_slow(time, place), _SPEED_OVER_S)


def _slow(time: Floats, place: Floats) -> Bools:
    """(k,) whether the place (k, 2) m changes slowly from half the time before to half the time after."""
    first = np.searchsorted(time, time - _SPEED_OVER_S / 2)
    last = np.searchsorted(time, time + _SPEED_OVER_S / 2, "right") - 1
    way, took = np.hypot(*(place[last] - place[first]).T), time[last] - time[first]
    return np.asarray(~(way > _STANDS_M_S * took), np.bool_)  # unknown metres are no walk
