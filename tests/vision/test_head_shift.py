"""A head that leaves its place: what is looked at at once although its clerk is alone."""

import numpy as np
import pytest

from tests.support.painted_people import hall
from vision.camera.motion import grey
from vision.detection.head_shift import HeadShift

CLERK = (230, 100)
HEAD = np.array([190, 60, 270, 140], np.float32)


def gray(*people: tuple[int, int]) -> np.ndarray:
    return grey(hall(*people, time=0.0).image)


def known(*people: tuple[int, int], box: np.ndarray | None = HEAD) -> HeadShift:
    head = HeadShift()
    head.seen(gray(*people), box)
    return head


def test_a_head_that_keeps_its_place_did_not_move() -> None:
    assert not known(CLERK).moved(gray(CLERK))


@pytest.mark.parametrize("to", [(230, 120), (230, 82), (246, 100), (214, 100)])
def test_a_head_that_nods_rises_or_leans_moved(to: tuple[int, int]) -> None:
    assert known(CLERK).moved(gray(to))


def test_a_head_that_sinks_out_of_the_window_moved() -> None:
    assert known(CLERK).moved(gray())


def test_light_that_grows_moves_no_head() -> None:
    brighter = np.clip(gray(CLERK).astype(int) + 25, 0, 255).astype(np.uint8)
    assert not known(CLERK).moved(brighter)


def test_nobody_who_was_not_found_moves() -> None:
    assert not known(CLERK, box=None).moved(gray((100, 100)))


@pytest.mark.parametrize("box", [(-30, -20, 50, 60), (600, 320, 680, 400), (630, 350, 638, 358)])
def test_a_head_at_the_edge_of_the_picture_is_told_or_left_open(box: tuple[float, ...]) -> None:
    head = known(CLERK, box=np.array(box, np.float32))
    assert head.moved(gray(CLERK)) in (True, False)


def test_a_head_that_the_edge_cuts_off_did_not_move_in_the_same_picture() -> None:
    at_edge = (10, 60)
    head = known(at_edge, box=np.array([-30, 20, 50, 100], np.float32))
    assert not head.moved(gray(at_edge))
