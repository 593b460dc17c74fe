"""Yawns: a mouth that opens wide and slowly, with the head back or behind a hand.

Lengths are metres as the picture shows them, against the upright staff of this counter.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.intervals import (
    Basis,
    Bools,
    Floats,
    Spans,
    State,
    keeps_to,
    limit,
    looks_between,
    reaches,
    seen_median,
)
from pipeline.states.pose import Pose


@dataclass(frozen=True, slots=True)
class YawnLimits:
    """Limits of a yawn, each placed by hand near the figures in its reason; all labelled clips were in view."""

    gape: float = limit(
        0.36,
        "",
        Basis.CHOICE,
        "lip gap by mouth width over the usual one: speech 0.24, 23 of 24 laughs 0.27",
    )
    talking_gap: float = limit(0.15, "", Basis.CHOICE, "the same, where the head is tilted back")
    dark: float = limit(0.07, "", Basis.CHOICE, "dark share of the lower face over the usual one")
    tilted: float = limit(0.0075, "m", Basis.CHOICE, "nose up against the ears: 0.011 to 0.03 in yawns")
    back: float = limit(0.01, "m", Basis.CHOICE, "the same, for as long as the head stays back")
    stretched: float = limit(0.012, "m", Basis.CHOICE, "head up: 0.02 to 0.05 in yawns, 0.01 in calls")
    level: float = limit(0.03, "m", Basis.CHOICE, "a head that sank further is bowed, and shows shadows")
    half_open: float = limit(0.5, "", Basis.CHOICE, "a look at a mouth that did not close meanwhile")
    stays_open: float = limit(0.8, "", Basis.CHOICE, "share of such looks: 1 in yawns, 0.3 to 0.75 in speech")
    masked: float = limit(0.2, "", Basis.CHOICE, "lip tint: -0.7 to -0.3 on masks, 0.5 and more on faces")
    stay_break: float = limit(1.0, "s", Basis.CHOICE, "a post empty for longer may have another person")
    learned_s: float = limit(5.0, "s", Basis.CHOICE, "seen for so long, a person's own mouth counts half")
    settle: float = limit(0.6, "s", Basis.CHOICE, "a mouth may close for a moment in a long yawn")
    mouth_s: float = limit(0.4, "s", Basis.CHOICE, "a passing hand darkens one look at the mouth")
    seen_open: float = limit(0.35, "s", Basis.CHOICE, "an open mouth is seen for one look or longer")
    longest: float = limit(10.0, "s", Basis.STUDY, "yawns take about 6 s (Provine, Ethology 1986)")
    covers: float = limit(1.0, "s", Basis.CHOICE, "a hand comes or goes so near to the open mouth in time")
    hand: float = limit(7.0, "s", Basis.STUDY, "a hand before one yawn is there for no longer (as `longest`)")
    stretched_share: float = limit(
        0.5, "", Basis.CHOICE, "of a covering hand's time: 0.73 in yawns, 0.15 in calls"
    )
    other_hand: float = limit(0.5, "", Basis.CHOICE, "of the time with both hands at the face: no yawn's")


LIMITS = YawnLimits()


@dataclass(frozen=True, slots=True)
class YawnStates:
    """`yawning`, and within it `covered`, where a hand is before the mouth."""

    yawning: State
    covered: Spans


def yawns(pose: Pose, hand: Bools, both: Bools) -> YawnStates:
    """The yawns of a pose. `hand` (t,): one is lifted to the face; `both` (t,): each is at the face."""
    wide = _wide(pose)
    covered = _covered(pose, hand, both, wide)
    seen = _spans(pose, mouth_seen(pose))
    # A mouth opens over looks in which it is hidden for a moment: only what was seen of it counts.
    open_mouth = State(_once_open(pose, pose.state(wide, mouth_seen(pose)).true) & seen, seen)
    back = _head_back(pose, wide)
    return YawnStates(open_mouth | State(covered | back, covered | back), covered)


def opened(pose: Pose) -> Floats:
    """(t,) how far the mouth is open against what a yawn takes (1), the head back or not; NaN for no mouth seen."""
    return pose.once("opened mouth", _open_by)


def mouth_seen(pose: Pose) -> Bools:
    """(t,) whether a face was seen and no mask covers its mouth; the mesh puts lips on masks as well."""
    masked = pose.optional_column("lip_tint") < LIMITS.masked
    return np.asarray(~np.isnan(pose.column("mouth_open")) & ~masked, np.bool_)


def tilt(pose: Pose) -> Floats:
    """(t,) metres that the nose is higher against the ears than that of the upright head, seated or standing."""
    return pose.once("tilt of the head", _tilted_by)


def _open_by(pose: Pose) -> Floats:
    seen, back = mouth_seen(pose), tilt(pose) >= LIMITS.tilted
    gap, dark = (np.where(seen, pose.column(name), np.nan) for name in ("mouth_open", "mouth_dark"))
    # A face that mostly looks down may be found for the yawn alone: the usual mouth is that of a head not thrown back.
    wider, darker = (part - _usual(pose, np.where(back, np.nan, part)) for part in (gap, dark))
    tilted = np.where(back, wider / LIMITS.talking_gap + darker / LIMITS.dark, -np.inf)
    return np.asarray(np.maximum(wider / LIMITS.gape, tilted), np.float64)


def _usual(pose: Pose, values: Floats) -> Floats:
    """(t,) the median of the person who is there: of this stay, or of the day if little is seen of this stay."""
    every = seen_median(values)
    usual = np.full(len(values), every)
    edges = np.flatnonzero(~keeps_to(np.diff(pose.time[pose.known]), LIMITS.stay_break)) + 1
    rows = np.flatnonzero(pose.known)
    for first, last in pairwise((0, *edges, len(rows))):
        stay = rows[first:last]
        seen = values[stay][~np.isnan(values[stay])]
        if len(seen):
            seconds = len(seen) * float(np.median(np.diff(pose.time))) if len(pose.time) > 1 else 0.0
            weight = seconds / (seconds + LIMITS.learned_s)
            usual[stay] = weight * seen_median(seen) + (1 - weight) * every
    return usual


def _tilted_by(pose: Pose) -> Floats:
    drop, rest = pose.column("nose_drop"), np.abs(pose.head_sunk) <= LIMITS.level
    level = np.where(
        pose.standing, seen_median(drop[pose.standing & rest]), seen_median(drop[~pose.standing & rest])
    )
    return np.asarray(level - drop, np.float64)


def _wide(pose: Pose) -> Bools:
    """(t,) whether the mouth is open as wide as in a yawn; a bowed head does not yawn."""
    return np.asarray((opened(pose) >= 1) & (pose.head_sunk < LIMITS.level), np.bool_)


def _once_open(pose: Pose, wide: Spans) -> Spans:
    """The spans in which the mouth opens once: in speech and laughter it closes again and again."""
    wide = wide.bridged(LIMITS.settle)
    kept = [_share_open(pose, start, end) >= LIMITS.stays_open for start, end in wide]
    return wide[np.array(kept, np.bool_)]


def _share_open(pose: Pose, start: float, end: float) -> float:
    """Share of the looks at the mouth in [start, end) that see it at least half as open as in a yawn."""
    seen = opened(pose)[looks_between(pose.time, start, end)]
    seen = seen[~np.isnan(seen)]
    return float(np.mean(seen >= LIMITS.half_open)) if len(seen) else 0.0


def _head_back(pose: Pose, wide: Bools) -> Spans:
    """The time in which the head is tilted or stretched back around a mouth seen wide open, also after it turned
    away.
    """
    tilted = (tilt(pose) >= LIMITS.back) & (pose.head_sunk < LIMITS.stretched)
    back = pose.state(np.asarray(tilted | (pose.head_sunk <= -LIMITS.stretched), np.bool_)).true
    mouth = Spans.from_samples(pose.time, wide & (tilt(pose) >= LIMITS.tilted), LIMITS.mouth_s)
    return back[keeps_to(back.seconds, LIMITS.longest)].touching(mouth.longer_than(LIMITS.seen_open))


def _covered(pose: Pose, lifted: Bools, both: Bools, wide: Bools) -> Spans:
    """The time in which a yawn is behind one hand: the head is stretched, or the mouth was open as the hand came or
    went.
    """
    hand = pose.state(lifted).true
    hand = hand[keeps_to(hand.seconds, LIMITS.longest)]
    two = pose.state(lifted & both).true.seconds_in(hand.start, hand.end)
    hand = hand[~reaches(two, LIMITS.other_hand * hand.seconds)]
    up = pose.state(lifted & (pose.head_sunk <= -LIMITS.stretched)).true.seconds_in(hand.start, hand.end)
    mouth = _once_open(pose, pose.state(wide).true.longer_than(LIMITS.mouth_s))
    brief = hand[keeps_to(hand.seconds, LIMITS.hand)].touching(mouth.padded(LIMITS.covers, LIMITS.covers))
    return hand[reaches(up, LIMITS.stretched_share * hand.seconds)] | brief


def _spans(pose: Pose, rows: Bools) -> Spans:
    return pose.state(rows, rows).seen
