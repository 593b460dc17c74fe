"""The skeleton of the staff drawn over a clip, so that a reviewer sees the basis of the judgement."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.core import Basis, Frame, Image, Sighting, limit

# Pairs of COCO joints that a bone connects.
BONES = (
    (5, 6), (5, 7), (7, 9), (6, 8), (8, 10), (5, 11), (6, 12), (11, 12),
    (11, 13), (13, 15), (12, 14), (14, 16), (0, 3), (0, 4),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SkeletonLimits:
    """Limits of a drawn skeleton."""

    seen: float = limit(0.5, "score", Basis.CHOICE, "a joint behind a desk is a guess and is not drawn")
    near_s: float = limit(
        0.3, "s", Basis.CHOICE, "half again as long as looks are apart; then a skeleton is old"
    )


LIMITS = SkeletonLimits()


COLOUR = (80, 220, 120)


def draw_skeleton(frame: Frame, image: Image, staff: Sequence[Sighting]) -> None:
    """Draw the joints nearest in time onto `image`, interpolated between the looks around it."""
    joints = _joints_at(frame.time, staff)
    if joints is None:
        return
    height, width = image.shape[:2]
    points = joints[:, :2] * (width, height)
    thick = max(1, width // 320)
    for one, other in BONES:
        if min(joints[one, 2], joints[other, 2]) >= LIMITS.seen:
            cv2.line(image, _pixel(points[one]), _pixel(points[other]), COLOUR, thick, cv2.LINE_AA)
    for point, score in zip(points, joints[:, 2], strict=True):
        if score >= LIMITS.seen:
            cv2.circle(image, _pixel(point), thick + 1, COLOUR, -1, cv2.LINE_AA)


def _joints_at(time: float, staff: Sequence[Sighting]) -> NDArray[np.float32] | None:
    seen = [s for s in staff if s.joints is not None and abs(s.time - time) <= LIMITS.near_s]
    before = max((s for s in seen if s.time <= time), key=lambda s: s.time, default=None)
    after = min((s for s in seen if s.time > time), key=lambda s: s.time, default=None)
    if before is None or after is None or before.joints is None or after.joints is None:
        return next((s.joints for s in (before, after) if s is not None), None)
    share = (time - before.time) / (after.time - before.time)
    return np.asarray(before.joints + share * (after.joints - before.joints), np.float32)


def _pixel(point: NDArray[np.float32]) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))
