"""A journal on disk: records that are appended, and found again after the process was killed."""

import fcntl
import os
import struct
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

from pipeline.archive.signals import safe_name
from pipeline.errors import PipelineError

_HEAD = struct.Struct("<II")  # the length of a record, and the CRC-32 of its content
_SUFFIX = ".log"
_HELD_S = 1e-3  # between two attempts to hold a folder


class Journal:
    """Records in segments: files of a folder that are appended to, read and removed in order.

    One process at a time holds the folder; the kernel frees it when that one is killed. Safe for several threads.
    Raises PipelineError, one line, when another process holds the folder or the disk cannot be written.
    """

    def __init__(self, folder: Path, patience_s: float = 0.0) -> None:
        """Waits `patience_s` seconds for a process that holds the folder."""
        self.folder = folder
        self._lock, self._file, self._size = Lock(), -1, 0
        self._held = _hold(folder, time.monotonic() + patience_s)
        self._number = max((int(path.stem) for path in self.segments()), default=0)

    def segments(self) -> list[Path]:
        """The files that hold records, oldest first."""
        return sorted(self.folder.glob(f"[0-9]*{_SUFFIX}"))

    def append(self, records: Iterable[bytes]) -> None:
        """Append records and wait until they are on the disk: all of them are there afterwards, or an error says so."""
        content = b"".join(_HEAD.pack(len(one), zlib.crc32(one)) + one for one in records)
        with self._lock:
            try:
                self._open()
                _write_all(self._file, content)
                os.fsync(self._file)
            except OSError as error:
                with suppress(OSError):  # a part of a record would hide those behind it
                    os.ftruncate(self._file, self._size)
                raise PipelineError(f"{self.folder}: cannot be written: {error.strerror or error}") from error
            self._size += len(content)

    def seal(self) -> list[Path]:
        """The segments so far, oldest first; later records go to a new one."""
        with self._lock:
            self._close_segment()
            return self.segments()

    def records(self, segments: Sequence[Path] | None = None) -> Iterator[bytes]:
        """The records of these segments, or of all, in the order in which they were appended.

        A segment ends at its first damaged record, which a killed process or a power cut left.
        """
        for path in self.segments() if segments is None else segments:
            with suppress(FileNotFoundError):
                yield from _read(path.read_bytes())

    def remove(self, segments: Iterable[Path]) -> None:
        """Delete sealed segments, whose records are stored elsewhere now."""
        for path in segments:
            path.unlink(missing_ok=True)

    def close(self) -> None:
        """Release the folder; the records stay."""
        with self._lock:
            self._close_segment()
            os.close(self._held)

    def _open(self) -> None:
        if self._file >= 0:
            return
        self._number += 1
        path = self.folder / f"{self._number:08}{_SUFFIX}"
        self._file, self._size = (
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600),
            0,
        )
        folder = os.open(self.folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(folder)  # the name of the file, too
        finally:
            os.close(folder)

    def _close_segment(self) -> None:
        if self._file >= 0:
            os.close(self._file)
        self._file = -1


def journal_folder(data: Path, camera: str) -> Path:
    """The folder of a camera's journals."""
    return data / "journal" / safe_name(camera)


@contextmanager
def left_journal(folder: Path) -> Iterator[Journal | None]:
    """The journal in a folder; None where there is none, or a running program holds it."""
    journal = None
    with suppress(PipelineError):
        journal = Journal(folder) if folder.is_dir() else None
    try:
        yield journal
    finally:
        if journal is not None:
            journal.close()


def _hold(folder: Path, until: float) -> int:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise PipelineError(f"{folder}: cannot be written: {error.strerror or error}") from error
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return lock
        except OSError as error:
            if time.monotonic() >= until:
                os.close(lock)
                raise PipelineError(
                    f"{folder}: another process watches this camera: stop it first"
                ) from error
        time.sleep(_HELD_S)


def _write_all(file: int, content: bytes) -> None:
    """Write everything: a write near the end of a disk may take a part alone."""
    while content:
        content = content[os.write(file, content) :]


def _read(content: bytes) -> Iterator[bytes]:
    place = 0
    while place + _HEAD.size <= len(content):
        size, checksum = _HEAD.unpack_from(content, place)
        record = content[place + _HEAD.size : place + _HEAD.size + size]
        if len(record) != size or zlib.crc32(record) != checksum:
            return
        yield record
        place += _HEAD.size + size
