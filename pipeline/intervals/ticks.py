"""The one tolerance of durations: a limit that is met exactly is met, whatever the last bit of a float says.

Differences of float64 seconds are off by less than a microsecond. Every comparison of a duration, or of a share of a
duration, with a limit goes through here.
"""

from typing import overload

import numpy as np
from numpy.typing import NDArray

_Floats = NDArray[np.float64]
_Bools = NDArray[np.bool_]

# float64 UTC seconds step by 0.24 microseconds, so "held for 4 s" measured as 3.9999998 s is still 4 s
TICK = 1e-6


@overload
def reaches(seconds: float, limit: float) -> bool: ...


@overload
def reaches(seconds: _Floats, limit: float | _Floats) -> _Bools: ...


def reaches(seconds: float | _Floats, limit: float | _Floats) -> bool | _Bools:
    """Whether a duration is as long as the limit or longer, within a tick. Arrays give (n,) bool, NaN is False."""
    return seconds >= limit - TICK


@overload
def keeps_to(seconds: float, limit: float) -> bool: ...


@overload
def keeps_to(seconds: _Floats, limit: float | _Floats) -> _Bools: ...


def keeps_to(seconds: float | _Floats, limit: float | _Floats) -> bool | _Bools:
    """Whether a duration is as long as the limit or shorter, within a tick. Arrays give (n,) bool, NaN is False."""
    return seconds <= limit + TICK


def looks_between(time: _Floats, start: float, end: float) -> slice:
    """The rows of increasing moments `time` (t,) in [start, end): within a tick of `start` is in, of `end` is out."""
    first, last = np.searchsorted(time, (start - TICK, end - TICK))
    return slice(int(first), int(last))
