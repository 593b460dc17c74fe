"""The measures of one person, on manual skeletons of known geometry and on real frames."""

import numpy as np
import pytest

from tests.support.stick_people import person
from vision.core import People
from vision.measures.pose_measures import PoseMeasures, measured

# COCO joints of an upright person who faces the camera, in metres: x to the picture's right, y down, z away from the
# camera, from between the hips. The left side is at the picture's right.
UPRIGHT = np.array(
    [
        (0, -0.70, -0.12), (0.03, -0.73, -0.09), (-0.03, -0.73, -0.09), (0.08, -0.72, 0), (-0.08, -0.72, 0),
        (0.2, -0.52, 0), (-0.2, -0.52, 0), (0.25, -0.25, 0), (-0.25, -0.25, 0), (0.25, 0, -0.1), (-0.25, 0, -0.1),
        (0.1, 0, 0), (-0.1, 0, 0), (0.1, 0.45, 0), (-0.1, 0.45, 0), (0.1, 0.9, 0), (-0.1, 0.9, 0),
    ]
)  # fmt: skip
PIXELS, HEIGHT = 150.0, 600  # a metre, and the picture's height
UPPER = slice(0, 11)


def turned(points: np.ndarray, degrees: float) -> np.ndarray:
    """The skeleton turned about the vertical: 90 turns the chest from the camera to the picture's right."""
    a = np.radians(degrees)
    turn = np.array([[np.cos(a), 0, -np.sin(a)], [0, 1, 0], [np.sin(a), 0, np.cos(a)]])
    return points @ turn.T


def bent(points: np.ndarray, forward: float = 0, left: float = 0) -> np.ndarray:
    """The skeleton bent at the hips, degrees toward the camera and to the person's left."""
    f, s = np.radians([forward, left])
    ahead = np.array([[1, 0, 0], [0, np.cos(f), -np.sin(f)], [0, np.sin(f), np.cos(f)]])
    aside = np.array([[np.cos(s), -np.sin(s), 0], [np.sin(s), np.cos(s), 0], [0, 0, 1]])
    result = points.copy()
    result[UPPER] = points[UPPER] @ (aside @ ahead).T
    return result


def measures(points: np.ndarray, pixels: float = PIXELS) -> PoseMeasures:
    joints = np.column_stack([points[:, :2] * pixels + (400, 300), np.full(17, 0.9)])[None].astype(np.float32)
    box = np.array([[0, 0, 800, 600]], np.float32)
    return measured(People(box, joints, points[None].astype(np.float32)), 0, HEIGHT)


def test_somebody_upright_who_faces_the_camera_is_at_nought() -> None:
    found = measures(UPRIGHT)
    for angle in (found.body_yaw, found.head_yaw, found.trunk_forward, found.trunk_side, found.trunk_lean):
        assert angle == pytest.approx(0, abs=0.5)
    assert found.hip_angle == pytest.approx(180, abs=15)
    assert found.knee_angle == pytest.approx(180, abs=1)


@pytest.mark.parametrize("degrees", [-150, -90, -45, 30, 90, 135])
def test_a_chest_that_points_to_the_right_of_the_picture_has_positive_yaw(degrees: float) -> None:
    found = measures(turned(UPRIGHT, degrees))
    assert found.body_yaw == pytest.approx(degrees, abs=0.5)
    assert found.head_yaw == pytest.approx(degrees, abs=0.5)
    nose = found.nose_x - found.head_x
    assert np.sign(nose) == np.sign(np.sin(np.radians(degrees)))


@pytest.mark.parametrize("view", [-120, -90, 0, 45, 90, 180])
def test_bending_forward_is_forward_from_wherever_one_looks(view: float) -> None:
    assert measures(turned(bent(UPRIGHT, forward=35), view)).trunk_forward == pytest.approx(35, abs=1)
    assert measures(turned(bent(UPRIGHT, forward=-25), view)).trunk_forward == pytest.approx(-25, abs=1)
    assert measures(turned(bent(UPRIGHT, forward=35), view)).trunk_side == pytest.approx(0, abs=1)


@pytest.mark.parametrize("view", [-90, 0, 60, 180])
def test_leaning_to_the_left_arm_is_positive_from_wherever_one_looks(view: float) -> None:
    assert measures(turned(bent(UPRIGHT, left=20), view)).trunk_side == pytest.approx(20, abs=1)
    assert measures(turned(bent(UPRIGHT, left=-20), view)).trunk_side == pytest.approx(-20, abs=1)


def test_leaning_in_the_picture_is_positive_to_its_right() -> None:
    assert measures(bent(UPRIGHT, left=20)).trunk_lean == pytest.approx(20, abs=1)
    assert measures(turned(bent(UPRIGHT, forward=20), 90)).trunk_lean == pytest.approx(20, abs=1)


def test_a_lowered_head_has_positive_pitch_and_a_lower_nose() -> None:
    lowered = UPRIGHT.copy()
    lowered[:3, 1] += 0.1
    assert measures(lowered).head_pitch > measures(UPRIGHT).head_pitch + 20
    assert measures(lowered).nose_drop == pytest.approx(measures(UPRIGHT).nose_drop + 0.1, abs=0.01)


def test_a_head_on_the_desk_is_no_longer_over_the_shoulders() -> None:
    assert measures(UPRIGHT).head_height == pytest.approx(0.19, abs=0.02)
    assert measures(bent(UPRIGHT, forward=90)).head_height < 0.05


@pytest.mark.parametrize("view", [0, 45, 90])
def test_the_scale_is_pixels_a_metre_however_somebody_turns(view: float) -> None:
    assert measures(turned(UPRIGHT, view)).scale == pytest.approx(PIXELS / HEIGHT, rel=0.02)


def test_whoever_is_twice_as_near_is_twice_as_large() -> None:
    near, far = measures(UPRIGHT, 300), measures(UPRIGHT, 150)
    assert near.scale == pytest.approx(2 * far.scale, rel=1e-3)
    assert near.head_height == pytest.approx(far.head_height, rel=1e-3)


def test_seated_legs_are_bent() -> None:
    seated = UPRIGHT.copy()
    seated[13:15] = np.add(seated[11:13], (0, 0, -0.45))
    seated[15:17] = np.add(seated[13:15], (0, 0.45, 0))
    assert measures(seated).knee_angle == pytest.approx(90, abs=1)
    assert measures(seated).hip_angle == pytest.approx(90, abs=15)


def test_without_depth_what_needs_depth_is_unknown_and_nothing_warns() -> None:
    found = measured(person(200), 0, 400)
    assert np.isnan([found.hip_angle, found.knee_angle]).all()
    assert found.shoulder_x == pytest.approx(0.5)
    assert found.hip_seen == pytest.approx(0.9)
