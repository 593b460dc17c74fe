"""Looks of generated clips with their labels, as the network of postures is trained on them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.accuracy.looking import task_of
from benchmarks.footage.made import MadeClip
from models import Thresholds
from pipeline.evaluation.truth import EvaluationClip, Truth
from pipeline.intervals import Floats, Rows
from pipeline.states.calibration import learn_seat
from pipeline.states.counter_states import hold_s
from pipeline.states.pose import Pose
from pipeline.states.posture_features import posture_features, usual_pose
from pipeline.states.presence import zone_presence
from vision.core import Signals

KINDS = ("slouching", "leaning_back", "head_on_desk", "chin_on_hand", "phone", "yawning")
# People need about this long to take a posture and to leave it; labels say nothing of the looks between.
_ON_THE_WAY_S, _WITHIN_S = 0.6, 0.3
# Seconds before and after the posture in a cut, from its end to a cut without it, and of that cut.
_AROUND_S, _AFTER_S, _WORK_S = 2.0, 3.0, 6.0
_LEAST_LOOKS = 15


@dataclass(frozen=True, slots=True)
class Looks:
    """The looks (k,) at one counter that may show more than work.

    `figures` (k, n) are named by `names`; `labels` (k, kinds) are 1, 0, or NaN where the labels do not tell. `start`
    is the clip's first picture (UTC s), `usual` what `usual_pose` gives.
    """

    family: str
    clip: EvaluationClip
    counter: str
    pose: Pose
    thresholds: Thresholds
    start: float
    rows: Rows
    names: tuple[str, ...]
    figures: Floats
    labels: Floats
    usual: dict[str, Floats]


def looks_of(made: Iterable[MadeClip]) -> Iterator[Looks]:
    """Those of every counter whose upright staff was seen."""
    for one in made:
        for counter, signals in one.seen.signals.items():
            yield from _looks(one, counter, signals)


def cuts_of(made: Iterable[MadeClip]) -> Iterator[Looks]:
    """The same of the seconds around each labelled posture alone, and of as many seconds without one.

    A camera that was just switched on, or a clerk who holds a phone all day, shows little else to compare with.
    """
    for one in made:
        for counter, signals in one.seen.signals.items():
            spans = [
                (state.start, state.end)
                for state in one.clip.truth.states
                if state.counter == counter and state.state in KINDS
            ]
            for start, end in [*spans, *((end + _AFTER_S, end + _AFTER_S + _WORK_S) for _, end in spans)]:
                since = signals.time - one.seen.start
                part = (since >= start - _AROUND_S) & (since < end + _AROUND_S)
                if part.sum() >= _LEAST_LOOKS:
                    columns = {name: column[part] for name, column in signals.columns.items()}
                    yield from _looks(one, counter, Signals(signals.time[part], columns))


def _looks(one: MadeClip, counter: str, signals: Signals) -> Iterator[Looks]:
    thresholds = task_of(one.clip).profile.thresholds
    pose = pose_of(signals, thresholds)
    if not pose.seat.known:
        return
    rows, found = posture_features(pose)
    if not len(rows):
        return
    labels = _labels(one.clip.truth, counter, pose.time[rows] - one.seen.start)
    figures = np.column_stack(list(found.values()))
    yield Looks(
        one.family, one.clip, counter, pose, thresholds, one.seen.start, rows, tuple(found), figures, labels,
        usual_pose(pose),
    )  # fmt: skip


def pose_of(signals: Signals, thresholds: Thresholds) -> Pose:
    """The pose as `pipeline.states.counter_states.read_states` makes it."""
    hold = hold_s(signals.time)
    present = zone_presence(signals, "staff", "staff_likeness", hold, thresholds)
    return Pose(signals, learn_seat(signals), present, hold)


def families(looks: Sequence[Looks]) -> list[str]:
    """The names of all families, in order."""
    return sorted({one.family for one in looks})


def _labels(truth: Truth, counter: str, seconds: Floats) -> Floats:
    found = np.zeros((len(seconds), len(KINDS)))
    for place, kind in enumerate(KINDS):
        if kind not in truth.exhaustive:
            found[:, place] = np.nan
            continue
        for state in truth.states:
            if (state.counter, state.state) == (counter, kind):
                near = (seconds >= state.start - _ON_THE_WAY_S) & (seconds < state.end + _ON_THE_WAY_S)
                within = (seconds >= state.start + _WITHIN_S) & (seconds < state.end - _WITHIN_S)
                found[near, place] = np.nan
                found[within, place] = 1
    return found
