"""Customers at the window, seated or standing, from the height of their shoulders within the visit."""

import numpy as np

from pipeline.intervals.robust import percentile, seen_median
from pipeline.intervals.spans import Floats
from pipeline.intervals.state import State
from pipeline.states.calibration import LEAST_RISE
from pipeline.states.visits import Visit
from vision.core.signals import Signals

# Whoever comes stands: how high the shoulders and the head are is read from the highest tenth of the first seconds.
_HIGHEST, _COMES_S = 90, 10.0
# Who bends over the counter to write lowers the shoulders as sitting does, but the head comes down to them as well:
# to a half of its height over them, against 0.75 and more when seated upright.
_UPRIGHT = 0.65
_POSE_S = 0.5


def customer_seated(signals: Signals, visits: tuple[Visit, ...], hold: float) -> State:
    """Where a customer sits. Known only within visits whose beginning was seen: before it, nobody saw them stand."""
    scale = seen_median(signals["customer_scale"])
    height = -signals["customer_y"].astype(np.float64) / scale
    head = (signals["customer_y"] - signals["customer_head_y"]).astype(np.float64) / scale
    values = np.full(len(signals), np.nan)
    for visit in visits:
        first, last = np.searchsorted(signals.time, (visit.start, visit.end))
        rows = first + np.flatnonzero(~np.isnan(height[first:last]) & ~np.isnan(head[first:last]))
        if visit.ids:
            rows = rows[np.isin(signals["customer_id"][rows], list(visit.ids))]
        comes = rows[signals.time[rows] < visit.start + _COMES_S]
        if visit.arrived and len(comes):
            lowered = height[rows] <= _highest(height[comes]) - LEAST_RISE
            values[rows] = lowered & (head[rows] >= _UPRIGHT * _highest(head[comes]))
    state = State.from_samples(signals.time, values, hold)
    return State(state.true, state.seen).debounced(_POSE_S, _POSE_S)


def _highest(values: Floats) -> float:
    return percentile(values, _HIGHEST)
