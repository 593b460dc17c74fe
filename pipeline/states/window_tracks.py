"""Tracks of customers at a window: arrivals and departures while another customer is there.

A track alone proves nothing: a person who is lost for three seconds gets a new track, and in a queue the second one
is found late. Only a person who walks up from a step away or further has come.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.intervals import Floats, keeps_to, looks_between, median, median_row, percentile, seen_median
from pipeline.states.facing import FOCAL
from vision.core import Signals

SLOTS = ("customer", "customer2", "customer3")
# A person stands who keeps within a foot and a half for three seconds; a person who came stood a step away before,
# and took at most so long for the way through the zone.
_AT_PLACE_M, _STANDS_S = 0.3, 3.0
_STEP_M, _WAY_S = 0.7, 10.0
# Across a desk two people are a metre and a half apart: only a camera nearer than that to the one shows the other one
# half as large. A smaller figure is a person far behind, or a thing.
_LEAST_SIZE = 0.5
_STAFF_LOOKS = 10
# Places are medians of this long: a single look may be off by a head.
_SETTLE_S = 0.6


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
    if len(staff) < _STAFF_LOOKS:
        return signals
    least = _LEAST_SIZE * median(staff)
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
    places = np.stack([(x - around[0]) / scale, (y - around[1]) / scale, FOCAL / scale], axis=1)
    known = np.isfinite(places).all(1)
    return signals.time[looks][known], ids[known], places[known]


def _stands_from(time: Floats, place: Floats) -> float:
    """The moment from which a person stands who was a step away at first; NaN if he stood from the beginning or never
    does.
    """
    begins = median_row(place[looks_between(time, time[0], time[0] + _SETTLE_S)])
    for row in np.flatnonzero(keeps_to(time, min(time[0] + _WAY_S, time[-1] - _SETTLE_S))):
        here = place[looks_between(time, time[row], time[row] + _STANDS_S)]
        usual_place = median_row(here)
        if percentile(np.linalg.norm(here - usual_place, axis=1), 90) <= _AT_PLACE_M:
            return float(time[row]) if np.linalg.norm(usual_place - begins) >= _STEP_M else float("nan")
    return float("nan")
