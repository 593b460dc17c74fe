"""Detected people keep their ids while they walk, hide and get lower scores. A look is 0.2 s, a person 80 px wide."""

import numpy as np
import pytest

from tests.support.boxed_people import Corners, boxes
from vision.core import Detections
from vision.detection.box_tracker import BoxTracker

LOOK = 0.2
WALK = 1.4 / 0.45 * 80  # walking speed in px a second, for a person 0.45 m wide


def at(x: float, y: float = 60.0) -> Corners:
    return (x, y, x + 80, y + 200)


class Camera:
    """A tracker and a clock that ticks five times a second."""

    def __init__(self) -> None:
        self.tracker, self.time = BoxTracker(), 0.0

    def finds(self, *people: Corners, score: float = 0.9) -> list[int]:
        return self.told(boxes(*people, score=score))

    def told(self, found: Detections) -> list[int]:
        told = self.tracker.update(found, self.time).ids.tolist()
        self.time = round(self.time + LOOK, 3)
        return told

    def finds_for(self, seconds: float, *people: Corners) -> list[int]:
        return [self.finds(*people) for _ in range(round(seconds / LOOK))][-1]


def test_a_person_has_an_id_from_the_first_detection_and_keeps_it() -> None:
    camera = Camera()
    first = camera.finds(at(100))
    assert len(first) == 1
    assert camera.finds_for(10, at(102)) == first


def test_a_person_who_walks_keeps_the_id() -> None:
    camera = Camera()
    ids = {tuple(camera.finds(at(20 + WALK * LOOK * step))) for step in range(12)}
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("speed", "hidden_s", "same"),
    [(40.0, 2.0, True), (40.0, 4.0, False), (0.0, 2.0, True), (0.0, 9.0, True), (0.0, 11.0, False)],
)
def test_a_person_hidden_for_two_seconds_is_the_same_and_one_in_the_same_place_for_ten(
    speed: float, hidden_s: float, same: bool
) -> None:
    camera = Camera()
    for step in range(15):
        before = camera.finds(at(100 + speed * LOOK * step))
    camera.finds_for(hidden_s)
    after = camera.finds(at(100 + speed * (3 + hidden_s)))
    assert (after == before) is same


def test_somebody_who_comes_beside_the_place_of_a_lost_person_is_somebody_else() -> None:
    camera = Camera()
    before = camera.finds_for(3, at(100))
    camera.finds_for(4)
    assert camera.finds(at(100 + 50)) != before


def test_looks_that_come_late_do_not_shorten_the_memory() -> None:
    """The memory is in seconds: a still place is looked at every two seconds."""
    tracker = BoxTracker()
    ids = {int(tracker.update(boxes(at(100)), time).ids[0]) for time in (0.0, 2.0, 4.0, 6.0, 6.2, 8.2)}
    assert len(ids) == 1


def test_a_person_who_sat_still_is_hidden_from_the_last_picture_on_in_which_nothing_moved() -> None:
    """The detector does not run while nothing moves: the hidden time does not begin at the last look."""
    for hidden_s, same in ((2.0, True), (9.0, True), (11.0, False)):
        tracker = BoxTracker()
        before = tracker.update(boxes(at(100)), 0.0).ids.tolist()
        for step in range(1, 20):
            tracker.still(step * LOOK)
        tracker.update(boxes(), 4.0)
        assert (tracker.update(boxes(at(100)), 3.8 + hidden_s).ids.tolist() == before) is same


def test_nobody_is_still_there_after_a_look_that_found_nobody() -> None:
    tracker = BoxTracker()
    before = tracker.update(boxes(at(100)), 0.0).ids.tolist()
    tracker.update(boxes(), 0.2)
    tracker.still(10.8)
    assert tracker.update(boxes(at(100)), 11.0).ids.tolist() != before


def test_a_weak_detection_goes_on_with_a_track_but_begins_none() -> None:
    camera = Camera()
    assert camera.finds(at(100), score=0.3 - 0.02) == []
    known = camera.finds_for(1, at(100))
    assert camera.finds(at(100), score=0.3 - 0.02) == known
    assert camera.finds(at(100), score=0.1 + 0.01) == known
    assert camera.finds(at(100), score=0.1 - 0.01) == []


def test_a_detection_just_sure_enough_begins_a_track() -> None:
    assert len(Camera().finds(at(100), score=0.3 + 0.01)) == 1


def test_a_weak_detection_far_from_everybody_is_left_out_while_the_known_person_stays() -> None:
    camera = Camera()
    known = camera.finds_for(1, at(100))
    assert camera.told(boxes(at(100)) + boxes(at(400), score=0.2)) == known


def test_two_people_who_stand_side_by_side_are_two_in_whatever_order_they_are_found() -> None:
    tracker = BoxTracker()
    seen = set()
    for step in range(20):
        order = slice(None, None, -1 if step % 2 else 1)
        told = tracker.update(boxes(at(100), at(200))[order], step * LOOK)
        seen.add(tuple(sorted(zip(told.ids.tolist(), told.boxes[:, 0].tolist(), strict=True))))
    assert len(seen) == 1


def test_a_newcomer_beside_a_known_person_gets_an_id_of_their_own() -> None:
    camera = Camera()
    clerk = camera.finds_for(2, at(100))
    both = camera.finds(at(100), at(300))
    assert both[:1] == clerk
    assert both[1] != clerk[0]
    assert camera.finds_for(2, at(100), at(300)) == both


def test_two_new_people_of_one_look_are_never_the_same_person_later() -> None:
    """Ids of the first look are passed on by overlap, each of them once."""
    camera = Camera()
    first = camera.finds(at(100), at(150))
    assert len(set(first)) == 2
    assert camera.finds(at(101), at(151)) == first


def test_a_camera_on_which_nobody_is_found_tells_nobody() -> None:
    camera = Camera()
    camera.finds_for(1, at(100))
    assert camera.finds() == []


def test_a_clerk_with_two_boxes_keeps_one_track_when_one_box_is_lost() -> None:
    """The wider box goes on as the track that it was, and a customer who comes gets neither of the two."""
    tracker, narrow, wide = BoxTracker(), (245.0, 85.0, 304.0, 181.0), (206.0, 86.0, 306.0, 191.0)
    for step in range(12):
        both = Detections(np.array([narrow, wide], np.float32), np.array([0.47, 0.73], np.float32))
        tracker.update(both, 10 + 0.17 * step)
    alone = boxes((209, 87, 318, 190), score=0.79)
    clerk = tracker.update(alone, 12.2).ids.tolist()
    for step in range(10):
        tracker.still(12.4 + 0.17 * step)
    found = tracker.update(boxes((209, 87, 318, 190), (428, 107, 549, 330), score=0.8), 14.2)
    assert found.ids.tolist()[:1] == clerk
