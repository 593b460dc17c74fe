"""The line between a worker process and its supervisor: what it says, that it goes on, and that it shall stop."""

import os
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from threading import Event, Lock, Thread

from vision.core import Basis, limit


@dataclass(frozen=True, slots=True)
class WorkerLineLimits:
    """Limits of the line to the supervisor."""

    send_s: float = limit(0.5, "s", Basis.CHOICE, "between two signs of life")
    lines: int = limit(
        1000, "lines", Basis.CHOICE, "kept while a halted terminal keeps the supervisor from reading"
    )


LIMITS = WorkerLineLimits()


@dataclass(frozen=True, slots=True)
class Beat:
    """A worker's last sign of progress, seconds of the monotonic clock; `ready` after its models were loaded.

    `cpu_s` are the processor seconds that it has used; `short`: a camera waits because it may not use more.
    """

    at: float
    ready: bool
    cpu_s: float = 0.0
    short: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """The reason for which a worker ends, as one line for the operator."""

    reason: str


Message = str | Beat | Failure


class WorkerLine:
    """The worker's end: a thread sends, so that the thread that looks never waits for the supervisor."""

    def __init__(self, connection: Connection) -> None:
        self.stop = Event()
        """Set when the supervisor asks to stop, or is gone."""
        self.cores: float | None = None
        """The cores that the supervisor allows last; None before it said so."""
        self.short = False
        """Whether a camera waits for a look: told to the supervisor, which may allow more cores."""
        self._connection, self._lock = connection, Lock()
        self._lines: deque[str] = deque(maxlen=LIMITS.lines)
        self._at, self._ready = time.monotonic(), False
        self._change: object = None
        for work in (self._send_on, self._listen):
            Thread(target=work, daemon=True).start()

    def say(self, line: str) -> None:
        """A line for the operator."""
        self._lines.append(line)

    def take_change(self) -> object:
        """The last change of the work that the supervisor sent, once; None without one."""
        change, self._change = self._change, None
        return change

    def go_on(self, *, ready: bool) -> None:
        """Tell that work goes on: a worker that does not for long is ended and started again."""
        self._at, self._ready = time.monotonic(), ready

    def end(self, reason: str | None = None) -> None:
        """Send what is left, with the reason of an end that nobody asked for, and end the process."""
        with suppress(OSError):
            self._send()
            if reason is not None:
                self._connection.send(Failure(reason))
        os._exit(0 if reason is None else 1)  # a thread that hangs, or a clip, would hold an ordinary exit up

    def _send_on(self) -> None:
        with suppress(OSError):
            while True:
                self._send()
                time.sleep(LIMITS.send_s)

    def _send(self) -> None:
        with self._lock:
            while self._lines:
                self._connection.send(self._lines.popleft())
            self._connection.send(Beat(self._at, self._ready, time.process_time(), self.short))

    def _listen(self) -> None:
        with suppress(OSError, EOFError):
            while (message := self._connection.recv()) is not None:
                if isinstance(message, float):
                    self.cores = message
                else:
                    self._change = message
        self.stop.set()
