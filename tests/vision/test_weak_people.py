"""A clerk behind a plant is found weakly all day: a pose on two crops confirms them, and an empty chair has none."""

from collections.abc import Callable

import numpy as np
import pytest

from tests.support.stick_people import person
from vision.core import Detections, Image, People, Zone
from vision.detection.box_pose import BoxPose
from vision.detection.weak_people import WeakPeople

POST = Zone(np.array([(250, 80), (350, 80), (350, 300), (250, 300)], np.float32))
BOX, PICTURE = (260.0, 100.0, 340.0, 200.0), np.zeros((360, 640, 3), np.uint8)
CLERK = person(300, 144)


class Model:
    """A pose model that finds in each crop whom it is told, in px of the picture; counts how often it is asked."""

    def __init__(self, told: Callable[[int], People]) -> None:
        self.told, self.asked, self.name = told, 0, "told"

    def people(self, _image: Image) -> People:
        self.asked += 1
        return self.told(self.asked)

    def close(self) -> None: ...


class Poses(BoxPose):
    """Poses whose crops begin at the picture's corner."""

    def _crop(self, image: Image, _box: object, _share: float) -> tuple[int, int, int, int]:
        return 0, 0, image.shape[1], image.shape[0]


def weak(*scores: float, box: tuple[float, ...] = BOX) -> Detections:
    return Detections(np.tile(np.array(box, np.float32), (len(scores), 1)), np.array(scores, np.float32))


def scores(found: Detections, told: Callable[[int], People], time: float = 0.0) -> list[float]:
    people = WeakPeople(Poses(Model(told)))
    return [round(float(one), 2) for one in people.confirmed(found, PICTURE, {0: POST}, time).scores]


@pytest.mark.parametrize(("score", "after"), [(0.08, 0.08), (0.12, 0.3), (0.29, 0.3), (0.31, 0.31)])
def test_a_weak_find_with_a_pose_begins_a_track(score: float, after: float) -> None:
    assert scores(weak(score), lambda _: CLERK) == [after]


def test_an_empty_chair_has_no_pose() -> None:
    assert scores(weak(0.2), lambda _: People.none()) == [0.2]


def test_a_pose_on_one_crop_alone_is_a_guess() -> None:
    assert scores(weak(0.2), lambda crop: CLERK if crop == 1 else People.none()) == [0.2]


@pytest.mark.parametrize(("apart", "after"), [(10.0, 0.3), (14.0, 0.2)])
def test_two_poses_at_different_places_are_two_guesses(apart: float, after: float) -> None:
    """15 % of a box that is 80 px wide are 12 px."""
    assert scores(weak(0.2), lambda crop: CLERK if crop == 1 else person(300 + apart, 144)) == [after]


def test_the_surest_of_several_weak_finds_is_asked_for() -> None:
    assert scores(weak(0.15, 0.25, 0.2), lambda _: CLERK) == [0.15, 0.3, 0.2]


def test_a_weak_find_outside_the_post_is_not_asked_for() -> None:
    assert scores(weak(0.2, box=(20, 100, 100, 200)), lambda _: person(60, 144)) == [0.2]


def test_a_post_with_a_person_in_it_is_not_asked_for() -> None:
    assert scores(weak(0.2, 0.8), lambda _: CLERK) == [0.2, 0.8]


def test_a_post_is_asked_for_once_a_second() -> None:
    model = Model(lambda _: People.none())
    people = WeakPeople(Poses(model))
    asked = []
    for time in (0.0, 0.9, 1.0):
        people.confirmed(weak(0.2), PICTURE, {0: POST}, time)
        asked.append(model.asked)
    assert asked == [1, 1, 2]
