"""The choice of models from the request and the installed weights, with its reason."""

from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from vision.core import PHONES, ObjectClasses, VisionError
from vision.weights.manifest import weights_dir
from vision.weights.store import DetectorFile, person_detector

Name = Literal["auto", "mediapipe", "ultralytics"]
_INSTALL = "pip install 'counterwatch[yolo]'"
_CLOSER = "mediapipe measures who is at the post"
# Only the smallest YOLO weights were measured (docs/accuracy.md): they cost more and are no more accurate.
_UNUSED = ", but are only used when asked for: name them with --weights, or ask for --backend ultralytics"


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """A request for models.

    `backend` is a pose backend; `weights` is a file or folder of YOLO pose weights when given. `objects` are YOLO
    detection weights, when objects are searched, and `classes` their class names. `detector` is a file of a person
    detector, "auto" for the installed one, or "none" for MediaPipe alone.
    """

    backend: Name = "auto"
    weights: Path | None = None
    objects: Path | None = None
    classes: ObjectClasses = PHONES
    detector: Path | Literal["auto", "none"] = "auto"


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """The chosen pose backend, its YOLO weights, and the reason `why` as one line for people.

    `detector` is the file of the person detector, None without one; `detector_why` names it, or says why there is none.
    """

    backend: str
    weights: Path | None
    why: str
    detector: Path | None = None
    detector_why: str = "no person detector was looked for"


def choose_models(wish: ModelRequest, folder: Path | None = None) -> ModelChoice:
    """The backend for a request, and the installed person detector.

    Pose weights without a name in the request are searched in `folder`, the weights folder when None. "auto" selects
    MediaPipe, which measured better at a lower cost than small YOLO weights (docs/accuracy.md), unless usable weights
    were named. Raises VisionError when the request cannot be met.
    """
    choice = _pose(wish, folder)
    found = _detector(wish, choice)
    return replace(choice, detector=found.path, detector_why=found.why)


def _detector(wish: ModelRequest, choice: ModelChoice) -> DetectorFile:
    """The person detector for this backend. YOLO pose weights find everybody by themselves and need none."""
    if wish.detector == "none":
        return DetectorFile(None, "no person detector: asked for")
    if isinstance(wish.detector, Path):
        return DetectorFile(wish.detector, f"person detector {wish.detector.name}: asked for")
    if choice.weights is not None:
        return DetectorFile(None, "no person detector: the pose weights find everybody")
    return _installed(person_detector())


def _installed(found: DetectorFile) -> DetectorFile:
    """The installed detector in the number format for this machine, or the models used instead."""
    if found.path is None:
        return replace(found, why=f"no person detector, MediaPipe alone looks for people: {found.why}")
    if found.int8 is None:
        return found
    from vision.weights.onnx_session import available_providers  # noqa: PLC0415 - the web process loads no runtime

    # Without a graphics card 8-bit numbers halve the cost and find the same people (decision 0023).
    if "CUDAExecutionProvider" in available_providers():
        return found
    return replace(found, path=found.int8, why=f"{found.why}, in 8 bits")


def _pose(wish: ModelRequest, folder: Path | None) -> ModelChoice:
    if wish.backend == "mediapipe":
        if wish.weights is not None:
            raise VisionError(
                f"{wish.weights}: mediapipe has its own weights; leave them out or ask for ultralytics"
            )
        return ModelChoice("mediapipe", None, "asked for")
    weights, where = _weights(wish, weights_dir() if folder is None else folder)
    if wish.backend == "ultralytics":
        if weights is None:
            raise VisionError(f"ultralytics needs pose weights: {where}; name a file with --weights")
        return ModelChoice("ultralytics", weights, f"asked for, {where}; {_CLOSER}")
    if wish.weights is None:
        return ModelChoice("mediapipe", None, f"the default; {where}{_UNUSED if weights else ''}")
    if find_spec("ultralytics") is None:
        return ModelChoice("mediapipe", None, f"{where}, but ultralytics is not installed: {_INSTALL}")
    return ModelChoice("ultralytics", weights, f"installed, {where}; {_CLOSER}")


def _weights(wish: ModelRequest, folder: Path) -> tuple[Path | None, str]:
    """The weights and their origin, or the reason why there are none."""
    if wish.weights is not None:
        return wish.weights, f"weights {wish.weights} were named"
    found = sorted(
        {*folder.glob("*pose*.pt"), *folder.glob("*pose*.onnx"), *folder.glob("*pose*_openvino_model")}
    )
    if len(found) == 1:
        return found[0], f"weights {found[0].name} are in {folder}"
    if found:
        return None, f"{len(found)} files of YOLO pose weights are in {folder} and none was named"
    return None, f"no YOLO pose weights were named or are in {folder}"
