"""Measures of a face: head angles, and the opening of mouth and eyes. Geometry only, no identity, no mood."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.core import Basis, FaceLook, Image, limit

# Landmark indices of the 468-point face mesh, and a generic head in millimetres for them. The head is our own
# rounding of mean adult proportions (interpupillary distance 63 mm, nose to chin 75 mm). Greater accuracy is not
# needed: an error of a few millimetres turns the angles by about two degrees.
_PNP = {
    1: (0, 0, 0),
    152: (0, 75, 22),
    33: (-45, -35, 32),
    263: (45, -35, 32),
    61: (-26, 32, 20),
    291: (26, 32, 20),
}
_LIPS_INNER, _LIPS_OUTER, _MOUTH_CORNERS = (13, 14), (0, 17), (61, 291)


@dataclass(frozen=True, slots=True)
class FaceLimits:
    """Limits of the measures of a face."""

    far: float = limit(
        8.0,
        "sides of the crop",
        Basis.CHOICE,
        "focal length: the head is 0.4 m wide in it and two to five metres away",
    )
    least_red: float = limit(
        5.0,
        "CIE a*",
        Basis.CHOICE,
        "skin has 7 to 29 in lamp and daylight; less is too little colour to compare",
    )
    dark: float = limit(0.5, "of the cheeks", Basis.CHOICE, "an open mouth is darker inside")


LIMITS = FaceLimits()


# Nostrils, the folds beside the mouth and the chin; then points on both cheeks.
_LOWER_FACE, _CHEEKS = (98, 327, 216, 436, 210, 430, 152), (50, 101, 205, 280, 330, 425)
# The ring of the lips; then skin above a mask: forehead, bridge of the nose, below the eyes.
_LIP_RING = (61, 40, 37, 0, 267, 270, 291, 321, 314, 17, 84, 91)
_BARE_SKIN = (10, 151, 9, 6, 197, 195, 116, 345, 117, 346)
_EYES = (((159, 145), (33, 133)), ((386, 374), (263, 362)))


def face_look(points: NDArray[np.float64], image: Image) -> FaceLook:
    """The measures of face mesh landmarks (468 or more, 2) px in `image` (H, W, 3) uint8 BGR."""
    yaw, pitch, roll = _head_angles(points, (image.shape[1], image.shape[0]))
    gap = _distance(points, _LIPS_INNER) / max(_distance(points, _MOUTH_CORNERS), 1e-6)
    eyes = [_distance(points, lid) / max(_distance(points, corner), 1e-6) for lid, corner in _EYES]
    dark, tint = _mouth_dark(points, image), _lip_tint(points, image)
    return FaceLook(yaw, pitch, roll, gap, float(np.mean(eyes)), dark, tint, points)


def _mouth_dark(points: NDArray[np.float64], image: Image) -> float:
    """Share of the lower face that is less than half as bright as the cheeks: an open mouth is dark inside.

    The mesh's lips hardly move on a small or turned face when the mouth opens, but the dark area appears. Brightness is
    that of the strongest colour, so that red lips do not count as dark. Beards and dark masks are dark too: the value
    is meaningful only relative to the person's usual value.
    """
    bright = image.max(axis=2)
    lower = np.zeros(bright.shape, np.uint8)
    cv2.fillConvexPoly(lower, cv2.convexHull(points[list(_LOWER_FACE)].astype(np.int32)), 255)
    within = bright[lower > 0]
    cheeks = _sampled(bright, points, _CHEEKS)
    return float(np.mean(within < LIMITS.dark * np.median(cheeks))) if within.size else float("nan")


def _lip_tint(points: NDArray[np.float64], image: Image) -> float:
    """CIE a* of the lips by that of the upper face; NaN when the skin has less than `least_red`."""
    lips, skin = (_redness(_sampled(image, points, places)) for places in (_LIP_RING, _BARE_SKIN))
    return lips / skin if skin >= LIMITS.least_red else float("nan")


def _redness(pixels: NDArray[np.uint8]) -> float:
    """Median CIE a* of BGR pixels (n, 3)."""
    lab = cv2.cvtColor(pixels[None].astype(np.float32) / 255, cv2.COLOR_BGR2LAB)
    return float(np.median(lab[0, :, 1]))


def _sampled(
    image: NDArray[np.uint8], points: NDArray[np.float64], places: tuple[int, ...]
) -> NDArray[np.uint8]:
    """The pixels of `image` (H, W) or (H, W, 3) at these landmarks; landmarks outside are moved to the border."""
    height, width = image.shape[:2]
    x, y = points[list(places)].astype(int).T
    return np.asarray(image[y.clip(0, height - 1), x.clip(0, width - 1)])


def _distance(points: NDArray[np.float64], pair: tuple[int, int]) -> float:
    return float(np.linalg.norm(points[pair[0]] - points[pair[1]]))


def _head_angles(points: NDArray[np.float64], size: tuple[int, int]) -> tuple[float, float, float]:
    """(yaw, pitch, roll) by cv2.solvePnP, for a camera far from the head, like counter cameras."""
    focal = LIMITS.far * max(size)
    camera = np.array([[focal, 0, size[0] / 2], [0, focal, size[1] / 2], [0, 0, 1]])
    model = np.array(list(_PNP.values()), np.float64)
    found, turn, _ = cv2.solvePnP(model, points[list(_PNP)], camera, None, flags=cv2.SOLVEPNP_SQPNP)
    if not found:
        return (float("nan"),) * 3
    matrix = cv2.Rodrigues(turn)[0]
    forward = matrix @ np.array([0.0, 0.0, -1.0])  # the nose points against the camera's z
    yaw = float(np.arctan2(forward[0], -forward[2]))
    pitch = float(np.arctan2(forward[1], np.hypot(forward[0], forward[2])))
    roll = float(np.arctan2(matrix[1, 0], matrix[0, 0]))
    return yaw, pitch, roll
