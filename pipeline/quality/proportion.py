"""A share of a sample with its interval."""

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
    if n == 0:
        return Proportion(0, 0, nan, nan, nan)
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    share, weight = of / n, z * z / n
    middle = (share + weight / 2) / (1 + weight)
    half = z / (1 + weight) * sqrt(share * (1 - share) / n + weight / (4 * n))
    low = 0.0 if of == 0 else middle - half
    high = 1.0 if of == n else middle + half
    return Proportion(of, n, share, low, high)
