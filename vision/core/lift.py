"""Depth for models without depth: keypoints in metres, estimated from the picture and mean body sizes.

Positions in the picture's plane are correct except for the scale. Bending toward or away from the camera is not
visible, so trunk angles are those in the picture. Knees and ankles stay NaN: the angle of a thigh seen from the front
is unknown.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.core.limits import Basis, limit
from vision.core.people import EARS, HIPS, NOSE, SHOULDERS


@dataclass(frozen=True, slots=True)
class BodyLimits:
    """Mean distances of adults, and what is believed of joints; pose models are accurate to a tenth."""

    shoulders_m: float = limit(0.34, "m", Basis.CHOICE, "mean adult shoulder joints")
    trunk_m: float = limit(0.50, "m", Basis.CHOICE, "middle of the shoulders to that of the hips")
    hips_m: float = limit(0.22, "m", Basis.CHOICE, "mean adult hip joints")
    ears_m: float = limit(0.15, "m", Basis.CHOICE, "between the ears")
    nose_m: float = limit(0.11, "m", Basis.CHOICE, "from between the ears to the tip of the nose")
    head_trust: float = limit(
        0.85,
        "",
        Basis.CHOICE,
        "heads are a few pixels wide: noise enlarges them as often as it shrinks them, and the maximum "
        "keeps the enlargement",
    )
    seen: float = limit(0.5, "score", Basis.CHOICE, "a joint below it is behind the desk")


LIMITS = BodyLimits()


_LIFTED = 13


def in_space(joints: NDArray[np.float32], world: NDArray[np.float32]) -> NDArray[np.float32]:
    """(17,3) metres like People.world: the model's own `world` when it has one, else lifted from `joints`."""
    return lifted(joints) if np.isnan(world).all() else world


def lifted(joints: NDArray[np.float32]) -> NDArray[np.float32]:
    """(17,3) metres from joints (17,3) px,px,score of one person; all NaN when they coincide."""
    points, scale = joints[:, :2].astype(np.float64), flat_scale(joints)
    space = np.full((17, 3), np.nan, np.float32)
    if scale <= 0:
        return space
    space[:_LIFTED, :2] = ((points - points[list(HIPS)].mean(0)) / scale)[:_LIFTED]
    space[:_LIFTED, 2] = 0
    body, head = _body_sine(points, scale), _head_yaw(points)
    space[list(SHOULDERS), 2] = np.array([0.5, -0.5]) * LIMITS.shoulders_m * body
    space[list(HIPS), 2] = np.array([0.5, -0.5]) * LIMITS.hips_m * body
    space[list(EARS), 2] = np.array([0.5, -0.5]) * LIMITS.ears_m * np.sin(head)
    space[NOSE, 2] = -LIMITS.nose_m * np.cos(head)
    return space


def flat_scale(joints: NDArray[np.float32]) -> float:
    """Pixels per metre: the maximum over shoulders, trunk and head, since turning only shortens them."""
    points = joints[:, :2].astype(np.float64)
    shoulders = float(np.linalg.norm(_across(points, SHOULDERS))) / LIMITS.shoulders_m
    trunk = points[list(SHOULDERS)].mean(0) - points[list(HIPS)].mean(0)
    hips = (
        float(np.linalg.norm(trunk)) / LIMITS.trunk_m if joints[list(HIPS), 2].min() >= LIMITS.seen else 0.0
    )
    return max(shoulders, hips, LIMITS.head_trust * float(np.hypot(*_head(points))))


def _across(points: NDArray[np.float64], pair: tuple[int, int]) -> NDArray[np.float64]:
    """Distance from the right joint of a pair to the left one, positive to the picture's right (facing the camera)."""
    return np.asarray(points[pair[0]] - points[pair[1]])


def _head(points: NDArray[np.float64]) -> tuple[float, float]:
    """Pixels per metre from the sideways offset of the nose and the distance of the ears."""
    nose = points[NOSE, 0] - points[list(EARS), 0].mean()
    return float(nose / LIMITS.nose_m), float(_across(points, EARS)[0] / LIMITS.ears_m)


def _head_yaw(points: NDArray[np.float64]) -> float:
    """Radians, 0 into the camera, positive to the picture's right; needs no scale."""
    nose, ears = _head(points)
    return float(np.arctan2(nose, ears))


def _body_sine(points: NDArray[np.float64], scale: float) -> float:
    """Sine of the chest's yaw from the shortening of the shoulder distance, with the sign of the nose's side."""
    cosine = np.clip(_across(points, SHOULDERS)[0] / (LIMITS.shoulders_m * scale), -1, 1)
    return float(np.copysign(np.sqrt(1 - cosine**2), _head(points)[0]))
