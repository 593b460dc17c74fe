"""The colour of clothes, measured on the chest relative to the light of the scene."""

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.core import HIPS, SHOULDERS, Image
from vision.measures.colours import Lab, lab, linear

# Part of the trunk above a desk: from just below the shoulders to half-way down, and between the arms.
_TOP, _BOTTOM, _SIDE = 0.12, 0.5, 0.18
# Least number of pixels, because a fold or a badge dominates fewer ones; and the levels (sRGB 0..255) of darkness and
# glare, which have no colour.
_LEAST_PX, _DARK, _GLARE = 80, 22.0, 250.0
# Assumed reflectance of the scene's median: photography's grey card.
_GREY = 0.18
_STEP = 8  # the light of a scene is the same in every eighth pixel


def light_of(image: Image) -> NDArray[np.float64]:
    """(3,) linear BGR of grey in the light of the scene: medians of the picture, because people pass."""
    return np.asarray(np.median(linear(image[::_STEP, ::_STEP].reshape(-1, 3)), axis=0), np.float64)


def chest(image: Image, joints: NDArray[np.float32], light: NDArray[np.float64]) -> Lab | None:
    """The colour of a person's chest, `joints` (17, 3) px and score; None for a small, dark or glaring chest.

    The colour is balanced by the scene (von Kries in linear light), so that lamps and exposure cancel out. It is the
    median of the pixels, because badges, ties and folds are smaller than the cloth.
    """
    corners = _quad(joints)
    x0, y0 = np.maximum(corners.min(0), 0).astype(int)
    x1, y1 = corners.max(0).astype(int) + 1
    patch = image[y0:y1, x0:x1]
    if not patch.size:
        return None
    inside = np.zeros(patch.shape[:2], np.uint8)
    cv2.fillConvexPoly(inside, (corners - (x0, y0)).astype(np.int32), 1)
    cloth = patch[inside > 0]
    if len(cloth) < _LEAST_PX or not _DARK <= np.median(cloth.max(axis=1)) < _GLARE:
        return None
    return lab(np.median(linear(cloth), axis=0) / np.maximum(light, 1e-4) * _GREY)


def _quad(joints: NDArray[np.float32]) -> NDArray[np.float64]:
    """(4, 2) px: the chest between the arms, from the trunk between shoulders and hips."""
    left, right = (joints[i, :2].astype(np.float64) for i in SHOULDERS)
    down = joints[list(HIPS), :2].mean(0) - (left + right) / 2
    inner = (left + _SIDE * (right - left), right + _SIDE * (left - right))
    upper, lower = ([point + share * down for point in inner] for share in (_TOP, _BOTTOM))
    return np.array([*upper, *reversed(lower)])
