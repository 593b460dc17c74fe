"""An open file whose content is hashed before it is sent, and again while it is sent."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import BinaryIO

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
