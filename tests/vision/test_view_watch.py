"""A camera on the wall stays, is knocked, turned, zoomed; people and light are no displacement."""

from dataclasses import replace
from functools import cache

import cv2
import numpy as np
import pytest

from counterwatch.demo_footage import FOOTAGE
from models import load_site
from tests.support.painted_people import NoFace, Painted
from vision.camera.background import Background, Corners, ViewOffset, small
from vision.camera.health import CameraState, health_code
from vision.camera.view_watch import MOVED, SHIFTED, Fit, Framing, FramingWatch
from vision.camera_observer import CameraObserver
from vision.core import Frame, Gray, Points
from vision.measures.counter_view import CounterView
from vision.sources.opening import open_source

CLIPS = ("absent_B", "full_service_A", "slouch_C")
NOBODY = np.empty((0, 4), np.float32)


@cache
def frames(clip: str) -> tuple[Gray, ...]:
    """A picture a second, grey, in the size of the comparison."""
    with open_source(f"{clip}.mp4", camera="c", base=FOOTAGE, start=0.0) as source:
        return tuple(small(cv2.cvtColor(f.image, cv2.COLOR_BGR2GRAY)) for f in source.frames(1.0))


def zones(clip: str) -> list[Points]:
    (counter,) = load_site(FOOTAGE / f"{clip}.site.yaml").cameras[0].counters
    return [zone for zone in (counter.staff_zone, counter.customer_zone) if zone]


def moved(
    pictures: tuple[Gray, ...], x: float = 0, y: float = 0, turn: float = 0, zoom: float = 1
) -> list[Gray]:
    """The pictures of a displaced camera: shares of the width, degrees, factor. New areas are black."""
    height, width = pictures[0].shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), turn, zoom)
    matrix[:, 2] += (x * width, y * width)
    return [np.asarray(cv2.warpAffine(p, matrix, (width, height)), np.uint8) for p in pictures]


def lit(pictures: list[Gray], by: float) -> list[Gray]:
    noise = np.random.default_rng(3)
    return [np.clip(p * by + noise.normal(0, 3, p.shape), 0, 255).astype(np.uint8) for p in pictures]


class Watch:
    """A framing watch and its clock; a picture a second."""

    def __init__(self, clip: str, kept: Background | None = None) -> None:
        self.watch, self.time = FramingWatch(zones(clip), kept), 100.0

    def sees(self, seconds: int, pictures: tuple[Gray, ...] | list[Gray]) -> Framing:
        there_and_back = [*pictures, *pictures[::-1]]
        for k in range(seconds):
            self.watch.look(there_and_back[k % len(there_and_back)], NOBODY, self.time)
            self.time += 1
        return self.watch.framing


@cache
def background(clip: str) -> Background:
    watch = Watch(clip)
    watch.sees(60, frames(clip))
    assert watch.watch.reference is not None
    return watch.watch.reference


@pytest.mark.parametrize("clip", CLIPS)
@pytest.mark.parametrize("light", [1.0, 0.5, 0.3, 1.3])
def test_people_and_light_do_not_move_a_camera(clip: str, light: float) -> None:
    assert Watch(clip, background(clip)).sees(120, lit(list(frames(clip)), light)).fit is Fit.FITS


@pytest.mark.parametrize("clip", CLIPS)
@pytest.mark.parametrize(
    "how",
    [
        {"x": 0.1}, {"x": -0.08, "y": 0.06}, {"x": 0.06, "turn": 6.0}, {"x": 0.09, "zoom": 1.15}, {"x": 0.1, "y": 0.05},
    ],
    ids=str,
)  # fmt: skip
def test_a_camera_that_looks_elsewhere_has_moved_since_it_began(clip: str, how: dict[str, float]) -> None:
    found = Watch(clip, background(clip)).sees(60, lit(moved(frames(clip), **how), 0.8))
    assert found.fit is Fit.MOVED
    assert found.since == 100


@pytest.mark.parametrize("clip", CLIPS)
def test_how_far_it_went_is_measured(clip: str) -> None:
    found = (
        Watch(clip, background(clip)).sees(60, moved(frames(clip), x=0.05, y=0.02, turn=3, zoom=1.05)).offset
    )
    assert found is not None
    assert found.shift == pytest.approx(np.hypot(0.05, 0.02), abs=0.006)
    assert abs(found.turn_deg) == pytest.approx(3, abs=0.3)
    assert found.zoom == pytest.approx(1.05, abs=0.01)


