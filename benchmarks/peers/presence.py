"""Presence at every look, and the core events that a usual loop makes of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from models.norms import Profile
from pipeline.recordings import ReportedEvent

Runs = Sequence[tuple[float, float]]
_GAP_S, _STAFF_S, _CUSTOMER_S = 2.0, 1.0, 2.0
"""Usual debouncing: shorter holes are closed, shorter stays are dropped."""


@dataclass
class Presence:
    """Who was in the zones of one counter at each look: times (s) with staff and customer, yes or no."""

    time: list[float] = field(default_factory=list)
    staff: list[bool] = field(default_factory=list)
    customer: list[bool] = field(default_factory=list)

    def add(self, time: float, there: Mapping[str, bool]) -> None:
        """One look; `there` has an entry for each zone of the counter, by role."""
        self.time.append(time)
        self.staff.append(there.get("staff", False))
        self.customer.append(there.get("customer", False))


def core_events(video: str, counter: str, seen: Presence, profile: Profile) -> list[ReportedEvent]:
    """Absences, arrivals, departures and unattended customers, by the durations of the profile."""
    if not seen.time:
        return []
    told = [
        *_absences(seen, profile.thresholds.absence_after_s),
        *_visits(seen),
        *_unattended(seen, profile.thresholds.unattended_after_s),
    ]
    return [ReportedEvent(video, "", counter, kind, start, end) for kind, start, end in told]


def _absences(seen: Presence, after_s: float) -> Iterator[tuple[str, float, float]]:
    staff, last = _staff(seen), seen.time[0]
    for start, end in [*staff, (seen.time[-1], seen.time[-1])]:
        if start - last >= after_s:
            yield "absence", last, start
        last = end


def _visits(seen: Presence) -> Iterator[tuple[str, float, float]]:
    for start, end in _customers(seen):
        if start > seen.time[0] + _GAP_S / 2:
            yield "arrival", start, start
        if end < seen.time[-1] - _GAP_S / 2:
            yield "departure", end, end


def _unattended(seen: Presence, after_s: float) -> Iterator[tuple[str, float, float]]:
    staff = [*_staff(seen), (np.inf, np.inf)]
    for start, end in _customers(seen):
        alone = start
        for came, left in staff:
            if min(end, came) - alone >= after_s:
                yield "unattended_customer", alone, min(end, came)
            alone = max(alone, left)
            if alone >= end:
                break


def _staff(seen: Presence) -> Runs:
    return runs(np.array(seen.time), _majority(seen.staff), _STAFF_S)


def _customers(seen: Presence) -> Runs:
    return runs(np.array(seen.time), _majority(seen.customer), _CUSTOMER_S)


def _majority(there: Sequence[bool]) -> NDArray[np.bool_]:
    """Two of three looks in a row."""
    padded = np.pad(np.array(there, np.int8), 1, mode="edge")
    return np.asarray(padded[:-2] + padded[1:-1] + padded[2:] >= 2, np.bool_)


def runs(time: NDArray[np.float64], there: NDArray[np.bool_], least_s: float) -> Runs:
    """The stays (start, end s) of at least `least_s`, with short holes closed."""
    edges = np.diff(np.pad(there.astype(np.int8), 1))
    starts, ends = time[edges[:-1] > 0], time[np.flatnonzero(edges < 0) - 1]
    merged: list[tuple[float, float]] = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if merged and start - merged[-1][1] <= _GAP_S:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return [(start, end) for start, end in merged if end - start >= least_s]
