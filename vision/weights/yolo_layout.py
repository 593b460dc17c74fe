"""The layout of a YOLO model's input and output, from its ports and metadata. No runtime is needed."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from vision.core import UnfitModelError

PERSON = "person"
COCO_CLASSES = 80
JOINT_NUMBERS = 17 * 3
TASKS = ("detect", "pose", "segment")
TRIAL_SIDE = 160
"""Pixels of a trial picture for a model with a dynamic input: enough that an output has more columns than rows."""
CELLS_OUTPUTS = {"distances", "scores"}
"""Names of the outputs of our own conversion."""
Shape = tuple[int | None, ...]
"""Sizes of a tensor; None is a dynamic size."""


@dataclass(frozen=True, slots=True)
class TensorPort:
    """An input or output of a model."""

    name: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Layout:
    """The formats of a model's input and output.

    `form`: "cells" is our own conversion (see vision/weights/yolov8.py), which takes uint8 BGR (n, h, w, 3); "dense"
    has one column per cell, "ranked" one row per detection, both as Ultralytics exports them for RGB 0..1. `planes` is
    True when the colours are the first axis of a picture, not its last. `side` (px) is that of a fixed square input,
    None for a dynamic one. `batch` is the number of pictures at once, None for any. `person` is the row of the person's
    score ("dense") or the number of its class ("ranked"). `keypoints` is True when the model computes keypoints as
    well.
    """

    form: Literal["cells", "dense", "ranked"]
    planes: bool
    side: int | None
    batch: int | None
    person: int
    keypoints: bool


def layout_of(
    inputs: Sequence[TensorPort], outputs: Sequence[TensorPort], notes: Mapping[str, str]
) -> Layout:
    """The layout of a model from its ports and its exporter's metadata; raises UnfitModelError.

    The shape of an output must be that of a real answer, since many exports leave it open.
    """
    if len(inputs) != 1 or len(inputs[0].shape) != 4 or 3 not in (inputs[0].shape[1], inputs[0].shape[3]):
        raise UnfitModelError(f"takes {_told(inputs)}, not one input of colour pictures")
    shape = inputs[0].shape
    planes = shape[1] == 3
    height, width = shape[2:] if planes else shape[1:3]
    if height != width:
        raise UnfitModelError(f"takes pictures of {width}x{height}; export it square or with dynamic sides")
    if {o.name for o in outputs} == CELLS_OUTPUTS:
        return Layout("cells", planes, height, shape[0], 0, keypoints=False)
    form, person, keypoints = _answer(outputs, notes)
    return Layout(form, planes, height, shape[0], person, keypoints)


def _answer(
    outputs: Sequence[TensorPort], notes: Mapping[str, str]
) -> tuple[Literal["dense", "ranked"], int, bool]:
    """Form, index of the person and presence of keypoints, from the first output (n, rows, columns)."""
    task = notes.get("task")
    if task is not None and task not in TASKS:
        raise UnfitModelError(f"is a model for {task!r}; detection, pose or segmentation weights find people")
    if not outputs or len(outputs[0].shape) != 3:
        raise UnfitModelError(f"gives {_told(outputs)}, which is no output of a YOLO detector")
    _, rows, columns = (size or 0 for size in outputs[0].shape)
    masks = (outputs[1].shape[1] or 0) if len(outputs) > 1 and len(outputs[1].shape) == 4 else 0
    if columns in (6 + masks, 6 + JOINT_NUMBERS):
        keypoints = columns == 6 + JOINT_NUMBERS
        return "ranked", _person(notes, keypoints), keypoints
    classes = rows - 4 - masks
    keypoints = classes == 1 + JOINT_NUMBERS or (task == "pose" and classes > JOINT_NUMBERS)
    classes -= JOINT_NUMBERS if keypoints else 0
    if classes < 1 or rows >= columns or (classes not in (1, COCO_CLASSES) and "names" not in notes):
        raise UnfitModelError(f"gives {_told(outputs)}, which is no output of a YOLO detector")
    return "dense", 4 + _person(notes, keypoints), keypoints


def _person(notes: Mapping[str, str], keypoints: bool) -> int:
    """The class number of people: 0 as in COCO without metadata, and in every pose model."""
    if keypoints or "names" not in notes:
        return 0
    try:
        names = dict(ast.literal_eval(notes["names"]))
    except (ValueError, SyntaxError, TypeError):
        return 0
    for number, name in names.items():
        if str(name).lower() == PERSON:
            return int(number)
    listed = ", ".join(str(name) for name in list(names.values())[:10])
    raise UnfitModelError(f"finds no {PERSON}; its classes are: {listed}")


def _told(ports: Sequence[TensorPort]) -> str:
    sizes = ("x".join("?" if n is None else str(n) for n in port.shape) for port in ports)
    return " and ".join(sizes) or "nothing"


def trial_shape(shape: Shape) -> tuple[int, ...]:
    """The sizes of an input with dynamic ones replaced; raises UnfitModelError unless there are four."""
    if len(shape) != 4:
        raise UnfitModelError(f"takes {len(shape)} axes, not pictures")
    default = (1, TRIAL_SIDE, TRIAL_SIDE, 3) if shape[3] == 3 else (1, 3, TRIAL_SIDE, TRIAL_SIDE)
    return tuple(n or size for n, size in zip(shape, default, strict=True))


def one_line(error: Exception) -> str:
    """The message of a runtime's error in one line, at most 200 characters."""
    return " ".join(str(error).split())[:200] or type(error).__name__
