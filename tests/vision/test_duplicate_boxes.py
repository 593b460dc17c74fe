"""One box per person: found with and without the legs, people behind each other, and the head's place in a box."""

import numpy as np
import pytest

from tests.support.boxed_people import boxes
from vision.core import ANCHORS, HIPS, SHOULDERS, Detections
from vision.detection.box_anchors import people_from_boxes
from vision.detection.duplicate_boxes import without_duplicates

WHOLE = (100, 50, 180, 290)
HALF = (100, 50, 180, 160)  # the same person down to the desk


def found_of(*people: Detections) -> list[list[float]]:
    together = Detections.none()
    for one in people:
        together = together + one
    return without_duplicates(together).boxes.tolist()


def test_a_person_found_with_and_without_legs_is_one_and_the_surest_box_stays() -> None:
    assert found_of(boxes(WHOLE, score=0.6), boxes(HALF, score=0.8)) == [list(HALF)]
    assert found_of(boxes(WHOLE, score=0.8), boxes(HALF, score=0.6)) == [list(WHOLE)]


def test_two_people_one_behind_the_other_are_two() -> None:
    """The person behind is smaller, with the head above the shoulder of the one in front."""
    behind = (115, 20, 165, 170)
    assert len(found_of(boxes(WHOLE), boxes(behind))) == 2


def test_a_child_before_an_adult_is_somebody_else() -> None:
    child = (115, 180, 165, 290)
    assert len(found_of(boxes(WHOLE), boxes(child))) == 2


def test_people_stay_in_the_order_in_which_they_were_found() -> None:
    far = (400, 60, 470, 280)
    assert found_of(boxes(far, score=0.4), boxes(HALF, score=0.5), boxes(WHOLE, score=0.9)) == [
        list(far),
        list(WHOLE),
    ]


@pytest.mark.parametrize(("share", "people"), [(-0.05, 1), (0.05, 2)])
def test_heads_farther_apart_than_a_quarter_of_the_breadth_are_two_people(share: float, people: int) -> None:
    down = (0.25 + share) * 80
    assert len(found_of(boxes(WHOLE), boxes((100, 50 + down, 180, 290)))) == people


@pytest.mark.parametrize(("share", "people"), [(0.05, 1), (-0.05, 2)])
def test_a_box_much_narrower_than_the_other_is_another_person(share: float, people: int) -> None:
    half = 40 * (0.6 + share)
    assert len(found_of(boxes(WHOLE), boxes((140 - half, 50, 140 + half, 200)))) == people


@pytest.mark.parametrize(("share", "people"), [(-0.05, 1), (0.05, 2)])
def test_a_box_that_is_mostly_outside_the_other_is_another_person(share: float, people: int) -> None:
    """Shallow boxes, like those of heads behind a screen: their heads are near each other in any case."""
    aside = 80 * (1 - 0.8 + share)
    flat, beside = (100, 50, 180, 60), (100 + aside, 50, 180 + aside, 60)
    assert len(found_of(boxes(flat), boxes(beside))) == people


def test_nobody_twice_is_nobody() -> None:
    assert len(without_duplicates(Detections.none())) == 0


def test_a_box_places_head_and_shoulders_and_nothing_else() -> None:
    people = people_from_boxes(boxes(WHOLE))
    head, shoulders = people.joints[0, 0, :2], people.joints[0, list(SHOULDERS), :2]
    assert head[0] == pytest.approx(140)
    assert 50 < head[1] < shoulders[:, 1].min() < 120
    assert 100 < shoulders[:, 0].min() < shoulders[:, 0].max() < 180
    assert np.isnan(people.joints[0, list(HIPS), :2]).all()
    assert np.isnan(people.world).all()
    assert (people.joints[..., 2] == 0).all()


def test_head_and_shoulders_are_at_one_place_whether_the_desk_hides_the_legs_or_not() -> None:
    with_legs, without = (
        people_from_boxes(boxes(corners)).joints[0, list(ANCHORS), :2] for corners in (WHOLE, HALF)
    )
    assert np.abs(with_legs - without).max() < 0.25 * 80
