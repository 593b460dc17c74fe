"""Tracks of customers at a window: arrivals and departures while another customer is there.

A track alone proves nothing: a person who is lost for three seconds gets a new track, and in a queue the second one
is found late. Only a person who walks up from a step away or further has come.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.intervals import (
    Basis,
    Floats,
    keeps_to,
    limit,
    looks_between,
    median,
    median_row,
    percentile,
    seen_median,
)
from pipeline.states.facing import LIMITS as FACING
from vision.core import Signals

SLOTS = ("customer", "customer2", "customer3")


@dataclass(frozen=True, slots=True)
class WindowTrackLimits:
    """Limits of tracks of customers at a window."""

    at_place_m: float = limit(0.3, "m", Basis.CHOICE, "a person who keeps within a foot stands")
    stands_s: float = limit(3.0, "s", Basis.CHOICE, "for so long")
    most_places: int = limit(
        90, "percentile", Basis.CHOICE, "of the looks keep to the place; the others may be off by a head"
    )
    step_m: float = limit(0.7, "m", Basis.CHOICE, "a person who came stood a step away before")
    way_s: float = limit(10.0, "s", Basis.CHOICE, "and took so long at most for the way through the zone")
    least_size: float = limit(
        0.5,
        "of the staff's size",
        Basis.CHOICE,
        "two people across a desk are 1.5 m apart: a smaller figure is far behind, or a thing",
    )
    staff_looks: int = limit(10, "looks", Basis.CHOICE, "fewer tell no size of the staff")
    settle_s: float = limit(
        0.6, "s", Basis.CHOICE, "places are medians of so long: a single look may be off by a head"
    )


LIMITS = WindowTrackLimits()


@dataclass(frozen=True, slots=True)
class WindowTrack:
    """One track at the window. `time` (k,) UTC s, `place` (k,3) m: across, down, away from the camera.

    `came` is when a person seen to walk up stood, `went` when a person seen to walk off left his place; else NaN.
    """

    id: int
    time: Floats
    place: Floats

    @property
    def first(self) -> float:
        """When he was first found, UTC s."""
        return float(self.time[0])

    @property
    def last(self) -> float:
        """When he was last found, UTC s."""
        return float(self.time[-1])

    @property
    def came(self) -> float:
        """When he came to stand, UTC s; NaN when he was not seen to come."""
        return _stands_from(self.time, self.place)

    @property
    def went(self) -> float:
        """When he began to go, UTC s; NaN when he was not seen to go."""
        return -_stands_from(-self.time[::-1], self.place[::-1])

    def with_(self, other: "WindowTrack") -> float:
        """For how many seconds, about, both were found together."""
        both = np.intersect1d(self.time, other.time)
        return float(len(both) * np.median(np.diff(self.time))) if len(self.time) > 1 else 0.0


def without_distant_people(signals: Signals) -> Signals:
    """The signals without customers who are too small, beside this post's staff, to stand before its desk.

    Unchanged if staff was hardly seen.
    """
    staff = signals["scale"][~np.isnan(signals["scale"])]
    if len(staff) < LIMITS.staff_looks:
        return signals
    least = LIMITS.least_size * median(staff)
    small = {
        name: signals.columns[f"{name}_scale"] < least for name in SLOTS if f"{name}_scale" in signals.columns
    }
    if not any(rows.any() for rows in small.values()):
        return signals
    columns = dict(signals.columns)
    for slot, rows in small.items():
        columns |= {name: _without(columns[name], rows) for name in columns if name.startswith(f"{slot}_")}
        columns["customers"] = columns["customers"] - rows.astype(np.float32)
    return Signals(signals.time, columns)


def _without(column: NDArray[np.float32], rows: NDArray[np.bool_]) -> NDArray[np.float32]:
    return np.where(rows, np.float32(np.nan), column)


def in_company(signals: Signals, rows: slice) -> bool:
    """Whether two people or more were ever found at the window at once in these rows."""
    others = (signals.columns[f"{name}_id"] for name in SLOTS[1:] if f"{name}_id" in signals.columns)
    return any(not np.isnan(ids[rows]).all() for ids in others)


def window_tracks(signals: Signals, rows: slice, around: tuple[float, float]) -> list[WindowTrack]:
    """All tracks at the window in these rows, by when they were first found.

    `around` is the `usual_place` of customers: far from it, a wrong scale is a wrong place.
    """
    slots = [name for name in SLOTS if f"{name}_id" in signals.columns]
    found = [
        _slot(signals, name, rows, around)
        for name in slots
        if not np.isnan(signals[f"{name}_id"][rows]).all()
    ]
    if not found:
        return []
    times, ids, places = (np.concatenate(part) for part in zip(*found, strict=True))
    people = [_comer(int(who), times[ids == who], places[ids == who]) for who in np.unique(ids)]
    return sorted(people, key=lambda person: person.first)


def usual_place(signals: Signals) -> tuple[float, float]:
    """The usual place of customers in the picture, across and down in picture heights; 0 without customers."""
    if np.isnan(signals["customer_x"]).all():
        return 0.0, 0.0
    return seen_median(signals["customer_x"]), seen_median(signals["customer_y"])


def _comer(who: int, time: Floats, place: Floats) -> WindowTrack:
    order = np.argsort(time)
    return WindowTrack(who, time[order], place[order])


def _slot(
    signals: Signals, name: str, rows: slice, around: tuple[float, float]
) -> tuple[Floats, Floats, Floats]:
    """(k,) the time, (k,) the track and (k,3) the place in metres of the person in one slot, within the rows.

    A picture's scale tells how far away a person is.
    """
    looks = rows.start + np.flatnonzero(~np.isnan(signals[f"{name}_id"][rows]))
    ids, x, y, scale = (
        signals[f"{name}_{what}"][looks].astype(np.float64) for what in ("id", "x", "y", "scale")
    )
    places = np.stack([(x - around[0]) / scale, (y - around[1]) / scale, FACING.focal / scale], axis=1)
    known = np.isfinite(places).all(1)
    return signals.time[looks][known], ids[known], places[known]


def _stands_from(time: Floats, place: Floats) -> float:
    """The moment from which a person stands who was a step away at first; NaN if he stood from the beginning or never
    does.
    """
    begins = median_row(place[looks_between(time, time[0], time[0] + LIMITS.settle_s)])
    for row in np.flatnonzero(keeps_to(time, min(time[0] + LIMITS.way_s, time[-1] - LIMITS.settle_s))):
        here = place[looks_between(time, time[row], time[row] + LIMITS.stands_s)]
        usual_place = median_row(here)
        if percentile(np.linalg.norm(here - usual_place, axis=1), LIMITS.most_places) <= LIMITS.at_place_m:
            return float(time[row]) if np.linalg.norm(usual_place - begins) >= LIMITS.step_m else float("nan")
    return float("nan")
