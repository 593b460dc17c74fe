"""The detector runs rarely in a quiet hall: a person who stays in place keeps the id at the next look."""

import numpy as np

from vision.core import Detections
from vision.detection.box_tracker import BoxTracker

SEATED, NEXT_TO = (300, 100, 380, 300), (330, 100, 410, 300)


def detections(*boxes: tuple[int, int, int, int], score: float = 0.8) -> Detections:
    rows = np.array(boxes, np.float32).reshape(-1, 4)
    return Detections(rows, np.full(len(rows), score, np.float32))


def ids(*looks: tuple[float, tuple[tuple[int, int, int, int], ...]]) -> list[list[int]]:
    tracker = BoxTracker()
    return [tracker.update(detections(*boxes), time).ids.tolist() for time, boxes in looks]


def test_a_person_who_stays_keeps_the_id_however_rare_looks_are() -> None:
    assert ids(*[(4.0 * k, (SEATED,)) for k in range(5)]) == [[1]] * 5


def test_somebody_else_beside_the_place_is_somebody_else() -> None:
    assert ids((0.0, (SEATED,)), (4.0, (NEXT_TO,)))[-1] == [2]


def test_one_place_holds_one_person() -> None:
    nearly = (302, 100, 382, 300)
    last = ids((0.0, (SEATED,)), (4.0, (SEATED, nearly)))[-1]
    assert sorted(last) == [1, 2]


def test_a_place_seen_empty_for_ten_seconds_is_taken_by_somebody_new() -> None:
    assert ids((0.0, (SEATED,)), (4.0, ()), (8.0, (SEATED,)))[-1] == [1]
    assert ids((0.0, (SEATED,)), (4.0, ()), (15.0, (SEATED,)))[-1] == [2]
