"""Nods and bows, the head goes down and comes up again within a second; and waves."""

from collections.abc import Sequence

import numpy as np

from pipeline.pose import Pose
from pipeline.spans import Bools, Floats, Spans

# A nod lowers the head's centre by 0.012 to 0.04 m against the shoulders; at rest it differs by 0.003.
_DEEP_M, _CLEAR_M = 0.012, 0.008
# And it takes a third of a second to one: looking down at papers takes longer.
_LONGEST_S = 1.3
# A look says how the head is until the next one, at most for this long.
_SAME_LOOK_S = 0.5
_AROUND_S, _MOST_LOOKS = 1.2, 36
# Rising, sitting down and reaching move the head as well, from this long before to this long after.
_BEFORE_S, _AFTER_S = 1.0, 0.7
# A waving hand is lifted beside the head, not held to it.
_WAVE_M = 0.25


def nods(pose: Pose, when: Spans, moving: Sequence[Spans], reaching: Spans) -> Spans:
    """Each dip of the head within `when`, from down to up; a double nod is two of them.

    Not around the beginnings and ends of `moving` (coming, going, rising, bending), nor while `reaching` over.
    """
    rows = when.contains(pose.time)
    lowered = np.zeros(len(rows), np.bool_)
    lowered[rows] = _lowered(pose.column("head_height")[rows], pose.time[rows])
    down = Spans.from_samples(pose.time, lowered, _SAME_LOOK_S).bridged(0.05)
    down = down[down.seconds <= _LONGEST_S]
    busy = reaching.padded(_AFTER_S, _AFTER_S)
    for spans in moving:
        busy |= _turns(spans)
    return down[busy.seconds_in(down.start, down.end) == 0]


def _turns(spans: Spans) -> Spans:
    """Around every beginning and end."""
    edges = np.concatenate((spans.start, spans.end))
    return Spans.merged(edges - _BEFORE_S, edges + _AFTER_S)


def head_seen(pose: Pose) -> Spans:
    """Where it is known how high the head is; a moment's loss hides no nod."""
    rows = pose.known & ~np.isnan(pose.column("head_height"))
    return Spans.from_samples(pose.time, rows, _SAME_LOOK_S).bridged(_SAME_LOOK_S)


def nods_visible(pose: Pose) -> bool:
    """Whether this camera sees heads well enough: what differs as much from look to look as a nod is deep hides it."""
    height = pose.column("head_height")
    steps = np.abs(np.diff(height[pose.known]))
    steps = steps[steps > 0]
    return len(steps) > 0 and float(1.4826 / np.sqrt(2) * np.median(steps)) <= _DEEP_M


def waves(pose: Pose) -> Spans:
    """Where a hand is over the shoulders and away from the face, as in a wave."""
    rows = np.zeros(len(pose.time), np.bool_)
    for side in ("left", "right"):
        rows |= (pose.hand_height(side) > 0) & (pose.hand_to_nose(side) > _WAVE_M)
    return pose.state(rows).true


def _lowered(height: Floats, time: Floats) -> Bools:
    """(t,) whether the head is lower than a moment before, a moment after, and than it mostly is around."""
    if not len(time):
        return np.zeros(0, np.bool_)
    around = _windows(height, time)
    past, coming = (
        np.arange(around.shape[1]) <= around.shape[1] // 2,
        np.arange(around.shape[1]) >= around.shape[1] // 2,
    )
    before, after = _highest(around[:, past]), _highest(around[:, coming])
    clearly = _middle(around) - height >= _CLEAR_M
    return np.asarray((np.minimum(before, after) - height >= _DEEP_M) & clearly, np.bool_)


def _windows(values: Floats, time: Floats) -> Floats:
    """(t, k) the values of the looks within _AROUND_S of each look, itself in the middle, NaN elsewhere."""
    step = float(np.median(np.diff(time))) if len(time) > 1 else _AROUND_S
    reach = max(1, min(_MOST_LOOKS, round(_AROUND_S / step)))
    rows = np.arange(len(time))[:, None] + np.arange(-reach, reach + 1)
    inside = (rows >= 0) & (rows < len(time))
    rows = np.clip(rows, 0, max(0, len(time) - 1))
    near = inside & (np.abs(time[rows] - time[:, None]) <= _AROUND_S + step / 2)
    return np.where(near, values[rows], np.nan)


def _highest(around: Floats) -> Floats:
    return np.asarray(np.max(np.where(np.isnan(around), -np.inf, around), axis=1), np.float64)


def _middle(around: Floats) -> Floats:
    """(t,) the median of what was seen, NaN where nothing was."""
    ordered = np.sort(around, axis=1)  # NaN comes last
    seen = np.sum(~np.isnan(around), axis=1)
    middle = ordered[np.arange(len(around)), np.maximum(seen - 1, 0) // 2]
    return np.asarray(np.where(seen > 0, middle, np.nan), np.float64)
