"""Stick people for tests: a standing person's 17 joints at a position and size in pixels."""

import numpy as np

from vision.core import People

# COCO joints of an upright person who faces the camera, in shoulder widths from the middle of the shoulders.
_UPRIGHT = np.array(
    [
        (0, -0.6), (0.08, -0.68), (-0.08, -0.68), (0.2, -0.64), (-0.2, -0.64),
        (0.5, 0), (-0.5, 0), (0.6, 0.75), (-0.6, 0.75), (0.55, 1.4), (-0.55, 1.4),
        (0.3, 1.35), (-0.3, 1.35), (0.3, 2.4), (-0.3, 2.4), (0.3, 3.4), (-0.3, 3.4),
    ],
    np.float32,
)  # fmt: skip


def person(x: float, y: float = 100.0, size: float = 40.0, score: float = 0.9) -> People:
    """An upright person with the middle of the shoulders at (x, y) px and shoulders `size` px wide; no depth."""
    joints = np.column_stack([_UPRIGHT * size + (x, y), np.full(17, score)]).astype(np.float32)
    box = np.concatenate([joints[:, :2].min(0), joints[:, :2].max(0)])
    return People(box[None], joints[None], np.full((1, 17, 3), np.nan, np.float32))


def together(*everybody: People) -> People:
    """One picture of all of them."""
    return People(
        np.concatenate([p.boxes for p in everybody]),
        np.concatenate([p.joints for p in everybody]),
        np.concatenate([p.world for p in everybody]),
    )