@pytest.mark.parametrize("clip", CLIPS)
def test_a_small_shift_is_told_and_judged_on(clip: str) -> None:
    watch = Watch(clip, background(clip))
    found = watch.sees(60, moved(frames(clip), x=0.015, turn=0.5))
    assert found.offset is not None
    went = found.offset.displaced(zones(clip), 9 / 16)
    assert went < MOVED
    assert found.fit is (Fit.SHIFTED if went >= SHIFTED else Fit.FITS)


@pytest.mark.parametrize("clip", CLIPS)
def test_a_jolt_in_a_recording_counts_from_when_it_was_last_well(clip: str) -> None:
    watch = Watch(clip)
    assert watch.sees(80, frames(clip)).fit is Fit.FITS
    found = watch.sees(120, moved(frames(clip), x=0.1, y=0.05, turn=5, zoom=1.1))
    assert found.fit is Fit.MOVED
    assert 180 - 65 <= found.since <= 180


def test_a_camera_that_is_put_back_is_well_again() -> None:
    watch = Watch("slouch_C", background("slouch_C"))
    assert watch.sees(60, moved(frames("slouch_C"), x=0.12)).fit is Fit.MOVED
    assert watch.sees(60, frames("slouch_C")).fit is Fit.FITS


def test_another_view_altogether_is_believed_after_minutes() -> None:
    watch = Watch("slouch_C", background("slouch_C"))
    assert watch.sees(60, frames("absent_B")).fit is Fit.UNKNOWN
    found = watch.sees(240, frames("absent_B"))
    assert found.fit is Fit.MOVED
    assert found.offset is None


def test_a_camera_in_somebody_s_hand_has_no_place_to_leave() -> None:
    wandering = [p for k, one in enumerate(frames("slouch_C")) for p in moved((one,), x=0.004 * k)]
    watch = Watch("slouch_C")
    assert watch.sees(40, wandering).fit is Fit.UNKNOWN
    assert watch.watch.reference is None


def test_nothing_is_said_where_there_is_nothing_to_hold_on_to() -> None:
    plain = Background(np.full((180, 320), 90, np.uint8), np.ones((180, 320), np.bool_))
    offset = Corners(background("slouch_C")).offset(Corners(plain))
    assert not offset.sure
    assert not offset.strange


def test_a_picture_of_another_shape_is_not_compared() -> None:
    upright = replace(
        background("slouch_C"), picture=np.zeros((320, 180), np.uint8), free=np.ones((320, 180), np.bool_)
    )
    assert not Corners(background("slouch_C")).offset(Corners(upright)).sure


def test_nobody_is_kept_in_a_background() -> None:
    pictures = [np.full((180, 320), 120, np.uint8) for _ in range(8)]
    someone = np.zeros((180, 320), np.bool_)
    someone[20:90, 100:150] = True
    still = Background.of(pictures, [someone] * 5 + [~someone & False] * 3)
    assert not still.picture[someone].any()
    assert (still.picture[~someone] == 120).all()


def test_a_zone_s_own_size_says_how_far_is_far() -> None:
    right = ViewOffset(np.array([[1, 0, 0.05], [0, 1, 0]], float), 100, 100, 100)
    wide, narrow = [(0, 0), (0.4, 0), (0.4, 0.4), (0, 0.4)], [(0, 0), (0.1, 0), (0.1, 0.1), (0, 0.1)]
    assert right.displaced([wide], 1.0) == pytest.approx(0.125)
    assert right.displaced([wide, narrow], 1.0) == pytest.approx(0.5)


def test_rows_of_a_moved_camera_are_empty_from_the_beginning() -> None:
    (counter,) = load_site(FOOTAGE / "slouch_C.site.yaml").cameras[0].counters
    view = CounterView("W1", counter.staff_zone, counter.customer_zone)
    watcher = CameraObserver("hall", [view], Painted(), NoFace(), background=background("slouch_C"))
    shown = moved(frames("slouch_C"), x=0.12)
    for k in range(60):
        image = cv2.cvtColor(shown[k % len(shown)], cv2.COLOR_GRAY2BGR)
        watcher.look(Frame(np.asarray(image, np.uint8), 100.0 + k, "hall"))
    signals = watcher.signals()["W1"]
    assert set(signals["health"].tolist()) == {health_code(CameraState.MOVED)}
    assert np.isnan(signals["staff"]).all()
    assert watcher.framing.fit is Fit.MOVED


def test_a_short_recording_is_long_enough_to_see_that_the_camera_was_moved_before() -> None:
    """Half a minute: with recordings of a minute each, every one of them must reveal the displacement."""
    assert (
        Watch("slouch_C", background("slouch_C")).sees(32, moved(frames("slouch_C"), x=0.12)).fit is Fit.MOVED
    )
