"""Boxes that show one person twice: with and without the legs, as detectors give people behind carts and desks."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.core.boxes import covered
from vision.core.detections import Detections


@dataclass(frozen=True, slots=True)
class DuplicateLimits:
    """Limits of two boxes being one person, in shares (choice: no figures of people one behind another were taken)."""

    top: float = 0.2  # upper edges are no farther apart than this, of the smaller breadth
    aside: float = 0.35  # nor are the middles: trolleys and arms broaden one of the boxes
    breadth: float = 0.6  # the smaller breadth is at least so much of the larger one
    inside: float = 0.8  # of the smaller box lies within the larger one


def without_duplicates(found: Detections, limits: DuplicateLimits | None = None) -> Detections:
    """Each person once, the surest box of each, in input order."""
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
