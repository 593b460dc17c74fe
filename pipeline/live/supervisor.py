"""Worker processes under supervision: one that ends, or does not go on, is started again, later and later."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Event

from pipeline.errors import PipelineError
from pipeline.live.worker_line import Beat, Failure
from vision.core import Basis, limit

Target = Callable[[Connection], None]
"""The work of a process, which is given its end of the line; a function that the process finds by its name."""


@dataclass(frozen=True, slots=True)
class SupervisionLimits:
    """Limits of supervision. A look takes a tenth of a second, loading models ten, and much more on a busy machine."""

    hangs_s: float = limit(60.0, "s", Basis.CHOICE, "without a sign of progress, a worker hangs")
    loads_s: float = limit(600.0, "s", Basis.CHOICE, "the same before its models are loaded")
    first_wait_s: float = limit(1.0, "s", Basis.CHOICE, "before it is started again; doubled each time")
    longest_wait_s: float = limit(60.0, "s", Basis.CHOICE, "the longest of these waits")
    steady_s: float = limit(600.0, "s", Basis.CHOICE, "after this time of progress, waits begin anew")
    drain_s: float = limit(9.5, "s", Basis.CHOICE, "from the wish to stop to the last process killed")
    round_s: float = limit(0.2, "s", Basis.CHOICE, "between two looks at the workers")


class SupervisedWorker:
    """One worker process, which watches the cameras `name`."""

    def __init__(
        self,
        name: str,
        target: Callable[[], Target],
        say: Callable[[str], None],
        limits: SupervisionLimits | None = None,
    ) -> None:
        """`target` is asked for the work at each start."""
        self.name, self._target, self._say = name, target, say
        self._limits = limits or SupervisionLimits()
        self._process: BaseProcess | None = None
        self._line: Connection | None = None
        self._started = self._progress = 0.0
        self._ready = self._was_ready = False
        self._failure: str | None = None
        self._wait_s, self._next_start = self._limits.first_wait_s, 0.0
        self._use: Beat | None = None
        self._used_before: tuple[float, float] | None = None
        self.short = False
        """Whether its cameras would take more cores."""

    def check(self) -> None:
        """Start it, hear it, end it when it hangs. Raises PipelineError when its first start failed for good."""
        now = time.monotonic()
        if self._process is None:
            if now >= self._next_start:
                self._start(now)
            return
        self._hear()
        limit = self._limits.hangs_s if self._ready else self._limits.loads_s
        if not self._process.is_alive():
            self._hear()
            self._ended(now, self._failure or f"its process ended (code {self._process.exitcode})")
        elif now - self._progress > limit:
            self._process.kill()
            self._process.join()
            self._ended(now, f"it did not go on for {limit:.0f} s, and its process was ended")

    def used_cores(self) -> float | None:
        """The cores that it has used since the last call; None while it loads, or without a sign since."""
        use, before = self._use, self._used_before
        if use is None or not use.ready:
            return None
        self._used_before = (use.at, use.cpu_s)
        if before is None or use.at <= before[0] or use.cpu_s < before[1]:
            return None
        return (use.cpu_s - before[1]) / (use.at - before[0])

    def send(self, message: object) -> None:
        """Send the number of cores that the process may use, or a change of its work."""
        if self._line is not None:
            with suppress(OSError):
                self._line.send(message)

    def ask_to_stop(self) -> None:
        """Ask the process to store everything and to end."""
        if self._line is not None:
            with suppress(OSError):
                self._line.send(None)

    def wait(self, until: float) -> None:
        """Hear it until it has ended; at `until` (monotonic seconds) it is killed: its journals keep what it saw."""
        while self._process is not None and self._process.is_alive() and time.monotonic() < until:
            self._hear(self._limits.round_s)
        if self._process is not None:
            self._hear()
            if self._process.is_alive():
                self._say(f"{self.name}: did not stop in time: what is not stored is in its journal")
                self._process.kill()
            self._process.join()

    def _start(self, now: float) -> None:
        context = get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=self._target(), args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        self._started = self._progress = now
        self._ready, self._failure = False, None
        self._use = self._used_before = None

    def _hear(self, wait_s: float = 0.0) -> None:
        with suppress(OSError, EOFError):
            while self._line is not None and self._line.poll(wait_s):
                message = self._line.recv()
                if isinstance(message, Beat):
                    self._progress, self._ready = max(self._progress, message.at), message.ready
                    self._was_ready = self._was_ready or message.ready
                    self._use, self.short = message, message.short
                elif isinstance(message, Failure):
                    self._failure = message.reason
                else:
                    self._say(str(message))
                wait_s = 0.0

    def _ended(self, now: float, reason: str) -> None:
        if self._failure is not None and not self._was_ready:
            raise PipelineError(self._failure)
        if self._ready and now - self._started >= self._limits.steady_s:
            self._wait_s = self._limits.first_wait_s
        self._say(f"{self.name}: {reason}; started again in {self._wait_s:.0f} s, and not seen until then")
        self._next_start, self._process = now + self._wait_s, None
        self._wait_s = min(2 * self._wait_s, self._limits.longest_wait_s)


def supervise(
    workers: Sequence[SupervisedWorker],
    stop: Event,
    limits: SupervisionLimits,
    each_round: Callable[[], None] = lambda: None,
) -> None:
    """Keep the workers at work until `stop` is set, then let them end; `each_round` is called in between.

    Raises PipelineError when the first start of one of them failed for good; the others are stopped before.
    """
    try:
        while not stop.is_set():
            for worker in workers:
                worker.check()
            each_round()
            stop.wait(limits.round_s)
    finally:
        until = time.monotonic() + limits.drain_s
        for worker in workers:
            worker.ask_to_stop()
        for worker in workers:
            worker.wait(until)
