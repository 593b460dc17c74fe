"""Questions that need signals, answered by a process beside the server.

The server itself loads no vision and no Parquet, and answers others while a day is read. The process is started by
the first question and ends with the server, also when that one is killed.
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

from models.scores import Score
from models.words import Words
from pipeline.errors import PipelineError
from pipeline.processes import exit_with_parent
from pipeline.scoring.changes import ClauseChange

PATIENCE_S = 60.0
"""A day is read in a second or two; who waits longer than this is better told so."""

Pairs = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class StateLane:
    """When one state held: (start, end) in UTC seconds, in order, apart."""

    state: str
    true: Pairs


@dataclass(frozen=True, slots=True)
class CounterDayStates:
    """A counter's day as it passed. `first` and `last` are the ends of what was recorded, UTC seconds.

    `open`: when the norms held. `observed`: when it could be said whether staff was at the post; outside of it
    nothing is known, which is not the same as nothing being there.
    """

    first: float
    last: float
    open: Pairs
    observed: Pairs
    lanes: tuple[StateLane, ...]


@dataclass(frozen=True, slots=True)
class WhatIfQuestion:
    """What other norms would make of a hall's day: of one counter, or of all (None).

    `profile` is a built-in name, or the hash of one or of a profile that judged here. With a `document` (YAML text)
    that is judged by, and `profile` is what errors call it.
    """

    site: str
    day: dt.date
    counter_id: int | None
    profile: str
    document: str | None = None


@dataclass(frozen=True, slots=True)
class CounterAnswer:
    """A counter's day as it was scored (None where it never was) and as it would be, with what differs.

    `judged` is False where no signals are kept: then the events that are kept were only priced anew.
    """

    counter_id: int
    scored: Score | None
    supposed: Score
    judged: bool
    clauses: tuple[ClauseChange, ...]


@dataclass(frozen=True, slots=True)
class WhatIfAnswer:
    """The counters of which anything is known, and the norms that were supposed."""

    name: str
    title: Words
    hash: str
    counters: tuple[CounterAnswer, ...]


class SignalWorker:
    """The process, started when it is first needed. Safe for several threads."""

    def __init__(self, url: str, data: Path) -> None:
        self._url, self._data = url, data
        self._pool: ProcessPoolExecutor | None = None
        self._lock = Lock()

    def states(self, counter_id: int, day: dt.date, now: float) -> CounterDayStates | None:
        """As `pipeline.worker.day_states.states_of`; raises PipelineError where no answer comes."""
        answer = self._ask("pipeline.worker.day_states", "states_of", counter_id, day, now)
        return cast("CounterDayStates | None", answer)

    def suppose(self, question: WhatIfQuestion, now: float) -> WhatIfAnswer:
        """As `pipeline.worker.whatif.supposed`; PipelineError without an answer, ModelError for wrong norms."""
        return cast("WhatIfAnswer", self._ask("pipeline.worker.whatif", "supposed", question, now))

    def close(self) -> None:
        """End the process; what it was doing is given up."""
        with self._lock:
            if self._pool is not None:
                self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def _ask(self, module: str, name: str, *given: object) -> object:
        try:
            return (
                self._running().submit(_run, module, name, self._url, self._data, *given).result(PATIENCE_S)
            )
        except BrokenProcessPool as error:
            self.close()
            raise PipelineError("the process that reads signals ended: try again") from error
        except TimeoutError as error:
            self.close()
            raise PipelineError(
                f"reading the day's signals took more than {PATIENCE_S:g} s: try again"
            ) from error

    def _running(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(
                    1, get_context("spawn"), initializer=exit_with_parent, initargs=(os.getpid(),)
                )
            return self._pool


def _run(module: str, name: str, *given: object) -> object:
    """In the process: only here are signals and what reads them imported."""
    function = cast("Callable[..., object]", getattr(import_module(module), name))
    return function(*given)
