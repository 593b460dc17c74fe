"""Writer of a network with convolutions in 8-bit integers: half the time on a processor that supports them."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vision.weights.onnx_graph import OnnxGraph, sides

SILU_FLOOR = -8.0
"""x * sigmoid(x) is within 0.003 of zero below this value: a range cut off here loses nothing and gains resolution."""
Range = tuple[float, float]
Ranges = Iterable[tuple[float, float, float, float]]
"""The least and greatest input and output of each convolution, in insertion order."""


class Int8Graph(OnnxGraph):
    """A graph that quantises inputs and outputs of activated convolutions to 255 steps of their `ranges`.

    The bare convolutions at its end stay exact. ONNX Runtime and OpenVINO compute the quantised ones in integers.
    """

    def __init__(self, name: str, ranges: Ranges) -> None:
        super().__init__(name)
        self._ranges = iter(ranges)
        self._rounded_already: dict[str, tuple[str, np.float32]] = {}

    def convolution(
        self, value: str, weight: NDArray[Any], bias: NDArray[Any], stride: int, padding: int
    ) -> str:
        """See OnnxGraph.convolution. Weights have 127 steps in both directions, of a separate size per output."""
        least_in, most_in, least_out, most_out = next(self._ranges)
        rounded, step = self._rounded(value, (least_in, most_in))
        steps = np.maximum(np.abs(weight).max(axis=(1, 2, 3)) / 127, 1e-12).astype(np.float32)
        whole = np.rint(weight / steps[:, None, None, None]).astype(np.int8)
        whole_bias = np.rint(bias / (steps * step)).astype(np.int32)
        constants = self._dequantised(whole, steps), self._dequantised(whole_bias, steps * step)
        exact = self.node("Conv", rounded, *constants, **sides(weight, stride, padding))
        return self._rounded(exact, (max(least_out, SILU_FLOOR), most_out))[0]

    def bare_convolution(self, value: str, weight: NDArray[Any], bias: NDArray[Any]) -> str:
        """See OnnxGraph.bare_convolution."""
        next(self._ranges)
        return super().bare_convolution(value, weight, bias)

    def _dequantised(self, whole: NDArray[Any], steps: NDArray[np.float32]) -> str:
        return self.node("DequantizeLinear", self.constant(whole), self.constant(steps), axis=0)

    def _rounded(self, value: str, limits: Range) -> tuple[str, np.float32]:
        """The value in 255 steps between its limits, and the size of a step; a value is quantised once."""
        if value not in self._rounded_already:
            least, most = min(limits[0], 0.0), max(limits[1], 0.0)  # a border of zeros must stay zero
            step = np.float32((most - least) / 255)
            scale = (
                self.constant(np.array(step)),
                self.constant(np.array(round(-least / float(step)), np.uint8)),
            )
            whole = self.node("QuantizeLinear", value, *scale)
            self._rounded_already[value] = self.node("DequantizeLinear", whole, *scale), step
        return self._rounded_already[value]
