"""Starts a sender while the server runs, whenever something in the outbox is due.

The sender is a process of its own: pages stay quick while it works, and its memory is given back when it ends.
"""

import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from models.store import ModelError, Store
from pipeline.notices.limits import LIMITS


@dataclass(frozen=True, slots=True)
class SenderCommand:
    """The command that sends what is due and ends, and the file that keeps what it says."""

    command: Sequence[str]
    log: Path


@contextmanager
def sending(store: Store, how: SenderCommand, every_s: float = LIMITS.poll_s) -> Iterator[None]:
    """While the block runs, look into the outbox every `every_s` seconds and have it sent; then stop the sender."""
    stop = Event()
    service = Thread(target=_serve, args=(store, how, every_s, stop), name="sender of notices", daemon=True)
    service.start()
    try:
        yield
    finally:
        stop.set()
        service.join()


def _serve(store: Store, how: SenderCommand, every_s: float, stop: Event) -> None:
    running: subprocess.Popen[bytes] | None = None
    while not stop.wait(every_s):
        if (running is None or running.poll() is not None) and _due(store):
            running = _started(how)
    if running is not None and running.poll() is None:
        running.terminate()
        with suppress(subprocess.TimeoutExpired):
            running.wait(LIMITS.total_s)


def _due(store: Store) -> bool:
    """Whether something can be sent now; False while the database does not answer."""
    try:
        return bool(store.outbox.due_channels(time.time()))
    except ModelError:
        return False


def _started(how: SenderCommand) -> "subprocess.Popen[bytes]":
    how.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with how.log.open("ab") as log:
        return subprocess.Popen(how.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
