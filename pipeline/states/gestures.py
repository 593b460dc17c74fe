"""Gestures of hands and face at the post: phone, chin on the hand, crossed arms, yawning.

Lengths are metres as the picture shows them, relative to the upright staff of this counter. A limit without another
source lies between the values measured on rendered counters with the gesture and without it.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from pipeline.intervals import Basis, Bools, Floats, Spans, State, limit
from pipeline.states.learned_postures import LearnedPostures
from pipeline.states.phones import LIMITS as PHONE
from pipeline.states.phones import at_face, both_at_face, phones
from pipeline.states.pose import Pose
from pipeline.states.yawns import opened, yawns

_SIDES = ("left", "right")


@dataclass(frozen=True, slots=True)
class GestureLimits:
    """Limits of hands at the chin and of crossed arms, against rendered counters with the gesture and without it."""

    most_noise_deg: float = limit(
        10.0, "degrees", Basis.CHOICE, "from look to look of a trunk that is a guess; its hands are no better"
    )
    lifted: float = limit(
        -0.06, "m", Basis.CHOICE, "wrist over the shoulders: covering the mouth lifts it to their line"
    )
    propped: float = limit(
        -0.3, "m", Basis.CHOICE, "the same: a forearm upright on the desk keeps the wrist under a bowed head"
    )
    highest: float = limit(1.0, "m", Basis.CHOICE, "the same: no arm reaches higher")
    sunk: float = limit(
        0.02, "m", Basis.CHOICE, "head sunk, placed by hand near 0.05 to 0.14 on a propping hand"
    )
    propped_sunk: float = limit(
        0.17, "m", Basis.CHOICE, "the same: a lower head hangs, and the hand near it props nothing"
    )
    upright: float = limit(
        0.02,
        "m",
        Basis.CHOICE,
        "wrist over elbow beside the camera, placed by hand near 0.03 to 0.15 propping and -0.11 to "
        "-0.01 else",
    )
    crossed: float = limit(
        0.14, "m", Basis.CHOICE, "wrist to the other arm's elbow, about half of a forearm of 0.25"
    )


LIMITS = GestureLimits()


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
    if not pose.seat.known or pose.seat.noise_deg > LIMITS.most_noise_deg:
        unseen = State.never_seen()
        none = np.full(len(pose.time), np.nan)
        return Gestures(unseen, Spans.empty(), unseen, unseen, unseen, Spans.empty(), none, none)
    yawn, phone = yawns(pose, _lifted(pose), both_at_face(pose)), phones(pose)
    up = ~lying.rows(pose.time) & (pose.head_sunk <= LIMITS.propped_sunk)
    beside = hunched.rows(pose.time)
    propped = _propping(pose, beside) & (pose.head_sunk >= LIMITS.sunk) & up
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


def learned_gestures(pose: Pose, postures: LearnedPostures, rules: Gestures) -> Gestures:
    """The gestures that the network judges in place of the `rules`, which still say where the hands are."""
    if not postures.log_odds:
        return rules
    yawn = postures.state_or(pose, "yawning", lambda: rules.yawning)
    covered = rules.covered
    if postures.judges("yawning"):
        covered = (pose.state(_lifted(pose)).true | rules.covered) & yawn.true
    phone = postures.state_or(pose, "phone", lambda: rules.phone)
    return replace(
        rules,
        phone=_without(phone, yawn.true),
        called=rules.called & phone.true,
        chin_on_hand=postures.state_or(pose, "chin_on_hand", lambda: rules.chin_on_hand),
        yawning=yawn,
        covered=covered,
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
        found |= at_face(pose, side) & (height >= LIMITS.lifted) & (height < LIMITS.highest)
    return found


def _propping(pose: Pose, beside: Bools) -> Bools:
    """(t,) whether a hand is under the chin; on an upright forearm where the head is hunched over it."""
    found = np.zeros(len(pose.time), np.bool_)
    for side in _SIDES:
        height, upright = pose.hand_height(side), pose.forearm(side) >= LIMITS.upright
        found |= (
            at_face(pose, side) & (height >= LIMITS.propped) & (height < LIMITS.lifted) & (upright | ~beside)
        )
    return found


def _crossed(pose: Pose) -> Bools:
    """(t,) each hand at the other arm's elbow; one of them may be behind it, but not both a guess."""
    found = np.fmax(pose.column("wrist_left_seen"), pose.column("wrist_right_seen")) >= PHONE.seen
    for wrist, elbow in (_SIDES, _SIDES[::-1]):
        x, y = (
            pose.column(f"wrist_{wrist}_{way}")[found] - pose.column(f"elbow_{elbow}_{way}")[found]
            for way in "xy"
        )
        found[found] = np.hypot(x, y) / pose.seat.scale <= LIMITS.crossed
    return np.asarray(found, np.bool_)


def _without(state: State, spans: Spans) -> State:
    return State(state.true - spans, state.seen)
