"""Turns of the threads of one process that write to a SQLite file."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Lock

from models.errors import StoreBusyError

Turn = Callable[[], AbstractContextManager[None]]
"""What a write transaction waits for before it takes a connection."""


class WriterTurns:
    """One thread at a time writes; the others wait here, without a connection and without asking the file.

    SQLite has one writer at a time. A second one asks again and again and sleeps longer each time, up to a tenth of a
    second, while it keeps a connection that readers need: with many people at work nearly all of the time is slept.
    Writers of other processes still wait at the file.
    """

    def __init__(self, name: str, patience_s: float) -> None:
        self._name, self._patience_s = name, patience_s
        self._lock = Lock()

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """Hold the turn until the block is left; raises StoreBusyError when it does not come in time."""
        if not self._lock.acquire(timeout=self._patience_s):
            raise StoreBusyError(f"{self._name}: others write to the database: try again in a moment")
        try:
            yield
        finally:
            self._lock.release()
