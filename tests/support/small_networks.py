"""Tiny ONNX files that answer like exported YOLO models: the same numbers for every picture."""

from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

NAMES = "{0: 'person', 1: 'bicycle', 56: 'chair'}"


def network(
    path: Path,
    *answers: NDArray[np.float32],
    takes: tuple[int | str, ...] = ("n", 3, "h", "w"),
    kind: int = TensorProto.FLOAT,
    notes: dict[str, str] | None = None,
) -> Path:
    """A file at `path` whose outputs are `answers`."""
    nodes, constants, outputs = [], [], []
    for number, answer in enumerate(answers):
        constants.append(numpy_helper.from_array(answer.astype(np.float32), f"answer{number}"))
        nodes.append(helper.make_node("Identity", [f"answer{number}"], [f"output{number}"]))
        outputs.append(helper.make_tensor_value_info(f"output{number}", TensorProto.FLOAT, answer.shape))
    images = helper.make_tensor_value_info("images", kind, takes)
    graph = helper.make_graph(nodes, "always the same", [images], outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    helper.set_model_props(model, notes or {})
    path.write_bytes(model.SerializeToString())
    assert onnx.load(path).ir_version == 9
    return path


def ranked(*rows: tuple[float, ...], width: int = 6) -> NDArray[np.float32]:
    """The answer of an end-to-end export: (1, 300, width) with these first rows x0, y0, x1, y1, score, class."""
    answer = np.zeros((1, 300, width), np.float32)
    for number, row in enumerate(rows):
        answer[0, number, : len(row)] = row
    return answer


def dense(*columns: tuple[float, ...], height: int = 84) -> NDArray[np.float32]:
    """The answer of a plain export: (1, height, 525) with these first columns x, y, w, h, score of class 0 ..."""
    answer = np.zeros((1, height, 525), np.float32)
    for number, column in enumerate(columns):
        answer[0, : len(column), number] = column
    return answer
