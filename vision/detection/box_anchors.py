"""Head and shoulders of a person from the detector's box alone: enough to place somebody, nothing to measure on."""

import numpy as np
from numpy.typing import NDArray

from vision.core.detections import Detections
from vision.core.people import ANCHORS, People

# A box is as high as what is seen of a body: the whole of it, or the half over a desk. Head and shoulders are looked
# for in its upper part, which is at most a person's breadth times this (choice).
_UPPER = 2.2
# Where they lie (choice): nose and ears, and the shoulders, down from the box's upper edge in shares of that upper
# part; half of the way between the shoulders in shares of the breadth.
_HEAD_DOWN, _SHOULDERS_DOWN, _ASIDE, _EARS = 0.12, 0.27, 0.32, 0.1


def people_from_boxes(found: Detections) -> People:
    """People with only head and shoulders at their anchors (score 0); every other joint and all depth is NaN."""
    joints = np.full((len(found), 17, 3), np.nan, np.float32)
    joints[..., 2] = 0
    joints[:, list(ANCHORS), :2] = anchor_points(found.boxes)
    return People(found.boxes, joints, np.full((len(found), 17, 3), np.nan, np.float32))


def anchor_points(boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n,5,2) px of nose, ears and shoulders of boxes (n,4), as somebody upright who faces the camera has them."""
    wide = boxes[:, 2] - boxes[:, 0]
    upper = np.minimum(boxes[:, 3] - boxes[:, 1], _UPPER * wide)
    wide = np.minimum(wide, boxes[:, 3] - boxes[:, 1])
    centre, top = (boxes[:, 0] + boxes[:, 2]) / 2, boxes[:, 1]
    aside = np.array([0, _EARS, -_EARS, _ASIDE, -_ASIDE], np.float32)
    down = np.array([_HEAD_DOWN] * 3 + [_SHOULDERS_DOWN] * 2, np.float32)
    x = centre[:, None] + wide[:, None] * aside
    y = top[:, None] + upper[:, None] * down
    return np.stack([x, y], axis=-1).astype(np.float32)
