"""Person detectors on OpenVINO, the fastest runtime on processors with bfloat16; needs the extra `openvino`."""

from pathlib import Path
from typing import Any

import numpy as np
import openvino
import yaml
from numpy.typing import NDArray

from vision.core import UnfitModelError, VisionError
from vision.weights.onnx_session import OnnxSession
from vision.weights.yolo_layout import (
    CELLS_OUTPUTS,
    Layout,
    TensorPort,
    layout_of,
    one_line,
    trial_shape,
)


class OpenvinoNetwork:
    """A YOLO network in an ONNX file, an OpenVINO .xml file or the folder of one.

    `threads` is the number of processor threads. The runtime chooses the precision: bfloat16 when the processor has it.
    Raises VisionError in one line when the file is damaged or its model finds no people.
    """

    name = "openvino"
    device = "cpu"

    def __init__(self, weights: Path, threads: int = 1) -> None:
        file = next(iter(sorted(weights.glob("*.xml"))), weights) if weights.is_dir() else weights
        settings = {"INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": 1, "PERFORMANCE_HINT": "LATENCY"}
        try:
            self._model: Any = openvino.Core().compile_model(str(file), "CPU", settings)
            self._request: Any = self._model.create_infer_request()
            self._type = self._model.input(0).element_type.to_dtype()
        except Exception as error:  # the runtime raises RuntimeError and others
            kind = "ONNX" if weights.suffix == ".onnx" else "OpenVINO"
            raise VisionError(f"{weights}: cannot be read as an {kind} model: {one_line(error)}") from error
        self.layout = self._known(weights) or self._layout(weights, _notes(file))

    def run(self, pictures: NDArray[Any]) -> list[NDArray[Any]]:
        """See Network.run."""
        answers = self._request.infer([pictures.astype(self._type, copy=False)])
        return [np.asarray(answers[port]) for port in self._model.outputs]

    def close(self) -> None:
        """See Network.close."""
        del self._request, self._model

    def _known(self, weights: Path) -> Layout | None:
        """The layout of an ONNX file that this project did not build; only ONNX Runtime returns the metadata in it."""
        ours = {port.get_any_name() for port in self._model.outputs} == CELLS_OUTPUTS
        return None if ours or weights.suffix != ".onnx" else OnnxSession(weights, str(weights)).layout()

    def _layout(self, weights: Path, notes: dict[str, str]) -> Layout:
        """The layout of the model's answer, determined with a black picture."""
        try:
            port = self._model.input(0)
            shape = tuple(n.get_length() if n.is_static else None for n in port.partial_shape)
            answers = self.run(np.zeros(trial_shape(shape), self._type))
            names = [output.get_any_name() for output in self._model.outputs]
            outputs = [TensorPort(n, answer.shape) for n, answer in zip(names, answers, strict=True)]
            return layout_of([TensorPort("images", shape)], outputs, notes)
        except UnfitModelError as unfit:
            raise VisionError(f"{weights}: {unfit}") from unfit
        except Exception as error:  # see __init__
            raise VisionError(f"{weights}: does not answer a picture: {one_line(error)}") from error


def _notes(file: Path) -> dict[str, str]:
    """The metadata that Ultralytics writes beside an exported file; empty without it."""
    try:
        noted = yaml.safe_load((file.parent / "metadata.yaml").read_text("utf-8"))
        return {str(key): str(value) for key, value in noted.items()}
    except (OSError, ValueError, AttributeError, yaml.YAMLError):
        return {}
