"""Long days with real noise: the signals of a labelled clip, repeated with pauses, judged with the shipped durations.

A day repeats a single clip, because a day has one camera and its seats are learned from the whole day. Nothing was
recorded in the pauses, so every repetition begins and ends as the clip does.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from benchmarks.kept_signals import kept
from benchmarks.long_days.days import judged
from models import Thresholds
from models.norms import Profile, load_catalogue
from pipeline.evaluation.findings import ClipResult
from pipeline.evaluation.truth import EvaluationClip, TrueEvent, TrueState, Truth
from vision.core import Signals

Labelled = TypeVar("Labelled", TrueEvent, TrueState)
PAUSE_S = 60.0


def tiled_days(
    clips: Sequence[EvaluationClip], folder: Path, hours: float, profile: Profile
) -> Iterator[ClipResult]:
    """The results of days, one made from each clip with Signals in `folder`."""
    for clip in clips:
        seen = kept(folder, clip)
        if seen is None:
            continue
        offsets = tile_offsets(seen.end - seen.start, hours)
        signals = {name: tiled(rows, offsets) for name, rows in seen.signals.items()}
        truth = tiled_truth(clip.truth, offsets, profile.thresholds)
        span = (seen.start, seen.end + offsets[-1])
        yield judged(clip.name, truth, signals, profile, span)


def tile_offsets(seconds: float, hours: float) -> list[float]:
    """The start of each tile, seconds from the first one; at least one."""
    step = seconds + PAUSE_S
    return [row * step for row in range(max(1, round(hours * 3600 / step)))]


def tiled(signals: Signals, offsets: Sequence[float]) -> Signals:
    """The rows once for each offset, in order."""
    time = np.concatenate([signals.time + offset for offset in offsets])
    columns = {name: np.tile(column, len(offsets)) for name, column in signals.columns.items()}
    return Signals(time, columns)


def tiled_truth(truth: Truth, offsets: Sequence[float], limits: Thresholds) -> Truth:
    """The labels once for each offset, without events that are too short for these durations."""
    lasting = [event for event in truth.events if long_enough(event, limits)]
    return truth.model_copy(
        update={
            "events": tuple(_moved(one, offset) for offset in offsets for one in lasting),
            "states": tuple(_moved(one, offset) for offset in offsets for one in truth.states),
        }
    )


def long_enough(event: TrueEvent, limits: Thresholds) -> bool:
    """Whether a labelled event counts with these durations; kinds without a duration always count."""
    name = load_catalogue().kinds[event.kind].threshold
    return name is None or event.end - event.start >= limits.number(name)


def _moved(one: Labelled, offset: float) -> Labelled:
    return one.model_copy(update={"start": one.start + offset, "end": one.end + offset})
