"""One nightly run at a time: a lock file that the kernel frees when its owner is killed."""

import fcntl
import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from pipeline.errors import PipelineError
from pipeline.nightly.limits import LIMITS


@dataclass(frozen=True, slots=True)
class LockOwner:
    """The owner of the lock; `since` is UTC seconds."""

    pid: int
    host: str
    since: float

    def __str__(self) -> str:
        return f"process {self.pid} on {self.host}"


@dataclass(frozen=True, slots=True)
class HeldLock:
    """The held lock. `stale` is the owner before, which never gave it back; call `alive` now and then."""

    stale: LockOwner | None
    alive: Callable[[], None]


@contextmanager
def only_run(data: Path, now: float) -> Iterator[HeldLock]:
    """Hold DATA/nightly.lock; raises PipelineError when another run does."""
    path = data / "nightly.lock"
    with _open(path) as file:
        before = _owner(file)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise PipelineError(f"{path}: a nightly run is under way ({before or 'just begun'})") from error
        before = _owner(file)  # again: the run that just ended may have written since
        elsewhere = before is not None and before.host != socket.gethostname()
        if elsewhere and now - path.stat().st_mtime < LIMITS.quiet_s:
            # On a file system without locks between hosts, only silence tells that the other owner is gone.
            raise PipelineError(
                f"{path}: a nightly run is under way ({before}); if it is not, remove the file"
            )
        _write(file, json.dumps(asdict(LockOwner(os.getpid(), socket.gethostname(), now))))
        try:
            yield HeldLock(before, lambda: os.utime(path))
        finally:
            _write(file, "")


def _open(path: Path) -> IO[str]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8")
    except OSError as error:
        raise PipelineError(f"{path}: cannot lock the nightly run: {error.strerror}") from error


def _owner(file: IO[str]) -> LockOwner | None:
    file.seek(0)
    try:
        return LockOwner(**json.loads(file.read()))
    except (ValueError, TypeError):  # empty: given back; cut short: its writer was killed
        return None


def _write(file: IO[str], text: str) -> None:
    file.seek(0)
    file.truncate()
    file.write(text)
    file.flush()
