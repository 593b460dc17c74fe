"""A person with weak detections at first did not arrive at the begin of the track."""

import numpy as np

from vision.core import UNTRACKED, Detections
from vision.detection.weak_detections import WeakDetections

PERSON, ELSEWHERE = (100, 100, 180, 300), (500, 100, 580, 300)
LOOK = 0.2


def detections(*boxes: tuple[int, int, int, int], ids: tuple[int, ...] = ()) -> Detections:
    rows = np.array(boxes, np.float32).reshape(-1, 4)
    return Detections(
        rows, np.full(len(rows), 0.2, np.float32), np.array(ids or [UNTRACKED] * len(rows), np.intp)
    )


def begins(*faint: tuple[tuple[int, int, int, int], ...]) -> list[float]:
    """The times of the weak detections before a track of the person begins, after looks with these weak boxes."""
    starts = WeakDetections()
    for number, boxes in enumerate(faint):
        assert starts.before(Detections.none(), detections(*boxes), number * LOOK) == []
    person = detections(PERSON, ids=(1,))
    return [round(look.time, 1) for look in starts.before(person, detections(PERSON), len(faint) * LOOK)]


def test_a_track_goes_back_to_the_faint_detections_before_it() -> None:
    assert begins((PERSON,), (PERSON,)) == [0.2, 0.0]


def test_somebody_who_comes_in_has_none() -> None:
    assert begins((), ()) == []


def test_a_faint_detection_elsewhere_says_nothing() -> None:
    assert begins((ELSEWHERE,), (ELSEWHERE,)) == []


def test_the_chain_ends_at_a_look_without_one() -> None:
    assert begins((PERSON,), (), (PERSON,)) == [0.4]


def test_the_chain_follows_somebody_who_walks() -> None:
    steps = [tuple(v + 30 * back * (k % 2 == 0) for k, v in enumerate(PERSON)) for back in (3, 2, 1)]
    assert begins(*((step,) for step in steps)) == [0.4, 0.2, 0.0]


def test_two_seconds_are_enough() -> None:
    assert begins(*[(PERSON,)] * 20)[-1] == 2.0


def test_a_track_that_goes_on_does_not_begin_again() -> None:
    starts, person = WeakDetections(), detections(PERSON, ids=(1,))
    starts.before(Detections.none(), detections(PERSON), 0.0)
    assert len(starts.before(person, detections(PERSON), LOOK)) == 1
    assert starts.before(person, detections(PERSON), 2 * LOOK) == []


def test_boxes_of_those_who_are_tracked_are_not_faint() -> None:
    starts, person = WeakDetections(), detections(PERSON, ids=(1,))
    starts.before(person, detections(PERSON), 0.0)
    assert starts.before(detections(PERSON, ids=(2,)), detections(PERSON), LOOK) == []
