"""The budget of cores, shared fairly by worker processes: one that is short takes what the others leave."""

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.live.supervisor import SupervisedWorker
from vision.core import Basis, limit


@dataclass(frozen=True, slots=True)
class BudgetLimits:
    """Limits of sharing the budget."""

    every_s: float = limit(
        2.0, "s", Basis.CHOICE, "between two changes, as long as a change of the pace takes"
    )
    headroom: float = limit(
        1.25,
        "of the use",
        Basis.CHOICE,
        "a worker that keeps up gets more than it uses, for a crowded moment",
    )
    least: float = limit(0.05, "cores", Basis.CHOICE, "an idle worker still decodes and judges")


LIMITS = BudgetLimits()


def fair_shares(whole: float, weights: Sequence[float], wishes: Sequence[float]) -> list[float]:
    """`whole` shared by weight, nothing above a wish; what one leaves goes to the others. Sums to `whole` at most.

    The max-min fair allocation: nobody can get more without taking it from one that has less for its weight.
    """
    shares, left = [0.0] * len(weights), whole
    open_wishes = sorted(range(len(weights)), key=lambda i: wishes[i] / weights[i])
    for done, i in enumerate(open_wishes):
        fair = left * weights[i] / sum(weights[j] for j in open_wishes[done:])
        shares[i] = min(wishes[i], fair)
        left -= shares[i]
    return shares


class Budget:
    """Shares `cores` among workers, each by the number of its cameras; `round` is called several times a second."""

    def __init__(self, cores: float, workers: Mapping[SupervisedWorker, int]) -> None:
        self._cores, self._workers = cores, workers
        self._next = -math.inf

    def round(self) -> None:
        """Share anew, when it is time."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + LIMITS.every_s
        wishes = [_wish(worker) for worker in self._workers]
        weights = [float(max(cameras, 1)) for cameras in self._workers.values()]
        for worker, cores in zip(self._workers, fair_shares(self._cores, weights, wishes), strict=True):
            worker.send(float(cores))


def _wish(worker: SupervisedWorker) -> float:
    used = worker.used_cores()
    if used is None or worker.short:
        return math.inf
    return max(LIMITS.least, LIMITS.headroom * used)
