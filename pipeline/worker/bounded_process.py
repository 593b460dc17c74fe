"""A process that answers one request at a time, and bounds how long each of them waits and runs."""

import os
import signal
from collections.abc import Callable
from concurrent.futures import CancelledError, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from threading import BoundedSemaphore, Lock

from pipeline.errors import PipelineError
from pipeline.processes import exit_with_parent
from vision.core import Basis, limit


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """Limits of requests to one process."""

    wait_s: float = limit(
        10.0, "s", Basis.CHOICE, "a day is read in a second or two: several of them end meanwhile"
    )
    start_s: float = limit(15.0, "s", Basis.CHOICE, "the process starts in a second or two")
    run_s: float = limit(
        35.0, "s", Basis.CHOICE, "one request; with the others a minute, for which the dashboard waits"
    )
    places: int = limit(
        5, "", Basis.CHOICE, "requests that run or wait: each holds one of the server's 40 threads"
    )


class BoundedProcess:
    """One worker process, started by the first request. Safe for several threads.

    A request that runs for too long ends with its process; the next one starts another. It ends with the server, also
    when that one is killed.
    """

    def __init__(self, limits: ProcessLimits) -> None:
        self._limits = limits
        self._places, self._turn, self._starting = BoundedSemaphore(limits.places), Lock(), Lock()
        self._pool: ProcessPoolExecutor | None = None

    def ask(self, function: Callable[..., object], *given: object) -> object:
        """What `function` returns, called in the process. Raises its errors, and PipelineError without an answer."""
        if not self._places.acquire(blocking=False):
            raise PipelineError("too many others ask for the same now: try again in a moment")
        try:
            if not self._turn.acquire(timeout=self._limits.wait_s):
                raise PipelineError("others ask for the same now, and it takes long: try again in a moment")
            try:
                return self._run(function, *given)
            finally:
                self._turn.release()
        finally:
            self._places.release()

    def close(self) -> None:
        """End the process; a running request fails."""
        with self._starting:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)

    def _run(self, function: Callable[..., object], *given: object) -> object:
        pool = self._running()
        try:
            process = pool.submit(os.getpid).result(self._limits.start_s)
            answer = pool.submit(function, *given)
        except (BrokenProcessPool, RuntimeError, TimeoutError) as error:
            self.close()
            raise PipelineError("the process that reads signals ended: try again") from error
        try:
            return answer.result(self._limits.run_s)
        except (BrokenProcessPool, CancelledError) as error:
            self.close()
            raise PipelineError("the process that reads signals ended: try again") from error
        except TimeoutError as error:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            self.close()
            raise PipelineError(
                f"this took more than {self._limits.run_s:g} s and was ended: ask for one counter"
            ) from error

    def _running(self) -> ProcessPoolExecutor:
        with self._starting:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(
                    1, get_context("spawn"), initializer=exit_with_parent, initargs=(os.getpid(),)
                )
            return self._pool
