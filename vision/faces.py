"""What is measured on a face: where it points, how far mouth and eyes are open. Geometry only, no identity, no mood."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

# Landmark indices of the 468-point face mesh used below, and a generic head in millimetres for them. The head is
# our own rounding of mean adult proportions (interpupillary distance 63 mm, nose to chin 75 mm); head pose needs
# no better: an error of a few millimetres turns the angles by about two degrees.
_PNP = {
    1: (0, 0, 0),
    152: (0, 75, 22),
    33: (-45, -35, 32),
    263: (45, -35, 32),
    61: (-26, 32, 20),
    291: (26, 32, 20),
}
_LIPS_INNER, _LIPS_OUTER, _MOUTH_CORNERS = (13, 14), (0, 17), (61, 291)
# Focal length in sides of the head crop: the head is 0.4 m wide in it and two to five metres away.
_FAR = 8.0
_EYES = (((159, 145), (33, 133)), ((386, 374), (263, 362)))


@dataclass(frozen=True, slots=True)
class FaceLook:
    """Angles in radians, 0 = into the camera: `yaw` > 0 to the picture's right, `pitch` > 0 downward, `roll` clockwise.

    `mouth_open` is lip gap by mouth width, `eyes_open` the mean eye aspect ratio (closed under 0.18 to 0.21:
    Electronics 2022, 11(19):3183), both without unit.
    """

    yaw: float
    pitch: float
    roll: float
    mouth_open: float
    eyes_open: float


def face_look(points: NDArray[np.float64], size: tuple[int, int]) -> FaceLook:
    """From face mesh landmarks (468 or more, 2) px in a picture of `size` (width, height)."""
    yaw, pitch, roll = _head_angles(points, size)
    gap = _distance(points, _LIPS_INNER) / max(_distance(points, _MOUTH_CORNERS), 1e-6)
    eyes = [_distance(points, lid) / max(_distance(points, corner), 1e-6) for lid, corner in _EYES]
    return FaceLook(yaw, pitch, roll, gap, float(np.mean(eyes)))


def _distance(points: NDArray[np.float64], pair: tuple[int, int]) -> float:
    return float(np.linalg.norm(points[pair[0]] - points[pair[1]]))


def _head_angles(points: NDArray[np.float64], size: tuple[int, int]) -> tuple[float, float, float]:
    """(yaw, pitch, roll) by cv2.solvePnP with a camera that is far from the head, as counter cameras are."""
    focal = _FAR * max(size)
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
