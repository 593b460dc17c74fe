"""Running means and spreads of measures over a time around each look; looks with NaN are left out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.intervals import TICK, Floats

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
        count = self._sums(seen.astype(np.float64))
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(self._sums(np.where(seen, values, 0.0)) / count, np.float64)

    def spread(self, values: Floats) -> Floats:
        """(k,) the standard deviation of the `values` (t,) around each look; NaN where none was seen."""
        mean = self.mean(values)
        return np.sqrt(np.maximum(self.mean(values * values) - mean * mean, 0.0))

    def _sums(self, values: Floats) -> Floats:
        total = np.concatenate(([0.0], np.cumsum(values)))
        return np.asarray(total[self.last] - total[self.first], np.float64)
