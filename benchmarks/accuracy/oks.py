"""Object keypoint similarity (OKS), the measure of the COCO keypoint task, and pairs of found and labelled people.

Definition and constants: COCO keypoint evaluation (cocodataset.org, detection-eval, "1.2 OKS"). The constants
are the agreement of annotators on each joint, from 5,000 pictures that were labelled twice.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

# Standard deviation of annotators by joint, in square roots of the person's area; COCO order.
SIGMAS = np.array(
    [0.026, 0.025, 0.025, 0.035, 0.035, 0.079, 0.079, 0.072, 0.072, 0.062, 0.062,
     0.107, 0.107, 0.087, 0.087, 0.089, 0.089]
)  # fmt: skip
# The thresholds that COCO averages over.
LEVELS = np.arange(0.5, 0.96, 0.05)

Floats = NDArray[np.floating]


def oks(found: Floats, labelled: Floats, area: float, joints: Sequence[int] = range(17)) -> float:
    """0..1 how alike two poses are: the mean over labelled joints of exp(-d^2 / (2 area (2 sigma)^2)).

    `found` (17,2 or more) px; `labelled` (17,3) px, px and COCO's flag, 0 = not labelled; `area` px^2 of the person.
    Only `joints` count; NaN when none of them is labelled.
    """
    rows = [joint for joint in joints if labelled[joint, 2] > 0]
    if not rows:
        return float("nan")
    squared = np.square(found[rows, :2] - labelled[rows, :2]).sum(1)
    return float(np.mean(np.exp(-squared / (2 * area * np.square(2 * SIGMAS[rows])))))


def pairs(likeness: Floats) -> list[tuple[int, int]]:
    """(row, column) pairs of a (n, m) table of similarities, one to one, with the highest sum; 0 is no pair."""
    rows, columns = linear_sum_assignment(likeness, maximize=True)
    return [(int(r), int(c)) for r, c in zip(rows, columns, strict=True) if likeness[r, c] > 0]


def average_recall(scores: Sequence[float]) -> float:
    """COCO's AR: the share of people at or above an OKS, averaged over 0.50, 0.55 ... 0.95. NaN without people."""
    if not len(scores):
        return float("nan")
    # 0.55 is not exactly a sum of float steps; the tolerance keeps a score that equals a threshold.
    return float(np.mean([np.mean(np.asarray(scores) >= level - 5e-7) for level in LEVELS]))
