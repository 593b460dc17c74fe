"""The seat: how high this counter's staff sits and stands, learned from the signals themselves.

No measurement on site is needed. A desk hides hips and knees, so seated or standing is read from the height of the
shoulders, in metres as the picture shows them, against the two levels at which the upright staff of this counter
spends its time. Where there is a single level, the body tells which of the two it is (pipeline.states.standing).
"""

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models import UNKNOWN, Seat
from pipeline.intervals import Basis, limit, median, reaches
from pipeline.states.entry_walks import posture_by_walks
from pipeline.states.standing import Posture, posture
from vision.core import Signals

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SeatLimits:
    """Limits by which heights of the shoulders become a seat."""

    least_rise: float = limit(
        0.2,
        "m",
        Basis.CHOICE,
        "half of the least rise: rising lifts shoulders by 0.3 to 0.45, seen from a steep camera by "
        "three quarters of that; leaning and slouching stay under 0.15",
    )
    most_rise: float = limit(
        0.75, "m", Basis.CHOICE, "rising lifts the shoulders by 0.45 at most; a wrong scale shows more"
    )
    level_s: float = limit(
        0.7, "s", Basis.CHOICE, "at a level shoulders rest for so long in total; passing takes less"
    )
    level_width: float = limit(0.07, "m", Basis.CHOICE, "heights so near to each other are one level")
    same_m: float = limit(
        0.02, "m", Basis.CHOICE, "so near to the tallest looks a person still sits as upright"
    )
    taller: float = limit(
        0.25, "", Basis.CHOICE, "of the usual level's time: another, taller way to sit; stretching takes less"
    )
    valley: float = limit(
        0.5,
        "",
        Basis.CHOICE,
        "of a level's time: more between two levels is a broad one, as leaning to and fro shows before "
        "a steep camera",
    )
    valley_from: float = limit(1 / 3, "of the way", Basis.CHOICE, "the middle third between two levels")
    valley_to: float = limit(2 / 3, "of the way", Basis.CHOICE, "the middle third between two levels")
    upright_share: float = limit(
        0.7,
        "",
        Basis.CHOICE,
        "placed by hand near heads 0.14 to 0.22 m over the shoulders when upright, under 0.1 m when down",
    )
    better_heads: int = limit(75, "percentile", Basis.CHOICE, "the better half of the day's heads")
    tall_looks: int = limit(80, "percentile", Basis.CHOICE, "the tallest fifth of a level is upright")
    least_sd: float = limit(
        0.015, "m", Basis.CHOICE, "heights settle to 0.01 to 0.02; less would let noise pass for rising"
    )
    look_s: float = limit(1.0, "s", Basis.CHOICE, "a look stands for no longer")
    last_look_s: float = limit(
        0.2, "s", Basis.CHOICE, "the last look stands for the usual time between looks"
    )


LIMITS = SeatLimits()


def shoulder_height(signals: Signals, scale: float) -> Floats:
    """(t,) metres upward from the picture's upper edge (so negative), NaN where no person was found."""
    return -signals["shoulder_y"].astype(np.float64) / scale


def learn_seat(signals: Signals, *, stands: bool = False) -> Seat:
    """The seat of one counter from its signals; UNKNOWN when no person was ever found at the post, or none upright.

    If only one level was seen, the body tells which one it is, or the site file says that the post has no chair
    (`stands`). If neither tells it, the level is stored as the seated one and is not `named`.
    """
    found = (signals["staff"] >= 1) & (signals["scale"] > 0) & _measured(signals)
    if not found.any():
        return UNKNOWN
    upright = found & _upright(signals, found)
    if not upright.any():  # heads that are never over the shoulders are guesses
        return UNKNOWN
    scale = median(signals["scale"][upright])
    height = shoulder_height(signals, scale)
    weight = _seconds(signals.time)
    seated, standing = _levels(height[upright], weight[upright])
    told, certain = _told(signals, found, height, (seated, standing), scale)
    if np.isnan(standing) and stands:
        told, certain = Posture.STANDING, 1.0
    if told is Posture.UNKNOWN:
        certain = 0.0 if np.isnan(standing) else 1.0
    else:  # no person rises from sitting to sitting: two heights of one posture are one level
        seated, standing = _main(height[upright], weight[upright]), np.nan
    if told is Posture.STANDING:
        seated, standing = np.nan, seated
    level = _tallest(height[upright], weight[upright], standing if np.isnan(seated) else seated)
    rest = upright & (np.abs(height - level) < LIMITS.level_width)
    tall = rest & (height >= np.percentile(height[rest], LIMITS.tall_looks) - LIMITS.same_m)
    level = median(height[tall])
    return Seat(
        seated=seated if np.isnan(seated) else level,
        standing=level if np.isnan(seated) else standing,
        sd=max(LIMITS.least_sd, 1.4826 * median(np.abs(height[rest] - median(height[rest])))),
        scale=scale,
        head_height=median(signals["head_height"][tall]),
        trunk_forward=median(signals["trunk_forward"][tall]),
        trunk_side=median(signals["trunk_side"][tall]),
        noise_deg=_noise(signals["trunk_forward"][found]),
        samples=int(found.sum()),
        certain=certain,
    )


