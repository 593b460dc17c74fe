"""The backups that a server has in its folder, and the beginning of a new one by a process of its own."""

import fcntl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from pipeline.backup.manifest import NAME, read_manifest
from pipeline.errors import PipelineError

_LOCK = ".running"
_FORM = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class BackupPlace:
    """The folder of the backups, and the command that makes one: the path of the new one follows it."""

    folder: Path
    command: tuple[str, ...]


class BackupState(StrEnum):
    """Whether a backup has its manifest, which is written last, is being made, or broke off."""

    WHOLE = "whole"
    RUNNING = "running"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class KeptBackup:
    """A backup: the name of its folder, when it began (UTC seconds), its state, and its files as its manifest has them.

    `files` and `bytes` are 0 without a manifest.
    """

    name: str
    begun_at: float
    state: BackupState
    files: int = 0
    bytes: int = 0


def kept_backups(place: BackupPlace) -> list[KeptBackup]:
    """The backups that were begun by a server, newest first; others in the folder are not of its names."""
    names = sorted((name for name in _names(place.folder)), reverse=True)
    with _alone(place.folder) as lock:
        running = lock is None
    found = [_kept(place.folder / name) for name in names]
    # One is made at a time, and it is the newest one that is not whole.
    if running and found and found[0].state is BackupState.BROKEN:
        newest = found[0]
        found[0] = KeptBackup(newest.name, newest.begun_at, BackupState.RUNNING)
    return found


def begin_backup(place: BackupPlace, now: float) -> KeptBackup:
    """Begin a backup at `now` (UTC seconds); it goes on when the server ends.

    Raises PipelineError, one line, when one is being made, or the folder cannot be written.
    """
    name = datetime.fromtimestamp(now, UTC).strftime(_FORM)
    with _alone(place.folder) as lock:
        if lock is None:
            raise PipelineError("a backup is being made: wait until it is whole")
        if (place.folder / name).exists():
            raise PipelineError("a backup was begun in this second: try again in a moment")
        (place.folder / name).mkdir(mode=0o700)
        # The process inherits the open lock: it is held as long as the process lives, whatever becomes of this one.
        process = subprocess.Popen(
            [*place.command, str(place.folder / name)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(lock,),
            start_new_session=True,
        )
    threading.Thread(target=process.wait, daemon=True).start()
    return KeptBackup(name, _begun(name), BackupState.RUNNING)


@contextmanager
def _alone(folder: Path) -> Iterator[int | None]:
    """The descriptor of the lock; None while a backup is being made."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (folder / _LOCK).open("w", encoding="ascii") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield None
            else:
                yield file.fileno()
    except OSError as error:
        raise PipelineError(f"{folder}: backups cannot be kept there: {error.strerror}") from error


def _names(folder: Path) -> Iterator[str]:
    for path in folder.glob("*T*Z"):
        try:
            _begun(path.name)
        except ValueError:
            continue
        yield path.name


def _begun(name: str) -> float:
    return datetime.strptime(name, _FORM).replace(tzinfo=UTC).timestamp()


def _kept(folder: Path) -> KeptBackup:
    begun = _begun(folder.name)
    if not (folder / NAME).exists():
        return KeptBackup(folder.name, begun, BackupState.BROKEN)
    try:
        files = read_manifest(folder).files.values()
    except PipelineError:
        return KeptBackup(folder.name, begun, BackupState.BROKEN)
    return KeptBackup(folder.name, begun, BackupState.WHOLE, len(files), sum(one.size for one in files))
