"""How many people wait, as a line that does not jump with every look."""

import numpy as np

from pipeline.intervals import Floats, Spans, State
from vision.core.signals import Signals

# One leaves the queue's head and the next one steps up, somebody stands behind somebody else: the queue has not ended.
NEXT_S = 3.0
# Somebody who walks past is counted for a moment.
_PASSING_S = 1.0


def at_least(signals: Signals, people: float, hold: float) -> State:
    """Where `people` or more wait, unknown where nobody could see them."""
    count = signals["waiting"]
    values = np.where(np.isnan(count), np.nan, count >= people)
    return State.from_samples(signals.time, values, hold).debounced(_PASSING_S, NEXT_S)


def lengths(signals: Signals, hold: float) -> list[tuple[int, Spans]]:
    """(people, when so many waited) for every length from one on; empty where nobody ever waited or could be seen."""
    count = signals["waiting"]
    most = int(np.nanmax(count)) if not np.isnan(count).all() else 0
    least = [at_least(signals, people, hold).true for people in range(1, most + 2)]
    exact = [(n + 1, least[n] - least[n + 1]) for n in range(most)]
    return [(people, spans) for people, spans in exact if spans]


def counted(signals: Signals, rows: slice) -> Floats:
    """(k,) how many waited in each look of `rows` that could see them."""
    found = signals["waiting"][rows].astype(np.float64)
    return found[~np.isnan(found)]
