"""Long stretches cut at the hours of the clock, so that no quiet morning is one single record."""

import math
from itertools import pairwise

import numpy as np

from pipeline.intervals.spans import Floats, Spans

_PIECE_S = 3600.0


def hourly(stretches: Spans, least_s: float, until: float) -> tuple[Floats, Floats]:
    """(n,) starts and ends of the pieces of `least_s` or more that were over by `until` (UTC s), cut at the hours."""
    pieces = [piece for stretch in stretches.longer_than(least_s) for piece in _by_hours(stretch)]
    start, end = np.array(pieces, np.float64).reshape(-1, 2).T
    told = (end - start >= least_s) & (end < until)
    return start[told], end[told]


def _by_hours(stretch: tuple[float, float]) -> list[tuple[float, float]]:
    first = math.floor(stretch[0] / _PIECE_S) + 1
    return list(
        pairwise([stretch[0], *np.arange(first * _PIECE_S, stretch[1], _PIECE_S).tolist(), stretch[1]])
    )
