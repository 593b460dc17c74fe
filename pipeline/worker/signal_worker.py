"""Requests that need signals are answered by a worker process beside the server.

The server itself loads no vision and no Parquet, and answers other requests while a day is read. The first request
starts the process. It ends with the server, also when that one is killed.
"""

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import cast

from models import Score, Words
from pipeline.scoring.changes import ClauseChange
from pipeline.worker.bounded_process import BoundedProcess, ProcessLimits

LIMITS = ProcessLimits()
# A page shows thirty posters, each of which is ready in some milliseconds.
_COPY_LIMITS = ProcessLimits(places=30)
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
    """The worker processes, each started by its first request. Safe for several threads.

    Days, other norms, norms that a person uploaded, and copies have a process each, so that none waits for another.
    """

    def __init__(self, url: str, data: Path) -> None:
        self._url, self._data = url, data
        self._days, self._norms, self._uploads = (BoundedProcess(LIMITS) for _ in range(3))
        self._copies, self._made = BoundedProcess(_COPY_LIMITS), _MadeCopies()

    def states(self, counter_id: int, day: dt.date) -> CounterDayStates | None:
        """As `pipeline.worker.day_states.states_of`; raises PipelineError where no answer comes."""
        answer = self._ask(self._days, "pipeline.worker.day_states", "states_of", counter_id, day)
        return cast("CounterDayStates | None", answer)

    def suppose(self, question: WhatIfQuestion, now: float) -> WhatIfAnswer:
        """As `pipeline.worker.whatif.what_if`; PipelineError without an answer, ModelError for wrong norms."""
        process = self._norms if question.document is None else self._uploads
        return cast("WhatIfAnswer", self._ask(process, "pipeline.worker.whatif", "what_if", question, now))

    def faceless(self, path: str, sha256: str, clip: str | None) -> bytes | str:
        """As `pipeline.clips.faceless.faceless_copy`, kept for the next part of it; raises PipelineError."""
        copy = self._made.get(sha256)
        if copy is None:
            asked = self._ask(self._copies, "pipeline.clips.faceless", "faceless_copy", path, sha256, clip)
            copy = cast("bytes | str", asked)
            self._made.put(sha256, copy)
        return copy

    def annotations(self, event_id: int, form: str) -> str | None:
        """As `pipeline.worker.annotations.annotations_of`; raises PipelineError where no answer comes."""
        answer = self._ask(self._days, "pipeline.worker.annotations", "annotations_of", event_id, form)
        return cast("str | None", answer)

    def close(self) -> None:
        """End the processes; running requests fail."""
        for process in (self._days, self._norms, self._uploads, self._copies):
            process.close()

    def _ask(self, process: BoundedProcess, module: str, name: str, *given: object) -> object:
        return process.ask(_run, module, name, self._url, self._data, *given)


class _MadeCopies:
    """The copies that were made last, by the hash of their files."""

    def __init__(self, places: int = 24) -> None:
        self._places, self._copies, self._turn = places, OrderedDict[str, bytes | str](), Lock()

    def get(self, sha256: str) -> bytes | str | None:
        with self._turn:
            if sha256 in self._copies:
                self._copies.move_to_end(sha256)
            return self._copies.get(sha256)

    def put(self, sha256: str, copy: bytes | str) -> None:
        with self._turn:
            self._copies[sha256] = copy
            while len(self._copies) > self._places:
                self._copies.popitem(last=False)


def _run(module: str, name: str, *given: object) -> object:
    """Runs in the process: only here are signals and their readers imported."""
    function = cast("Callable[..., object]", getattr(import_module(module), name))
    return function(*given)
