"""The similarity of a found and a labelled pose, computed by hand from COCO's definition."""

from math import exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.accuracy.oks import SIGMAS, average_recall, oks, pairs
from vision.core import ANCHORS, COCO_JOINTS

NOSE, LEFT_EYE, LEFT_SHOULDER, LEFT_HIP = (
    COCO_JOINTS.index(name) for name in ("nose", "left_eye", "left_shoulder", "left_hip")
)
AREA = 10_000.0  # px^2: a person of 100 by 100 px


def labelled(*joints: int) -> np.ndarray:
    """Everything at (50, 50), only these joints labelled."""
    pose = np.array([[50.0, 50.0, 0.0]] * 17)
    pose[list(joints), 2] = 2
    return pose


def off(joint: int, pixels: float) -> np.ndarray:
    """Found where it is labelled, but one joint that many pixels to the right."""
    pose = labelled(*range(17))
    pose[joint, 0] += pixels
    return pose


def test_who_is_found_exactly_is_wholly_alike() -> None:
    assert oks(labelled(*range(17)), labelled(*range(17)), AREA) == 1.0


def test_a_nose_seven_pixels_off_on_a_person_of_a_hundred_by_a_hundred() -> None:
    # k = 2 * 0.026 = 0.052; 2 * area * k^2 = 54.08; at a distance of its root, 7.354 px, the exponent is -1
    assert oks(off(NOSE, 7.354), labelled(NOSE), AREA) == pytest.approx(exp(-1), abs=1e-3)


def test_the_mean_is_over_labelled_joints_alone() -> None:
    # shoulder: k = 0.158, 2 * area * k^2 = 499.28, 10 px off: exp(-100 / 499.28) = 0.8185; the nose is exact
    assert oks(off(LEFT_SHOULDER, 10), labelled(LEFT_SHOULDER), AREA) == pytest.approx(0.8185, abs=1e-4)
    assert oks(off(LEFT_SHOULDER, 10), labelled(NOSE, LEFT_SHOULDER), AREA) == pytest.approx(0.9093, abs=1e-4)
    assert oks(off(LEFT_SHOULDER, 10), labelled(NOSE), AREA) == 1.0, "nobody labelled the shoulder"


def test_the_same_distance_is_much_for_an_eye_and_little_for_a_hip() -> None:
    eye, hip = (
        oks(off(LEFT_EYE, 8), labelled(LEFT_EYE), AREA),
        oks(off(LEFT_HIP, 8), labelled(LEFT_HIP), AREA),
    )
    assert eye < 0.3
    assert hip > 0.9


def test_only_the_joints_that_are_asked_for_count() -> None:
    assert oks(off(LEFT_HIP, 500), labelled(*range(17)), AREA, ANCHORS) == 1.0
    assert np.isnan(oks(off(NOSE, 0), labelled(LEFT_HIP), AREA, ANCHORS)), "no head or shoulder is labelled"


def test_who_was_not_found_is_infinitely_far_off() -> None:
    assert oks(np.full((17, 3), np.inf), labelled(*range(17)), AREA) == 0.0


@given(st.floats(0.1, 50), st.lists(st.floats(-30, 30), min_size=17, max_size=17))
def test_a_larger_picture_of_the_same_person_changes_nothing(scale: float, shifts: list[float]) -> None:
    found, true = labelled(*range(17)), labelled(*range(17))
    found[:, 1] += shifts
    larger = np.array([scale, scale, 1.0])
    small, large = oks(found, true, AREA), oks(found * larger, true * larger, AREA * scale**2)
    assert small == pytest.approx(large)


def test_left_and_right_have_one_constant() -> None:
    sides = [(COCO_JOINTS.index(n), COCO_JOINTS.index(n.replace("left", "right"))) for n in COCO_JOINTS]
    assert all(SIGMAS[left] == SIGMAS[right] for left, right in sides)


def test_recall_is_averaged_over_ten_levels() -> None:
    # 0.5: two of three people reach it; 0.55 to 0.95: one of three, nine times
    assert average_recall([0.5, 0.95, 0.2]) == pytest.approx((2 / 3 + 9 / 3) / 10)
    assert average_recall([0.55]) == pytest.approx(0.2), "0.50 and 0.55 itself"
    assert np.isnan(average_recall([]))


def test_people_are_paired_so_that_all_together_are_most_alike() -> None:
    # the first labelled person is most like the second found one, who is the only one like the second labelled
    assert pairs(np.array([[0.7, 0.8], [0.0, 0.9]])) == [(0, 0), (1, 1)]
    assert pairs(np.array([[0.0, 0.4]])) == [(0, 1)]
    assert pairs(np.zeros((2, 0))) == [] == pairs(np.zeros((1, 1)))
