"""The conversion of the official weights to ONNX files, and its checks."""

import hashlib
import pickle
from typing import Any

import pytest

from vision.core import VisionError
from vision.weights import onnx_check
from vision.weights.checkpoint import read_model
from vision.weights.detector_weights import DETECTOR, INT8, PT_FILE, converted
from vision.weights.yolov8 import written


class TestConversion:
    def test_the_official_weights_become_a_network_that_answers_as_pytorch_does(
        self, official: bytes
    ) -> None:
        made = converted(official, PT_FILE)[DETECTOR]
        assert onnx_check.check(made.content, made.file).form == "cells"
        assert made.source == "yolov8n"

    def test_in_8_bits_the_numbers_are_nearly_the_same(self, official: bytes) -> None:
        made = converted(official, PT_FILE)
        assert len(made[INT8].content) < len(made[DETECTOR].content) / 3
        with pytest.raises(VisionError, match="converted wrongly"):
            onnx_check.check(made[INT8].content, INT8)
        onnx_check.check(made[INT8].content, INT8, onnx_check.INT8_TOLERANCE)

    def test_8_bits_are_left_out_where_the_processor_computes_them_wrongly(
        self, official: bytes, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(onnx_check, "INT8_TOLERANCE", 0.5)
        assert set(converted(official, PT_FILE)) == {DETECTOR}

    def test_the_same_weights_give_the_same_bytes(self, official: bytes) -> None:
        first, second = (written(read_model(official, PT_FILE), PT_FILE) for _ in range(2))
        assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()

    def test_other_weights_are_not_even_opened(
        self, official: bytes, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pickle, "Unpickler", None)
        with pytest.raises(VisionError, match=r"yolov8n\.pt: are not the official YOLOv8n weights"):
            converted(official[:-1] + b"!", PT_FILE)

    @pytest.mark.parametrize("layer", ["0", "12", "22"])
    def test_a_wrong_conversion_is_refused(self, official: bytes, layer: str) -> None:
        model = read_model(official, PT_FILE)
        part = model.part("model").part(layer)
        _first_norm(part).state["eps"] = 0.05
        with pytest.raises(VisionError, match="converted wrongly"):
            onnx_check.check(written(model, PT_FILE), "made.onnx")

    def test_a_network_that_is_built_otherwise_is_told(self, official: bytes) -> None:
        model = read_model(official, PT_FILE)
        model.part("model").state["_modules"].popitem()
        with pytest.raises(
            VisionError, match=r"is no YOLOv8 detection model \(TypeError: its last layer is C2f"
        ):
            written(model, PT_FILE)


def _first_norm(layer: Any) -> Any:
    if "running_var" in layer.state.get("_buffers", {}):
        return layer
    return next((found for part in layer.parts() if (found := _first_norm(part)) is not None), None)
