"""Visits: customers who come to the window and stay, person by person, seated or standing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.intervals import (
    TICK,
    Bools,
    Floats,
    Spans,
    State,
    keeps_to,
    looks_between,
    percentile,
    reaches,
    seen_median,
)
from pipeline.states.calibration import LEAST_RISE
from pipeline.states.window_tracks import WindowTrack, in_company, usual_place, window_tracks
from vision.core import Signals

# A customer was seen to come (or go) when the window was seen empty within this time before (or after).
_EDGE_S = 1.0
# A customer is at the window when he stops, and leaves when he starts: walking through the zone takes up to this
# long. Under this speed a person stands; people shift their weight at a tenth of it and walk at five times of it.
_WALK_S, _STANDS_M_S = 3.0, 0.25
_SPEED_OVER_S = 0.5
# A passer-by is found in two looks at least; one may be a thing.
_LEAST_PASS_S, _LOOK_S = 0.3, 0.05

NO_WALKS = Spans.empty()


@dataclass(frozen=True, slots=True)
class Visit:
    """A customer at the window from `start` to `end` (UTC s).

    `arrived` is False for a customer who was there when the camera began to see, `left` False for one who was there
    at its end. `ids` are the tracks of this person if others are there as well, empty for a customer alone.
    """

    start: float
    end: float
    arrived: bool
    left: bool
    ids: frozenset[int] = frozenset()


def find_visits(customer: State, least_s: float, walks: Spans = NO_WALKS) -> tuple[Visit, ...]:
    """The visits, in order of time; stays shorter than `least_s` are passers-by.

    The walk (see `walking`) that leads into a stay and the one that leads out of it are not part of the visit.
    """
    stays, away = customer.true.longer_than(least_s), customer.false
    arrived = away.seconds_in(stays.start - _EDGE_S, stays.start) > TICK
    left = away.seconds_in(stays.end, stays.end + _EDGE_S) > TICK
    found = [
        _visit(walks, (float(start), float(end)), bool(came), bool(went))
        for start, end, came, went in zip(stays.start, stays.end, arrived, left, strict=True)
    ]
    return tuple(visit for visit in found if reaches(visit.end - visit.start, least_s))


def _visit(walks: Spans, stay: tuple[float, float], came: bool, went: bool) -> Visit:
    """The stay without the walk that leads into it and the one that leads out of it."""
    start, end = stay
    into = walks.first_after(start - _EDGE_S) if came else None
    if into is not None and keeps_to(into[0], start + _SPEED_OVER_S):
        start = min(into[1], start + _WALK_S, end)
    out = walks.clipped(start, end) if went else Spans.empty()
    if out and reaches(float(out.end[-1]), end - _SPEED_OVER_S):
        end = max(float(out.start[-1]), end - _WALK_S)
    return Visit(start, end, came, went)


def passing(signals: Signals, customer: State, least_s: float, walks: Spans) -> State:
    """The time in which a person walks through the customers' place within less than `least_s`, seen to come and to
    go.

    A thing that a model takes for a person does not walk; a person found again within _WALK_S stays and was missed.
    """
    found = Spans.from_samples(signals.time, np.asarray(signals["customers"] > 0, np.bool_), _SPEED_OVER_S)
    people = found.bridged(_WALK_S)
    empty = customer.seen - people
    seen = empty.contains(people.start - _LOOK_S) & empty.contains(people.end + _LOOK_S)
    brief = people[seen & ~reaches(people.seconds, least_s) & reaches(people.seconds, _LEAST_PASS_S)]
    true = brief.touching(walks) - customer.true.longer_than(least_s)
    return State(true, customer.seen | true)


def walking(signals: Signals) -> Spans:
    """The time in which the customer who is found walks."""
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
    first = np.searchsorted(time, time - _SPEED_OVER_S / 2 - TICK)
    last = np.searchsorted(time, time + _SPEED_OVER_S / 2 + TICK, "right") - 1
    way, took = np.hypot(*(place[last] - place[first]).T), time[last] - time[first]
    return np.asarray(~(way > _STANDS_M_S * took), np.bool_)  # unknown metres are no walk


# A customer who comes within this time of the one before belongs to the same party: one party is greeted once.
_PARTY_S = 5.0
# Two tracks are two people when both were found at once for so long; a model that sees double does so for a look.
_TWO_S = 1.0
# Tracks found a little before the visit began belong to it: the walk up to the window is not part of the visit.
_BEFORE_S = 10.0


def visits_by_person(visits: Sequence[Visit], signals: Signals, least_s: float) -> tuple[Visit, ...]:
    """The visits, with customers who came to an occupied window as visits of their own, in order of time.

    A visit without a seen beginning gets one if its customer is seen to walk up.
    """
    around = usual_place(signals)
    found = [one for visit in visits for one in _by_person(visit, signals, around, least_s)]
    return tuple(sorted(found, key=lambda visit: visit.start))


def _by_person(visit: Visit, signals: Signals, around: tuple[float, float], least_s: float) -> list[Visit]:
    """A customer who was seen to come and is alone all the time is one visit."""
    rows = looks_between(signals.time, visit.start - _BEFORE_S, visit.end)
    if visit.arrived and not in_company(signals, rows):
        return [visit]
    return _told_apart(visit, window_tracks(signals, rows, around), least_s)


def _told_apart(visit: Visit, seen: Sequence[WindowTrack], least_s: float) -> list[Visit]:
    people = [person for person in seen if reaches(person.last - max(person.first, visit.start), least_s)]
    if not visit.arrived:
        visit, people = _from_first(visit, people)
    new = _newcomers(visit, people, least_s)
    if not new:
        return [visit]
    old = [person for person in people if person not in new]
    first = _until(replace(visit, ids=frozenset(p.id for p in old)), max(old, key=lambda p: p.last))
    others = [_until(Visit(p.came, visit.end, True, visit.left, frozenset({p.id})), p) for p in new]
    return [one for one in (first, *others) if reaches(one.end - one.start, least_s)]


def _from_first(visit: Visit, people: list[WindowTrack]) -> tuple[Visit, list[WindowTrack]]:
    """The visit with its beginning, if the first customer was seen to walk up and no other stood there before."""
    if people and keeps_to(people[0].first, visit.start + 1):
        came = people[0].came
        alone = all(person.first >= came for person in people[1:] if not np.isnan(person.came))
        if visit.start < came < visit.end and alone:
            return replace(visit, start=came, arrived=True), people
    return visit, people


def _newcomers(visit: Visit, people: Sequence[WindowTrack], least_s: float) -> list[WindowTrack]:
    """Customers who came to the window while another one stood there, and stay."""
    new: list[WindowTrack] = []
    for person in people:
        before = [other for other in people if other.first < person.first]
        if not before:
            continue
        came, latest = person.came, max([visit.start, *(other.came for other in new)])
        if (
            reaches(came - latest, _PARTY_S)
            and reaches(visit.end - came, least_s)
            and any(reaches(person.with_(other), _TWO_S) for other in before)
        ):
            new.append(person)
    return new


def _until(visit: Visit, person: WindowTrack) -> Visit:
    """The visit until its person walks off; a person who is lost while others stay was not seen to leave."""
    if keeps_to(visit.end - person.last, 1):
        return visit
    went = person.went
    return replace(visit, end=person.last if np.isnan(went) else went, left=not np.isnan(went))


# A customer who comes stands: the height of shoulders and head is read from the highest tenth of the first seconds.
_HIGHEST, _COMES_S = 90, 10.0
# A customer who bends over the counter to write lowers the shoulders as sitting does, but the head comes down to them
# as well: to a half of its height over them, against 0.75 and more when seated upright.
_HEAD_UPRIGHT = 0.65
_POSE_S = 0.5


def customer_seated(signals: Signals, visits: tuple[Visit, ...], hold: float) -> State:
    """The time in which a customer sits. Known only within visits with a seen beginning: before it, none was seen
    standing.
    """
    scale = seen_median(signals["customer_scale"])
    height = -signals["customer_y"].astype(np.float64) / scale
    head = (signals["customer_y"] - signals["customer_head_y"]).astype(np.float64) / scale
    values = np.full(len(signals), np.nan)
    for visit in visits:
        inside = looks_between(signals.time, visit.start, visit.end)
        rows = inside.start + np.flatnonzero(~np.isnan(height[inside]) & ~np.isnan(head[inside]))
        if visit.ids:
            rows = rows[np.isin(signals["customer_id"][rows], list(visit.ids))]
        comes = rows[~reaches(signals.time[rows], visit.start + _COMES_S)]
        if visit.arrived and len(comes):
            lowered = height[rows] <= _highest(height[comes]) - LEAST_RISE
            values[rows] = lowered & (head[rows] >= _HEAD_UPRIGHT * _highest(head[comes]))
    state = State.from_samples(signals.time, values, hold)
    return State(state.true, state.seen).debounced(_POSE_S, _POSE_S)


def _highest(values: Floats) -> float:
    return percentile(values, _HIGHEST)
