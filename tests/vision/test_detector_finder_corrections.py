"""A camera whose detector finds a portrait at the post: after some seconds the post counts as never staffed."""

from dataclasses import dataclass, field
from functools import partial

import numpy as np
import pytest

from tests.support.look_alikes import LOOKS_A_SECOND, Corners, Gray, clip, mirrored, with_portrait
from tests.support.painted_people import NoFace, Painted
from vision.camera_observer import CameraObserver
from vision.core import Detections, Frame, Image, Signals
from vision.detection.detector import Capabilities
from vision.detection.detector_finder import DetectorFinder
from vision.measures.counter_view import CounterView

SIZE = np.array([960, 540])
CUSTOMER, PANE, AROUND = (570, 116, 651, 409), (380, 80, 440, 250), (550, 90, 670, 430)
IMAGE, POSTER = (390, 93, 430, 240), (840, 60, 921, 190)
Sees = tuple[tuple[Corners, float], ...]


@dataclass
class Told:
    """A detector with given finds for each look: boxes with scores."""

    script: list[Sees]
    name: str = "told"
    capabilities: Capabilities = field(default=Capabilities(False, ("person",), 1, "cpu", (640,)))
    looks: int = 0

    def detect(self, image: Image, side: int) -> Detections:  # noqa: ARG002
        found = self.script[min(self.looks, len(self.script) - 1)]
        boxes = np.array([box for box, _ in found], np.float32).reshape(-1, 4)
        return Detections(boxes, np.array([score for _, score in found], np.float32))

    def detect_batch(self, images: list[Image], side: int) -> list[Detections]:
        return [self.detect(image, side) for image in images]

    def close(self) -> None:
        pass


def zone(box: Corners) -> list[tuple[float, float]]:
    """The corners in 0..1 of a zone for head and shoulders of a person with this box."""
    (x0, y0), (x1, y1) = np.array(box[:2]) - 10, np.array([box[2] + 10, box[1] + 120])
    return [(x / SIZE[0], y / SIZE[1]) for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))]


def observed(looks: list[tuple[float, Gray]], script: list[Sees], staff: Corners) -> CameraObserver:
    detector = Told(script)
    counter = CounterView("W1", staff=zone(staff), customer=zone(CUSTOMER))
    observer = CameraObserver(
        "hall", (counter,), Painted(blind=True), NoFace(), partial(DetectorFinder, detector=detector)
    )
    for number, (time, gray) in enumerate(looks):
        detector.looks = number
        observer.look(Frame(np.repeat(gray[..., None], 3, axis=2), time, "hall"))
    return observer


def signals(observer: CameraObserver) -> Signals:
    return observer.signals()["W1"]


@pytest.fixture(scope="module")
def hall() -> list[tuple[float, Gray]]:
    return [look for look in clip("absent_B", 40.0) if look[0] >= 13.4]


def test_a_portrait_at_the_post_never_staffed_it(hall) -> None:
    looks = with_portrait(hall, hall[30][1][116:246, 570:651], POSTER[:2])
    sees: Sees = ((CUSTOMER, 0.8), (POSTER, 0.6))
    early = observed(looks[:90], [sees], POSTER)
    assert signals(early)["staff"].tolist() == [1] * 90
    told = observed(looks, [sees], POSTER)
    assert signals(told)["staff"].tolist() == [0] * len(looks)
    assert np.isnan(signals(told)["staff_likeness"]).all() and np.isnan(signals(told)["box_left"]).all()
    assert signals(told)["customers"].tolist() == [1] * len(looks)
    assert {s.role for s in told.sightings()} == {"customer"} and {s.role for s in early.sightings()} == {
        "staff",
        "customer",
    }


def test_only_columns_about_the_portrait_are_taken_back(hall) -> None:
    looks = with_portrait(hall, hall[30][1][116:246, 570:651], POSTER[:2])
    told = signals(observed(looks, [((CUSTOMER, 0.8), (POSTER, 0.6))], POSTER))
    nobody = signals(observed(looks, [((CUSTOMER, 0.8),)], POSTER))
    for name, column in nobody.columns.items():
        if not name.startswith("staff_likeness"):
            assert np.array_equal(np.isnan(column), np.isnan(told[name])), name


def test_a_customers_mirror_image_over_the_post_never_staffed_it(hall) -> None:
    looks = mirrored([look for look in hall if look[0] < 33.2], AROUND, PANE, 0.4)
    told = signals(observed(looks, [((CUSTOMER, 0.8), (IMAGE, 0.6))], IMAGE))
    assert told["staff"].tolist() == [0] * len(looks)
    assert told["customers"].tolist() == [1] * len(looks)


def test_somebody_there_from_the_first_look_on_is_unknown_until_the_track_begins(hall) -> None:
    faint: Sees = ((CUSTOMER, 0.2),)
    told = signals(observed(hall[:20], [faint, faint, ((CUSTOMER, 0.8),)], POSTER))
    assert np.isnan(told["customers"][:2]).all() and told["customers"][2:].tolist() == [1] * 18
    assert told["staff"].tolist() == [0] * 20


def test_somebody_who_comes_in_was_not_there_before(hall) -> None:
    told = signals(observed(hall[:20], [(), (), ((CUSTOMER, 0.8),)], POSTER))
    assert told["customers"].tolist() == [0] * 2 + [1] * 18


def test_looks_are_as_often_as_the_clip_says(hall) -> None:
    assert np.diff([time for time, _ in hall]) == pytest.approx(1 / LOOKS_A_SECOND)
