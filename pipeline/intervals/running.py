"""Running means and spreads of measures over a time around each look; looks with NaN are left out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.intervals.spans import Bools, Floats
from pipeline.intervals.ticks import TICK

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Around:
    """For some looks (k,), the first row and the one after the last row of the looks around each of them."""

    first: Rows
    last: Rows

    @classmethod
    def of(cls, time: Floats, rows: Rows, seconds: float) -> "Around":
        """The looks at `time` (t,) within `seconds` before and after each of the `rows` (k,)."""
        at = time[rows]
        return cls(
            np.searchsorted(time, at - seconds - TICK), np.searchsorted(time, at + seconds + TICK, "right")
        )

    def mean(self, values: Floats) -> Floats:
        """(k,) the mean of the `values` (t,) around each look; NaN where none was seen."""
        seen = ~np.isnan(values)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(self._sums(np.where(seen, values, 0.0)) / self.count(seen), np.float64)

    def count(self, seen: Bools) -> Floats:
        """(k,) the number of looks around each look that are `seen` (t,)."""
        return self._sums(seen.astype(np.float64))

    def spread(self, values: Floats) -> Floats:
        """(k,) the standard deviation of the `values` (t,) around each look; NaN where none was seen."""
        seen = ~np.isnan(values)
        off = values - (values[seen].mean() if seen.any() else 0.0)  # keeps the squares small
        mean = self.mean(off)
        return np.sqrt(np.maximum(self.mean(off * off) - mean * mean, 0.0))

    def _sums(self, values: Floats) -> Floats:
        total = np.concatenate(([0.0], np.cumsum(values)))
        return np.asarray(total[self.last] - total[self.first], np.float64)
