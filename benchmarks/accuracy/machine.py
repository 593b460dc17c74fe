"""Machine and versions of a measurement; figures without them cannot be compared."""

import os
import platform
import subprocess
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_SHOWN = ("mediapipe", "opencv-contrib-python", "numpy", "ultralytics", "onnxruntime")
_ROOMS = ("vision", "models", "pipeline")
_LOOKS = ("vision", "pipeline/recordings/analysis.py", "pipeline/recordings/model_set.py")


def machine() -> str:
    """Processor, cores, system and Python, in words."""
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{_processor()}, {os.cpu_count()} cores, {system}"


def versions() -> str:
    """The installed packages among those that vision uses."""
    return ", ".join(f"{name} {number}" for name in _SHOWN if (number := installed(name)))


def installed(package: str) -> str | None:
    """Its version, None if it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def revision() -> str:
    """The last commit of the measured code, with "-dirty" if files differ from it; "unknown" outside a checkout."""
    try:
        commit = _git("log", "-1", "--format=%h", "--", *_ROOMS)
        return f"{commit}-dirty" if _git("status", "--porcelain", "--", *_ROOMS) else commit
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def seen_revision() -> str:
    """The version of the code that makes Signals: its last commit, and a digest if files differ from it."""
    digest = sha256()
    files = (
        path for room in _LOOKS for path in sorted([Path(room), *Path(room).rglob("*.py")]) if path.is_file()
    )
    for path in files:
        digest.update(path.as_posix().encode() + path.read_bytes())
    try:
        commit, changed = (
            _git("log", "-1", "--format=%h", "--", *_LOOKS),
            _git("status", "--porcelain", "--", *_LOOKS),
        )
    except (OSError, subprocess.CalledProcessError):
        commit, changed = "unknown", "yes"
    return f"{commit}-{digest.hexdigest()[:8]}" if changed else commit


def _git(*words: str) -> str:
    return subprocess.check_output(["git", *words], text=True, stderr=subprocess.DEVNULL).strip()


def _processor() -> str:
    """The name that Linux gives it, elsewhere the platform's."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown processor"
    return next(
        (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")),
        "unknown processor",
    )
