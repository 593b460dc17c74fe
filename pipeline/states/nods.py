"""Nods and bows, the head goes down and comes up again within a second; and waves."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.intervals import Basis, Bools, Floats, Spans, keeps_to, limit, looks_between, median
from pipeline.states.pose import Pose


@dataclass(frozen=True, slots=True)
class NodLimits:
    """Limits of nods and waves."""

    clear_m: float = limit(
        0.008, "m", Basis.CHOICE, "head against shoulders, placed by hand near 0.008 to 0.04 in nods"
    )
    least_noise_m: float = limit(
        0.003, "m", Basis.CHOICE, "the same at rest, from look to look; more on a poor view"
    )
    least_nose_m: float = limit(
        0.0015, "m", Basis.CHOICE, "the nose against the ears at rest, 0.007 to 0.03 in nods"
    )
    nod: float = limit(
        4.6,
        "times the noise",
        Basis.CHOICE,
        "both dips together, placed by hand near 5 and more in nods and 4 at most in all else",
    )
    perhaps: float = limit(3.7, "times the noise", Basis.CHOICE, "the same, where it may be either")
    longest_s: float = limit(
        1.3, "s", Basis.CHOICE, "nods take a third of a second to one; looking down at papers takes longer"
    )
    same_look_s: float = limit(0.5, "s", Basis.CHOICE, "a look says how the head is for so long at most")
    same_dip_s: float = limit(0.05, "s", Basis.CHOICE, "looks stand next to each other within rounding")
    around_s: float = limit(
        1.0, "s", Basis.CHOICE, "a dip is lower than the head was so shortly before and after"
    )
    most_looks: int = limit(36, "looks", Basis.CHOICE, "as many in that time at the highest rate of a camera")
    before_s: float = limit(1.0, "s", Basis.CHOICE, "a person who rises leans forward for so long before")
    after_s: float = limit(0.2, "s", Basis.CHOICE, "rising is over so long after")
    moved_m: float = limit(0.03, "m", Basis.CHOICE, "shoulders that move by more are not still")
    settled_s: float = limit(0.45, "s", Basis.CHOICE, "the same, within so long of the look")
    reached_s: float = limit(0.7, "s", Basis.CHOICE, "reaching over moves the head so long before and after")
    most_noise_m: float = limit(
        0.012, "m", Basis.CHOICE, "from look to look of a nod's depth: more hides a nod"
    )
    wave_m: float = limit(
        0.25, "m", Basis.CHOICE, "wrist to nose: a waving hand is beside the head, not at it"
    )


LIMITS = NodLimits()


@dataclass(frozen=True, slots=True)
class Nods:
    """Each dip of the head, from down to up; a double nod is two. `perhaps` are as well those that may be noise.

    `clearness` (k,) says how far the head dips at `time` (k,), in what it differs by at rest.
    """

    sure: Spans
    perhaps: Spans
    time: Floats
    clearness: Floats

    def clearest(self, start: float, end: float) -> float:
        """The clearness of the clearest dip between `start` and `end` (UTC s), 0 for none; a nod from `nod` on."""
        inside = self.clearness[looks_between(self.time, start, end)]
        return float(np.max(inside, initial=0.0))


def nods(pose: Pose, when: Spans, moving: Sequence[Spans], reaching: Spans, still_sd: float) -> Nods:
    """The nods within `when`; shoulders are still if they differ by less than `still_sd` deviations of those at rest.

    Not around the beginnings and ends of `moving` (coming, going, rising, bending), not while the shoulders move, and
    not while `reaching` over.
    """
    rows = when.rows(pose.time)
    time = pose.time[rows]
    clear = _clearness(pose, rows)
    busy = reaching.padded(LIMITS.reached_s, LIMITS.reached_s)
    for spans in moving:
        busy |= _turns(spans)
    moved = busy.rows(time) | _moves(pose.height[rows], time, still_sd * pose.seat.sd)
    clear[_along_with(moved, clear >= LIMITS.perhaps)] = 0
    return Nods(_dips(clear >= LIMITS.nod, time), _dips(clear >= LIMITS.perhaps, time), time, clear)


def _clearness(pose: Pose, rows: Bools) -> Floats:
    """(k,) how far a dip of the head and of the nose stands out of what they differ by at rest; 0 for no dip."""
    time, known = pose.time[rows], pose.known
    head, nose = pose.column("head_height"), -pose.column("nose_drop")
    lowered = _dip(head[rows], time)
    dropped = _at_most_a_look_off(_dip(nose[rows], time))
    parts = (
        lowered / _noise(head[known], LIMITS.least_noise_m),
        dropped / _noise(nose[known], LIMITS.least_nose_m),
    )
    return np.asarray(np.where(lowered >= LIMITS.clear_m, np.hypot(*parts), 0.0), np.float64)  # NaN is no dip


def _at_most_a_look_off(dip: Floats) -> Floats:
    """(k,) the deepest of a look and its neighbours: the nose may be down before the head is. 0 for no dip."""
    dip = np.maximum(np.nan_to_num(dip, nan=0.0), 0.0)
    later, earlier = np.append(dip[1:], 0.0), np.append(0.0, dip[:-1])
    return np.asarray(np.maximum(dip, np.maximum(later[: len(dip)], earlier[: len(dip)])), np.float64)


def _noise(values: Floats, least: float) -> float:
    """The noise of a measure at rest: the standard deviation of one look, and at least `least`."""
    steps = np.abs(np.diff(values))
    steps = steps[steps > 0]  # an unchanged picture is not looked at again
    return max(least, float(1.4826 / np.sqrt(2) * median(steps))) if len(steps) else least


def _dips(lowered: Bools, time: Floats) -> Spans:
    """The time in which the head is lowered for as long as a nod takes."""
    down = Spans.from_samples(time, lowered, LIMITS.same_look_s).bridged(LIMITS.same_dip_s)
    return down[keeps_to(down.seconds, LIMITS.longest_s)]


def _along_with(moved: Bools, dips: Bools) -> Bools:
    """(k,) rows in which it `moved`, and all rows of a dip during which it did: that head went along."""
    if not len(dips):
        return moved
    runs = np.append(0, np.flatnonzero(np.diff(dips)) + 1)
    along = np.logical_or.reduceat(moved, runs)
    return np.asarray(moved | (dips & np.repeat(along, np.diff(np.append(runs, len(dips))))), np.bool_)


def _moves(height: Floats, time: Floats, still_m: float) -> Bools:
    """(k,) whether the shoulders go up or down around the look."""
    highest, lowest = (np.maximum(*_highest(way * height, time, LIMITS.settled_s)) for way in (1, -1))
    moved = highest + lowest
    return np.asarray(moved > max(LIMITS.moved_m, still_m), np.bool_)


def _turns(spans: Spans) -> Spans:
    """The time around every beginning and end."""
    edges = np.concatenate((spans.start, spans.end))
    return Spans.merged(edges - LIMITS.before_s, edges + LIMITS.after_s)


def head_seen(pose: Pose) -> Spans:
    """The time in which the height of the head is known; a moment's loss hides no nod."""
    rows = pose.known & ~np.isnan(pose.column("head_height"))
    return Spans.from_samples(pose.time, rows, LIMITS.same_look_s).bridged(LIMITS.same_look_s)


