"""The share of true events that the machine found, estimated from a sample of flagged events and of quiet minutes.

What was overlooked lies in time without any event, so it can be known only from a sample of that time. The sample's
rate may differ from hour to hour or from counter to counter: each rate is a stratum, and counts for all its minutes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

import numpy as np

from pipeline.intervals import Basis, limit
from pipeline.quality.proportion import LEVEL


@dataclass(frozen=True, slots=True)
class RecallLimits:
    """Limits of the estimate."""

    draws: int = limit(
        20_000, "draws", Basis.CHOICE, "of the predictive distribution: its ends are exact to 0.002"
    )
    prior: float = limit(
        0.5,
        "events",
        Basis.STANDARD,
        "Jeffreys' prior of a share and of a rate, whose intervals hold at few events",
    )


LIMITS = RecallLimits()


@dataclass(frozen=True, slots=True)
class Flagged:
    """Flagged events of a kind: `total` of them, of which `judged` were looked at and `true` were right."""

    total: int
    judged: int
    true: int


@dataclass(frozen=True, slots=True)
class QuietStratum:
    """Minutes without an event of the kind that were drawn at one rate: `judged` of `total`, with `missed` events."""

    total: int
    judged: int
    missed: int


@dataclass(frozen=True, slots=True)
class RecallEstimate:
    """`recall` (0..1) lies in `low`..`high` at LEVEL; `overlooked` is the estimated number of events not found.

    NaN if nothing was judged in a stratum that has something: what nobody looked at cannot be estimated.
    """

    recall: float
    low: float
    high: float
    overlooked: float


def estimated_recall(flagged: Flagged, quiet: Sequence[QuietStratum], seed: int = 0) -> RecallEstimate:
    """The recall at a site from a random sample of both strata.

    The items that were not judged are predicted from those that were (binomial and Poisson, Jeffreys' priors), so a
    complete audit has no interval left. The same arguments give the same result. Raises ValueError for impossible
    numbers.
    """
    _check(flagged, quiet)
    if (flagged.total and not flagged.judged) or any(part.total and not part.judged for part in quiet):
        return RecallEstimate(nan, nan, nan, nan)
    rng = np.random.default_rng(seed)
    found = flagged.true + _unjudged_true(flagged, rng)
    overlooked = np.sum([part.missed + _unjudged_missed(part, len(quiet), rng) for part in quiet], axis=0)
    overlooked = np.broadcast_to(overlooked, found.shape)
    everything = found + overlooked
    shares = found[everything > 0] / everything[everything > 0]
    if not len(shares):
        return RecallEstimate(nan, nan, nan, float(overlooked.mean()))
    low, high = np.quantile(shares, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return RecallEstimate(_middle(flagged, quiet), float(low), float(high), _overlooked(quiet))


def _middle(flagged: Flagged, quiet: Sequence[QuietStratum]) -> float:
    """The estimate itself: every judged item stands for those of its stratum."""
    found = flagged.total * flagged.true / flagged.judged if flagged.judged else 0.0
    everything = found + _overlooked(quiet)
    return found / everything if everything > 0 else nan


def _overlooked(quiet: Sequence[QuietStratum]) -> float:
    return sum(part.missed * part.total / part.judged for part in quiet if part.judged)


def _unjudged_true(flagged: Flagged, rng: np.random.Generator) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """(draws,) right events among those that nobody judged."""
    share = rng.beta(
        flagged.true + LIMITS.prior, flagged.judged - flagged.true + LIMITS.prior, size=LIMITS.draws
    )
    return np.asarray(rng.binomial(flagged.total - flagged.judged, share), np.int64)


def _unjudged_missed(
    part: QuietStratum, strata: int, rng: np.random.Generator
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """(draws,) events in the minutes that nobody judged; the strata share one prior event."""
    if not part.judged:
        return np.zeros(LIMITS.draws, np.int64)
    rate = rng.gamma(part.missed + LIMITS.prior / strata, 1 / part.judged, size=LIMITS.draws)
    return np.asarray(rng.poisson(rate * (part.total - part.judged)), np.int64)


def _check(flagged: Flagged, quiet: Sequence[QuietStratum]) -> None:
    if not 0 <= flagged.true <= flagged.judged <= flagged.total:
        raise ValueError(f"{flagged} is impossible: true <= judged <= total")
    for part in quiet:
        if not (0 <= part.judged <= part.total and part.missed >= 0) or (part.missed and not part.judged):
            raise ValueError(
                f"{part} is impossible: judged <= total, and missed events were seen in judged minutes"
            )
