"""An empty hall in which nothing changes is looked at completely every other second; every change is seen at once."""

from collections.abc import Sequence

import numpy as np
import pytest

from tests.support.boxed_people import BoxDetector
from tests.support.painted_people import NoFace, Painted, hall
from vision.camera.still_picture import StillPicture
from vision.camera.thumbnail import SmallGray
from vision.camera_observer import CameraObserver
from vision.core import Gray as Gray8
from vision.core import Image
from vision.detection.detector_finder import DetectorFinder
from vision.detection.finder import ZoneViews
from vision.measures.counter_view import CounterView
from vision.pose.backend import PoseBackend

POST = CounterView(
    "W1",
    staff=[(0.2, 0.2), (0.4, 0.2), (0.4, 0.6), (0.2, 0.6)],
    customer=[(0.6, 0.2), (0.8, 0.2), (0.8, 0.6), (0.6, 0.6)],
)
CLERK = (192, 120)
LOOK = 0.2
EMPTY: SmallGray = np.full((90, 160), 90, np.float32)


def with_spot(pixels: int, levels: float) -> SmallGray:
    picture = EMPTY.copy()
    picture[40, 50 : 50 + pixels] += levels
    return picture


def after_an_empty_look() -> StillPicture:
    still = StillPicture()
    still.looked(EMPTY, 10.0, holds=True)
    return still


@pytest.mark.parametrize(
    ("pixels", "levels", "same"), [(2, 40, True), (3, 40, False), (20, 5.9, True), (20, 6.2, False)]
)
def test_three_pixels_that_change_by_more_than_noise_end_the_rest(
    pixels: int, levels: float, same: bool
) -> None:
    assert after_an_empty_look().same(with_spot(pixels, levels), 10.2) is same


def test_a_lamp_that_brightens_the_whole_hall_is_nobody() -> None:
    assert after_an_empty_look().same(EMPTY + 20, 10.2)


@pytest.mark.parametrize(("later", "same"), [(4.9, True), (5.0, False)])
def test_after_five_seconds_a_complete_look_follows(later: float, same: bool) -> None:
    assert after_an_empty_look().same(EMPTY, 10.0 + later) is same


def test_a_hall_with_people_never_rests() -> None:
    still = after_an_empty_look()
    still.looked(EMPTY, 10.2, holds=False)
    assert not still.same(EMPTY, 10.4)


class Counted(DetectorFinder):
    """A finder that counts its looks."""

    looks = 0

    def look(self, image: Image, gray: Gray8, time: float) -> ZoneViews:
        self.looks += 1
        return super().look(image, gray, time)


class Camera:
    """An observer of a painted hall, five pictures a second."""

    def __init__(self, *, detects: bool = True) -> None:
        self.pose, self.time = Painted(), 100.0
        self.finders: list[Counted] = []
        self.watcher = CameraObserver(
            "hall", (POST,), self.pose, NoFace(), lambda counters, pose: self._finder(counters, pose, detects)
        )

    def _finder(self, counters: Sequence[CounterView], pose: PoseBackend, detects: bool) -> Counted:
        finder = Counted(counters, pose, BoxDetector())
        finder.detects = detects
        self.finders.append(finder)
        return finder

    @property
    def looks(self) -> int:
        return self.finders[0].looks

    def sees(self, seconds: float, *people: tuple[int, int]) -> int:
        """The number of times that the pose model was asked in that time."""
        before = self.pose.asked
        for _ in range(round(seconds / LOOK)):
            self.watcher.look(hall(*people, time=self.time))
            self.time = round(self.time + LOOK, 3)
        return self.pose.asked - before

    def staff(self) -> list[float]:
        return self.watcher.signals()["W1"]["staff"].tolist()


def test_every_picture_of_a_resting_hall_has_its_row() -> None:
    camera = Camera()
    camera.sees(20)
    assert camera.staff() == [0.0] * 100
    assert np.isfinite(camera.watcher.signals()["W1"]["health"]).all()


@pytest.mark.parametrize(("detects", "looks"), [(True, 4), (False, 100)])
def test_a_hall_rests_only_where_a_detector_looks_for_people(detects: bool, looks: int) -> None:
    """The pose model alone misses a clerk who sits still, so it tries every picture."""
    camera = Camera(detects=detects)
    camera.sees(20)
    assert camera.looks == looks


def test_a_clerk_who_comes_after_a_quiet_minute_is_found_in_the_first_picture() -> None:
    camera = Camera()
    camera.sees(60)
    camera.sees(0.2, CLERK)
    assert camera.staff()[-1] == 1.0
    camera.sees(1.8, CLERK)
    camera.sees(0.2)
    assert camera.staff()[-1] == 0.0
