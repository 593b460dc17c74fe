"""Boxes and detections: the overlap of two boxes, and one struct of arrays of equal lengths."""

import numpy as np
import pytest

from tests.support.boxed_people import boxes, tracked
from vision.core import UNTRACKED, Detections, covered, overlaps

ONE = np.array([0, 0, 100, 100], np.float32)


@pytest.mark.parametrize(
    ("other", "iou", "share"),
    [
        ((0, 0, 100, 100), 1, 1),
        ((50, 0, 150, 100), 1 / 3, 0.5),
        ((0, 0, 50, 50), 0.25, 0.25),
        ((-100, -100, 200, 200), 1 / 9, 1),
        ((100, 0, 200, 100), 0, 0),
        ((300, 300, 400, 400), 0, 0),
    ],
)
def test_boxes_share_so_much(other: tuple[float, float, float, float], iou: float, share: float) -> None:
    assert overlaps(ONE, boxes(other).boxes).tolist() == pytest.approx([iou])
    assert covered(ONE, boxes(other).boxes).tolist() == pytest.approx([share])


def test_a_box_without_an_area_shares_nothing_and_is_no_error() -> None:
    flat = np.array([50, 50, 50, 80], np.float32)
    assert overlaps(flat, flat[None]).tolist() == [0]
    assert covered(flat, ONE[None]).tolist() == [0]
    assert len(overlaps(ONE, Detections.none().boxes)) == 0


def test_detections_have_no_track_until_a_tracker_gives_one() -> None:
    assert boxes((0, 0, 10, 10), (20, 0, 30, 10)).ids.tolist() == [UNTRACKED, UNTRACKED]


def test_detections_are_put_together_chosen_and_moved_with_scores_and_tracks() -> None:
    both = boxes((0, 0, 10, 10), score=0.4) + tracked((7, (20, 0, 30, 10)))
    assert both.ids.tolist() == [UNTRACKED, 7]
    kept = both[both.scores > 0.5].moved(5, 2)
    assert kept.boxes.tolist() == [[25, 2, 35, 12]]
    assert kept.ids.tolist() == [7]


@pytest.mark.parametrize(
    ("corners", "scores", "ids", "wrong"),
    [
        ((2, 3), 2, 2, r"boxes has shape \(2, 3\), expected \(2, 4\)"),
        ((2, 4), 1, 2, r"scores has shape \(1,\), expected \(2,\)"),
        ((2, 4), 2, 3, r"ids has shape \(3,\), expected \(2,\)"),
    ],
)
def test_arrays_that_do_not_fit_together_are_refused_with_both_shapes(
    corners: tuple[int, int], scores: int, ids: int, wrong: str
) -> None:
    with pytest.raises(ValueError, match=wrong):
        Detections(np.zeros(corners, np.float32), np.zeros(scores, np.float32), np.zeros(ids, np.intp))