def nods_visible(pose: Pose) -> bool:
    """Whether this camera sees heads well enough: noise from look to look of a nod's depth hides it."""
    height = pose.column("head_height")[pose.known]
    return bool(np.any(np.diff(height))) and _noise(height, 0.0) <= LIMITS.most_noise_m


def waves(pose: Pose) -> Spans:
    """The time in which a hand is over the shoulders and away from the face, as in a wave."""
    rows = np.zeros(len(pose.time), np.bool_)
    for side in ("left", "right"):
        rows |= (pose.hand_height(side) > 0) & (pose.hand_to_nose(side) > LIMITS.wave_m)
    return pose.state(rows).true


def _dip(height: Floats, time: Floats) -> Floats:
    """(t,) by how much it is lower than a moment before and a moment after; NaN where that is not known."""
    either = np.minimum(*_highest(height, time, LIMITS.around_s))
    return np.where(np.isfinite(either), either - height, np.nan)


def _highest(values: Floats, time: Floats, reach_s: float) -> tuple[Floats, Floats]:
    """(t,) the highest of the looks up to `reach_s` before each look and of those after it, itself among both.

    -inf without a look that saw it.
    """
    step = median(np.diff(time)) if len(time) > 1 else reach_s
    seen = np.where(np.isnan(values), -np.inf, values)
    before, after = seen.copy(), seen.copy()
    for away in range(1, min(len(time), 1 + max(1, min(LIMITS.most_looks, round(reach_s / step))))):
        near = keeps_to(time[away:] - time[:-away], reach_s + step / 2)
        np.maximum(before[away:], seen[:-away], out=before[away:], where=near)
        np.maximum(after[:-away], seen[away:], out=after[:-away], where=near)
    return before, after
