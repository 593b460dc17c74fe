"""A customer who turns round and walks to the camera: found by our detectors, and by none in what a clip shows.

The pictures are of the demo footage. Another detector, MediaPipe's, looks for the face afterwards.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import cv2
import mediapipe as mp
import numpy as np
import pytest

from counterwatch.demo_footage import FOOTAGE
from pipeline.clips.privacy import ObservedPeople, RedactionMask
from vision.core import Frame, Image, Signals
from vision.detection.people_search import FoundPeople, searched
from vision.measures.counter_view import CounterView
from vision.sources.file import VideoFile
from vision.sources.opening import open_source
from vision.weights.store import bundle

VIEW = CounterView("W1", [(0.4, 0.12), (0.55, 0.12), (0.55, 0.51), (0.4, 0.51)])
# Middles of the customer's head in shares of the picture, by seconds, while both eyes are seen; it is 0.09 wide.
FACES = {26.133: (0.81, 0.443), 26.4: (0.88, 0.52), 26.667: (0.944, 0.698)}
CLERK = {
    "head_x": 0.83, "head_y": 0.19, "scale": 0.54, "box_left": 0.69, "box_top": 0.09,
    "box_right": 0.92, "box_bottom": 0.64,
}  # fmt: skip

Change = Callable[[Image], Image]


def as_it_is(image: Image) -> Image:
    return image


def black_and_white(image: Image) -> Image:
    return np.asarray(cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR), np.uint8)


def small(image: Image) -> Image:
    return np.asarray(cv2.resize(image, (400, 225), interpolation=cv2.INTER_AREA), np.uint8)


def faces(image: Image, middle: tuple[float, float]) -> int:
    """The number of faces that MediaPipe finds around a place."""
    height, width = image.shape[:2]
    x, y, reach = round(middle[0] * width), round(middle[1] * height), round(0.11 * width)
    crop = image[max(0, y - reach) : y + reach, max(0, x - reach) : x + reach]
    large = cv2.resize(crop, (384, round(384 * crop.shape[0] / crop.shape[1])), interpolation=cv2.INTER_CUBIC)
    options = mp.tasks.vision.FaceDetectorOptions(
        base_options=mp.tasks.BaseOptions(model_asset_path=str(bundle("face_short_range"))),
        min_detection_confidence=0.4,
    )
    with mp.tasks.vision.FaceDetector.create_from_options(options) as detector:
        shown = mp.Image(image_format=mp.ImageFormat.SRGB, data=np.ascontiguousarray(large[..., ::-1]))
        return len(detector.detect(shown).detections)


@pytest.fixture(scope="module")
def walk() -> list[Frame]:
    """Two seconds of the way out."""
    with open_source("full_service_A.mp4", camera="c", base=FOOTAGE, start=0.0) as source:
        assert isinstance(source, VideoFile)
        return list(source.window(25.0, 27.2, 15.0, 960))


def looked(frames: list[Frame]) -> Iterator[Frame]:
    """Every fourth picture: four looks a second."""
    return iter(frames[::4])


@pytest.mark.parametrize("change", [as_it_is, black_and_white, small])
def test_the_face_of_a_customer_who_walks_to_the_camera_is_in_no_picture(
    walk: list[Frame], change: Change
) -> None:
    frames = [replace(frame, image=change(frame.image)) for frame in walk]
    found = searched(looked(frames))
    assert found is not None
    mask = RedactionMask(ObservedPeople([VIEW], {"W1": clerk()}, []), "W1", found)
    for at, middle in FACES.items():
        frame = min(frames, key=lambda one: abs(one.time - at))
        drawn = mask.drawn(frame)
        assert faces(frame.image, middle) >= 1
        assert faces(drawn, middle) == 0
        width, height = frame.size
        hands = np.s_[round(0.44 * height) : round(0.53 * height), round(0.44 * width) : round(0.5 * width)]
        assert np.array_equal(drawn[hands], frame.image[hands]), "the clerk's hands are shown as they are"


def test_while_the_detectors_blink_the_face_is_hidden_on_its_way(walk: list[Frame]) -> None:
    """Half of the looks found nobody."""
    found = searched(looked(walk))
    assert found is not None
    none = np.empty((0, 4), np.float32)
    blinking = [FoundPeople(one.time, none, none) if 25.9 < one.time < 26.6 else one for one in found]
    mask = RedactionMask(ObservedPeople([VIEW], {"W1": clerk()}, []), "W1", blinking)
    at, middle = 26.4, FACES[26.4]
    frame = min(walk, key=lambda one: abs(one.time - at))
    assert faces(mask.drawn(frame), middle) == 0


def clerk() -> Signals:
    time = np.arange(24.0, 28.0, 0.2)
    return Signals(time, {name: np.full(len(time), value, np.float32) for name, value in CLERK.items()})
