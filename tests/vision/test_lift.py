"""People from a model without depth: their size, direction and lean, and the values that stay unknown."""

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.support.stick_people import person
from vision.core import People
from vision.core.lift import flat_scale, in_space, lifted
from vision.measures.pose_measures import measured

SCALE = 200.0  # px per metre
HEIGHT = 540
# A person in metres: x to the left arm's side, y down, z ahead of the chest; origin between the hips.
BODY = np.array(
    [
        (0, -0.72, 0.11), (0.03, -0.74, 0.09), (-0.03, -0.74, 0.09), (0.075, -0.72, 0), (-0.075, -0.72, 0),
        (0.17, -0.5, 0), (-0.17, -0.5, 0), (0.2, -0.25, 0), (-0.2, -0.25, 0), (0.2, 0, 0.1), (-0.2, 0, 0.1),
        (0.11, 0, 0), (-0.11, 0, 0), (0.11, 0.1, 0.4), (-0.11, 0.1, 0.4), (0.11, 0.5, 0.4), (-0.11, 0.5, 0.4),
    ],
    np.float64,
)  # fmt: skip


def seen(yaw: float = 0.0, forward: float = 0.0, hips: float = 0.9) -> NDArray[np.float32]:
    """Joints (17,3) px of a person turned by `yaw` and bent `forward` from the hips, degrees."""
    bend, turn = np.radians(forward), np.radians(yaw)
    x, y, ahead = BODY.T.copy()
    upper = BODY[:, 1] < -0.05
    ahead, y = (
        np.where(upper, ahead * np.cos(bend) - y * np.sin(bend), ahead),
        np.where(upper, y * np.cos(bend) + ahead * np.sin(bend), y),
    )
    across = x * np.cos(turn) + ahead * np.sin(turn)
    points = np.column_stack([across, y]) * SCALE + (400, 300)
    scores = np.full(17, 0.9)
    scores[11:] = hips
    return np.column_stack([points, scores]).astype(np.float32)


def told(joints: NDArray[np.float32]) -> People:
    return People(np.zeros((1, 4), np.float32), joints[None], np.full((1, 17, 3), np.nan, np.float32))


@pytest.mark.parametrize("yaw", [0, 30, -60, 90, -90])
def test_the_size_of_a_person_does_not_depend_on_where_they_turn(yaw: float) -> None:
    assert flat_scale(seen(yaw)) == pytest.approx(SCALE, rel=0.02)


@pytest.mark.parametrize("yaw", [0, 45, 90])
def test_behind_a_desk_shoulders_and_head_say_how_large_somebody_is(yaw: float) -> None:
    assert 0.7 * SCALE <= flat_scale(seen(yaw, hips=0.1)) <= 1.02 * SCALE


@pytest.mark.parametrize("yaw", [-90, -60, -30, 0, 30, 60, 90])
def test_chest_and_head_point_where_they_point(yaw: float) -> None:
    who = measured(told(seen(yaw)), 0, HEIGHT)
    assert who.body_yaw == pytest.approx(yaw, abs=3)
    assert who.head_yaw == pytest.approx(yaw, abs=3)
    assert who.scale == pytest.approx(SCALE / HEIGHT, rel=0.03)


@pytest.mark.parametrize("yaw", [90, -90])
@pytest.mark.parametrize("forward", [30, 0, -25])
def test_from_the_side_leaning_is_measured_forward_and_back(yaw: float, forward: float) -> None:
    who = measured(told(seen(yaw, forward)), 0, HEIGHT)
    assert who.trunk_forward == pytest.approx(forward, abs=4)


def test_from_the_front_leaning_toward_the_camera_is_not_seen() -> None:
    who = measured(told(seen(0, 30)), 0, HEIGHT)
    assert abs(who.trunk_forward) < 3
    assert abs(who.trunk_lean) < 3


def test_the_head_is_over_the_shoulders_in_metres() -> None:
    assert measured(told(seen()), 0, HEIGHT).head_height == pytest.approx(0.22, abs=0.02)


def test_knees_have_no_angle_from_the_front() -> None:
    who = measured(told(seen()), 0, HEIGHT)
    assert np.isnan(who.knee_angle)
    assert np.isnan(who.hip_angle)


def test_depth_of_a_model_that_has_it_is_left_alone() -> None:
    world = np.random.default_rng(0).normal(size=(17, 3)).astype(np.float32)
    assert in_space(seen(), world) is world


def test_joints_all_in_one_place_say_nothing() -> None:
    joints = np.full((17, 3), 5, np.float32)
    assert np.isnan(lifted(joints)).all()
    who = measured(told(joints), 0, HEIGHT)
    assert np.isnan(who.scale)
    assert np.isnan(who.trunk_forward)


def test_stick_people_are_as_large_as_they_are() -> None:
    assert flat_scale(person(200, 100, 40).joints[0]) == pytest.approx(40 / 0.34, rel=0.25)
