"""Phones: a hand held at the ear, or hands held before the chest that the bowed head looks at.

The camera sees hands and a head, never the phone. A reference learned from the same minutes would hide a phone that
is held throughout them, so the reference starts from the usual values of people and moves toward this counter's
values the more was seen. Lengths are metres as the picture shows them, relative to the upright staff of this counter.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pipeline.intervals import Around, Basis, Bools, Floats, Spans, State, limit, looks_between, seen_median
from pipeline.states.pose import Pose

_SIDES = ("left", "right")


@dataclass(frozen=True, slots=True)
class PhoneLimits:
    """Limits of a phone in use, each placed by hand near the figures in its reason; all labelled clips were in view."""

    seen: float = limit(0.3, "", Basis.CHOICE, "score of a wrist that is no guess")
    at_face: float = limit(0.24, "m", Basis.CHOICE, "wrist to nose: 0.08 to 0.23 at the face, 0.27 at work")
    lifted: float = limit(-0.06, "m", Basis.CHOICE, "wrist over the shoulders: -0.05 to 0.08 at the ear")
    jaw: float = limit(-0.11, "m", Basis.CHOICE, "the same, where the forearm is upright: -0.10 to -0.06")
    forearm: float = limit(0.12, "m", Basis.CHOICE, "wrist over its elbow: 0.17 to 0.27 at ear and jaw")
    highest: float = limit(0.15, "m", Basis.CHOICE, "a hand over it waves or is in the hair")
    jaw_level: float = limit(0.02, "m", Basis.CHOICE, "head sunk less than onto a propping hand")
    level: float = limit(0.03, "m", Basis.CHOICE, "a call leaves the head where it is, within 0.02")
    steady: float = limit(0.03, "m", Basis.CHOICE, "spread of a wrist: 0.016 holding, 0.038 scratching")
    steady_s: float = limit(1.5, "s", Basis.CHOICE, "the time in which it is measured")
    held_from: float = limit(0.28, "m", Basis.CHOICE, "wrist to nose of a hand that holds something to read")
    held_to: float = limit(0.52, "m", Basis.CHOICE, "the same; hands on the desk have 0.5 and more")
    held_lift: float = limit(0.05, "m", Basis.CHOICE, "wrist over where it usually rests")
    bowed_from: float = limit(0.018, "m", Basis.CHOICE, "head sunk: 0.035 to 0.045 over a phone")
    bowed_to: float = limit(0.075, "m", Basis.CHOICE, "the same: 0.08 and more over writing")
    typed_to: float = limit(0.47, "m", Basis.CHOICE, "wrist to nose of hands that type: 0.34 to 0.44")
    typed_low: float = limit(-0.31, "m", Basis.CHOICE, "wrist over the shoulders: typing -0.28, desk -0.33")
    typed_high: float = limit(-0.1, "m", Basis.CHOICE, "the same: -0.21 at most")
    typed_apart: float = limit(0.4, "m", Basis.CHOICE, "between the wrists: 0.2 to 0.36")
    typed_forearm: float = limit(-0.05, "m", Basis.CHOICE, "wrist over elbow: -0.04 to 0.09, desk -0.1")
    typed_seen: float = limit(0.5, "", Basis.CHOICE, "score of both wrists: 0.8 and more")
    typed_lift: float = limit(0.05, "m", Basis.CHOICE, "hands over where hands usually rest")
    typed_bow: float = limit(4.0, "deg", Basis.CHOICE, "head pitched under what is usual: 5 to 20")
    usual_hands: float = limit(
        -0.38, "m", Basis.CHOICE, "of 67 people a quarter rest the hands lower, half at -0.35"
    )
    usual_pitch: float = limit(
        14.0, "deg", Basis.CHOICE, "of 67 people a quarter hold the head less bowed, half under 18"
    )
    learned_s: float = limit(60.0, "s", Basis.CHOICE, "seen for so long, a counter's own figures count half")


LIMITS = PhoneLimits()


@dataclass(frozen=True, slots=True)
class PhoneStates:
    """`phone`, and within it `called`, where it is at the ear for certain."""

    phone: State
    called: Spans


def phones(pose: Pose) -> PhoneStates:
    """The phones of a pose, called with or looked at."""
    called = _held_still(pose, {side: _at_ear(pose, side) for side in _SIDES})
    near = _held_still(pose, {side: _at_ear(pose, side) | _at_jaw(pose, side) for side in _SIDES})
    read = _held_still(pose, {side: _read(pose, side) for side in _SIDES})
    return PhoneStates(called | near | read | pose.state(_typed(pose)), called.true)


def at_face(pose: Pose, side: str) -> Bools:
    """(t,) whether the `side` hand is seen at the face."""
    near = (pose.hand_to_nose(side) <= LIMITS.at_face) & (pose.column(f"wrist_{side}_seen") >= LIMITS.seen)
    return np.asarray(near, np.bool_)


def both_at_face(pose: Pose) -> Bools:
    """(t,) whether each hand is at the face, seen or guessed."""
    left, right = (pose.hand_to_nose(side) <= LIMITS.at_face for side in _SIDES)
    return np.asarray(left & right, np.bool_)


def _held_still(pose: Pose, hands: Mapping[str, Bools]) -> State:
    """The time in which one of the hands is in place (t,) and rests there; a hand that waves, scratches or strokes
    does not.
    """
    state = pose.state(np.logical_or.reduce(list(hands.values())))
    moves = [np.where(rows, restless(pose, side), np.nan) for side, rows in hands.items()]
    least = np.fmin(*moves)
    still = [seen_median(least[_rows(pose, start, end)]) <= LIMITS.steady for start, end in state.true]
    return State(state.true[np.array(still, np.bool_)], state.seen)


def restless(pose: Pose, side: str) -> Floats:
    """(t,) metres by which the wrist differs from where it is against the head around each look."""
    return pose.once(f"{side} hand restless", lambda pose: _spread(pose, side))


def _spread(pose: Pose, side: str) -> Floats:
    x, y = (pose.column(f"wrist_{side}_{way}") - pose.column(f"head_{way}") for way in "xy")
    return spread(pose.time, x / pose.seat.scale, y / pose.seat.scale, LIMITS.steady_s)


def _rows(pose: Pose, start: float, end: float) -> slice:
    return looks_between(pose.time, start, end)


def _at_ear(pose: Pose, side: str) -> Bools:
    """(t,) the hand at the ear: lifted, the head as it always is, the other hand elsewhere."""
    height = pose.hand_height(side)
    lifted = (height >= LIMITS.lifted) & (height <= LIMITS.highest)
    level = np.abs(pose.head_sunk) < LIMITS.level
    return np.asarray(at_face(pose, side) & lifted & level & ~both_at_face(pose), np.bool_)


def _at_jaw(pose: Pose, side: str) -> Bools:
    """(t,) the hand a little lower on an upright forearm, where it may hold a phone or the cheek."""
    height, upright = pose.hand_height(side), pose.forearm(side) >= LIMITS.forearm
    low = (height >= LIMITS.jaw) & (height < LIMITS.lifted)
    level = np.abs(pose.head_sunk) < LIMITS.jaw_level
    return np.asarray(at_face(pose, side) & upright & low & level & ~both_at_face(pose), np.bool_)


def _read(pose: Pose, side: str) -> Bools:
    """(t,) an object held before the seated person, lifted over this hand's usual place, while the person looks at
    it.
    """
    bowed = (pose.head_sunk >= LIMITS.bowed_from) & (pose.head_sunk <= LIMITS.bowed_to) & ~pose.standing
    height, near = pose.hand_height(side), pose.hand_to_nose(side)
    lifted = height - seen_median(height[~pose.standing]) >= LIMITS.held_lift
    seen = pose.column(f"wrist_{side}_seen") >= LIMITS.seen
    within = (near >= LIMITS.held_from) & (near <= LIMITS.held_to)
    return np.asarray(bowed & lifted & seen & within, np.bool_)


def _typed(pose: Pose) -> Bools:
    """(t,) both hands together before the chest of the seated person, whose head is bowed to them."""
    apart = np.hypot(*(_between_hands(pose, way) for way in "xy"))
    found = (apart <= LIMITS.typed_apart) & ~pose.standing & _bowed(pose) & _both_lifted(pose)
    for side in _SIDES:
        height, near = pose.hand_height(side), pose.hand_to_nose(side)
        found &= (near >= LIMITS.held_from) & (near <= LIMITS.typed_to)
        found &= (height >= LIMITS.typed_low) & (height <= LIMITS.typed_high)
        found &= pose.forearm(side) >= LIMITS.typed_forearm
        found &= pose.column(f"wrist_{side}_seen") >= LIMITS.typed_seen
    return np.asarray(found, np.bool_)


def _between_hands(pose: Pose, way: str) -> Floats:
    return (pose.column(f"wrist_left_{way}") - pose.column(f"wrist_right_{way}")) / pose.seat.scale


def _bowed(pose: Pose) -> Bools:
    """(t,) whether the head is pitched further down than is usual at work."""
    pitch = pose.column("head_pitch")
    return np.asarray(pitch - _usual(pose, pitch, LIMITS.usual_pitch) >= LIMITS.typed_bow, np.bool_)


def _both_lifted(pose: Pose) -> Bools:
    """(t,) whether the hands are higher than hands usually rest."""
    height = (pose.hand_height("left") + pose.hand_height("right")) / 2
    return np.asarray(height - _usual(pose, height, LIMITS.usual_hands) >= LIMITS.typed_lift, np.bool_)


def _usual(pose: Pose, values: Floats, people: float) -> float:
    """The usual value: `people` at first, moving toward that of this counter's seated staff the more was seen."""
    seen = values[~pose.standing & ~np.isnan(values)]
    if not len(seen):
        return people
    seconds = len(seen) * float(np.median(np.diff(pose.time))) if len(pose.time) > 1 else 0.0
    weight = seconds / (seconds + LIMITS.learned_s)
    return weight * seen_median(seen) + (1 - weight) * people


def spread(time: Floats, x: Floats, y: Floats, seconds: float) -> Floats:
    """(t,) standard deviation of the point (x, y) in the `seconds` around each look, in the unit of x and y.

    Looks with NaN are left out; NaN where fewer than two looks are left.
    """
    seen = np.isfinite(x) & np.isfinite(y)
    around = Around.of(time, np.arange(len(time)), seconds / 2)
    parts = (around.spread(np.where(seen, part, np.nan)) for part in (x, y))
    return np.where(around.count(seen) >= 2, np.hypot(*parts), np.nan)
