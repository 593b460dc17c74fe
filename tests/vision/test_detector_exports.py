"""Exports of YOLO models that the detectors open, and one clear line for files that are no detector."""

from pathlib import Path

import numpy as np
import pytest

from tests.support.detector_cases import CPU, WALL
from tests.support.small_networks import NAMES, dense, network, ranked
from vision.core import VisionError
from vision.detection.registry import open_detector


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
