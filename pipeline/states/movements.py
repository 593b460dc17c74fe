"""Movements of the body that are no faults: looking down, bending, reaching, bowing, eyes closed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models import Thresholds
from pipeline.intervals import Basis, Bools, Floats, Spans, State, keeps_to, limit, seen_median
from pipeline.states.pose import Pose


@dataclass(frozen=True, slots=True)
class MovementLimits:
    """Limits of movements that are no faults."""

    neck_m: float = limit(0.2, "m", Basis.CHOICE, "the head's centre over the shoulders' line")
    tilt_deg: float = limit(30.0, "degrees", Basis.CHOICE, "counter cameras look down by about so much")
    bent_deg: float = limit(
        55.0,
        "degrees",
        Basis.CHOICE,
        "trunk in the picture, placed by hand near 60 and more down to a drawer and 50 in reaching",
    )
    along_deg: float = limit(9.0, "degrees", Basis.CHOICE, "in reaching the trunk goes along")
    along_m: float = limit(0.04, "m", Basis.CHOICE, "or the shoulders do")
    away_m: float = limit(0.12, "m", Basis.CHOICE, "and a hand leaves where it rests")
    blink_s: float = limit(0.8, "s", Basis.CHOICE, "blinks take a third of a second")
    level_deg: float = limit(
        20.0, "degrees", Basis.CHOICE, "eyes of a face that looks further down are half shut"
    )
    shut: float = limit(0.7, "of the usual opening", Basis.CHOICE, "narrow eyes are not closed ones")
    longest_bow_s: float = limit(4.0, "s", Basis.CHOICE, "a person who stays down for longer reads or sleeps")
    seen: float = limit(0.3, "score", Basis.CHOICE, "of a wrist that is no guess")


LIMITS = MovementLimits()


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
    bending = (lean >= LIMITS.bent_deg) & free
    reaching = _reaching(pose, lean) & free & ~bending & ~giving.rows(pose.time)
    bow = pose.state(down & pose.standing & ~bending).true
    return Movements(
        head_down=pose.state(down & free & ~bending & ~reaching & ~pose.standing & ~slack.rows(pose.time)),
        bending=pose.state(bending),
        reaching=pose.state(reaching),
        bowing=State(bow[keeps_to(bow.seconds, LIMITS.longest_bow_s)], pose.state(down).seen),
        eyes_closed=_eyes_closed(pose, limits.eyes_closed_ratio),
    )


def lowered_by(flexion_deg: float) -> float:
    """Metres by which a neck bent by so much lowers the head's centre against the shoulders in the picture."""
    bent, tilt = np.radians(flexion_deg), np.radians(LIMITS.tilt_deg)
    return float(LIMITS.neck_m * (np.sin(bent) * np.sin(tilt) + (1 - np.cos(bent)) * np.cos(tilt)))


def _lean(pose: Pose) -> Floats:
    """(t,) degrees that the trunk leans to any side in the picture, against its median."""
    lean = pose.column("trunk_lean")
    return np.abs(lean - seen_median(lean[~pose.standing]))


def _reaching(pose: Pose, lean: Floats) -> Bools:
    """(t,) the seated trunk goes along with a hand that leaves its place."""
    along = (lean >= LIMITS.along_deg) | (pose.drop >= LIMITS.along_m)
    found = along & ~pose.standing & (pose.head_sunk >= LIMITS.along_m)
    found[found] = np.any([_away(pose, side, np.flatnonzero(found)) for side in _SIDES], axis=0)
    return np.asarray(found, np.bool_)


def _away(pose: Pose, side: str, rows: NDArray[np.intp]) -> Bools:
    """For the looks `rows` (k,), whether that hand is seen away from its usual place at the seated person."""
    off = [
        (place[rows] - seen_median(place[~pose.standing])) / pose.seat.scale
        for place in (pose.column(f"wrist_{side}_{way}") - pose.column(f"shoulder_{way}") for way in "xy")
    ]
    return np.asarray(
        (np.hypot(*off) >= LIMITS.away_m) & (pose.column(f"wrist_{side}_seen")[rows] >= LIMITS.seen), np.bool_
    )


def _eyes_closed(pose: Pose, ratio: float) -> State:
    """Eyes shut for longer than a blink, judged if a face was seen that does not look down."""
    eyes, pitch = pose.column("eyes_open"), pose.column("face_pitch")
    seen = ~np.isnan(eyes) & (pitch - seen_median(pitch) <= LIMITS.level_deg)
    shut = (eyes < ratio) & (eyes < LIMITS.shut * seen_median(eyes))
    return pose.state(shut & seen, seen).longer_than(LIMITS.blink_s)
