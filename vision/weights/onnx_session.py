"""ONNX Runtime sessions: an ONNX file, its layout and its answers. Errors are one line."""

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from vision.core import UnfitModelError, VisionError
from vision.weights.yolo_layout import Layout, TensorPort, layout_of, one_line, trial_shape

CPU = "CPUExecutionProvider"
_TYPES = {"tensor(uint8)": np.uint8, "tensor(float)": np.float32, "tensor(float16)": np.float16}


def available_providers() -> list[str]:
    """The execution providers of the installed ONNX Runtime, whether their hardware is present or not."""
    return list(onnxruntime.get_available_providers())


class OnnxSession:
    """A loaded ONNX model with one input.

    `model` is its file or its content, `name` its name in messages. The first of `providers` that works is used, or
    else the processor; `threads` is the number of processor threads. Raises VisionError when it is no ONNX model, or
    has no picture input.
    """

    def __init__(
        self, model: bytes | Path, name: str, providers: tuple[str, ...] = (), threads: int = 1
    ) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 4  # failures are raised and reported in one line
        source = str(model) if isinstance(model, Path) else model
        self._name = name
        try:
            self._session = onnxruntime.InferenceSession(source, options, providers=[*providers, CPU])
            self._input, *more = self._session.get_inputs()
        except Exception as error:  # the runtime has an exception class for each kind of damage
            raise VisionError(f"{name}: cannot be read as an ONNX model: {one_line(error)}") from error
        if more or self._input.type not in _TYPES:
            raise VisionError(f"{name}: takes no pictures but {self._input.type} and {len(more)} more inputs")
        self._type = _TYPES[self._input.type]

    @property
    def provider(self) -> str:
        """The execution provider in use."""
        return str(self._session.get_providers()[0])

    def run(self, pictures: NDArray[Any]) -> list[NDArray[Any]]:
        """All outputs for `pictures` in the shape of the model's input."""
        asked = {self._input.name: pictures.astype(self._type, copy=False)}
        return [np.asarray(output) for output in self._session.run(None, asked)]

    def layout(self) -> Layout:
        """The layout of the answer to a black picture; raises VisionError when the model finds no people."""
        shape = tuple(n if isinstance(n, int) else None for n in self._input.shape)
        try:
            names = [output.name for output in self._session.get_outputs()]
            answers = self.run(np.zeros(trial_shape(shape), self._type))
            outputs = [TensorPort(n, answer.shape) for n, answer in zip(names, answers, strict=True)]
            notes = self._session.get_modelmeta().custom_metadata_map
            return layout_of([TensorPort(self._input.name, shape)], outputs, notes)
        except UnfitModelError as unfit:
            raise VisionError(f"{self._name}: {unfit}") from unfit
        except Exception as error:  # see __init__
            raise VisionError(f"{self._name}: does not answer a picture: {one_line(error)}") from error
