"""Grainy pictures: separated from texture, and smoothed until the people in them are found again."""

import cv2
import numpy as np
import pytest

from counterwatch.demo_footage import FOOTAGE
from models import load_site
from tests.support.painted_people import hall
from vision.camera.motion import grey
from vision.camera.noise import LIMITS, Smoother, grain
from vision.camera_observer import CameraObserver
from vision.core import Frame, Image
from vision.measures.counter_view import CounterView
from vision.pose.mediapipe_backend import MediaPipePose
from vision.sources.opening import open_source


def grainy(image: Image, levels: float, light: float = 1.0) -> Image:
    """The picture in this share of its light, with noise of this many grey levels in each colour."""
    noise = np.random.default_rng(3).normal(0, levels, image.shape)
    return np.clip(image * light + noise, 0, 255).astype(np.uint8)


def painted() -> Frame:
    """A person in a painted hall, without the noise of painted halls."""
    frame = hall((192, 120), time=100.0)
    return Frame(np.asarray(cv2.GaussianBlur(frame.image, (9, 9), 0), np.uint8), frame.time, frame.camera)


@pytest.mark.parametrize("levels", [2.0, 4.0, 8.0])
def test_grain_is_measured_in_grey_levels(levels: float) -> None:
    gray = np.clip(np.random.default_rng(3).normal(120, levels, (180, 320)), 0, 255).astype(np.uint8)
    assert grain(gray) == pytest.approx(levels, rel=0.1)


def test_a_clean_picture_comes_back_as_it_is() -> None:
    frame = painted()
    gray = grey(frame.image)
    assert grain(gray) < LIMITS.grainy
    assert Smoother().smoothed(frame, gray)[0] is frame


def test_stripes_and_letters_are_no_grain() -> None:
    gray = np.full((180, 320), 200, np.uint8)
    gray[::12] = 30
    cv2.putText(gray, "Counter 3, please wait", (5, 90), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2)
    assert grain(gray) < LIMITS.grainy


def test_lamps_that_go_on_are_noticed_after_a_while() -> None:
    clean, smoother = painted(), Smoother()
    noisy = Frame(grainy(clean.image, 8), 100.0, "hall")
    assert grain(smoother.smoothed(noisy, grey(noisy.image))[1]) < grain(grey(noisy.image)) / 2
    later = Frame(clean.image, 115.0, "hall")
    assert smoother.smoothed(later, grey(later.image))[0] is later


def test_a_customer_in_a_dark_and_grainy_hall_is_found() -> None:
    site = load_site(FOOTAGE / "full_service_A.site.yaml")
    counter = site.cameras[0].counters[0]
    view = CounterView("W1", counter.staff_zone, counter.customer_zone)
    watcher = CameraObserver("hall", [view], MediaPipePose())
    video = str(FOOTAGE / "full_service_A.mp4")
    with open_source(video, camera="hall", base=FOOTAGE, start=0.0) as source:
        for frame in source.frames(1):
            if 12 <= frame.time < 24:  # a person is at the window
                watcher.look(Frame(grainy(frame.image, 6, light=0.35), frame.time, "hall"))
    found = watcher.signals()["W1"]["customers"]
    watcher.close()
    assert (found > 0).mean() > 0.8