def _measured(signals: Signals) -> NDArray[np.bool_]:
    """(t,) whether all columns that a seat is computed from were measured."""
    needed = ("shoulder_y", "head_height", "trunk_forward", "trunk_side")
    return functools.reduce(np.logical_and, (~np.isnan(signals[name]) for name in needed))


def _tallest(height: Floats, weight: Floats, level: float) -> float:
    """The level, or a taller one less than a rise above it at which the shoulders also rested for a good part of the
    time.

    The tallest way to sit is upright: a person who leans back most of the day does not make that the reference.
    """
    near, over = np.abs(height - level) < LIMITS.level_width, (height - level >= LIMITS.level_width)
    over &= height - level < LIMITS.least_rise
    if weight[over].sum() < LIMITS.taller * weight[near].sum():
        return level
    return _level_at(height[over], weight[over], _fullest(height[over], weight[over]))


def _noise(angles: NDArray[np.float32]) -> float:
    """Standard deviation of one look, from the differences of successive looks; 0 without two looks."""
    steps = np.abs(np.diff(angles))
    steps = steps[steps > 0]  # an unchanged picture is not looked at again
    return float(1.4826 / np.sqrt(2) * median(steps)) if len(steps) else 0.0


def _upright(signals: Signals, found: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Looks with the head well over the shoulders, compared with the better half of the day."""
    head = signals["head_height"]
    return np.asarray(
        head >= LIMITS.upright_share * np.percentile(head[found], LIMITS.better_heads), np.bool_
    )


def _seconds(time: Floats) -> Floats:
    """(t,) seconds each look stands for, at most one."""
    return np.minimum(np.diff(time, append=time[-1] + LIMITS.last_look_s), LIMITS.look_s)


def _levels(height: Floats, weight: Floats) -> tuple[float, float]:
    """(seated, standing) metres; standing NaN when only one level was seen, which is then taken as seated."""
    main = _main(height, weight)
    above = _other_level(height, weight, main, 1)
    below = _other_level(height, weight, main, -1)
    if not np.isnan(above):
        return main, above
    return (below, main) if not np.isnan(below) else (main, float("nan"))


def _main(height: Floats, weight: Floats) -> float:
    """The level at which the shoulders rested longest."""
    return _level_at(height, weight, _fullest(height, weight))


def _fullest(height: Floats, weight: Floats) -> float:
    """The middle of the stretch of twice the `level_width` in which the shoulders spent most time."""
    order = np.argsort(height)
    levels, sums = height[order], np.append(0.0, np.cumsum(weight[order]))
    until = np.searchsorted(levels, levels + 2 * LIMITS.level_width, "right")
    best = int(np.argmax(sums[until] - sums[:-1]))
    last = int(until[best]) - 1
    return float((levels[(best + last) // 2] + levels[(best + last + 1) // 2]) / 2)


def _level_at(height: Floats, weight: Floats, near: float) -> float:
    close = np.abs(height - near) < LIMITS.level_width
    return float(np.average(height[close], weights=weight[close]))


def _other_level(height: Floats, weight: Floats, main: float, way: int) -> float:
    """The level above (`way` 1) or below (-1) the main level at which the shoulders rested longest; NaN without one."""
    away = way * (height - main)
    within = (away >= LIMITS.least_rise) & (away <= LIMITS.most_rise)
    there, seconds = height[within], weight[within]
    if not reaches(seconds.sum(), LIMITS.level_s):
        return float("nan")
    near = _fullest(there, seconds)
    rested = seconds[np.abs(there - near) < LIMITS.level_width].sum()
    if not reaches(rested, LIMITS.level_s) or _between(height, weight, main, near) > LIMITS.valley * rested:
        return float("nan")
    return _level_at(there, seconds, near)


def _between(height: Floats, weight: Floats, one: float, two: float) -> float:
    """Seconds spent in the middle third of the way from one level to the other."""
    share = (height - one) / (two - one)
    return float(weight[(share > LIMITS.valley_from) & (share < LIMITS.valley_to)].sum())


def _told(
    signals: Signals, rows: NDArray[np.bool_], height: Floats, levels: tuple[float, float], scale: float
) -> tuple[Posture, float]:
    """The posture of the one level, or of two levels that are one; every look belongs to the nearer level."""
    if np.isnan(sum(levels)):
        told = posture(signals, [rows], scale)
        return told if told[0] is not Posture.UNKNOWN else posture_by_walks(signals, scale)
    upper = height >= sum(levels) / 2
    return posture(signals, [rows & ~upper, rows & upper], scale)
