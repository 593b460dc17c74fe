"""Person detectors in a tflite file on LiteRT, for the measurement of int8 weights; needs the extra `litert`."""

from pathlib import Path
from typing import Any

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from vision.core import UnfitModelError, VisionError
from vision.weights.yolo_layout import TensorPort, layout_of, one_line


class TfliteNetwork:
    """A YOLO network in a tflite file with float input, as Ultralytics exports it: boxes are shares of the input side.

    Raises VisionError in one line when the file is damaged or its model finds no people.
    """

    name = "litert"
    device = "cpu"

    def __init__(self, weights: Path, threads: int = 1) -> None:
        try:
            self._interpreter: Any = Interpreter(str(weights), num_threads=threads)
            self._interpreter.allocate_tensors()
            inputs, outputs = (_ports(self._interpreter, d) for d in ("input", "output"))
            self.layout = layout_of(inputs, outputs, {})
        except UnfitModelError as unfit:
            raise VisionError(f"{weights}: {unfit}") from unfit
        except Exception as error:  # ValueError or RuntimeError, depending on the damage
            raise VisionError(f"{weights}: cannot be read as a tflite model: {one_line(error)}") from error
        self._input, *_ = self._interpreter.get_input_details()
        if self._input["dtype"] is not np.float32:
            raise VisionError(f"{weights}: takes {self._input['dtype'].__name__}; export it with float input")

    def run(self, pictures: NDArray[Any]) -> list[NDArray[Any]]:
        """See Network.run. Boxes are returned in pixels."""
        self._interpreter.set_tensor(self._input["index"], pictures)
        self._interpreter.invoke()
        answers = [self._interpreter.get_tensor(o["index"]) for o in self._interpreter.get_output_details()]
        side = self.layout.side or 1
        boxes = np.s_[:, :4] if self.layout.form == "dense" else np.s_[..., :4]
        answers[0][boxes] *= side
        return answers

    def close(self) -> None:
        """See Network.close."""
        del self._interpreter


def _ports(interpreter: Any, direction: str) -> list[TensorPort]:
    details = getattr(interpreter, f"get_{direction}_details")()
    return [TensorPort(d["name"], tuple(int(n) for n in d["shape"])) for d in details]
