"""Visits: customers who come to the window and stay, person by person, seated or standing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.intervals import (
    TICK,
    Basis,
    Bools,
    Floats,
    Spans,
    State,
    keeps_to,
    limit,
    looks_between,
    percentile,
    reaches,
    seen_median,
)
from pipeline.states.calibration import LIMITS as SEAT
from pipeline.states.window_tracks import WindowTrack, in_company, usual_place, window_tracks
from vision.core import Signals


@dataclass(frozen=True, slots=True)
class VisitLimits:
    """Limits of visits and of walks through the customers' place."""

    edge_s: float = limit(
        1.0,
        "s",
        Basis.CHOICE,
        "a customer was seen to come or go if the window was seen empty so shortly before or after",
    )
    walk_s: float = limit(3.0, "s", Basis.CHOICE, "a walk through the zone takes so long at most")
    stands_m_s: float = limit(
        0.25, "m/s", Basis.CHOICE, "people shift their weight at a tenth of it and walk at five times of it"
    )
    speed_over_s: float = limit(0.5, "s", Basis.CHOICE, "a speed is measured over so long")
    least_pass_s: float = limit(
        0.3, "s", Basis.CHOICE, "a passer-by is found in two looks at least; one may be a thing"
    )
    look_s: float = limit(0.05, "s", Basis.CHOICE, "just before and after a passage the place is seen empty")
    party_s: float = limit(
        5.0,
        "s",
        Basis.CHOICE,
        "a customer who comes so soon after another belongs to the same party, which is greeted once",
    )
    two_s: float = limit(
        1.0,
        "s",
        Basis.CHOICE,
        "two tracks found at once for so long are two people; a model sees double for a look",
    )
    before_s: float = limit(
        10.0,
        "s",
        Basis.CHOICE,
        "tracks found so shortly before a visit belong to it: the walk up is no part of the visit",
    )
    first_s: float = limit(
        1.0, "s", Basis.CHOICE, "a person found so soon after the visit's beginning is its first customer"
    )
    stayed_s: float = limit(
        1.0, "s", Basis.CHOICE, "a person last found so shortly before the visit's end stayed until then"
    )
    highest: int = limit(
        90,
        "percentile",
        Basis.CHOICE,
        "a customer who comes stands: the highest tenth of the first seconds is that height",
    )
    comes_s: float = limit(10.0, "s", Basis.CHOICE, "the first seconds of a visit, see `highest`")
    head_upright: float = limit(
        0.65,
        "of the standing head",
        Basis.CHOICE,
        "head over shoulders, placed by hand near 0.75 and more sitting upright and a half in writing "
        "at a counter",
    )
    pose_s: float = limit(0.5, "s", Basis.CHOICE, "quicker flicker is no change of pose")


LIMITS = VisitLimits()


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
    arrived = away.seconds_in(stays.start - LIMITS.edge_s, stays.start) > TICK
    left = away.seconds_in(stays.end, stays.end + LIMITS.edge_s) > TICK
    found = [
        _visit(walks, (float(start), float(end)), bool(came), bool(went))
        for start, end, came, went in zip(stays.start, stays.end, arrived, left, strict=True)
    ]
    return tuple(visit for visit in found if reaches(visit.end - visit.start, least_s))


def _visit(walks: Spans, stay: tuple[float, float], came: bool, went: bool) -> Visit:
    """The stay without the walk that leads into it and the one that leads out of it."""
    start, end = stay
    into = walks.first_after(start - LIMITS.edge_s) if came else None
    if into is not None and keeps_to(into[0], start + LIMITS.speed_over_s):
        start = min(into[1], start + LIMITS.walk_s, end)
    out = walks.clipped(start, end) if went else Spans.empty()
    if out and reaches(float(out.end[-1]), end - LIMITS.speed_over_s):
        end = max(float(out.start[-1]), end - LIMITS.walk_s)
    return Visit(start, end, came, went)


def passing(signals: Signals, customer: State, least_s: float, walks: Spans) -> State:
    """The time in which a person walks through the customers' place within less than `least_s`, seen to come and to
    go.

    A thing that a model takes for a person does not walk; a person found again within `walk_s` stays and was missed.
    """
    found = Spans.from_samples(
        signals.time, np.asarray(signals["customers"] > 0, np.bool_), LIMITS.speed_over_s
    )
    people = found.bridged(LIMITS.walk_s)
    empty = customer.seen - people
    seen = empty.contains(people.start - LIMITS.look_s) & empty.contains(people.end + LIMITS.look_s)
    brief = people[seen & ~reaches(people.seconds, least_s) & reaches(people.seconds, LIMITS.least_pass_s)]
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
    return Spans.from_samples(time, ~_slow(time, place), LIMITS.speed_over_s)


def _slow(time: Floats, place: Floats) -> Bools:
    """(k,) whether the place (k, 2) m changes slowly from half the time before to half the time after."""
    first = np.searchsorted(time, time - LIMITS.speed_over_s / 2 - TICK)
    last = np.searchsorted(time, time + LIMITS.speed_over_s / 2 + TICK, "right") - 1
    way, took = np.hypot(*(place[last] - place[first]).T), time[last] - time[first]
    return np.asarray(~(way > LIMITS.stands_m_s * took), np.bool_)  # unknown metres are no walk


def visits_by_person(visits: Sequence[Visit], signals: Signals, least_s: float) -> tuple[Visit, ...]:
    """The visits, with customers who came to an occupied window as visits of their own, in order of time.

    A visit without a seen beginning gets one if its customer is seen to walk up.
    """
    around = usual_place(signals)
    found = [one for visit in visits for one in _by_person(visit, signals, around, least_s)]
    return tuple(sorted(found, key=lambda visit: visit.start))


def _by_person(visit: Visit, signals: Signals, around: tuple[float, float], least_s: float) -> list[Visit]:
    """A customer who was seen to come and is alone all the time is one visit."""
    rows = looks_between(signals.time, visit.start - LIMITS.before_s, visit.end)
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
    if people and keeps_to(people[0].first, visit.start + LIMITS.first_s):
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
            reaches(came - latest, LIMITS.party_s)
            and reaches(visit.end - came, least_s)
            and any(reaches(person.with_(other), LIMITS.two_s) for other in before)
        ):
            new.append(person)
    return new


def _until(visit: Visit, person: WindowTrack) -> Visit:
    """The visit until its person walks off; a person who is lost while others stay was not seen to leave."""
    if keeps_to(visit.end - person.last, LIMITS.stayed_s):
        return visit
    went = person.went
    return replace(visit, end=person.last if np.isnan(went) else went, left=not np.isnan(went))


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
        comes = rows[~reaches(signals.time[rows], visit.start + LIMITS.comes_s)]
        if visit.arrived and len(comes):
            lowered = height[rows] <= _highest(height[comes]) - SEAT.least_rise
            values[rows] = lowered & (head[rows] >= LIMITS.head_upright * _highest(head[comes]))
    state = State.from_samples(signals.time, values, hold)
    return State(state.true, state.seen).debounced(LIMITS.pose_s, LIMITS.pose_s)


def _highest(values: Floats) -> float:
    return percentile(values, LIMITS.highest)
