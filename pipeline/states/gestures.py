"""What hands and face do at the post: phone, chin on the hand, crossed arms, yawning.

Lengths are metres as the picture shows them, against the upright staff of this counter. Where a figure has no other
source, it lies between what was measured on rendered counters while the gesture was made and while it was not.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pipeline.middles import seen_median
from pipeline.spans import Bools, Floats, Spans
from pipeline.state import State
from pipeline.states.pose import Pose

_SIDES = ("left", "right")
# Under this score a wrist is a guess of the model; where the trunk is one, its hands are no better.
_SEEN, _MOST_NOISE_DEG = 0.3, 10.0
# A hand at the face has its wrist this near to the nose: 0.13 to 0.22, busy hands 0.27 and more.
AT_FACE = 0.24
# Holding something to the ear or covering the mouth lifts the wrist to the shoulders' line; propping the chin leaves
# the forearm upright on the desk, the wrist under the bowed head.
_LIFTED, _PROPPED = -0.06, -0.3
# A yawn stretches the head up by 0.02 to 0.05; a call moves it by less than 0.01; propping lets it sink by 0.05.
_STRETCHED, _LEVEL, _SUNK = 0.012, 0.03, 0.02
# A propped head sinks by 0.05 to 0.14 m; lower than this it hangs, and the hand near it props nothing.
_PROPPED_SUNK = 0.17
# Looking at something in the hand: the wrist this far from the nose, lifted over where it usually rests, the head
# bowed by 0.035 to 0.045. Writing bows it by 0.08 and more and keeps the hands on the desk.
_HELD_FROM, HELD_TO, _HELD_LIFT = 0.28, 0.52, 0.05
_BOWED_FROM, _BOWED_TO = 0.018, 0.075
# Nobody yawns with the head bowed, and a bowed face shows its shadows. An open mouth against the same person's usual
# one: lip gap by mouth width, dark share of the lower face. People talk with up to 0.24 of the one, and in poor light
# their mouths and beards have 0.11 of the other; but who yawns also tilts the head back, and the nose comes up against
# the ears by 0.011 to 0.03 m: by 0.005 at most in talk. Without that only a mouth that nobody talks with counts.
_GAPE, _TALKING_GAP, _DARK, _TILTED = 0.3, 0.15, 0.07, 0.0075
# The head stays back as long as the yawn lasts, also where the mouth is turned away meanwhile.
_BACK, _SEEN_OPEN_S = 0.01, 0.35
# A hand covers a yawn when the head is stretched for half of the time that it is there (0.73 and more in covered yawns,
# 0.15 and less in calls), or when the mouth is open around a hand that is there for no longer than a yawn.
_STRETCHED_SHARE, _COVERS_S, _HAND_S = 0.5, 1.0, 7.0
# A passing hand darkens one look at the mouth; a mouth that opens is open for two.
_MOUTH_S = 0.4
# People yawn for about 6 s (Provine, Ethology 1986): a hand that stays longer at the face is there for something else,
# and the mouth that opens meanwhile speaks.
_LONGEST_YAWN_S = 10.0
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
        """Where a hand is at the face or on its way there: with a phone, under the chin, before a yawn."""
        return self.phone.true | self.chin_on_hand.true | self.yawning.true


def gestures(pose: Pose, bent: Spans) -> Gestures:
    """The gestures of a pose. Who lies or bends low over the desk (`bent`) has the head near the hands anyway."""
    if not pose.seat.known or pose.seat.noise_deg > _MOST_NOISE_DEG:
        unseen = State.never_seen()
        none = np.full(len(pose.time), np.nan)
        return Gestures(unseen, Spans.empty(), unseen, unseen, unseen, Spans.empty(), none, none)
    lifted = _at_face(pose, _LIFTED, 1.0)
    gaping, face = _gaping(pose)
    covered = _covered(pose, lifted, gaping)
    back = _head_back(pose, gaping)
    yawning = pose.state(gaping, face) | State(covered | back, covered | back)
    called = _called(pose, lifted)
    up = ~bent.rows(pose.time) & (pose.head_sunk <= _PROPPED_SUNK)
    propped = _at_face(pose, _PROPPED, _LIFTED) & (pose.head_sunk >= _SUNK) & up
    return Gestures(
        phone=_without(pose.state(called | _held(pose)), yawning.true),
        called=pose.state(called).true - yawning.true,
        chin_on_hand=pose.state(propped),
        arms_crossed=pose.state(_crossed(pose) & up),
        yawning=yawning,
        covered=covered,
        opened=_opened(pose),
        hand_m=_nearest_hand(pose),
    )


def _nearest_hand(pose: Pose) -> Floats:
    """(t,) metres from the nose to the nearer one of the wrists that are seen; NaN where none is."""
    left, right = (
        np.where(pose.column(f"wrist_{side}_seen") >= _SEEN, pose.hand_to_nose(side), np.nan)
        for side in _SIDES
    )
    return np.asarray(np.fmin(left, right), np.float64)


def _at_face(pose: Pose, low: float, high: float) -> Bools:
    """(t,) whether a seen hand is at the face with its wrist between two heights over the shoulders' line."""
    found = np.zeros(len(pose.time), np.bool_)
    for side in _SIDES:
        height = pose.hand_height(side)
        near = (pose.hand_to_nose(side) <= AT_FACE) & (pose.column(f"wrist_{side}_seen") >= _SEEN)
        found |= near & (height >= low) & (height < high)
    return found


