"""The manifest of a backup: every file with its size and SHA-256. Written last: a backup without one broke off."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.errors import PipelineError

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class BackedUpFile:
    """A file of a backup: bytes, and SHA-256 in hexadecimal."""

    size: int
    sha256: str

    @classmethod
    def of(cls, path: Path) -> "BackedUpFile":
        """The figures of a file."""
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return cls(path.stat().st_size, digest)


@dataclass(frozen=True, slots=True)
class BackupManifest:
    """The time of a backup (UTC seconds) and its files by their path relative to the backup."""

    made_at: float
    files: Mapping[str, BackedUpFile]

    def write(self, folder: Path) -> None:
        """Write it into the backup, whole or not at all."""
        content = {
            "made_at": self.made_at,
            "files": {path: asdict(file) for path, file in self.files.items()},
        }
        unfinished = folder / f"{NAME}.unfinished"
        unfinished.write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")
        unfinished.replace(folder / NAME)

    def faults(self, folder: Path) -> Iterator[str]:
        """One line for each file that is missing, is another one, or leads out of the folder."""
        for path, file in self.files.items():
            found = folder / path
            if not found.resolve().is_relative_to(folder.resolve()):
                yield f"{path} leads out of the backup"
            elif not found.is_file():
                yield f"{path} is missing"
            elif BackedUpFile.of(found) != file:
                yield f"{path} was changed"


def read_manifest(folder: Path) -> BackupManifest:
    """The manifest of a backup; raises PipelineError, one line, where there is none."""
    try:
        content = json.loads((folder / NAME).read_text(encoding="utf-8"))
        files = {str(path): BackedUpFile(**file) for path, file in content["files"].items()}
        return BackupManifest(float(content["made_at"]), files)
    except FileNotFoundError as error:
        raise PipelineError(f"{folder}: no whole backup: it has no {NAME}") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PipelineError(f"{folder / NAME}: not the manifest of a backup") from error
