"""People keep their ids while they walk, cross, hide and change places. One look is 0.2 s, a shoulder 40 px."""

import numpy as np
import pytest

from tests.support.stick_people import person, together
from vision.core import People
from vision.detection.pose_tracker import MEMORY_S, PoseTracker

LOOK = 0.2
WALK = 1.4 / 0.36 * 40  # walking speed in px a second


def looks(seconds: float, start: float = 0.0) -> list[float]:
    return [start + i * LOOK for i in range(round(seconds / LOOK))]


def test_somebody_who_sits_still_keeps_the_id_through_the_models_jitter() -> None:
    tracker, noise = PoseTracker(), np.random.default_rng(7)
    ids = {int(tracker.update(person(*noise.normal((200, 100), 3)), t)[0]) for t in looks(60)}
    assert ids == {0}


def test_who_sat_still_before_being_hidden_for_two_seconds_is_the_same() -> None:
    """The model does not run while nothing moves: the hidden time begins when a person steps in front."""
    tracker = PoseTracker()
    still = tracker.update(person(200), 0.0)
    tracker.still(still, 1.8)
    for t in looks(2.0, start=2.0):
        tracker.update(People.none(), t)
    assert tracker.update(person(203), 4.0).tolist() == still.tolist()


def test_who_sat_still_and_has_been_gone_for_longer_is_somebody_else() -> None:
    tracker = PoseTracker()
    still = tracker.update(person(200), 0.0)
    tracker.still(still, 1.8)
    assert tracker.update(person(203), 1.8 + MEMORY_S + LOOK).tolist() != still.tolist()


def test_two_who_cross_keep_their_ids_in_whatever_order_they_are_found() -> None:
    tracker, ids = PoseTracker(), []
    for i, t in enumerate(looks(4)):
        right, left = person(100 + WALK * t), person(500 - WALK * t, 112)
        found = tracker.update(together(right, left)[:: 1 if i % 2 else -1], t)
        ids.append(tuple(found[:: 1 if i % 2 else -1]))
    assert set(ids) == {ids[0]}


def test_two_who_cross_while_one_hides_the_other() -> None:
    tracker = PoseTracker()
    for t in looks(3.2):
        right, left = person(100 + WALK * t), person(600 - WALK * t, 105)
        hidden = abs(right.joints[0, 0, 0] - left.joints[0, 0, 0]) < 60
        found = tracker.update(right if hidden else together(right, left), t)
        assert found.tolist() == ([0] if hidden else [0, 1])


@pytest.mark.parametrize("speed", [0.0, WALK / 2, WALK])
def test_hidden_for_two_seconds_behind_a_pillar(speed: float) -> None:
    tracker = PoseTracker()
    for t in looks(3):
        tracker.update(person(100 + speed * t), t)
    for t in looks(2, 3.0):
        assert len(tracker.update(People.none(), t)) == 0
    assert tracker.update(person(100 + speed * 5), 5.0).tolist() == [0]


def test_whoever_stops_behind_the_pillar_is_known_when_stepping_out_again() -> None:
    tracker = PoseTracker()
    for t in looks(3):
        tracker.update(person(100 + WALK / 2 * t), t)
    assert tracker.update(person(100 + WALK / 2 * 3.5), 4.8).tolist() == [0]


def test_after_longer_than_that_it_may_be_anybody() -> None:
    tracker = PoseTracker()
    tracker.update(person(100), 0.0)
    assert tracker.update(person(100), MEMORY_S + LOOK).tolist() == [1]


def test_one_goes_and_another_takes_the_seat_a_moment_later() -> None:
    tracker = PoseTracker()
    for t in looks(3):
        tracker.update(person(200), t)
    for t in looks(2, 3.0):  # one person walks off to the right, the other comes in from the left
        tracker.update(together(person(200 + WALK * (t - 3)), person(WALK / 2 * (t - 3), 95)), t)
    assert tracker.update(person(190), 5.0).tolist() == [1]


def test_a_colleague_who_passes_behind_is_somebody_else() -> None:
    tracker = PoseTracker()
    for t in looks(4):
        seated, passing = person(300), person(60 + WALK * t, 70, 30)
        assert tracker.update(together(passing, seated), t).tolist() == [0, 1]


def test_a_small_person_far_behind_does_not_take_over_who_left() -> None:
    tracker = PoseTracker()
    tracker.update(person(300), 0.0)
    assert tracker.update(person(300, 90, 15), LOOK).tolist() == [1]


def test_nobody_is_ever_two_people() -> None:
    tracker = PoseTracker()
    for t in looks(2):
        ids = tracker.update(together(*(person(100 + 30 * i) for i in range(5))), t)
        assert sorted(ids) == [0, 1, 2, 3, 4]
