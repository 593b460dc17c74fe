"""A clerk who bends out of sight was not seen leaving; the post is unseen until they rise or another one takes it."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.support.boxed_people import BoxDetector, boxes
from tests.support.painted_people import Painted, hall
from vision.camera.motion import grey
from vision.core import Detections, Image, People, ZoneView
from vision.detection.detector_finder import DetectorFinder
from vision.detection.sunk_occupant import SunkOccupant
from vision.measures.columns import staff_columns
from vision.measures.counter_view import CounterView

LOOK, HEIGHT, CLERK, COLLEAGUE = 0.2, 360, 1, 2
TOP, BOTTOM, MIDDLE = 100.0, 200.0, 300.0


def box(top: float = TOP, x: float = MIDDLE, bottom: float = BOTTOM) -> NDArray[np.float32]:
    return np.array([x - 40, top, x + 40, bottom], np.float32)


class Post:
    """A staff zone that is looked at five times a second."""

    def __init__(self) -> None:
        self.sunk, self.time = SunkOccupant(HEIGHT), 0.0

    def shows(self, *seen: NDArray[np.float32], track: int = CLERK) -> "Post":
        for one in seen:
            self.sunk.found(one, track, self.time)
            self.time += LOOK
        return self

    def shows_nobody(self, seconds: float = LOOK, elsewhere: Sequence[int] = ()) -> "Post":
        for _ in range(round(seconds / LOOK)):
            self.sunk.lost(self.time, elsewhere)
            self.time += LOOK
        return self

    @property
    def hidden(self) -> bool:
        return self.sunk.hidden(self.time)


SITS, BENDS = [box()] * 10, [box(), box(110), box(120), box(130)]


def test_a_clerk_who_bends_over_the_desk_and_is_lost_may_still_be_there() -> None:
    post = Post().shows(*SITS, *BENDS)
    assert not post.hidden
    assert post.shows_nobody(60).hidden


def test_a_clerk_who_is_lost_while_sitting_upright_did_not_sink() -> None:
    assert not Post().shows(*SITS).shows_nobody().hidden


@pytest.mark.parametrize(("lower", "sank"), [(23, False), (27, True)])
def test_a_nod_lowers_the_box_by_less_than_a_quarter(lower: float, sank: bool) -> None:
    assert Post().shows(*SITS, box(TOP + lower)).shows_nobody().hidden is sank


def test_a_clerk_who_walks_away_from_the_camera_shrinks_slowly() -> None:
    going = [box(TOP + 4 * step) for step in range(12)]
    assert not Post().shows(*going).shows_nobody().hidden


def test_a_clerk_who_walks_out_below_the_picture_has_left() -> None:
    going = [box(100 + 10 * step, bottom=HEIGHT - 2) for step in range(10)]
    assert not Post().shows(*going).shows_nobody().hidden


def test_a_whole_body_that_goes_down_the_picture_walks() -> None:
    going = [box(TOP + 15 * step, bottom=BOTTOM + 15 * step) for step in range(6)]
    assert not Post().shows(*going).shows_nobody().hidden


def test_a_head_that_goes_aside_by_more_than_the_body_s_width_walks() -> None:
    going = [box(TOP + 10 * step, MIDDLE + 35 * step) for step in range(5)]
    assert not Post().shows(*going).shows_nobody().hidden


def test_a_clerk_who_is_found_elsewhere_left_the_post() -> None:
    assert not Post().shows(*SITS, *BENDS).shows_nobody(elsewhere=[CLERK]).hidden


def test_a_clerk_who_rises_again_and_walks_off_has_left() -> None:
    post = Post().shows(*SITS, *BENDS).shows_nobody(20)
    assert not post.shows(box(130), box(115), box(100)).shows_nobody(1).hidden


def test_a_sleeper_of_whom_a_hump_is_found_now_and_then_is_still_there() -> None:
    post = Post().shows(*SITS, *BENDS)
    for _ in range(10):
        post.shows_nobody(3).shows(box(135), box(135))
    assert post.shows_nobody(1).hidden


def test_a_colleague_who_passes_the_sleeper_changes_nothing() -> None:
    post = Post().shows(*SITS, *BENDS).shows_nobody(5)
    post.shows(*[box(80, x) for x in range(220, 380, 40)], track=COLLEAGUE)
    assert post.shows_nobody(1, elsewhere=[COLLEAGUE]).hidden


def test_a_colleague_who_takes_the_place_leaves_it_empty() -> None:
    post = Post().shows(*SITS, *BENDS).shows_nobody(5)
    post.shows(*[box(80)] * 12, track=COLLEAGUE)
    assert not post.shows_nobody(1, elsewhere=[COLLEAGUE]).hidden


def test_after_two_minutes_the_post_counts_as_empty() -> None:
    post = Post().shows(*SITS, *BENDS).shows_nobody(119)
    assert post.hidden
    assert not post.shows_nobody(2).hidden


def test_a_coat_that_slid_from_its_chair_is_no_clerk() -> None:
    post = Post().shows(*SITS, *BENDS).shows_nobody()
    post.sunk.give_up([CLERK])
    assert not post.hidden


class Scripted(BoxDetector):
    """A detector that finds whom it is told."""

    told: Detections = Detections.none()

    def detect(self, _image: Image, _side: int) -> Detections:
        return self.told


def post_after_the_bend(lies: tuple[int, int]) -> list[float]:
    """The counts of staff: seen sitting, then found by neither model while a person is painted at `lies`.

    A chair turns beside the clerk, so that every picture is searched.
    """
    zone = [(0.3, 0.1), (0.6, 0.1), (0.6, 0.7), (0.3, 0.7)]
    detector, counts = Scripted(), []
    finder = DetectorFinder((CounterView("W1", zone),), Painted(blind=True), detector)
    shown = [boxes(tuple(one.tolist())) for one in (*SITS, *BENDS)] + [Detections.none()] * 10
    for step, found in enumerate(shown):
        detector.told = found
        clerk = (300, 120) if len(found) else lies
        frame = hall(clerk, (205 + 20 * (step % 2), 200), time=step * LOOK)
        view = finder.look(frame.image, grey(frame.image), frame.time)["W1"]["staff"]
        counts.append(staff_columns(view, HEIGHT)["staff"])
    return counts


def test_the_signals_say_not_seen_and_neither_present_nor_absent() -> None:
    counts = post_after_the_bend(lies=(500, 120))
    assert counts[: len(SITS)] == [1.0] * len(SITS)
    assert np.isnan(counts[-1])


def test_a_sleeper_whose_place_looks_the_same_is_missed_and_not_out_of_sight() -> None:
    """The likeness of the place says that they are still there."""
    counts = post_after_the_bend(lies=(300, 120))
    assert counts[-1] == 0.0


@pytest.mark.parametrize(("likeness", "unseen"), [(0.69, True), (0.71, False), (float("nan"), True)])
def test_the_place_shows_the_occupant_from_seven_tenths_of_likeness(likeness: float, unseen: bool) -> None:
    post = Post().shows(*SITS, *BENDS).shows_nobody()
    view = ZoneView(People.none(), likeness, fresh=True)
    assert post.sunk.unseen(view, post.time) is unseen
