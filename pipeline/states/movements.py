"""Movements of the body that are no faults: looking down, bending, reaching, bowing, eyes closed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models import Thresholds
from pipeline.intervals import Bools, Floats, Spans, State, keeps_to, seen_median
from pipeline.states.pose import Pose

# The head's centre is this far over the shoulders' line; counter cameras look down at it by about this angle.
_NECK_M, _TILT_DEG = 0.2, 30.0
# Down to a drawer or the floor: the trunk leans by 60 degrees and more in the picture, reaching for something by 50.
_BENT_DEG = 55.0
# Reaching: the trunk goes along by 9 degrees and more, or the shoulders by 0.04 m, and a hand leaves where it rests.
_ALONG_DEG, _ALONG_M, _AWAY_M = 9.0, 0.04, 0.12
# Blinks take a third of a second; eyes that look down at the desk are half shut.
_BLINK_S, _LEVEL_DEG = 0.8, 20.0
# Narrow eyes are not closed ones: the limit is relative to the same person's usual opening.
_SHUT = 0.7
# A bow is over after this long: a person who stays down reads or sleeps.
_LONGEST_BOW_S = 4.0
_SEEN = 0.3
_SIDES = ("left", "right")


@dataclass(frozen=True, slots=True)
class Movements:
    """States of the staff that explain what is seen and blame nobody."""

    head_down: State
    bending: State
    reaching: State
    bowing: State
    eyes_closed: State


def movements(pose: Pose, low: Spans, slack: Spans, giving: Spans, limits: Thresholds) -> Movements:
    """The movements of a pose.

    `low`: the head lies on the desk or hand; `slack`: hunched, sunk, leant back or bent down; `giving`: something
    changes hands.
    """
    down = pose.head_sunk >= lowered_by(limits.neck_flexion_deg)
    lean, free = _lean(pose), ~low.rows(pose.time)
    bending = (lean >= _BENT_DEG) & free
    reaching = _reaching(pose, lean) & free & ~bending & ~giving.rows(pose.time)
    bow = pose.state(down & pose.standing & ~bending).true
    return Movements(
        head_down=pose.state(down & free & ~bending & ~reaching & ~pose.standing & ~slack.rows(pose.time)),
        bending=pose.state(bending),
        reaching=pose.state(reaching),
        bowing=State(bow[keeps_to(bow.seconds, _LONGEST_BOW_S)], pose.state(down).seen),
        eyes_closed=_eyes_closed(pose, limits.eyes_closed_ratio),
    )


def lowered_by(flexion_deg: float) -> float:
    """Metres by which a neck bent by so much lowers the head's centre against the shoulders in the picture."""
    bent, tilt = np.radians(flexion_deg), np.radians(_TILT_DEG)
    return float(_NECK_M * (np.sin(bent) * np.sin(tilt) + (1 - np.cos(bent)) * np.cos(tilt)))


def _lean(pose: Pose) -> Floats:
    """(t,) degrees that the trunk leans to any side in the picture, against its median."""
    lean = pose.column("trunk_lean")
    return np.abs(lean - seen_median(lean[~pose.standing]))


def _reaching(pose: Pose, lean: Floats) -> Bools:
    """(t,) the seated trunk goes along with a hand that leaves its place."""
    along = (lean >= _ALONG_DEG) | (pose.drop >= _ALONG_M)
    found = along & ~pose.standing & (pose.head_sunk >= _ALONG_M)
    found[found] = np.any([_away(pose, side, np.flatnonzero(found)) for side in _SIDES], axis=0)
    return np.asarray(found, np.bool_)


def _away(pose: Pose, side: str, rows: NDArray[np.intp]) -> Bools:
    """For the looks `rows` (k,), whether that hand is seen away from its usual place at the seated person."""
    off = [
        (place[rows] - seen_median(place[~pose.standing])) / pose.seat.scale
        for place in (pose.column(f"wrist_{side}_{way}") - pose.column(f"shoulder_{way}") for way in "xy")
    ]
    return np.asarray(
        (np.hypot(*off) >= _AWAY_M) & (pose.column(f"wrist_{side}_seen")[rows] >= _SEEN), np.bool_
    )


def _eyes_closed(pose: Pose, ratio: float) -> State:
    """Eyes shut for longer than a blink, judged if a face was seen that does not look down."""
    eyes, pitch = pose.column("eyes_open"), pose.column("face_pitch")
    seen = ~np.isnan(eyes) & (pitch - seen_median(pitch) <= _LEVEL_DEG)
    shut = (eyes < ratio) & (eyes < _SHUT * seen_median(eyes))
    return pose.state(shut & seen, seen).longer_than(_BLINK_S)
