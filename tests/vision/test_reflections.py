"""A person's mirror image moves in the same way, pixel by pixel, and is no person; two people never do."""

from itertools import combinations

import numpy as np
import pytest

from tests.support.look_alikes import Corners, Look, clip, dropped, mirrored
from vision.core import Detections
from vision.detection.motion_correlation import motion_correlation
from vision.detection.person_check import PersonCheck
from vision.detection.reflections import ReflectionLimits

# Scenes of absent_B: the customer at the window from second 13.4 on; the empty post until the clerk comes at 33.4.
CUSTOMER, AROUND, POST = (570, 116, 651, 409), (550, 90, 670, 430), (380, 80, 440, 250)
ORIGINAL, IMAGE, CLERK = 4, 5, 9


def image_box(strength_of: Corners = CUSTOMER) -> Corners:
    """The box of the customer's mirror image in a pane over the post."""
    (ax0, ay0, ax1, ay1), (px0, py0, px1, py1) = AROUND, POST
    across, down = (px1 - px0) / (ax1 - ax0), (py1 - py0) / (ay1 - ay0)
    x0, y0, x1, y1 = strength_of
    left, right = px0 + (ax1 - x1) * across, px0 + (ax1 - x0) * across
    return round(left), round(py0 + (y0 - ay0) * down), round(right), round(py0 + (y1 - ay0) * down)


@pytest.fixture(scope="module")
def hall() -> list[Look]:
    return [look for look in clip("absent_B", 33.2) if look[0] >= 13.4]


@pytest.mark.parametrize("turned", [True, False], ids=["mirrored", "as it is"])
@pytest.mark.parametrize(("strength", "dark"), [(0.15, 0.0), (0.25, 0.0), (0.4, 0.0), (0.6, 0.0), (0.4, 0.8)])
def test_a_mirror_image_is_given_up_within_seconds(hall, strength, dark, turned) -> None:
    looks = mirrored(hall, AROUND, POST, strength, turned=turned, dark=dark)
    x0, y0, x1, y1 = CUSTOMER
    box = image_box() if turned else image_box((1220 - x1, y0, 1220 - x0, y1))
    since = dropped(looks, {ORIGINAL: CUSTOMER, IMAGE: box})
    assert list(since) == [IMAGE]
    assert since[IMAGE] - hall[0][0] <= 9.0


def test_the_claims_of_an_image_are_taken_back_from_its_first_look_on(hall) -> None:
    check, taken = PersonCheck(), {}
    boxes = np.array([CUSTOMER, image_box()], np.float32)
    found = Detections(boxes, np.ones(2, np.float32), np.array([ORIGINAL, IMAGE], np.intp))
    for time, gray in mirrored(hall, AROUND, POST, 0.4):
        check.people(found, gray, time)
        taken |= check.withdrawn
    assert taken == {IMAGE: 13.4}


def test_a_clerk_who_takes_over_the_images_track_is_there_at_once(hall) -> None:
    looks, check = mirrored(hall, AROUND, POST, 0.4), PersonCheck()
    assert list(dropped(looks, {ORIGINAL: CUSTOMER, IMAGE: image_box()}, check)) == [IMAGE]
    back = [look for look in clip("absent_B", 40.0) if look[0] >= 34.6]
    assert dropped(back, {ORIGINAL: CUSTOMER, IMAGE: (384, 100, 447, 274)}, check) == {}


def test_an_image_whose_original_has_gone_is_no_image_of_anybody(hall) -> None:
    looks, check = mirrored(hall, AROUND, POST, 0.4), PersonCheck()
    assert list(dropped(looks, {ORIGINAL: CUSTOMER, IMAGE: image_box()}, check)) == [IMAGE]
    later = [(time + 20, gray) for time, gray in hall]
    assert dropped(later[8:30], {IMAGE: image_box()}, check) == {}


def test_two_people_are_no_images_of_each_other() -> None:
    looks = [look for look in clip("full_service_A", 27.0) if look[0] >= 9.0]
    assert dropped(looks, {1: (372, 51, 495, 348), 2: (645, 99, 834, 534)}) == {}


def test_a_second_box_around_the_same_person_is_no_image(hall) -> None:
    x0, y0, x1, y1 = CUSTOMER
    assert dropped(hall, {1: CUSTOMER, 2: (x0, y0, x1, y0 + (y1 - y0) // 2)}) == {}


@pytest.mark.parametrize(
    ("clip_name", "start", "people"),
    [
        ("full_service_A", 9.0, ((372, 51, 495, 348), (645, 99, 834, 534))),
        ("absent_B", 34.6, (CUSTOMER, (384, 100, 447, 274))),
    ],
)
def test_the_limit_lies_between_people_and_images(clip_name, start, people) -> None:
    grays = [gray for time, gray in clip(clip_name, 40.0) if start <= time]
    boxes = [np.array(box, np.float32) for box in people]
    limit = ReflectionLimits().alike
    for first in range(0, len(grays) - 25, 10):
        for one, two in combinations(boxes, 2):
            assert motion_correlation(grays[first : first + 25], one, two).correlation < limit - 0.1


def test_an_image_is_as_strong_as_its_pane_lets_through(hall) -> None:
    original, image = np.array(CUSTOMER, np.float32), np.array(image_box(), np.float32)
    weak, strong = (
        motion_correlation([gray for _, gray in mirrored(hall, AROUND, POST, share)[5:30]], original, image)
        for share in (0.2, 0.4)
    )
    assert weak.correlation > 0.65 and strong.correlation > 0.65
    assert strong.strength == pytest.approx(2 * weak.strength, rel=0.35)


def test_a_pair_that_does_not_move_is_not_compared(hall) -> None:
    grays, boxes = [hall[0][1]] * 20, [np.array(box, np.float32) for box in (CUSTOMER, image_box())]
    alike = motion_correlation(grays, *boxes, least=0.3)
    assert (alike.correlation, alike.strength, alike.motion) == (0, 0, 0)
