"""A clerk whom the detector loses: found by the pose model, unless seen leaving. Pictures are painted."""

import numpy as np
import pytest

from tests.support.boxed_people import Corners, painted_box, tracked
from tests.support.painted_people import Painted, hall
from tests.support.stick_people import person
from vision.core import STRICT, Detections, People, Zone
from vision.detection.post_occupant import PostOccupant
from vision.detection.zone_crop_finder import search_of_post

SIZE = (640, 360)
POST = Zone.of([(0.35, 0.1), (0.65, 0.1), (0.65, 0.65), (0.35, 0.65)], SIZE, STRICT)  # 224..416 x 36..234 px
HERE, TRACK = (300, 120), 7
NOBODY = Detections.none()


def clerk_at(x: float, y: float, corners: Corners | None = None) -> People:
    """The clerk with the pose of the painted one, and a detector's box."""
    pose = person(x, y + 24)
    box = np.array([corners or painted_box(x, y)], np.float32)
    return People(box, pose.joints, pose.world)


class Post:
    """A post at which the clerk was seen at second 10."""

    def __init__(self, clerk: People | None = None) -> None:
        self.model = Painted()
        self.occupant = PostOccupant(search_of_post(0, [POST], SIZE), SIZE)
        self.occupant.saw(clerk_at(*HERE) if clerk is None else clerk, TRACK, 10.0)

    def finds(self, *people: tuple[int, int], time: float = 12.0) -> int | None:
        """The track of the person whom the pose model finds, None without one."""
        told = self.occupant.found(hall(*people, time=time).image, self.model, time)
        return None if told is None else int(told[1][0])


def test_a_clerk_whom_the_detector_loses_is_found_by_the_pose_model_and_keeps_the_track() -> None:
    post = Post()
    assert post.occupant.missed(NOBODY, 10.2)
    assert post.finds(HERE) == TRACK


def test_a_post_where_nobody_ever_was_is_not_searched() -> None:
    post = PostOccupant(search_of_post(0, [POST], SIZE), SIZE)
    assert not post.missed(NOBODY, 10.0)


def test_a_clerk_who_was_seen_leaving_is_not_looked_for() -> None:
    elsewhere = tracked((TRACK, painted_box(550, 120)))
    assert not Post().occupant.missed(elsewhere, 10.2)
    assert Post().occupant.missed(tracked((3, painted_box(550, 120))), 10.2)


@pytest.mark.parametrize(("px", "looked_for"), [(1.0, False), (2.0, True)])
def test_a_clerk_lost_at_the_side_of_the_picture_walked_out(px: float, looked_for: bool) -> None:
    """A fiftieth of a box 80 px wide is 1.6 px."""
    for corners in ((px, 100, 80 + px, 260), (560 - px, 100, 640 - px, 260)):
        post = Post(clerk_at(300, 120, corners))
        assert post.occupant.missed(NOBODY, 10.2) is looked_for


def test_a_clerk_lost_at_the_upper_or_lower_border_is_looked_for() -> None:
    for corners in ((260.0, 0.0, 340.0, 200.0), (260.0, 200.0, 340.0, 360.0)):
        assert Post(clerk_at(300, 120, corners)).occupant.missed(NOBODY, 10.2)


def test_the_search_ends_after_fifteen_seconds_without_a_find() -> None:
    post = Post()
    assert post.occupant.missed(NOBODY, 10 + 15)
    assert not post.occupant.missed(NOBODY, 10 + 15 + 0.2)


def test_a_find_by_the_pose_model_starts_the_fifteen_seconds_anew() -> None:
    post = Post()
    post.finds(HERE, time=20.0)
    assert post.occupant.missed(NOBODY, 20 + 15)


def test_an_empty_post_stays_empty() -> None:
    assert Post().finds() is None


def test_somebody_far_from_where_the_clerk_was_is_not_the_clerk() -> None:
    """A shoulder width is 40 px."""
    near, far = int((1.5 - 0.2) * 40), int((1.5 + 0.3) * 40)
    assert Post().finds((HERE[0] + near, HERE[1])) == TRACK
    assert Post().finds((HERE[0] + far, HERE[1])) is None


@pytest.mark.parametrize(
    ("before", "found"), [(40 / 0.55, True), (40 / 0.45, False), (40 / 1.65, True), (40 / 1.75, False)]
)
def test_a_clerk_neither_shrinks_to_half_nor_grows_by_more_than_two_thirds(
    before: float, found: bool
) -> None:
    post = Post(person(HERE[0], HERE[1] + 24, before))
    assert (post.finds(HERE) is not None) is found


def test_a_customer_before_the_desk_is_no_clerk() -> None:
    assert Post().finds((300, 260)) is None
