"""Poses on boxes: measured after a change, kept without one, and never the neighbour's."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from tests.support.boxed_people import painted_box
from tests.support.painted_people import Painted, hall
from tests.support.stick_people import person, together
from vision.camera.motion import grey
from vision.core import SHOULDERS, WRISTS, Box, Image, People, Picture
from vision.detection.box_pose import BoxPose

HERE, NOBODY_ELSE = (300, 120), np.empty((0, 4), np.float32)
BOX = np.array(painted_box(*HERE), np.float32)


@dataclass
class Told:
    """A pose model that finds given people in any crop, in px of the whole picture; counts its calls.

    The picture's blue channel gives the begin of a crop: see `numbered`.
    """

    who: Callable[[Image], People]
    asked: int = 0
    name: str = "told"

    def people(self, image: Image) -> People:
        self.asked += 1
        return self.who(image).moved(-4 * float(image[0, 0, 0]), -4 * float(image[0, 0, 1]))

    def close(self) -> None: ...


def numbered() -> Image:
    """A picture whose pixels give their position in blue and green, in steps of 4 px."""
    rows, columns = np.mgrid[0:360, 0:640] // 4
    return np.dstack([columns, rows, np.full_like(rows, 90)]).astype(np.uint8)


def measured(who: People, box: Box = BOX, others: Box = NOBODY_ELSE) -> People | None:
    image = numbered()
    return BoxPose(Told(lambda _: who)).measured(Picture(image, grey(image), 0.0), 1, box, others, 0.0)


def middle(people: People | None) -> tuple[float, float]:
    assert people is not None
    x, y = people.joints[0, list(SHOULDERS), :2].mean(0)
    return float(x), float(y)


class Clerk:
    """A person painted at one place, the person's box, and a clock that ticks five times a second."""

    def __init__(self) -> None:
        self.model, self.time = Painted(), 0.0
        self.pose = BoxPose(self.model)

    def at(self, place: tuple[int, int], box: Box, every_s: float = 0.0) -> People | None:
        image = hall(place, time=self.time).image
        told = self.pose.measured(Picture(image, grey(image), self.time), 1, box, NOBODY_ELSE, every_s)
        self.time = round(self.time + 0.2, 3)
        return told


def test_the_pose_is_measured_where_the_person_is_in_the_whole_picture() -> None:
    people = Clerk().at(HERE, BOX)
    assert people is not None
    assert middle(people) == pytest.approx((300, 144), abs=3)
    assert people.boxes.tolist() == [BOX.tolist()]


def test_a_pose_is_kept_while_nothing_changes_but_not_for_longer_than_a_second() -> None:
    clerk = Clerk()
    for _ in range(5):
        assert clerk.at(HERE, BOX) is not None
    assert clerk.model.asked == 1
    clerk.at(HERE, BOX)
    assert clerk.model.asked == 2


def test_a_nod_is_measured_at_once() -> None:
    clerk = Clerk()
    clerk.at(HERE, BOX)
    lowered = clerk.at((300, 134), BOX)
    assert clerk.model.asked == 2
    assert middle(lowered)[1] == pytest.approx(158, abs=3)


def test_somebody_of_whom_only_the_place_is_needed_is_measured_once_a_second() -> None:
    clerk = Clerk()
    for step in range(10):
        clerk.at((300 + 8 * (step % 2), 120), BOX, every_s=1.0)
    assert clerk.model.asked == 2


def test_a_kept_pose_moves_along_with_its_box() -> None:
    clerk = Clerk()
    before = middle(clerk.at(HERE, BOX, every_s=1.0))
    after = middle(clerk.at(HERE, BOX + np.array([6, -4, 6, -4], np.float32), every_s=1.0))
    assert (after[0] - before[0], after[1] - before[1]) == pytest.approx((6, -4))


def test_an_arm_that_stretches_the_box_does_not_move_the_body() -> None:
    clerk = Clerk()
    before = middle(clerk.at(HERE, BOX, every_s=1.0))
    for stretched in ([0, 0, 50, 0], [-50, 0, 0, 0], [-10, 0, 50, 0]):
        after = middle(clerk.at(HERE, BOX + np.array(stretched, np.float32), every_s=1.0))
        assert after == pytest.approx(before)


def test_a_body_that_moves_while_an_arm_is_stretched_moves_by_the_lesser_of_both_edges() -> None:
    clerk = Clerk()
    before = middle(clerk.at(HERE, BOX, every_s=1.0))
    after = middle(clerk.at(HERE, BOX + np.array([8, 0, 50, 0], np.float32), every_s=1.0))
    assert after[0] - before[0] == pytest.approx(8)


def test_a_pose_that_the_model_loses_is_kept_for_a_second_and_then_unknown() -> None:
    clerk = Clerk()
    clerk.at(HERE, BOX)
    clerk.model.blind = True
    told = [clerk.at((300 + 10 * (step % 2 + 1), 120), BOX) is not None for step in range(6)]
    assert told == [True] * 4 + [False] * 2


def test_a_person_whom_the_model_never_finds_has_no_pose() -> None:
    clerk = Clerk()
    clerk.model.blind = True
    assert clerk.at(HERE, BOX) is None


def test_a_track_that_ended_long_ago_leaves_no_pose_behind() -> None:
    clerk = Clerk()
    clerk.at(HERE, BOX)
    clerk.time = 60.0
    clerk.model.blind = True
    assert clerk.at(HERE, BOX) is None


def test_the_own_pose_is_taken_and_the_neighbours_is_refused() -> None:
    own, neighbour = person(300, 144), person(375, 144)
    assert middle(measured(together(neighbour, own))) == pytest.approx((300, 144), abs=5)
    assert measured(neighbour) is None


