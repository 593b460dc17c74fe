"""Agreement of two people who judged the same items without seeing each other's judgement."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import nan, sqrt
from statistics import NormalDist

import numpy as np

from pipeline.quality.proportion import LEVEL


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement on `n` items.

    `observed` is the share judged alike (0..1), `kappa` Cohen's kappa: 1 is full agreement, 0 that of chance. `low` and
    `high` hold kappa at LEVEL. NaN without items; kappa and its interval are NaN, too, if both gave one and the same
    answer to everything, because chance would have done as well.
    """

    n: int
    observed: float
    kappa: float
    low: float
    high: float


def agreement(first: Sequence[Hashable], second: Sequence[Hashable]) -> Agreement:
    """The agreement of two sequences of answers (n,) to the same items, in the same order.

    Kappa as by Cohen (1960); its interval by the large-sample standard error of Fleiss, Cohen and Everitt (1969).
    Raises ValueError if the sequences differ in length.
    """
    if len(first) != len(second):
        raise ValueError(f"{len(first)} answers cannot be compared with {len(second)}")
    n = len(first)
    if n == 0:
        return Agreement(0, nan, nan, nan, nan)
    shares = _shares(first, second)
    rows, columns = shares.sum(1), shares.sum(0)
    observed, chance = float(np.trace(shares)), float(rows @ columns)
    if chance >= 1:
        return Agreement(n, observed, nan, nan, nan)
    kappa = (observed - chance) / (1 - chance)
    half = NormalDist().inv_cdf((1 + LEVEL) / 2) * _error(shares, observed, chance) / sqrt(n)
    return Agreement(n, observed, kappa, max(-1.0, kappa - half), min(1.0, kappa + half))


def _shares(
    first: Sequence[Hashable], second: Sequence[Hashable]
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """(k,k) the share of items that the first put into the row's class and the second into the column's."""
    places = {answer: place for place, answer in enumerate(dict.fromkeys([*first, *second]))}
    counts = np.zeros((len(places), len(places)), np.float64)
    for one, two in zip(first, second, strict=True):
        counts[places[one], places[two]] += 1
    return counts / len(first)


def _error(
    shares: np.ndarray[tuple[int, int], np.dtype[np.float64]], observed: float, chance: float
) -> float:
    """The standard error of kappa times the root of the number of items."""
    rows, columns = shares.sum(1), shares.sum(0)
    sums = (
        rows[None, :] + columns[:, None]
    )  # of the column's class for the first and the row's for the second
    alike = np.diag(shares) @ ((1 - chance) - (rows + columns) * (1 - observed)) ** 2
    apart = (shares * sums**2).sum() - np.diag(shares) @ np.diag(sums) ** 2
    rest = (observed * chance - 2 * chance + observed) ** 2
    variance = (alike + (1 - observed) ** 2 * apart - rest) / (1 - chance) ** 4
    return sqrt(max(0.0, float(variance)))
