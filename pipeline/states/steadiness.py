"""Steadiness of a point over time: a hand that holds something rests, a waving or scratching one does not."""

import numpy as np
from numpy.typing import NDArray

from pipeline.intervals.spans import Floats


def spread(time: Floats, x: Floats, y: Floats, seconds: float) -> Floats:
    """(t,) standard deviation of the point (x, y) in the `seconds` around each look, in the unit of x and y.

    Looks with NaN are left out; NaN where fewer than two looks are left.
    """
    seen = np.isfinite(x) & np.isfinite(y)
    first, last = (np.searchsorted(time, time + way * seconds / 2) for way in (-1, 1))
    count = _sums(seen.astype(np.float64), first, last)
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = sum(_variance(np.where(seen, part, 0.0), seen, count, first, last) for part in (x, y))
    return np.asarray(np.where(count >= 2, np.sqrt(np.maximum(variance, 0.0)), np.nan), np.float64)


def _variance(
    part: Floats, seen: NDArray[np.bool_], count: Floats, first: NDArray[np.intp], last: NDArray[np.intp]
) -> Floats:
    part = np.where(seen, part - (part[seen].mean() if seen.any() else 0.0), 0.0)  # keeps the squares small
    mean = _sums(part, first, last) / count
    return np.asarray(_sums(part * part, first, last) / count - mean * mean, np.float64)


def _sums(values: Floats, first: NDArray[np.intp], last: NDArray[np.intp]) -> Floats:
    """(t,) sums of `values` from row `first` to before row `last`."""
    total = np.concatenate(([0.0], np.cumsum(values)))
    return np.asarray(total[last] - total[first], np.float64)
