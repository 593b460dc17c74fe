"""Requests that need signals are answered by a worker process beside the server.

The server itself loads no vision and no Parquet, and answers other requests while a day is read. The first request
starts the process. It ends with the server, also when that one is killed.
"""

import datetime as dt
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from threading import Lock
from typing import cast

from models import Score, Words
from pipeline.errors import PipelineError
from pipeline.processes import exit_with_parent
from pipeline.scoring.changes import ClauseChange
from vision.core import Basis, limit


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """Limits of waiting for the worker."""

    patience_s: float = limit(
        60.0, "s", Basis.CHOICE, "a day is read in a second or two; then the request fails with a message"
    )


LIMITS = WorkerLimits()


Pairs = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class StateLane:
    """The time in which one state held: (start, end) in UTC seconds, in order, apart.

    `kind` is the kind of event that lasts as long as the state does; None for a state without one.
    """

    state: str
    true: Pairs
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class CounterDayStates:
    """A counter's day. `first` and `last` are the ends of the recorded time, UTC seconds.

    `open`: when the norms held. `observed`: when it is known whether staff was at the post; outside of it nothing is
    known, which is not the same as an empty post.
    """

    first: float
    last: float
    open: Pairs
    observed: Pairs
    lanes: tuple[StateLane, ...]


@dataclass(frozen=True, slots=True)
class WhatIfQuestion:
    """A what-if request: a hall's day under other norms, for one counter, or for all (None).

    `profile` is a built-in name, or the hash of a built-in profile or of one that judged here. With a `document`
    (YAML text) the document is used, and `profile` is its name in errors.
    """

    site: str
    day: dt.date
    counter_id: int | None
    profile: str
    document: str | None = None


@dataclass(frozen=True, slots=True)
class CounterAnswer:
    """A counter's day as it was scored (None if it never was) and as it would be, with the differences.

    `judged` is False without stored signals: then the stored events were only priced anew.
    """

    counter_id: int
    scored: Score | None
    supposed: Score
    judged: bool
    clauses: tuple[ClauseChange, ...]


@dataclass(frozen=True, slots=True)
class WhatIfAnswer:
    """The counters with any data, and the norms that were applied."""

    name: str
    title: Words
    hash: str
    counters: tuple[CounterAnswer, ...]


class SignalWorker:
    """The worker process, started by the first request. Safe for several threads."""

    def __init__(self, url: str, data: Path) -> None:
        self._url, self._data = url, data
        self._pool: ProcessPoolExecutor | None = None
        self._lock = Lock()

    def states(self, counter_id: int, day: dt.date) -> CounterDayStates | None:
        """As `pipeline.worker.day_states.states_of`; raises PipelineError where no answer comes."""
        answer = self._ask("pipeline.worker.day_states", "states_of", counter_id, day)
        return cast("CounterDayStates | None", answer)

    def suppose(self, question: WhatIfQuestion, now: float) -> WhatIfAnswer:
        """As `pipeline.worker.whatif.what_if`; PipelineError without an answer, ModelError for wrong norms."""
        return cast("WhatIfAnswer", self._ask("pipeline.worker.whatif", "what_if", question, now))

    def close(self) -> None:
        """End the process; a running request fails."""
        with self._lock:
            if self._pool is not None:
                self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def _ask(self, module: str, name: str, *given: object) -> object:
        try:
            return (
                self._running()
                .submit(_run, module, name, self._url, self._data, *given)
                .result(LIMITS.patience_s)
            )
        except BrokenProcessPool as error:
            self.close()
            raise PipelineError("the process that reads signals ended: try again") from error
        except TimeoutError as error:
            self.close()
            raise PipelineError(
                f"reading the day's signals took more than {LIMITS.patience_s:g} s: try again"
            ) from error

    def _running(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(
                    1, get_context("spawn"), initializer=exit_with_parent, initargs=(os.getpid(),)
                )
            return self._pool


def _run(module: str, name: str, *given: object) -> object:
    """Runs in the process: only here are signals and their readers imported."""
    function = cast("Callable[..., object]", getattr(import_module(module), name))
    return function(*given)
