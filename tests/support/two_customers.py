"""Customers one by one at a window: signals with a second track, and the events of a judgement."""

import numpy as np

from models import Event
from pipeline.judging.judge import judge
from synthetic.stories import (
    EVALUATION,
    POST,
    START,
    Story,
)
from vision.core import Signals

SCALE, X, Y = 0.347, 0.8, 0.36


def told(signals: Signals, kind: str) -> list[Event]:
    span = (float(signals.time[0]), float(signals.time[-1]) + 0.2)
    found = judge("hall", {POST: signals}, EVALUATION, span).events
    return [event for event in found if event.kind == kind]


def served(story: Story, *ids: tuple[float, int]) -> Signals:
    """The story with tracks: from a given second on, the customer at the window has that track."""
    signals = story.signals()
    columns = {name: column.copy() for name, column in signals.columns.items()}
    for since, track in ids:
        columns["customer_id"][(signals.time >= START + since) & (columns["customers"] > 0)] = track
    return Signals(signals.time, columns)


def joined(signals: Signals, track: int, since: float, until: float, *, walked_m: float = 0.0) -> Signals:
    """A second customer beside the first, who came over this many metres within 3 s."""
    columns = {name: column.copy() for name, column in signals.columns.items()}
    seconds = signals.time - START
    rows = (seconds >= since) & (seconds < until)
    share = np.clip((seconds[rows] - since) / 3, 0, 1)
    columns["customers"][rows] += 1
    columns["customer2_id"][rows] = track
    columns["customer2_x"][rows] = X + (1 - share) * walked_m * SCALE
    columns["customer2_y"][rows], columns["customer2_scale"][rows] = Y, SCALE
    return Signals(signals.time, columns)
