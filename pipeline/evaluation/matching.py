"""Matching of found to true events: one to one, optimal.

Spans are compared by temporal intersection over union (tIoU), as ActivityNet does; points and short spans by their
starts, within a collar, as sound event evaluation does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from vision.core import Basis, limit


@dataclass(frozen=True, slots=True)
class MatchingLimits:
    """Limits of matching what was found with the truth."""

    span_s: float = limit(2.0, "s", Basis.CHOICE, "true spans of so long or longer are compared by tIoU")
    min_tiou: float = limit(0.5, "tIoU", Basis.CHOICE, "of a match, as is usual for spans of actions")
    collar_s: float = limit(
        2.0,
        "s",
        Basis.CHOICE,
        "how far apart, beyond the tolerance, the starts of points and shorter spans may be",
    )


LIMITS = MatchingLimits()


class Interval(Protocol):
    """Something with a start and an end in seconds; a point has them equal."""

    @property
    def start(self) -> float:
        """Seconds."""

    @property
    def end(self) -> float:
        """Seconds, not before start."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Row of the true event and row of the found event that are the same event."""

    truth: int
    found: int


def tiou(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Shared time over the time of both together, 0..1; 0 when neither has a length."""
    shared = max(0.0, min(a[1], b[1]) - max(a[0], b[0]))
    union = (a[1] - a[0]) + (b[1] - b[0]) - shared
    return shared / union if union > 0 else 0.0


def closeness(truth: Interval, found: Interval, tolerance: float) -> float:
    """How well they agree, above 0 up to 1; NaN when they are not the same event.

    A true span of 2 s or longer: tIoU, with the truth as it is or widened by `tolerance` seconds on both
    sides, whichever is higher; 0.5 is needed. Anything shorter: starts at most 2 s + `tolerance` apart.
    """
    if truth.end - truth.start >= LIMITS.span_s:
        span = (found.start, found.end)
        wide = (truth.start - tolerance, truth.end + tolerance)
        best = max(tiou((truth.start, truth.end), span), tiou(wide, span))
        return best if best >= LIMITS.min_tiou else float("nan")
    apart, allowed = abs(found.start - truth.start), LIMITS.collar_s + tolerance
    # half of the scale stays above zero, so that a start at the very edge of the collar still counts
    return 1 - apart / allowed / 2 if apart <= allowed else float("nan")


def match(
    truth: Sequence[Interval], found: Sequence[Interval], tolerance: float, rank: Sequence[int] = ()
) -> list[Pair]:
    """Pairs of rows, in the order of the truth: as many as can be, and of those ways the closest altogether.

    All events given are of one clip, counter and kind. `tolerance` is in seconds. `rank` is 2, 1 or 0 for each
    found event: of the ways with as many pairs, those with most of rank 2, then of rank 1, come before the closest.
    Events of a rank and above are then matched as often as if they were alone.
    """
    if not truth or not found:
        return []
    close = np.array([[closeness(t, f, tolerance) for f in found] for t in truth])
    ranks = np.array(rank or [0] * len(found), dtype=np.float64)
    rows, columns = linear_sum_assignment(_gain(close, ranks), maximize=True)
    return [Pair(int(t), int(f)) for t, f in zip(rows, columns, strict=True) if not np.isnan(close[t, f])]


def _gain(close: NDArray[np.float64], ranks: NDArray[np.float64]) -> NDArray[np.float64]:
    """One pair more is worth more than all ranks, one of a rank more than all below it and all closeness together."""
    most = min(close.shape) + 1.0
    ranked = np.where(ranks > 0, most**ranks, 0.0)
    return np.where(np.isnan(close), 0.0, np.nan_to_num(close) + ranked + most**3)
