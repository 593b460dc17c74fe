"""Geometry of boxes (x0, y0, x1, y1) in px."""

import numpy as np
from numpy.typing import NDArray

Box = NDArray[np.float32]


def overlaps(box: Box, boxes: Box) -> NDArray[np.float64]:
    """(n,) intersection over union of one box (4,) with each of `boxes` (n,4), 0..1."""
    both = _areas_shared(box, boxes)
    whole = _areas(box[None])[0] + _areas(boxes) - both
    return np.where(whole > 0, both / np.maximum(whole, 1e-9), 0.0)


def covered(box: Box, boxes: Box) -> NDArray[np.float64]:
    """(n,) share 0..1 of the area of one box (4,) that each of `boxes` (n,4) covers."""
    return _areas_shared(box, boxes) / max(float(_areas(box[None])[0]), 1e-9)


def _areas_shared(box: Box, boxes: Box) -> NDArray[np.float64]:
    boxes = boxes.reshape(-1, 4).astype(np.float64)
    low, high = np.maximum(box[:2], boxes[:, :2]), np.minimum(box[2:], boxes[:, 2:])
    return np.asarray(np.clip(high - low, 0, None).prod(axis=1))


def _areas(boxes: Box) -> NDArray[np.float64]:
    boxes = boxes.reshape(-1, 4).astype(np.float64)
    return np.asarray(np.clip(boxes[:, 2:] - boxes[:, :2], 0, None).prod(axis=1))
