"""The head of the audit log in a file outside of the database: the id and the hash of the last line."""

import fcntl
import os
import re
from contextlib import suppress
from pathlib import Path

from models.audit_chain import ChainHead

NAME = "audit-head"
"""The name of the file in the data folder."""

_HEAD = re.compile(rb"(\d{20}) ([0-9a-f]{64})\n")


def head_line(line_id: int, digest: str) -> bytes:
    """The content of the file for a last line."""
    return f"{line_id:020d} {digest}\n".encode()


class HeadFile:
    """The file; `path` is None where no folder is known, and then nothing is written."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def read(self) -> ChainHead | None:
        """The head that was written last; None without a file, or when it holds no head."""
        try:
            found = _HEAD.fullmatch(self._path.read_bytes()) if self._path else None
        except FileNotFoundError:
            return None
        return ChainHead(int(found[1]), found[2].decode()) if found else None

    def write(self, head: ChainHead) -> None:
        """Write a head, unless a later one stands there: two processes may end their transactions in any order.

        The line itself is kept by then. A disk that is full costs the head, which the next line writes again.
        """
        if self._path is None:
            return
        with suppress(OSError):
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
            try:
                fcntl.flock(file, fcntl.LOCK_EX)
                kept = _HEAD.fullmatch(os.pread(file, 100, 0))
                if kept is None or int(kept[1]) < head.id:
                    os.pwrite(file, head_line(head.id, head.hash), 0)
            finally:
                os.close(file)
