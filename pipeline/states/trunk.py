"""Posture of the trunk: hunched, sunk, leaning back, on the desk, relative to this counter's own upright staff."""

import numpy as np

from models import Thresholds
from pipeline.intervals import Bools, Floats, Spans, State, keeps_to, median, reaches
from pipeline.states.pose import Pose

# Depth is a guess of the model: a trunk bent forward in depth counts as hunched only if the shoulders came down as
# well. From the front, a reader is bent by 24 to 32 degrees and 0.03 to 0.05 m lower, a sloucher by 30 to 38 and 0.08
# m.
_BENT_DROP, _LEAST_DROP, _BENT = 0.065, 0.05, 2.5
# The chest is turned this far from the camera (sine): then the bend is in the picture itself and needs no depth; more
# for leaning back, which from half the way in front looks like sitting taller. From straight beside, the picture's own
# angle is surer than the model's space, in which the chest is turned too far or not far enough: 26 to 30 degrees of
# leaning back measured 14 to 32 there.
_SIDEWAYS, _LEANS, _BESIDE = 0.6, 0.75, 0.85
# A head on the desk: the trunk is bent by more than this against upright ("bad" of ISO 11226 and RULA), and the head,
# 0.15 m over the shoulders' line when upright, has come down to it or under it.
_ON_DESK_DEG = 60.0
_HEAD_DOWN = 0.15
# The shoulders must have come down to the desk as well, by 0.42 to 0.5 m; bending to a drawer lowers them by 0.17.
_DESK_DROP = 0.27
# On the way down the shoulders are lower than over any papers; a person is lost there for two seconds and a half.
_GOING_DOWN, _LEAST_LOST_S, _LOST_S = 0.2, 0.3, 4.0
# Sunk in the chair: tilted back, less than when leaning, and lower. Either alone is how people move; both together
# measured 1.9 to 3.3 times these, working people up to 1.7.
_SUNK_DEG, _SUNK_DROP, _SUNK = 8.0, 0.05, 1.8
_LEAST_SUNK_DEG, _LEAST_SUNK_DROP = 4.0, 0.03
# Leaning back turns the trunk at hips that a desk hides: the model measures 13 to 29 degrees of it, while the
# shoulders go down by 0.05 to 0.09 m and back by 0.04 to 0.07 in the picture (at rest within 0.01), the head as it was.
# Under two thirds of the limit's angle somebody has sunk.
_SLID_DROP, _SLID_BACK, _SLID_SHARE, _SLID_HEAD = 0.042, 0.03, 2 / 3, 0.025
_SLID_TURNED = 0.4
# Looks at the upright staff of these signals: shoulders and head are where they rest, within so many metres.
_AT_REST_M = 0.03
# A trunk whose angle differs by more than this from look to look is not measured but guessed: posture is not seen.
_MOST_NOISE_DEG = 10.0


def bend(pose: Pose) -> Floats:
    """(t,) degrees that the trunk is bent forward (negative: back) against this counter's upright."""
    return pose.once("bend of the trunk", _bend)


def _bend(pose: Pose) -> Floats:
    lean, turned = pose.column("trunk_lean"), pose.turned
    rest = _at_rest(pose)
    if not rest.any():
        return pose.forward
    in_picture = np.sign(turned) * (lean - median(lean[rest]))
    return np.where(np.abs(turned) >= _BESIDE, in_picture, pose.forward)


def _at_rest(pose: Pose) -> Bools:
    rest = pose.known & (np.abs(pose.drop) < _AT_REST_M) & (np.abs(pose.head_sunk) < _AT_REST_M)
    return np.asarray(rest, np.bool_)


def slouching(pose: Pose, limits: Thresholds) -> State:
    """Hunched: bent forward by `trunk_forward_deg` more than when upright. Sunk: low, and tilted back a little."""
    return _measured(pose, (_hunched(pose, limits) | _sunk(pose, limits)) & ~_on_desk(pose))


