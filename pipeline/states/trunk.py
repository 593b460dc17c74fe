"""Posture of the trunk: hunched, sunk, leaning back, on the desk, relative to this counter's own upright staff."""

from dataclasses import dataclass

import numpy as np

from models import Thresholds
from pipeline.intervals import Basis, Bools, Floats, Spans, State, keeps_to, limit, median, reaches
from pipeline.states.pose import Pose


@dataclass(frozen=True, slots=True)
class TrunkLimits:
    """Limits of the trunk against a counter's own upright staff."""

    bent_drop: float = limit(
        0.065,
        "m",
        Basis.CHOICE,
        "shoulders down, placed by hand near 0.03 to 0.05 in readers and 0.08 in slouchers; depth alone "
        "is a guess of the model",
    )
    least_drop: float = limit(0.05, "m", Basis.CHOICE, "the same, at least")
    bent: float = limit(
        2.5,
        "",
        Basis.CHOICE,
        "bend by the profile's angle plus drop by `bent_drop`, between readers (24 to 32 degrees) and "
        "slouchers (30 to 38)",
    )
    sideways: float = limit(
        0.6,
        "sine",
        Basis.CHOICE,
        "the chest is turned so far from the camera that the picture itself shows the bend",
    )
    leans: float = limit(
        0.75,
        "sine",
        Basis.CHOICE,
        "the same for leaning back, which from half the way in front looks like sitting taller",
    )
    beside: float = limit(
        0.85,
        "sine",
        Basis.CHOICE,
        "from straight beside the picture's angle is surer than the model's space: 26 to 30 degrees "
        "measured 14 to 32 there",
    )
    on_desk_deg: float = limit(
        60.0,
        "degrees",
        Basis.STANDARD,
        "a trunk bent by more than this is the worst class of ISO 11226 and RULA",
    )
    head_down: float = limit(
        0.15, "m", Basis.CHOICE, "a head 0.15 over the shoulders when upright has come down to them"
    )
    desk_drop: float = limit(
        0.27,
        "m",
        Basis.CHOICE,
        "shoulders down, placed by hand near 0.42 to 0.5 on a desk and 0.17 at a drawer",
    )
    going_down: float = limit(0.2, "m", Basis.CHOICE, "shoulders are lower than over any papers")
    least_lost_s: float = limit(0.3, "s", Basis.CHOICE, "a shorter loss is no way down")
    lost_s: float = limit(4.0, "s", Basis.CHOICE, "on the way down people are lost for about 2.5")
    sunk_deg: float = limit(
        8.0,
        "degrees",
        Basis.CHOICE,
        "tilted back less than in leaning, and lower by `sunk_drop`: either alone is how people move",
    )
    sunk_drop: float = limit(0.05, "m", Basis.CHOICE, "see `sunk_deg`")
    sunk: float = limit(
        1.8,
        "",
        Basis.CHOICE,
        "both by their limits together, placed by hand near 1.9 to 3.3 sunk and up to 1.7 at work",
    )
    least_sunk_deg: float = limit(4.0, "degrees", Basis.CHOICE, "each counts from half of its limit on")
    least_sunk_drop: float = limit(0.03, "m", Basis.CHOICE, "each counts from about half of its limit on")
    slid_drop: float = limit(
        0.042,
        "m",
        Basis.CHOICE,
        "shoulders down, placed by hand near 0.05 to 0.09 in leaning back at hips that a desk hides",
    )
    slid_back: float = limit(
        0.03, "m", Basis.CHOICE, "shoulders back in the picture: 0.04 to 0.07 then, within 0.01 at rest"
    )
    slid_share: float = limit(
        2 / 3,
        "of the profile's angle",
        Basis.CHOICE,
        "the model measures 13 to 29 degrees then; under it a person has sunk",
    )
    slid_head: float = limit(0.025, "m", Basis.CHOICE, "the head is over the shoulders as ever")
    slid_turned: float = limit(
        0.4, "sine", Basis.CHOICE, "the chest is turned so far that back and forth show"
    )
    at_rest_m: float = limit(
        0.03, "m", Basis.CHOICE, "shoulders and head of upright staff are so near to where they rest"
    )
    most_noise_deg: float = limit(
        10.0,
        "degrees",
        Basis.CHOICE,
        "a trunk that differs by more from look to look is guessed, not measured",
    )


