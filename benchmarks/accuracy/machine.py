"""What the figures were measured on: a figure without its machine and its version is nobody's."""

import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_SHOWN = ("mediapipe", "opencv-contrib-python", "numpy", "ultralytics", "onnxruntime")


def machine() -> str:
    """Processor, cores, system and Python, in words."""
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{_processor()}, {os.cpu_count()} cores, {system}"


def versions() -> str:
    """The packages that look, those that are installed."""
    return ", ".join(f"{name} {number}" for name in _SHOWN if (number := installed(name)))


def installed(package: str) -> str | None:
    """Its version, None where it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def revision() -> str:
    """The commit that was measured, with "-dirty" where files differ from it; "unknown" outside a checkout."""
    command = ["git", "describe", "--always", "--dirty"]
    try:
        return subprocess.check_output(command, text=True, stderr=subprocess.DEVNULL).strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


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
