"""The colour of what somebody wears, seen on the chest and held against the light of the scene."""

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.core.frame import Image
from vision.core.people import HIPS, SHOULDERS
from vision.measures.colours import Lab, lab, linear

# The desk hides the rest: from just below the shoulders to half of the way down, and between the arms.
_TOP, _BOTTOM, _SIDE = 0.12, 0.5, 0.18
# In fewer pixels a fold or a badge is the colour; in the dark and in glare (sRGB 0..255) there is none.
_LEAST_PX, _DARK, _GLARE = 80, 22.0, 250.0
# The middle of the scene counts as this reflectance: photography's grey card.
_GREY = 0.18
_STEP = 8  # the light of a scene is the same in every eighth pixel


def light_of(image: Image) -> NDArray[np.float64]:
    """(3,) linear BGR of the scene's middle: what a grey thing would show in this light. Medians, as people pass."""
    return np.asarray(np.median(linear(image[::_STEP, ::_STEP].reshape(-1, 3)), axis=0), np.float64)


def chest(image: Image, joints: NDArray[np.float32], light: NDArray[np.float64]) -> Lab | None:
    """The colour of the chest of a person, `joints` (17, 3) px and score; None where it is small, dark or glaring.

    Balanced by the scene (von Kries in linear light), so that lamps and exposure cancel out. The median of the pixels,
    as badges, ties and folds are fewer than the cloth.
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
    """(4, 2) px: the chest between the arms, of the trunk that goes from the shoulders to the hips."""
    left, right = (joints[i, :2].astype(np.float64) for i in SHOULDERS)
    down = joints[list(HIPS), :2].mean(0) - (left + right) / 2
    inner = (left + _SIDE * (right - left), right + _SIDE * (left - right))
    upper, lower = ([point + share * down for point in inner] for share in (_TOP, _BOTTOM))
    return np.array([*upper, *reversed(lower)])
