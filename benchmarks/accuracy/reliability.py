"""Reliability of confidences: bins of events, the expected calibration error and the Brier score."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from pipeline.evaluation.findings import ClipResult

BINS = 10
_Z = 1.959964  # 95 % of a normal distribution


@dataclass(frozen=True, slots=True)
class Claim:
    """A found event with its `confidence` 0..1, and whether it is true."""

    kind: str
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims with a confidence from `low` to below `high`: their mean, the `right` share, its 95 % interval."""

    low: float
    high: float
    claims: int
    confidence: float
    right: float
    right_low: float
    right_high: float


def claims_of(results: Iterable[ClipResult]) -> list[Claim]:
    """Every found event of a kind that is completely labelled in its clip; other kinds have no known false events."""
    return [
        Claim(finding.kind, finding.found.confidence, finding.matched)
        for result in results
        for finding in result.findings
        if finding.judged and finding.found is not None
    ]


def bins_of(claims: Sequence[Claim], count: int = BINS) -> list[Bin]:
    """The claims in bins of equal width; empty bins are omitted."""
    rows = [[c for c in claims if _bin(c.confidence, count) == row] for row in range(count)]
    return [_summed(part, row / count, (row + 1) / count) for row, part in enumerate(rows) if part]


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error: mean distance of confidence and truth over the bins, weighted by their claims.

    Guo et al., On Calibration of Modern Neural Networks, ICML 2017. NaN without claims.
    """
    total = sum(one.claims for one in bins)
    return (
        sum(one.claims * abs(one.right - one.confidence) for one in bins) / total if total else float("nan")
    )


def brier(claims: Sequence[Claim]) -> float:
    """Mean squared distance of confidence and truth (Brier 1950), 0 best; NaN without claims."""
    return sum((c.confidence - c.right) ** 2 for c in claims) / len(claims) if claims else float("nan")


def wilson(right: int, claims: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927), which has a positive width even if all of a few claims are right."""
    share, z2 = right / claims, _Z**2 / claims
    middle, half = share + z2 / 2, _Z * sqrt(share * (1 - share) / claims + z2 / claims / 4)
    return max(0.0, (middle - half) / (1 + z2)), min(1.0, (middle + half) / (1 + z2))


def _bin(confidence: float, count: int) -> int:
    """Bins include their lower edge, the last one both edges; the tolerance keeps 0.7 * 10 from being below 7."""
    return min(int(confidence * count + 1e-9), count - 1)


def _summed(claims: Sequence[Claim], low: float, high: float) -> Bin:
    right, n = sum(c.right for c in claims), len(claims)
    return Bin(low, high, n, sum(c.confidence for c in claims) / n, right / n, *wilson(right, n))
