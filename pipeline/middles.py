"""Medians and percentiles of a few numbers, asked a thousand times a day: NumPy takes ten times as long for them."""

import numpy as np
from numpy.typing import NDArray

from pipeline.spans import Floats


def median(values: NDArray[np.floating]) -> float:
    """The median of (k,) numbers, NaN of none; they must not be NaN."""
    if not len(values):
        return float("nan")
    ordered = np.sort(values)
    return float((ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2)


def median_row(rows: Floats) -> Floats:
    """The median of (k, ...) along its first axis; k must be 1 or more, and nothing NaN."""
    ordered = np.sort(rows, axis=0)
    return np.asarray((ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2, np.float64)


def percentile(values: Floats, share: float) -> float:
    """The `share` percentile, 0..100, of (k,) numbers, linear between neighbours; k must be 1 or more."""
    ordered = np.sort(values)
    place = share / 100 * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return float(ordered[low] + (ordered[high] - ordered[low]) * (place - low))
