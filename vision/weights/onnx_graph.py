"""Writer of a network as an ONNX file: nodes and constants in insertion order, reproducible bytes."""

from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

# Supported by every ONNX Runtime since 1.14 and every OpenVINO since 2023.
OPSET = 17
IR_VERSION = 9


class OnnxGraph:
    """A growing ONNX graph. Values are named by str; every method returns the name of its result."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []
        self._inputs: list[onnx.ValueInfoProto] = []
        self._outputs: list[onnx.ValueInfoProto] = []

    def picture_input(self, name: str) -> str:
        """An input of pictures (n, h, w, 3) uint8."""
        shape: list[str | int | None] = ["n", "h", "w", 3]
        self._inputs.append(helper.make_tensor_value_info(name, TensorProto.UINT8, shape))
        return name

    def constant(self, array: NDArray[Any]) -> str:
        """A constant with the shape and type of `array`."""
        name = f"constant{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(self, operator: str, *inputs: str, **attributes: Any) -> str:
        """The only output of an operator on `inputs`."""
        return self.nodes(operator, 1, *inputs, **attributes)[0]

    def nodes(self, operator: str, count: int, *inputs: str, **attributes: Any) -> list[str]:
        """The `count` outputs of an operator on `inputs`."""
        outputs = [f"{operator.lower()}{len(self._nodes)}_{i}" for i in range(count)]
        self._nodes.append(helper.make_node(operator, inputs, outputs, **attributes))
        return outputs

    def as_float(self, value: str) -> str:
        """The same numbers as float32."""
        return self.node("Cast", value, to=TensorProto.FLOAT)

    def convolution(
        self, value: str, weight: NDArray[Any], bias: NDArray[Any], stride: int, padding: int
    ) -> str:
        """A two-dimensional convolution with `weight` (out, in, k, k) and `bias` (out,), before an activation."""
        constants = [self.constant(np.asarray(a, np.float32)) for a in (weight, bias)]
        return self.node("Conv", value, *constants, **sides(weight, stride, padding))

    def bare_convolution(self, value: str, weight: NDArray[Any], bias: NDArray[Any]) -> str:
        """A convolution without padding and without an activation."""
        return OnnxGraph.convolution(self, value, weight, bias, stride=1, padding=0)

    def output(self, value: str, name: str, shape: list[str | int]) -> None:
        """Declare a float32 value as an output with `name` and `shape`."""
        self._nodes.append(helper.make_node("Identity", [value], [name]))
        self._outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))

    def content(self) -> bytes:
        """The file, checked by onnx."""
        graph = helper.make_graph(self._nodes, self._name, self._inputs, self._outputs, self._constants)
        model = helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", OPSET)],
            ir_version=IR_VERSION,
            producer_name="counterwatch",
        )
        onnx.checker.check_model(model)
        return bytes(model.SerializeToString(deterministic=True))


def sides(weight: NDArray[Any], stride: int, padding: int) -> dict[str, list[int]]:
    """The attributes of a two-dimensional convolution."""
    return {"strides": [stride] * 2, "pads": [padding] * 4, "kernel_shape": list(weight.shape[2:])}
