"""The places of people in one still picture, so that no still picture that is kept shows anybody."""

from contextlib import closing
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.camera.background import Background, Bools
from vision.core import Basis, Image, limit
from vision.detection.people_search import try_search


@dataclass(frozen=True, slots=True)
class PeopleMaskLimits:
    """Limits of the places of people."""

    around: float = limit(0.15, "of a box", Basis.CHOICE, "hair, hands and the blur of a median of pictures")


LIMITS = PeopleMaskLimits()


def people_mask(image: Image) -> Bools:
    """(H, W) where people or faces are found in `image` (H, W, 3) uint8 BGR; nowhere when a detector is missing."""
    mask = np.zeros(image.shape[:2], np.bool_)
    search = try_search()
    if search is None:
        return mask
    with closing(search):
        found = search.found(image, 0.0)
    for box in np.concatenate([found.bodies, np.empty((0, 4)) if found.faces is None else found.faces]):
        mask[_part(box * image.shape[0])] = True
    return mask


def without_people(still: Background) -> Background:
    """The background with the places of people whom a detector finds in it black as well.

    Boxes of the looks are black in it already. A person who was missed in more than half of them is in the median.
    """
    colours = np.asarray(cv2.cvtColor(still.picture, cv2.COLOR_GRAY2BGR), np.uint8)
    free = still.free & ~people_mask(colours)
    return Background(np.where(free, still.picture, 0).astype(np.uint8), free)


def _part(box: NDArray[np.float64]) -> tuple[slice, slice]:
    margin = LIMITS.around * np.tile(box[2:] - box[:2], 2) * (-1, -1, 1, 1)
    x0, y0, x1, y1 = (max(0, round(float(v))) for v in box + margin)
    return slice(y0, y1), slice(x0, x1)
