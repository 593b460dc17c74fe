"""Seals of files: path, size and SHA-256 of a clip, poster, background or report when it was finished."""

import hashlib
import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class SealState(StrEnum):
    """The result of a check of a file against its seal."""

    INTACT = "intact"
    UNSEALED = "unsealed"
    """No seal was ever made: nothing shows that the file is as it was recorded."""
    CHANGED = "changed"
    """The file, its path or its seal is not what was sealed."""
    MISSING = "missing"

    @property
    def serves(self) -> bool:
        """Whether the file may be shown."""
        return self in (SealState.INTACT, SealState.UNSEALED)


@dataclass(frozen=True, slots=True)
class Seal:
    """A finished file: its path relative to the data folder, SHA-256 in hexadecimal, and size in bytes."""

    path: str
    sha256: str
    size: int

    @classmethod
    def of(cls, data: Path, file: Path) -> "Seal":
        """The seal of a file below the data folder; raises OSError when it cannot be read."""
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
            return cls(file.relative_to(data).as_posix(), digest, os.fstat(opened.fileno()).st_size)

    @classmethod
    def of_bytes(cls, path: str, content: bytes) -> "Seal":
        """The seal of a content that has this path."""
        return cls(path, hashlib.sha256(content).hexdigest(), len(content))


@dataclass(frozen=True, slots=True)
class StoredSeal:
    """A seal as it is kept. `subject` names what was sealed (`event 17 clip`), `at` is UTC seconds.

    `genuine` is False when the rows of its batch are no longer those that were written together.
    """

    subject: str
    seal: Seal
    at: float
    genuine: bool
