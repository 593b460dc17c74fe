"""Estimated head and shoulders of a person from the detector's box alone.

The points are good enough to place a person in a zone. No posture is measured on them.
"""

import numpy as np
from numpy.typing import NDArray

from vision.core import ANCHORS, Detections, People

# The height of a box is the visible part of a body: all of it, or the half above a desk. Head and shoulders lie in
# its upper part, which is at most this multiple of the box width high (choice).
_UPPER = 2.2
# Positions of the points (choice): nose and ears, then the shoulders, down from the upper edge of the box as shares
# of that upper part; then half the shoulder distance and half the ear distance as shares of the width.
_HEAD_DOWN, _SHOULDERS_DOWN, _ASIDE, _EARS = 0.12, 0.27, 0.32, 0.1


def people_from_boxes(found: Detections) -> People:
    """People with estimated head and shoulders at score 0; every other keypoint and all depth is NaN."""
    joints = np.full((len(found), 17, 3), np.nan, np.float32)
    joints[..., 2] = 0
    joints[:, list(ANCHORS), :2] = anchor_points(found.boxes)
    return People(found.boxes, joints, np.full((len(found), 17, 3), np.nan, np.float32))


def anchor_points(boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n,5,2) px of nose, ears and shoulders for boxes (n,4), for an upright person who faces the camera."""
    wide = boxes[:, 2] - boxes[:, 0]
    upper = np.minimum(boxes[:, 3] - boxes[:, 1], _UPPER * wide)
    wide = np.minimum(wide, boxes[:, 3] - boxes[:, 1])
    centre, top = (boxes[:, 0] + boxes[:, 2]) / 2, boxes[:, 1]
    aside = np.array([0, _EARS, -_EARS, _ASIDE, -_ASIDE], np.float32)
    down = np.array([_HEAD_DOWN] * 3 + [_SHOULDERS_DOWN] * 2, np.float32)
    x = centre[:, None] + wide[:, None] * aside
    y = top[:, None] + upper[:, None] * down
    return np.stack([x, y], axis=-1).astype(np.float32)
