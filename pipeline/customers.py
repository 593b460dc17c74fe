"""Customers at the window, seated or standing, from the height of their shoulders within the visit."""

import numpy as np

from pipeline.calibration import LEAST_RISE
from pipeline.state import State
from pipeline.visits import Visit
from vision.signals import Signals

# Whoever comes stands: the shoulders' highest tenth of the visit is standing, this much lower is seated.
_HIGHEST = 90
_POSE_S = 0.5


def customer_seated(signals: Signals, visits: tuple[Visit, ...], hold: float) -> State:
    """Where a customer sits. Known only within visits whose beginning was seen: before it, nobody saw them stand."""
    height = -signals["customer_y"].astype(np.float64) / _scale(signals)
    values = np.full(len(signals), np.nan)
    for visit in visits:
        rows = (signals.time >= visit.start) & (signals.time < visit.end) & ~np.isnan(height)
        if visit.arrived and rows.any():
            values[rows] = height[rows] <= np.percentile(height[rows], _HIGHEST) - LEAST_RISE
    state = State.from_samples(signals.time, values, hold)
    return State(state.true, state.seen).debounced(_POSE_S, _POSE_S)


def _scale(signals: Signals) -> float:
    seen = signals["customer_scale"][~np.isnan(signals["customer_scale"])]
    return float(np.median(seen)) if len(seen) else float("nan")
