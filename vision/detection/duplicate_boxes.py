"""Duplicate boxes of one person: detectors return a box with and one without the legs behind carts and desks."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.core import Basis, Detections, covered, limit


@dataclass(frozen=True, slots=True)
class DuplicateLimits:
    """Limits of two boxes for one person, in shares (choice: no figures of people behind each other were taken)."""

    top: float = limit(
        0.2,
        "of the smaller width",
        Basis.CHOICE,
        "greatest distance of the upper edges, as a share of the smaller width",
    )
    aside: float = limit(
        0.35,
        "of the smaller width",
        Basis.CHOICE,
        "greatest distance of the middles, as the same share: trolleys and arms widen one of the boxes",
    )
    breadth: float = limit(
        0.6, "of the larger width", Basis.CHOICE, "least smaller width, as a share of the larger one"
    )
    inside: float = limit(
        0.8, "of the smaller box", Basis.CHOICE, "share of the smaller box inside the larger one"
    )


def without_duplicates(found: Detections, limits: DuplicateLimits | None = None) -> Detections:
    """The surest detection of each person, in input order."""
    limits = limits or DuplicateLimits()
    kept: list[int] = []
    for row in np.argsort(-found.scores, kind="stable").tolist():
        if not any(_same(found.boxes[[row, other]], limits) for other in kept):
            kept.append(row)
    return found[np.array(sorted(kept), np.intp)]


def _same(boxes: NDArray[np.float32], limits: DuplicateLimits) -> bool:
    breadths = boxes[:, 2] - boxes[:, 0]
    small, large = float(breadths.min()), float(breadths.max())
    inner = int(np.argmin(breadths * (boxes[:, 3] - boxes[:, 1])))
    aside = abs(float(np.diff(boxes[:, 0] + boxes[:, 2])[0])) / 2
    near = abs(float(np.diff(boxes[:, 1])[0])) <= limits.top * small and aside <= limits.aside * small
    within = float(covered(boxes[inner], boxes[1 - inner : 2 - inner])[0]) >= limits.inside
    return near and within and small >= limits.breadth * large
