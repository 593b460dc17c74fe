"""The colour of clothes, measured on the chest relative to the light of the scene."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.core import HIPS, SHOULDERS, Basis, Image, limit
from vision.measures.colours import Lab, lab, linear


@dataclass(frozen=True, slots=True)
class ChestLimits:
    """Limits of the colour of a chest."""

    top: float = limit(0.12, "of the trunk", Basis.CHOICE, "from just below the shoulders")
    bottom: float = limit(0.5, "of the trunk", Basis.CHOICE, "to half-way down, above a desk")
    side: float = limit(0.18, "of the shoulders", Basis.CHOICE, "between the arms")
    least_px: int = limit(80, "pixels", Basis.CHOICE, "a fold or a badge dominates fewer")
    dark: float = limit(22.0, "grey level", Basis.CHOICE, "darker cloth has no colour (sRGB 0..255)")
    glare: float = limit(250.0, "grey level", Basis.CHOICE, "glare has no colour (sRGB 0..255)")
    grey: float = limit(0.18, "reflectance", Basis.STANDARD, "of the scene's median: photography's grey card")
    step: int = limit(8, "pixels", Basis.CHOICE, "the light of a scene is the same in every eighth")


LIMITS = ChestLimits()


def light_of(image: Image) -> NDArray[np.float64]:
    """(3,) linear BGR of grey in the light of the scene: medians of the picture, because people pass."""
    return np.asarray(
        np.median(linear(image[:: LIMITS.step, :: LIMITS.step].reshape(-1, 3)), axis=0), np.float64
    )


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
    if len(cloth) < LIMITS.least_px or not LIMITS.dark <= np.median(cloth.max(axis=1)) < LIMITS.glare:
        return None
    return lab(np.median(linear(cloth), axis=0) / np.maximum(light, 1e-4) * LIMITS.grey)


def _quad(joints: NDArray[np.float32]) -> NDArray[np.float64]:
    """(4, 2) px: the chest between the arms, from the trunk between shoulders and hips."""
    left, right = (joints[i, :2].astype(np.float64) for i in SHOULDERS)
    down = joints[list(HIPS), :2].mean(0) - (left + right) / 2
    inner = (left + LIMITS.side * (right - left), right + LIMITS.side * (left - right))
    upper, lower = ([point + share * down for point in inner] for share in (LIMITS.top, LIMITS.bottom))
    return np.array([*upper, *reversed(lower)])
