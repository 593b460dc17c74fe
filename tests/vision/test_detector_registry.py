"""The choice of a runtime for a file of weights, with one clear line when there is none."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from vision.core import VisionError
from vision.detection.registry import RUNTIMES, open_detector
from vision.weights import detector_weights
from vision.weights.onnx_check import painted_figure


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
