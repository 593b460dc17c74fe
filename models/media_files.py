"""Files that are served as evidence: opened without following links, hashed whole, and compared with their seals.

A file is hashed each time it is served. A remembered check of size, date and inode would be cheaper, but a date can be
set back and bytes can be changed in place; clips have a few MB, which are hashed in milliseconds.
"""

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from models.hashed_file import HashedFile
from models.seals import SealState, StoredSeal

MEDIA: Mapping[str, frozenset[str]] = {
    "clips": frozenset({".mp4", ".jpg"}),
    "posters": frozenset({".jpg"}),
    "backgrounds": frozenset({".png"}),
}
"""Folders of the data folder from which files are served, with the suffixes of their files."""


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
