"""The trigger of the detector: a new person starts it, a nod of the clerk does not. A look is 0.2 s."""

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.support.boxed_people import Corners, boxes, tracked
from vision.core import Detections, Zone
from vision.detection.detector_trigger import DetectorTrigger, unsettled

# A zone as large as its thumbnail's crop: one cell is 10 px.
ZONE = Zone(np.array([(0, 0), (320, 0), (320, 320), (0, 320)], np.float32))
CROP = (0, 0, 320, 320)
CLERK: Corners = (100, 80, 180, 320)
STILL = np.random.default_rng(2).uniform(60, 180, (32, 32)).astype(np.float32)


def changed(columns: slice, rows: slice) -> NDArray[np.float32]:
    """The thumbnail with these cells much brighter."""
    cells = STILL.copy()
    cells[rows, columns] += 60
    return cells


def cells_changed(count: int, column: int) -> NDArray[np.float32]:
    return changed(slice(column, column + 1), slice(0, count))


class Post:
    """A zone that the detector examined a moment ago, with the people it found there."""

    def __init__(self, found: Detections, zone: Zone = ZONE) -> None:
        self.need, self.found = DetectorTrigger(zone, CROP), found
        self.need.looked(STILL, 0.0)

    def wants_a_look(self, cells: NDArray[np.float32], time: float = 0.2) -> bool:
        return self.need.unexplained(cells, self.found.boxes, time)


NODS = changed(slice(12, 16), slice(8, 14))
COMES = changed(slice(24, 30), slice(8, 20))


def test_the_first_picture_is_always_looked_at() -> None:
    assert DetectorTrigger(ZONE, CROP).unexplained(STILL, Detections.none().boxes, 0.0)


def test_the_clerk_who_nods_needs_no_detector() -> None:
    assert not Post(boxes(CLERK)).wants_a_look(NODS)


def test_somebody_who_comes_beside_the_clerk_is_looked_at_at_once() -> None:
    assert Post(boxes(CLERK)).wants_a_look(COMES)


def test_hair_and_hands_that_the_box_cuts_belong_to_the_clerk() -> None:
    """The box is extended a little beyond its edge: 0.06 of 240 px upward is one more cell."""
    assert not Post(boxes(CLERK)).wants_a_look(changed(slice(10, 18), slice(7, 8)))
    assert Post(boxes(CLERK)).wants_a_look(changed(slice(10, 18), slice(5, 6)))


@pytest.mark.parametrize(("more", "looks"), [(-1, False), (0, True)])
def test_a_few_cells_beside_the_clerk_are_no_newcomer(more: int, looks: bool) -> None:
    assert Post(boxes(CLERK)).wants_a_look(cells_changed(6 + more, 26)) is looks


@pytest.mark.parametrize(("more", "looks"), [(-1, False), (0, True)])
def test_in_an_empty_place_less_is_enough(more: int, looks: bool) -> None:
    assert Post(Detections.none()).wants_a_look(cells_changed(3 + more, 26)) is looks


@pytest.mark.parametrize(("share", "looks"), [(-0.05, False), (0.05, True)])
def test_a_place_of_which_half_looks_otherwise_has_lost_its_person(share: float, looks: bool) -> None:
    """The clerk's box is 8 cells wide and extends from row 8 to the last one."""
    rows = round(24 * (0.5 + share))
    assert Post(boxes(CLERK)).wants_a_look(changed(slice(10, 19), slice(8, 8 + rows))) is looks


def test_one_of_two_people_who_leaves_is_missed_beside_the_one_who_stays() -> None:
    both = boxes(CLERK, (220, 80, 300, 320))
    assert Post(both).wants_a_look(changed(slice(22, 31), slice(8, 32)))


def test_a_person_far_from_the_zone_explains_nothing_and_asks_for_nothing() -> None:
    far = boxes(CLERK, (900, 80, 980, 320))
    assert not Post(far).wants_a_look(NODS)


def test_motion_around_the_zone_is_for_another_zone_to_explain() -> None:
    """The thumbnail shows more than the zone: a customer in front of the desk does not concern the post."""
    narrow = Zone(np.array([(80, 0), (200, 0), (200, 320), (80, 320)], np.float32))
    assert not Post(boxes(CLERK), narrow).wants_a_look(COMES)


def test_somebody_may_come_close_behind_the_clerk_so_two_seconds_are_enough_anyway() -> None:
    post = Post(boxes(CLERK))
    assert not post.wants_a_look(STILL, 2.0 - 0.2)
    assert post.wants_a_look(STILL, 2.0)


def test_an_empty_still_place_is_looked_at_every_ten_seconds() -> None:
    post = Post(Detections.none())
    assert not post.wants_a_look(STILL, 10.0 - 0.2)
    assert post.wants_a_look(STILL, 10.0)


def test_a_lamp_that_is_switched_on_is_nobody() -> None:
    assert not Post(Detections.none()).wants_a_look(STILL + 40)
    assert not Post(boxes(CLERK)).wants_a_look(STILL + 40)


@pytest.mark.parametrize(("px", "walks"), [(7, False), (9, True)])
def test_somebody_whose_box_goes_on_by_a_tenth_of_its_breadth_is_on_the_way(px: float, walks: bool) -> None:
    before, now = tracked((1, CLERK)), tracked((1, (100 + px, 80, 180 + px, 320)))
    assert unsettled(before, now) is walks


def test_somebody_who_rises_is_on_the_way_too() -> None:
    assert unsettled(tracked((1, CLERK)), tracked((1, (100, 40, 180, 320))))


def test_somebody_new_is_looked_at_again_for_one_find_proves_little() -> None:
    assert unsettled(tracked((1, CLERK)), tracked((1, CLERK), (2, (300, 80, 380, 320))))
    assert unsettled(Detections.none(), tracked((1, CLERK)))


def test_a_clerk_who_stays_and_an_empty_place_are_settled() -> None:
    assert not unsettled(tracked((1, CLERK)), tracked((1, CLERK)))
    assert not unsettled(tracked((1, CLERK)), Detections.none())