def hunched_beside(pose: Pose, limits: Thresholds) -> State:
    """Bent forward before a camera at the side, which cannot tell a hand under the chin from one on the desk."""
    return _measured(pose, _hunched(pose, limits) & _sideways(pose))


def leaning_back(pose: Pose, limits: Thresholds) -> State:
    """Bent backward by `lean_back_deg` more than when upright, or slid back; judged where it is seen from the side."""
    bent = _sideways(pose, _LEANS) & (bend(pose) <= -limits.lean_back_deg)
    return _measured(pose, np.asarray(bent | _slid_back(pose, limits), np.bool_))


def _slid_back(pose: Pose, limits: Thresholds) -> Bools:
    """(t,) shoulders down and back in the picture, head over them as ever, trunk tilted back by most of the limit."""
    low = (pose.drop >= _SLID_DROP) & (pose.head_sunk <= _SLID_HEAD) & ~pose.standing
    back = (_backward(pose) >= _SLID_BACK) & (bend(pose) <= -_SLID_SHARE * limits.lean_back_deg)
    return np.asarray(low & back & _sideways(pose, _SLID_TURNED), np.bool_)


def _backward(pose: Pose) -> Floats:
    """(t,) metres that the shoulders are behind where they rest in the picture, away from where the chest points."""
    rest = _at_rest(pose) & ~pose.standing
    if not rest.any():
        return np.full(len(pose.time), np.nan)
    x = pose.column("shoulder_x")
    return np.asarray((median(x[rest]) - x) / pose.seat.scale * np.sign(pose.turned), np.float64)


def head_on_desk(pose: Pose) -> State:
    """Head down to the shoulders and trunk bent more than 60 degrees in any direction, against upright.

    Models lose people on their way down and find them lying: it begins where they were last seen to go down.
    """
    lying = _measured(pose, _on_desk(pose))
    start = np.array([_went_down(pose, float(at)) for at in lying.true.start])
    true = Spans.merged(start, lying.true.end) if len(start) else lying.true
    return State(true, lying.seen | true)


def _went_down(pose: Pose, found: float) -> float:
    """The moment at which the person found lying at `found` was last seen going down, not long before; else `found`."""
    seen = np.flatnonzero(pose.known & ~reaches(pose.time, found))
    if not len(seen):
        return found
    last = int(seen[-1])
    away = float(found - pose.time[last])
    lost = keeps_to(away, _LOST_S) and not keeps_to(away, _LEAST_LOST_S)
    return float(pose.time[last]) if lost and pose.drop[last] >= _GOING_DOWN else found


def _measured(pose: Pose, rows: Bools) -> State:
    """The state, unknown if this camera only guesses the trunk."""
    return pose.state(rows) if pose.seat.noise_deg <= _MOST_NOISE_DEG else State.never_seen()


def _on_desk(pose: Pose) -> Bools:
    bent = np.maximum(np.abs(pose.forward), np.abs(pose.aside)) >= _ON_DESK_DEG
    return np.asarray(bent & (pose.head_sunk >= _HEAD_DOWN) & (pose.drop >= _DESK_DROP), np.bool_)


def _hunched(pose: Pose, limits: Thresholds) -> Bools:
    forward, drop = bend(pose), pose.drop
    in_depth = (drop >= _LEAST_DROP) & (forward / limits.trunk_forward_deg + drop / _BENT_DROP >= _BENT)
    return np.asarray((forward >= limits.trunk_forward_deg) & (_sideways(pose) | in_depth), np.bool_)


def _sunk(pose: Pose, limits: Thresholds) -> Bools:
    back, drop = -bend(pose), pose.drop
    both = (
        (back >= _LEAST_SUNK_DEG)
        & (drop >= _LEAST_SUNK_DROP)
        & (back / _SUNK_DEG + drop / _SUNK_DROP >= _SUNK)
    )
    return np.asarray(
        both & (back < limits.lean_back_deg) & _sideways(pose) & ~_slid_back(pose, limits), np.bool_
    )


def _sideways(pose: Pose, least: float = _SIDEWAYS) -> Bools:
    return np.asarray(np.abs(pose.turned) >= least, np.bool_)
