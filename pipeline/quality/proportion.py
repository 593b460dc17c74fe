"""A share of a sample with its interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan, sqrt
from statistics import NormalDist

from pipeline.intervals import Basis, limit


@dataclass(frozen=True, slots=True)
class AuditLimits:
    """Limits of what an audit says."""

    level: float = limit(
        0.95,
        "of the samples",
        Basis.STANDARD,
        "every interval holds the true value so often, as audits are used to",
    )


LEVEL = AuditLimits().level


@dataclass(frozen=True, slots=True)
class Proportion:
    """`of` of `n` items; `share` is 0..1 and lies in `low`..`high` at LEVEL. All three are NaN without items."""

    of: int
    n: int
    share: float
    low: float
    high: float


def proportion(of: int, n: int) -> Proportion:
    """The share by Wilson's interval (1927), which holds for few items and for shares near 0 and 1.

    Raises ValueError unless 0 <= of <= n.
    """
    if not 0 <= of <= n:
        raise ValueError(f"{of} of {n} items is no share")
    return Proportion(of, n, *_wilson(of / n, n)) if n else Proportion(0, 0, nan, nan, nan)


def weighted_share(items: Sequence[tuple[bool, float]]) -> Proportion:
    """The share of the weight of those that hold, of items (whether it holds, weight above 0).

    The interval is Wilson's for as many items of equal weight as tell as much: (sum w)^2 / sum w^2 (Kish 1965).
    """
    if not items:
        return Proportion(0, 0, nan, nan, nan)
    total = sum(weight for _, weight in items)
    share = sum(weight for holds, weight in items if holds) / total
    size = total**2 / sum(weight**2 for _, weight in items)
    return Proportion(sum(holds for holds, _ in items), len(items), *_wilson(share, size))


def _wilson(share: float, n: float) -> tuple[float, float, float]:
    """The share with the ends of its interval."""
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    weight = z * z / n
    middle = (share + weight / 2) / (1 + weight)
    half = z / (1 + weight) * sqrt(share * (1 - share) / n + weight / (4 * n))
    return share, 0.0 if share <= 0 else middle - half, 1.0 if share >= 1 else middle + half
