"""Decoding of a YOLO network's outputs to boxes of people, without duplicates."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.core import Basis, Detections, limit
from vision.weights.yolo_layout import Layout

STRIDES = (8, 16, 32)
"""Pixels per side of the cells of YOLO's three grids."""
BINS = np.arange(16, dtype=np.float32)
"""Distances in cells of the 16 logits of an edge (Li et al. 2020, distribution focal loss)."""
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class DetectorLimits:
    """Limits of a detection."""

    score: float = limit(
        0.1, "score", Basis.CHOICE, "low, because trackers and smoothing use weak detections"
    )
    overlap: float = limit(
        0.6,
        "intersection over union",
        Basis.CHOICE,
        "the surer of two that overlap more remains; 0.5 to 0.7 are usual, lower ones lose people "
        "behind one another",
    )
    most: int = limit(300, "detections", Basis.CHOICE, "per picture")


LIMITS = DetectorLimits()


def decoded(layout: Layout, outputs: Sequence[NDArray[Any]], size: tuple[int, int]) -> list[Detections]:
    """The people of each picture of a batch with input `size` (height, width) px, in pixels of that input."""
    if layout.form == "cells":
        distances, scores = outputs[0], outputs[1]
        finds = [_of_cells(d, s, size) for d, s in zip(distances, scores, strict=True)]
    elif layout.form == "dense":
        finds = [_of_columns(columns, layout.person) for columns in outputs[0]]
    else:
        finds = [_of_rows(rows, layout.person) for rows in outputs[0]]
    return [_surest(boxes, scores, single=layout.form == "ranked") for boxes, scores in finds]


def _of_cells(distances: Floats, scores: Floats, size: tuple[int, int]) -> tuple[Floats, Floats]:
    """Boxes and scores of the cells (64, cells), (cells,) that contain a person; only those are decoded."""
    cells = np.flatnonzero(scores >= LIMITS.score)
    logits = distances[:, cells].reshape(4, len(BINS), -1)
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    edges = (weights * BINS[:, None]).sum(axis=1) / weights.sum(axis=1)  # left, upper, right, lower, in cells
    middles, strides = _grid(*size)
    middle = middles[:, cells]
    corners = np.concatenate([middle - edges[:2], middle + edges[2:]]) * strides[cells]
    return corners.T, scores[cells]


def _of_columns(columns: Floats, person: int) -> tuple[Floats, Floats]:
    """Boxes and scores of columns with rows centre x, centre y, width, height, then one score per class."""
    sure = columns[:, columns[person] >= LIMITS.score]
    middle, half = sure[:2], sure[2:4] / 2
    return np.concatenate([middle - half, middle + half]).T, sure[person]


def _of_rows(rows: Floats, person: int) -> tuple[Floats, Floats]:
    """Boxes and scores of rows x0, y0, x1, y1, score, class number."""
    wanted = rows[(rows[:, 4] >= LIMITS.score) & (rows[:, 5].round() == person)]
    return wanted[:, :4], wanted[:, 4]


@lru_cache(maxsize=32)
def _grid(height: int, width: int) -> tuple[Floats, Floats]:
    """Centres (2, cells) x, y in cells and strides (cells,) px of all cells of an input."""
    middles, strides = [], []
    for stride in STRIDES:
        y, x = np.mgrid[: height // stride, : width // stride].reshape(2, -1)
        middles.append(np.stack([x, y]) + np.float32(0.5))
        strides.append(np.full(len(x), stride, np.float32))
    return np.concatenate(middles, axis=1).astype(np.float32), np.concatenate(strides)


def _surest(boxes: Floats, scores: Floats, *, single: bool) -> Detections:
    """Detections by falling score after non-maximum suppression, which a `single` model does by itself."""
    if not len(boxes):
        return Detections.none()
    order = np.argsort(-scores, kind="stable")[: LIMITS.most if single else None]
    if not single:
        corners_and_sizes = np.concatenate([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]], axis=1)
        kept = cv2.dnn.NMSBoxes(corners_and_sizes.tolist(), scores.tolist(), LIMITS.score, LIMITS.overlap)
        order = np.asarray(kept, np.intp).ravel()[: LIMITS.most]
    return Detections(boxes[order].astype(np.float32), scores[order].astype(np.float32))
