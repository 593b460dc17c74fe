"""Gestures of hands and face at the post: phone, chin on the hand, crossed arms, yawning.

Lengths are metres as the picture shows them, relative to the upright staff of this counter. A limit without another
source lies between the values measured on rendered counters with the gesture and without it.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pipeline.intervals import Bools, Floats, Spans, State
from pipeline.states.phones import LIMITS as PHONE
from pipeline.states.phones import at_face, both_at_face, phones
from pipeline.states.pose import Pose
from pipeline.states.yawns import opened, yawns

_SIDES = ("left", "right")
# If the trunk is a guess of the model, its hands are no better.
_MOST_NOISE_DEG = 10.0
# Covering the mouth lifts the wrist to the shoulders' line; propping the chin leaves the forearm upright on the desk,
# the wrist under the bowed head.
_LIFTED, _PROPPED, _HIGHEST = -0.06, -0.3, 1.0
# Propping lets the head sink by 0.05 to 0.14 m; lower than this it hangs, and the hand near it props nothing.
_SUNK, _PROPPED_SUNK = 0.02, 0.17
# Beside the camera a hunched head is at its hands: the forearm is upright under a chin (wrist 0.03 to 0.15 over its
# elbow) and lies on the desk else (0.01 to 0.11 under it).
_UPRIGHT = 0.02
# Crossed arms: each wrist this near to the other arm's elbow (the forearm is 0.25 long), under the shoulders.
_CROSSED = 0.14


@dataclass(frozen=True)
class Gestures:
    """States of the staff. `called` is where a phone is at the ear, `covered` where a yawn is behind a hand.

    The two lie within `phone` and within `yawning`. `opened` (t,) is how far the mouth is open, a yawn from 1 on, NaN
    where no face was seen. `hand_m` (t,) is how near the nearer seen wrist is to the nose, metres, NaN without one.
    """

    phone: State
    called: Spans
    chin_on_hand: State
    arms_crossed: State
    yawning: State
    covered: Spans
    opened: Floats
    hand_m: Floats

    @cached_property
    def at_face(self) -> Spans:
        """The time in which a hand is at the face or on its way there: with a phone, under the chin, before a yawn."""
        return self.phone.true | self.chin_on_hand.true | self.yawning.true


def gestures(pose: Pose, lying: Spans, hunched: Spans) -> Gestures:
    """The gestures of a pose.

    A head that lies on the desk (`lying`) is near the hands anyway, and so is one before a camera at the side that is
    `hunched` over them: there the forearm tells.
    """
    if not pose.seat.known or pose.seat.noise_deg > _MOST_NOISE_DEG:
        unseen = State.never_seen()
        none = np.full(len(pose.time), np.nan)
        return Gestures(unseen, Spans.empty(), unseen, unseen, unseen, Spans.empty(), none, none)
    yawn, phone = yawns(pose, _lifted(pose), both_at_face(pose)), phones(pose)
    up = ~lying.rows(pose.time) & (pose.head_sunk <= _PROPPED_SUNK)
    beside = hunched.rows(pose.time)
    propped = _propping(pose, beside) & (pose.head_sunk >= _SUNK) & up
    return Gestures(
        phone=_without(phone.phone, yawn.yawning.true),
        called=phone.called - yawn.yawning.true,
        chin_on_hand=pose.state(propped),
        arms_crossed=pose.state(_crossed(pose) & up & ~beside),
        yawning=yawn.yawning,
        covered=yawn.covered,
        opened=opened(pose),
        hand_m=_nearest_hand(pose),
    )


def _nearest_hand(pose: Pose) -> Floats:
    """(t,) metres from the nose to the nearer one of the wrists that are seen; NaN where none is."""
    left, right = (
        np.where(pose.column(f"wrist_{side}_seen") >= PHONE.seen, pose.hand_to_nose(side), np.nan)
        for side in _SIDES
    )
    return np.asarray(np.fmin(left, right), np.float64)


def _lifted(pose: Pose) -> Bools:
    """(t,) whether a seen hand is at the face and lifted as if to cover the mouth."""
    found = np.zeros(len(pose.time), np.bool_)
    for side in _SIDES:
        height = pose.hand_height(side)
        found |= at_face(pose, side) & (height >= _LIFTED) & (height < _HIGHEST)
    return found


def _propping(pose: Pose, beside: Bools) -> Bools:
    """(t,) whether a hand is under the chin; on an upright forearm where the head is hunched over it."""
    found = np.zeros(len(pose.time), np.bool_)
    for side in _SIDES:
        height, upright = pose.hand_height(side), pose.forearm(side) >= _UPRIGHT
        found |= at_face(pose, side) & (height >= _PROPPED) & (height < _LIFTED) & (upright | ~beside)
    return found


def _crossed(pose: Pose) -> Bools:
    """(t,) each hand at the other arm's elbow; one of them may be behind it, but not both a guess."""
    found = np.fmax(pose.column("wrist_left_seen"), pose.column("wrist_right_seen")) >= PHONE.seen
    for wrist, elbow in (_SIDES, _SIDES[::-1]):
        x, y = (
            pose.column(f"wrist_{wrist}_{way}")[found] - pose.column(f"elbow_{elbow}_{way}")[found]
            for way in "xy"
        )
        found[found] = np.hypot(x, y) / pose.seat.scale <= _CROSSED
    return np.asarray(found, np.bool_)


def _without(state: State, spans: Spans) -> State:
    return State(state.true - spans, state.seen)
