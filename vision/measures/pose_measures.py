"""Measures of one person's pose. Lengths are in picture heights, angles in degrees; NaN means not visible."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.core import ANCHORS, EARS, ELBOWS, HIPS, KNEES, NOSE, SHOULDERS, WRISTS, People, in_space


@dataclass(frozen=True, slots=True)
class PoseMeasures:
    """The pose columns of one person: see COLUMNS in vision/core/signals.py for each field."""

    head_x: float
    head_y: float
    shoulder_x: float
    shoulder_y: float
    hip_x: float
    hip_y: float
    hip_seen: float
    scale: float
    trunk_lean: float
    trunk_forward: float
    trunk_side: float
    head_height: float
    nose_drop: float
    head_yaw: float
    head_pitch: float
    body_yaw: float
    hip_angle: float
    knee_angle: float
    leg_seen: float
    nose_x: float
    nose_y: float
    elbow_left_x: float
    elbow_left_y: float
    elbow_right_x: float
    elbow_right_y: float
    wrist_left_x: float
    wrist_left_y: float
    wrist_left_seen: float
    wrist_right_x: float
    wrist_right_y: float
    wrist_right_seen: float


def measured(people: People, row: int, height: int) -> PoseMeasures:
    """The measures of person `row` in a picture `height` px high; see vision/core/lift.py for models without depth."""
    joints, world = people.joints[row], in_space(people.joints[row], people.world[row])
    points = joints[:, :2] / height
    head, shoulder, hip = points[list(ANCHORS[:3])].mean(0), _middle(points, SHOULDERS), _middle(points, HIPS)
    scale = _scale(points, world)
    trunk, ears = _middle(world, SHOULDERS) - _middle(world, HIPS), _middle(world, EARS)
    gaze = world[NOSE] - ears
    yaw = np.radians(_body_yaw(world))
    ahead, aside = np.array([np.sin(yaw), 0, -np.cos(yaw)]), np.array([np.cos(yaw), 0, np.sin(yaw)])
    return PoseMeasures(
        head_x=head[0], head_y=head[1], shoulder_x=shoulder[0], shoulder_y=shoulder[1], hip_x=hip[0], hip_y=hip[1],
        hip_seen=float(joints[list(HIPS), 2].mean()),
        scale=scale,
        trunk_lean=_degrees(shoulder[0] - hip[0], hip[1] - shoulder[1]),
        trunk_forward=_degrees(float(trunk @ ahead), -trunk[1]),
        trunk_side=_degrees(float(trunk @ aside), -trunk[1]),
        head_height=float(shoulder[1] - head[1]) / scale if scale > 0 else float("nan"),
        nose_drop=float(points[NOSE, 1] - _middle(points, EARS)[1]) / scale if scale > 0 else float("nan"),
        head_yaw=_degrees(gaze[0], -gaze[2]),
        head_pitch=_degrees(gaze[1], float(np.hypot(gaze[0], gaze[2]))),
        body_yaw=_body_yaw(world),
        hip_angle=_bend(world, SHOULDERS, HIPS, KNEES),
        knee_angle=_bend(world, HIPS, KNEES, (15, 16)),
        leg_seen=float(joints[list(KNEES), 2].max()),
        nose_x=points[NOSE, 0], nose_y=points[NOSE, 1],
        elbow_left_x=points[ELBOWS[0], 0], elbow_left_y=points[ELBOWS[0], 1],
        elbow_right_x=points[ELBOWS[1], 0], elbow_right_y=points[ELBOWS[1], 1],
        wrist_left_x=points[WRISTS[0], 0], wrist_left_y=points[WRISTS[0], 1], wrist_left_seen=joints[WRISTS[0], 2],
        wrist_right_x=points[WRISTS[1], 0], wrist_right_y=points[WRISTS[1], 1], wrist_right_seen=joints[WRISTS[1], 2],
    )  # fmt: skip


def _middle(points: NDArray[np.float32], pair: tuple[int, int]) -> NDArray[np.float32]:
    return np.asarray(points[list(pair)].mean(0), np.float32)


def _degrees(across: float, along: float) -> float:
    return float(np.degrees(np.arctan2(across, along)))


def _scale(points: NDArray[np.float32], world: NDArray[np.float32]) -> float:
    """Picture heights per metre by weak perspective: the spread of the trunk's joints in the picture by that in space.

    Unlike the shoulder width it does not shrink when a person turns sideways. NaN without depth.
    """
    rows = [*ANCHORS, *HIPS]
    flat, space = points[rows] - points[rows].mean(0), world[rows, :2] - world[rows, :2].mean(0)
    size = float(np.square(space).sum())
    return float(np.sqrt(np.square(flat).sum() / size)) if size > 0 else float("nan")


def _body_yaw(world: NDArray[np.float32]) -> float:
    """Direction of the chest: 0 into the camera, positive to the picture's right."""
    left, right = world[SHOULDERS[0]], world[SHOULDERS[1]]
    across = left - right  # for a person who faces the camera, the left shoulder is at the picture's right
    return _degrees(across[2], across[0])


def _bend(
    world: NDArray[np.float32], upper: tuple[int, int], at: tuple[int, int], lower: tuple[int, int]
) -> float:
    """Angle at a joint, 180 when straight; mean of both sides."""
    angles = []
    for a, b, c in zip(upper, at, lower, strict=True):
        one, two = world[a] - world[b], world[c] - world[b]
        size = float(np.linalg.norm(one) * np.linalg.norm(two))
        angles.append(np.degrees(np.arccos(np.clip(one @ two / size, -1, 1))) if size > 0 else np.nan)
    return float(np.mean(angles))
