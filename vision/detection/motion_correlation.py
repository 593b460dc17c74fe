"""Correlation of the motion in two boxes: the changes of one against the mirrored changes of the other."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.core import Basis, Box, Gray, limit

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class CorrelationLimits:
    """Limits of comparing the changes in two boxes."""

    across: int = limit(
        12, "cells", Basis.CHOICE, "of a box; a cell covers a hand of a person whose whole body is visible"
    )
    down: int = limit(
        20, "cells", Basis.CHOICE, "of a box; smaller cells show more of the codec than of the person"
    )
    off: int = limit(3, "cells", Basis.CHOICE, "an image may be displaced from its box")
    sizes: tuple[float, float] = limit(
        (0.85, 1.0),
        "of its box",
        Basis.CHOICE,
        "a tight box around a pale image is smaller than the one around the original",
    )


LIMITS = CorrelationLimits()


@dataclass(frozen=True, slots=True)
class MotionCorrelation:
    """The similarity of the changes in two boxes.

    `correlation` -1..1 of their changes over time, at the best alignment. `strength` is the change of the second box
    per unit of change of the first. `motion` and `own` are the root mean square changes (grey levels) of the first and
    the second box.
    """

    correlation: float
    strength: float
    motion: float
    own: float


def motion_correlation(
    pictures: Sequence[Gray], original: Box, image: Box, least: float = 0.0
) -> MotionCorrelation:
    """Correlation of the changes in the boxes `original` and `image` (4,) px, mirrored or not.

    Boxes are not compared when the motion of the original is below `least` grey levels: correlation and strength are 0.
    """
    changes = _changes([_cells(picture, image, 0) for picture in pictures])
    own, best, motion = _size(changes), (-1.0, 0.0), 0.0
    for size in LIMITS.sizes:
        theirs = _changes([_cells(picture, _sized(original, size), LIMITS.off) for picture in pictures])
        motion = max(motion, _size(theirs))
        if motion < least:
            return MotionCorrelation(0.0, 0.0, motion, own)
        for turned in (theirs, np.ascontiguousarray(theirs[:, :, ::-1])):
            best = max(best, _fit(turned, changes))
    return MotionCorrelation(*best, motion, own)


def _size(changes: Floats) -> float:
    return float(np.sqrt((changes**2).mean()))


def _fit(wide: Floats, small: Floats) -> tuple[float, float]:
    """The best correlation of `small` (t,h,w) with a part of `wide` (t,H,W), and its strength there."""
    pairs = zip(wide, small, strict=True)
    product = sum(cv2.matchTemplate(one, two, cv2.TM_CCORR) for one, two in pairs)
    high, across = small.shape[1:]
    energy = np.lib.stride_tricks.sliding_window_view((wide**2).sum(0), (high, across)).sum((2, 3))
    found = product / np.sqrt(energy * float((small**2).sum()) + 1e-3)
    row, column = np.unravel_index(int(np.argmax(found)), found.shape)
    return float(found[row, column]), float(product[row, column] / (energy[row, column] + 1e-6))


def _cells(picture: Gray, box: Box, off: int) -> Floats:
    """Grey levels of the cells of a box, and of `off` cells around it."""
    wide, high = float(box[2] - box[0]) / LIMITS.across, float(box[3] - box[1]) / LIMITS.down
    across, down = LIMITS.across + 2 * off, LIMITS.down + 2 * off
    middle = (float(box[0] + box[2]) / 2 - 0.5, float(box[1] + box[3]) / 2 - 0.5)
    cut = cv2.getRectSubPix(picture, (max(1, round(wide * across)), max(1, round(high * down))), middle)
    cells = cv2.resize(cut.astype(np.float32), (across, down), interpolation=cv2.INTER_AREA)
    return cells.astype(np.float32)


def _changes(cells: Sequence[Floats]) -> Floats:
    """(t-1, h, w) differences from picture to picture, without changes common to the whole box."""
    stack = np.array(cells, np.float32)
    stack -= np.median(stack.reshape(len(stack), -1), axis=1)[:, None, None]
    return stack[1:] - stack[:-1]


def _sized(box: Box, size: float) -> Box:
    middle, half = (box[:2] + box[2:]) / 2, (box[2:] - box[:2]) / 2 * size
    return np.concatenate([middle - half, middle + half]).astype(np.float32)
