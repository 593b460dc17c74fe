"""A file without a name whose blocks are used again, so that a ring of any length holds one open file."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

BLOCK = 64 << 10
"""Bytes of a block; a list of blocks wastes half of one on average."""


class BlockFile:
    """Blocks of one file; a list of block numbers is a piece of memory that grows as it is written.

    `folder` holds the file, the system's folder for temporary files when None. The file is made by the first write and
    disappears with the process, also when that one is killed. It is as long as the most that was in use at once.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._file: IO[bytes] | None = None
        self._free: list[int] = []
        self._made = 0

    def write(self, blocks: list[int], offset: int, data: bytes) -> None:
        """Write `data` at `offset` of the memory `blocks`, which grows as needed; raises OSError for a full disk."""
        if self._file is None:
            self._file = tempfile.TemporaryFile(dir=self._folder, buffering=0)  # noqa: SIM115 - open until `close`
        while len(blocks) * BLOCK < offset + len(data):
            blocks.append(self._new_block())
        done = 0
        for place, size in _pieces(blocks, offset, len(data)):
            _write_all(self._file.fileno(), data[done : done + size], place)
            done += size

    def read(self, blocks: Sequence[int], offset: int, size: int) -> bytes:
        """`size` bytes at `offset` of the memory `blocks`, which were written before."""
        if self._file is None:
            return b""
        descriptor = self._file.fileno()
        return b"".join(os.pread(descriptor, part, place) for place, part in _pieces(blocks, offset, size))

    def release(self, blocks: Sequence[int]) -> None:
        """Take the blocks back; later writes use them again."""
        self._free.extend(blocks)

    def close(self) -> None:
        """Delete the file."""
        if self._file is not None:
            self._file.close()
        self._file, self._free, self._made = None, [], 0

    def _new_block(self) -> int:
        if self._free:
            return self._free.pop()
        self._made += 1
        return self._made - 1


def _pieces(blocks: Sequence[int], offset: int, size: int) -> Iterator[tuple[int, int]]:
    """The places in the file, and the sizes there, of a span of memory."""
    end = offset + size
    while offset < end:
        number, within = divmod(offset, BLOCK)
        part = min(BLOCK - within, end - offset)
        yield blocks[number] * BLOCK + within, part
        offset += part


def _write_all(descriptor: int, data: bytes, place: int) -> None:
    """Write everything: a write near the end of a disk may take a part alone."""
    while data:
        written = os.pwrite(descriptor, data, place)
        data, place = data[written:], place + written