def _both_at_face(pose: Pose) -> Bools:
    return np.asarray(
        (pose.hand_to_nose("left") <= AT_FACE) & (pose.hand_to_nose("right") <= AT_FACE), np.bool_
    )


def _gaping(pose: Pose) -> tuple[Bools, Bools]:
    """(t,) whether the mouth is wide open as in a yawn, and whether a face was seen."""
    return np.asarray((_opened(pose) >= 1) & (pose.head_sunk < _LEVEL), np.bool_), ~np.isnan(
        pose.column("mouth_open")
    )


def _opened(pose: Pose) -> Floats:
    """(t,) how far the mouth is open against what a yawn takes (1), with the head back or without; NaN for no face."""
    return pose.once("opened mouth", _open_by)


def _open_by(pose: Pose) -> Floats:
    gap, dark, back = pose.column("mouth_open"), pose.column("mouth_dark"), _tilt(pose) >= _TILTED
    # A face that mostly looks down may be found for the yawn alone: the usual mouth is that of a head not thrown back.
    wider, darker = gap - seen_median(gap[~back]), dark - seen_median(dark[~back])
    tilted = np.where(back, wider / _TALKING_GAP + darker / _DARK, -np.inf)
    return np.asarray(np.maximum(wider / _GAPE, tilted), np.float64)


def _tilt(pose: Pose) -> Floats:
    """(t,) metres that the nose is higher against the ears than that of the upright head, seated or standing."""
    return pose.once("tilt of the head", _tilted_by)


def _tilted_by(pose: Pose) -> Floats:
    drop, rest = pose.column("nose_drop"), np.abs(pose.head_sunk) <= _LEVEL
    level = np.where(
        pose.standing, seen_median(drop[pose.standing & rest]), seen_median(drop[~pose.standing & rest])
    )
    return np.asarray(level - drop, np.float64)


def _head_back(pose: Pose, gaping: Bools) -> Spans:
    """Where the head is tilted back around a mouth that was seen wide open."""
    back = pose.state((_tilt(pose) >= _BACK) & (pose.head_sunk < _STRETCHED)).true
    mouth = Spans.from_samples(pose.time, gaping & (_tilt(pose) >= _TILTED), _MOUTH_S)
    return back[back.seconds <= _LONGEST_YAWN_S].touching(mouth.longer_than(_SEEN_OPEN_S))


def _covered(pose: Pose, lifted: Bools, gaping: Bools) -> Spans:
    """Where a yawn is behind a hand: the head is stretched back, or the mouth was open as the hand came or went."""
    hand = pose.state(lifted).true
    hand = hand[hand.seconds <= _LONGEST_YAWN_S]
    stretched = pose.state(lifted & (pose.head_sunk <= -_STRETCHED)).true.seconds_in(hand.start, hand.end)
    mouth = pose.state(gaping).true.longer_than(_MOUTH_S)
    brief = hand[hand.seconds <= _HAND_S].touching(mouth.padded(_COVERS_S, _COVERS_S))
    return hand[stretched >= _STRETCHED_SHARE * hand.seconds] | brief


def _called(pose: Pose, lifted: Bools) -> Bools:
    """(t,) a hand at the ear: lifted, the head as it always is, the other hand elsewhere."""
    level = np.abs(pose.head_sunk) < _LEVEL
    return np.asarray(lifted & level & ~_both_at_face(pose), np.bool_)


def _held(pose: Pose) -> Bools:
    """(t,) something held before the seated person, who looks at it."""
    bowed = (pose.head_sunk >= _BOWED_FROM) & (pose.head_sunk <= _BOWED_TO) & ~pose.standing
    found = np.zeros(len(pose.time), np.bool_)
    for side in _SIDES:
        height, near = pose.hand_height(side), pose.hand_to_nose(side)
        lifted = height - seen_median(height[~pose.standing]) >= _HELD_LIFT
        seen = pose.column(f"wrist_{side}_seen") >= _SEEN
        found |= bowed & lifted & seen & (near >= _HELD_FROM) & (near <= HELD_TO)
    return found


def _crossed(pose: Pose) -> Bools:
    """(t,) each hand at the other arm's elbow; one of them may be behind it, but not both a guess."""
    found = np.fmax(pose.column("wrist_left_seen"), pose.column("wrist_right_seen")) >= _SEEN
    for wrist, elbow in (_SIDES, _SIDES[::-1]):
        x, y = (
            pose.column(f"wrist_{wrist}_{way}")[found] - pose.column(f"elbow_{elbow}_{way}")[found]
            for way in "xy"
        )
        found[found] = np.hypot(x, y) / pose.seat.scale <= _CROSSED
    return np.asarray(found, np.bool_)


def _without(state: State, spans: Spans) -> State:
    return State(state.true - spans, state.seen)
