"""Files that are served as evidence: opened without following links, hashed whole, and compared with their seals.

A file is hashed each time it is served. A remembered check of size, date and inode would be cheaper, but a date can be
set back and bytes can be changed in place; clips have a few MB, which are hashed in milliseconds.
"""

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from models.seals import SealState, StoredSeal

MEDIA: Mapping[str, frozenset[str]] = {
    "clips": frozenset({".mp4", ".jpg"}),
    "posters": frozenset({".jpg"}),
    "backgrounds": frozenset({".png"}),
}
"""Folders of the data folder from which files are served, with the suffixes of their files."""

_PART = 1 << 18  # bytes that are read, hashed and sent in one go


class HashedFile(AbstractContextManager["HashedFile"]):
    """An open file that was hashed as a whole; parts are sent from it, each compared with the hashed content."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, whole = file, hashlib.sha256()
        self._parts: list[bytes] = []
        self.size = 0
        """Bytes that were hashed."""
        while part := file.read(_PART):
            whole.update(part)
            self._parts.append(hashlib.sha256(part).digest())
            self.size += len(part)
        self.sha256 = whole.hexdigest()
        """The digest of the content, hexadecimal."""

    def content(self, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        """The bytes `first`..`last` (included), part by part; raises OSError when they are no longer those hashed.

        The file is closed at the end.
        """
        end = self.size if last is None else last + 1
        with self._file:
            for place in range(first // _PART, -(-end // _PART)):
                part = os.pread(self._file.fileno(), _PART, place * _PART)
                if hashlib.sha256(part).digest() != self._parts[place]:
                    raise OSError(f"{self._file.name}: changed while it was sent")
                yield part[max(first - place * _PART, 0) : end - place * _PART]

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __exit__(self, *_exception: object) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """The state of a file, and the file itself where it may be shown; it has to be read to its end or closed."""

    state: SealState
    file: HashedFile | None = None


def check_file(data: Path, path: str, stored: StoredSeal | None) -> CheckedFile:
    """Check the file that an entry of the store names; `stored` is its seal, None where none was made."""
    if stored is not None and not (stored.genuine and stored.seal.path == path):
        return CheckedFile(SealState.CHANGED)
    try:
        opened = open_media(data, path)
    except (FileNotFoundError, PermissionError):
        return CheckedFile(SealState.MISSING)
    except (OSError, ValueError):
        return CheckedFile(SealState.CHANGED)
    return _compared(opened, stored)


def _compared(opened: BinaryIO, stored: StoredSeal | None) -> CheckedFile:
    if stored is None:
        return CheckedFile(SealState.UNSEALED, HashedFile(opened))
    # A file of another size is not even read: one of many GB in the place of a clip would hold a worker for minutes.
    if os.fstat(opened.fileno()).st_size == stored.seal.size:
        hashed = HashedFile(opened)
        if (hashed.sha256, hashed.size) == (stored.seal.sha256, stored.seal.size):
            return CheckedFile(SealState.INTACT, hashed)
    opened.close()
    return CheckedFile(SealState.CHANGED)


def open_media(data: Path, path: str) -> BinaryIO:
    """A plain file below one of the `MEDIA` folders. No symbolic link below the data folder is followed.

    Raises FileNotFoundError when there is none, ValueError when the path leads elsewhere or has another suffix, and
    OSError for a link or a thing that is no plain file.
    """
    parts = PurePosixPath(path).parts
    suffixes = MEDIA.get(parts[0], frozenset()) if len(parts) > 1 and ".." not in parts else frozenset()
    if PurePosixPath(path).suffix not in suffixes:
        raise ValueError(f"{path!r} is no file of a clip, poster or background")
    folder = os.open(data, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for name in parts[:-1]:
            below = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
            os.close(folder)
            folder = below
        # Not blocking, so that a named pipe in the place of a clip holds nobody up.
        number = os.open(parts[-1], os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    finally:
        os.close(folder)
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise OSError(f"{path!r} is no plain file")
    return os.fdopen(number, "rb")