LIMITS = TrunkLimits()


def bend(pose: Pose) -> Floats:
    """(t,) degrees that the trunk is bent forward (negative: back) against this counter's upright."""
    return pose.once("bend of the trunk", _bend)


def _bend(pose: Pose) -> Floats:
    lean, turned = pose.column("trunk_lean"), pose.turned
    rest = _at_rest(pose)
    if not rest.any():
        return pose.forward
    in_picture = np.sign(turned) * (lean - median(lean[rest]))
    return np.where(np.abs(turned) >= LIMITS.beside, in_picture, pose.forward)


def _at_rest(pose: Pose) -> Bools:
    rest = pose.known & (np.abs(pose.drop) < LIMITS.at_rest_m) & (np.abs(pose.head_sunk) < LIMITS.at_rest_m)
    return np.asarray(rest, np.bool_)


def slouching(pose: Pose, limits: Thresholds) -> State:
    """Hunched: bent forward by `trunk_forward_deg` more than when upright. Sunk: low, and tilted back a little."""
    return _measured(pose, (_hunched(pose, limits) | _sunk(pose, limits)) & ~_on_desk(pose))


def hunched_beside(pose: Pose, limits: Thresholds) -> State:
    """Bent forward before a camera at the side, which cannot tell a hand under the chin from one on the desk."""
    return _measured(pose, _hunched(pose, limits) & _sideways(pose, LIMITS.sideways))


def leaning_back(pose: Pose, limits: Thresholds) -> State:
    """Bent backward by `lean_back_deg` more than when upright, or slid back; judged where it is seen from the side."""
    bent = _sideways(pose, LIMITS.leans) & (bend(pose) <= -limits.lean_back_deg)
    return _measured(pose, np.asarray(bent | _slid_back(pose, limits), np.bool_))


def _slid_back(pose: Pose, limits: Thresholds) -> Bools:
    """(t,) shoulders down and back in the picture, head over them as ever, trunk tilted back by most of the limit."""
    low = (pose.drop >= LIMITS.slid_drop) & (pose.head_sunk <= LIMITS.slid_head) & ~pose.standing
    back = (_backward(pose) >= LIMITS.slid_back) & (bend(pose) <= -LIMITS.slid_share * limits.lean_back_deg)
    return np.asarray(low & back & _sideways(pose, LIMITS.slid_turned), np.bool_)


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
    lost = keeps_to(away, LIMITS.lost_s) and not keeps_to(away, LIMITS.least_lost_s)
    return float(pose.time[last]) if lost and pose.drop[last] >= LIMITS.going_down else found


def _measured(pose: Pose, rows: Bools) -> State:
    """The state, unknown if this camera only guesses the trunk."""
    return pose.state(rows) if pose.seat.noise_deg <= LIMITS.most_noise_deg else State.never_seen()


def _on_desk(pose: Pose) -> Bools:
    bent = np.maximum(np.abs(pose.forward), np.abs(pose.aside)) >= LIMITS.on_desk_deg
    return np.asarray(bent & (pose.head_sunk >= LIMITS.head_down) & (pose.drop >= LIMITS.desk_drop), np.bool_)


def _hunched(pose: Pose, limits: Thresholds) -> Bools:
    forward, drop = bend(pose), pose.drop
    in_depth = (drop >= LIMITS.least_drop) & (
        forward / limits.trunk_forward_deg + drop / LIMITS.bent_drop >= LIMITS.bent
    )
    return np.asarray(
        (forward >= limits.trunk_forward_deg) & (_sideways(pose, LIMITS.sideways) | in_depth), np.bool_
    )


def _sunk(pose: Pose, limits: Thresholds) -> Bools:
    back, drop = -bend(pose), pose.drop
    both = (
        (back >= LIMITS.least_sunk_deg)
        & (drop >= LIMITS.least_sunk_drop)
        & (back / LIMITS.sunk_deg + drop / LIMITS.sunk_drop >= LIMITS.sunk)
    )
    return np.asarray(
        both & (back < limits.lean_back_deg) & _sideways(pose, LIMITS.sideways) & ~_slid_back(pose, limits),
        np.bool_,
    )


def _sideways(pose: Pose, least: float) -> Bools:
    return np.asarray(np.abs(pose.turned) >= least, np.bool_)
