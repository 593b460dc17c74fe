"""The network of YOLOv8 detection weights as an ONNX file that finds people only.

Input `images` (n, h, w, 3) uint8 BGR, sides multiples of 32. A cell is a square of 8, 16 or 32 pixels, row by row, the
small ones first. Output `scores` (n, cells) 0..1 that a person is centred there; output `distances` (n, 64, cells): 16
logits each for the distance from the cell's centre to the left, upper, right and lower edge, in cells. Layers and names
are those of the published architecture (YOLOv8, Ultralytics 2023).
"""

import numpy as np
from numpy.typing import NDArray

from vision.core import VisionError
from vision.weights.checkpoint import TorchModule
from vision.weights.onnx_graph import OnnxGraph
from vision.weights.onnx_int8_graph import Int8Graph, Ranges

PERSON = 0  # class number in COCO
SPPF_POOLS = 3
SPPF_SIDE = 5


def written(model: TorchModule, name: str, ranges: Ranges | None = None) -> bytes:
    """The ONNX file of the network; raises VisionError when it is not built like YOLOv8. `name` is for that message.

    With `ranges` (vision/weights/yolov8n_ranges.py) its convolutions compute in 8-bit integers.
    """
    graph = OnnxGraph("person detector") if ranges is None else Int8Graph("person detector", ranges)
    try:
        layers = model.part("model").parts()
        _detect(graph, layers[-1], _features(graph, layers[:-1]))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise VisionError(
            f"{name}: is no YOLOv8 detection model ({type(error).__name__}: {error})"
        ) from error
    return graph.content()


def _features(graph: OnnxGraph, layers: list[TorchModule]) -> list[str]:
    """The outputs of all layers except the last one, in order."""
    values: list[str] = []
    for number, layer in enumerate(layers):
        from_last = layer.state["f"]
        if layer.kind == "Concat":
            values.append(graph.node("Concat", *(values[i] for i in from_last), axis=1))
        elif number == 0:
            values.append(_first(graph, layer))
        else:
            values.append(_LAYERS[layer.kind](graph, layer, values[from_last]))
    return values


def _first(graph: OnnxGraph, layer: TorchModule) -> str:
    """The first convolution. It takes pixels 0..255 in BGR order, although the weights were trained on RGB 0..1."""
    planes = graph.node("Transpose", graph.as_float(graph.picture_input("images")), perm=[0, 3, 1, 2])
    weight, bias = _folded(layer)
    return _activated(graph, layer, planes, weight[:, ::-1] / np.float32(255), bias)


def _conv(graph: OnnxGraph, layer: TorchModule, value: str) -> str:
    return _activated(graph, layer, value, *_folded(layer))


def _activated(
    graph: OnnxGraph, layer: TorchModule, value: str, weight: NDArray[np.float32], bias: NDArray[np.float32]
) -> str:
    """The convolution of `layer` with these numbers and its activation, x * sigmoid(x)."""
    plan = layer.part("conv").state
    value = graph.convolution(value, weight, bias, plan["stride"][0], plan["padding"][0])
    return graph.node("Mul", value, graph.node("Sigmoid", value))


def _folded(layer: TorchModule) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weight and bias of a convolution that includes the following batch norm."""
    norm = layer.part("bn")
    spread = np.sqrt(norm.array("running_var") + np.float32(norm.state["eps"]))
    gain = norm.array("weight") / spread
    weight = layer.part("conv").array("weight") * gain[:, None, None, None]
    return weight, norm.array("bias") - norm.array("running_mean") * gain


def _c2f(graph: OnnxGraph, layer: TorchModule, value: str) -> str:
    """Half of the channels pass through the bottlenecks in series; all intermediate results are kept."""
    half = int(layer.state["c"])
    halves = graph.constant(np.array([half, half], np.int64))
    values = graph.nodes("Split", 2, _conv(graph, layer.part("cv1"), value), halves, axis=1)
    for block in layer.part("m").parts():
        inner = _conv(graph, block.part("cv2"), _conv(graph, block.part("cv1"), values[-1]))
        values.append(graph.node("Add", values[-1], inner) if block.state["add"] else inner)
    return _conv(graph, layer.part("cv2"), graph.node("Concat", *values, axis=1))


def _sppf(graph: OnnxGraph, layer: TorchModule, value: str) -> str:
    """The maxima of increasing neighbourhoods, concatenated."""
    values = [_conv(graph, layer.part("cv1"), value)]
    around = {"kernel_shape": [SPPF_SIDE] * 2, "pads": [SPPF_SIDE // 2] * 4, "strides": [1, 1]}
    for _ in range(SPPF_POOLS):
        values.append(graph.node("MaxPool", values[-1], **around))
    return _conv(graph, layer.part("cv2"), graph.node("Concat", *values, axis=1))


def _upsample(graph: OnnxGraph, layer: TorchModule, value: str) -> str:
    scale = float(layer.state["scale_factor"])
    scales = graph.constant(np.array([1, 1, scale, scale], np.float32))
    nearest = {"coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"}
    return graph.node("Resize", value, "", scales, mode="nearest", **nearest)


_LAYERS = {"Conv": _conv, "C2f": _c2f, "SPPF": _sppf, "Upsample": _upsample}


def _detect(graph: OnnxGraph, head: TorchModule, values: list[str]) -> None:
    """Both branches of the head on each of its three grids; only the class person is computed."""
    if head.kind != "Detect":
        raise TypeError(f"its last layer is {head.kind}")
    edges, people = (
        graph.constant(np.array([0, 64, -1], np.int64)),
        graph.constant(np.array([0, -1], np.int64)),
    )
    distances, scores = [], []
    for grid, layer in enumerate(head.state["f"]):
        box = _branch(graph, head.part("cv2").part(str(grid)), values[layer])
        person = _branch(graph, head.part("cv3").part(str(grid)), values[layer], only=PERSON)
        distances.append(graph.node("Reshape", box, edges))
        scores.append(graph.node("Sigmoid", graph.node("Reshape", person, people)))
    graph.output(graph.node("Concat", *distances, axis=2), "distances", ["n", 64, "cells"])
    graph.output(graph.node("Concat", *scores, axis=1), "scores", ["n", "cells"])


def _branch(graph: OnnxGraph, branch: TorchModule, value: str, only: int | None = None) -> str:
    """Two convolutions with activation and a bare one; `only` selects one of its outputs."""
    first, second, last = branch.parts()
    weight, bias = last.array("weight"), last.array("bias")
    rows = slice(None) if only is None else slice(only, only + 1)
    value = _conv(graph, second, _conv(graph, first, value))
    return graph.bare_convolution(value, weight[rows], bias[rows])
