"""Medians and percentiles of a few numbers or of a day of them, called very often: NumPy's own take much longer."""

import numpy as np
from numpy.typing import NDArray

from pipeline.intervals.spans import Floats

# From so many numbers on, every _STRIDE-th gives a bracket for the middle one: within this share of the order around
# the half.
_MANY, _STRIDE, _AROUND = 5000, 64, 0.05
_FEW = 1000  # up to here sorting all of them is the quickest


def median(values: NDArray[np.floating]) -> float:
    """The median of (k,) numbers, NaN of none; they must not be NaN."""
    if not len(values):
        return float("nan")
    below, middle = _inner(values) if len(values) >= _MANY else (0, values)
    low, high = (len(values) - 1) // 2 - below, len(values) // 2 - below
    if not 0 <= low <= high < len(middle):  # the sample was no guide
        low, high, middle = low + below, high + below, values
    ordered = np.partition(middle, (low, high)) if len(middle) > _FEW else np.sort(middle)
    return float((ordered[low] + ordered[high]) / 2)


def seen_median(values: NDArray[np.floating]) -> float:
    """The median of the values (t,) that are not NaN, NaN without any."""
    return median(values[~np.isnan(values)])


def _inner(values: NDArray[np.floating]) -> tuple[int, NDArray[np.floating]]:
    """How many lie below two figures around the middle, and those between them (Floyd and Rivest, CACM 18:3, 1975)."""
    sample = np.sort(values[::_STRIDE])
    low, high = (sample[int(share * len(sample))] for share in (0.5 - _AROUND, 0.5 + _AROUND))
    return int(np.count_nonzero(values < low)), values[(values >= low) & (values <= high)]


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
