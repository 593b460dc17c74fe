"""Estimated head and shoulders of a person from the detector's box alone.

The points are good enough to place a person in a zone. No posture is measured on them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.core import ANCHORS, Basis, Detections, People, limit


@dataclass(frozen=True, slots=True)
class AnchorLimits:
    """Where head and shoulders are in a box."""

    upper: float = limit(
        2.2,
        "widths",
        Basis.CHOICE,
        "head and shoulders lie in the upper part of a box, which is a body or the half above a desk",
    )
    head_down: float = limit(
        0.12, "of the upper part", Basis.CHOICE, "nose and ears, down from the upper edge"
    )
    shoulders_down: float = limit(
        0.27, "of the upper part", Basis.CHOICE, "shoulders, down from the upper edge"
    )
    aside: float = limit(0.32, "of the width", Basis.CHOICE, "half of the distance of the shoulders")
    ears: float = limit(0.1, "of the width", Basis.CHOICE, "half of the distance of the ears")


LIMITS = AnchorLimits()


def people_from_boxes(found: Detections) -> People:
    """People with estimated head and shoulders at score 0; every other keypoint and all depth is NaN."""
    joints = np.full((len(found), 17, 3), np.nan, np.float32)
    joints[..., 2] = 0
    joints[:, list(ANCHORS), :2] = anchor_points(found.boxes)
    return People(found.boxes, joints, np.full((len(found), 17, 3), np.nan, np.float32))


def anchor_points(boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n,5,2) px of nose, ears and shoulders for boxes (n,4), for an upright person who faces the camera."""
    wide = boxes[:, 2] - boxes[:, 0]
    upper = np.minimum(boxes[:, 3] - boxes[:, 1], LIMITS.upper * wide)
    wide = np.minimum(wide, boxes[:, 3] - boxes[:, 1])
    centre, top = (boxes[:, 0] + boxes[:, 2]) / 2, boxes[:, 1]
    aside = np.array([0, LIMITS.ears, -LIMITS.ears, LIMITS.aside, -LIMITS.aside], np.float32)
    down = np.array([LIMITS.head_down] * 3 + [LIMITS.shoulders_down] * 2, np.float32)
    x = centre[:, None] + wide[:, None] * aside
    y = top[:, None] + upper[:, None] * down
    return np.stack([x, y], axis=-1).astype(np.float32)
