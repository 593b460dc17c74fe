"""The number of people who wait, without jumps from look to look."""

from dataclasses import dataclass

import numpy as np

from pipeline.intervals import Basis, Floats, Spans, State, limit
from vision.core import Signals


@dataclass(frozen=True, slots=True)
class QueueLimits:
    """Limits of a queue."""

    next_s: float = limit(
        3.0,
        "s",
        Basis.CHOICE,
        "a queue's next person steps up, or a person is hidden behind another: it has not ended",
    )
    passing_s: float = limit(1.0, "s", Basis.CHOICE, "a passer-by is counted for a moment")


LIMITS = QueueLimits()


def at_least(signals: Signals, people: float, hold: float) -> State:
    """The time in which `people` or more wait, unknown if the place was not seen."""
    count = signals["waiting"]
    values = np.where(np.isnan(count), np.nan, count >= people)
    return State.from_samples(signals.time, values, hold).debounced(LIMITS.passing_s, LIMITS.next_s)


def lengths(signals: Signals, hold: float) -> list[tuple[int, Spans]]:
    """(people, when so many waited) for every length from one on; empty if none ever waited or the place was not
    seen.
    """
    count = signals["waiting"]
    most = int(np.nanmax(count)) if not np.isnan(count).all() else 0
    least = [at_least(signals, people, hold).true for people in range(1, most + 2)]
    exact = [(n + 1, least[n] - least[n + 1]) for n in range(most)]
    return [(people, spans) for people, spans in exact if spans]


def counted(signals: Signals, rows: slice) -> Floats:
    """(k,) how many waited in each look of `rows` that could see them."""
    found = signals["waiting"][rows].astype(np.float64)
    return found[~np.isnan(found)]