@pytest.mark.parametrize(("share", "fits"), [(-0.05, True), (0.05, False)])
def test_a_head_outside_the_box_by_more_than_a_seventh_of_it_is_somebody_elses(
    share: float, fits: bool
) -> None:
    outside = person(float(BOX[2]) + (0.15 + share) * 80, 144, size=30)
    assert (measured(outside) is not None) is fits


@pytest.mark.parametrize(("share", "fits"), [(-0.03, True), (0.03, False)])
def test_the_head_of_an_upright_person_is_at_the_top_of_the_box(share: float, fits: bool) -> None:
    """A head further down belongs to a person in front, or to a wrong pose."""
    high = np.array([260, 40, 340, 340], np.float32)
    down = 40 + (0.25 + share) * 300
    assert (measured(person(300, down + 0.64 * 30, size=30), high) is not None) is fits


def test_an_arm_raised_to_a_shelf_makes_the_box_higher_than_the_head() -> None:
    high, reaching = np.array([260, 40, 340, 340], np.float32), person(300, 190, size=40)
    assert measured(reaching, high) is None
    reaching.joints[0, WRISTS[0], :2] = 320, 60
    assert measured(reaching, high) is not None


@pytest.mark.parametrize(("share", "fits"), [(-0.05, True), (0.05, False)])
def test_a_head_three_fifths_down_a_box_as_broad_as_high_is_somebody_elses(share: float, fits: bool) -> None:
    high = np.array([240, 40, 454, 340], np.float32)
    down = 40 + (214 / 300 + share) * 300
    assert (measured(person(300, down + 0.64 * 60, size=60), high) is not None) is fits


def test_a_head_far_down_in_a_broad_box_lies_on_the_desk() -> None:
    broad = np.array([220, 120, 400, 220], np.float32)
    assert measured(person(300, 195, size=40), broad) is not None


@pytest.mark.parametrize(("share", "fits"), [(0.05, True), (-0.05, False)])
def test_a_body_of_a_fifth_of_the_box_is_a_face_on_a_poster(share: float, fits: bool) -> None:
    """Head and shoulders of a stick person are as wide as the shoulders."""
    assert (measured(person(300, 144, size=(0.2 + share) * 80)) is not None) is fits


def test_a_person_beside_somebody_is_measured_with_the_other_one_hidden() -> None:
    """The model finds the neighbour first; with the neighbour painted over it finds the person of the box."""
    beside, model = (236, 120), Painted()
    image = hall(beside, HERE).image
    others = np.array([painted_box(*beside)], np.float32)
    told = BoxPose(model).measured(Picture(image, grey(image), 0.0), 1, BOX, others, 0.0)
    assert model.asked == 2
    assert middle(told) == pytest.approx((300, 144), abs=5)


def test_a_person_beside_whom_somebody_stays_is_measured_at_once_from_then_on() -> None:
    """The hidden crop is tried first after it succeeded, and the crop as it is when the neighbour has gone."""
    beside, model = (236, 120), Painted()
    pose, others = BoxPose(model), np.array([painted_box(*beside)], np.float32)
    asked = []
    for step, there in enumerate([True, True, False, False]):
        image = hall(*([beside] if there else []), HERE, time=2.0 * step).image
        seen = others if there else NOBODY_ELSE
        assert pose.measured(Picture(image, grey(image), 2.0 * step), 1, BOX, seen, 0.0) is not None
        asked.append(model.asked)
    assert asked == [2, 3, 4, 5]


def test_somebody_whom_the_model_misses_is_looked_for_on_wider_crops() -> None:
    """Small people are found on one crop and missed on another; the successful one is tried first from then on."""
    seen = Told(lambda crop: person(300, 144) if crop.shape[1] > 180 else People.none())
    image, pose = numbered(), BoxPose(seen)
    for step, asked in enumerate([3, 4]):
        time = 2.0 * step
        assert pose.measured(Picture(image, grey(image), time), 1, BOX, NOBODY_ELSE, 0.0) is not None
        assert seen.asked == asked


def test_the_model_rests_after_it_missed_somebody_on_every_crop() -> None:
    image, model = numbered(), Told(lambda _: People.none())
    pose, far = BoxPose(model), np.array([[500, 100, 580, 300]], np.float32)
    asked = []
    for time in (0.0, 0.2, 0.4):
        assert pose.measured(Picture(image, grey(image), time), 1, BOX, far, 0.0) is None
        asked.append(model.asked)
    assert asked == [3, 3, 6]


def test_a_person_whose_pose_was_just_measured_is_tried_at_every_look() -> None:
    """A head that goes down is missed for a look or two and found again: a rest would lose the nod."""
    clerk = Clerk()
    clerk.at(HERE, BOX)
    clerk.model.blind = True
    asked = [(clerk.at((300 + 10 * (step % 2 + 1), 120), BOX), clerk.model.asked)[1] for step in range(3)]
    assert np.diff(asked).tolist() == [3, 3]


def test_a_lost_pose_is_told_once_until_it_is_found_again() -> None:
    clerk, lost = Clerk(), []
    for step, blind in enumerate([False, True, True, False, True]):
        clerk.model.blind = blind
        now = clerk.time
        clerk.at((300 + 10 * (step % 2), 120), BOX)
        lost.append(clerk.pose.is_lost(1, now))
    assert lost == [False, True, False, False, True]


@pytest.mark.parametrize("corners", [(0, 0, 3, 3), (637, 357, 640, 360), (100, 0, 104, 2)])
def test_a_box_of_a_few_pixels_is_measured_by_nobody(corners: tuple[int, int, int, int]) -> None:
    assert measured(person(2, 2), np.array(corners, np.float32)) is None
