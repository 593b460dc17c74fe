"""The seat: how high this counter's staff sits and stands, learned from the signals themselves.

No measurement on site is needed. A desk hides hips and knees, so seated or standing is read from the height of the
shoulders, in metres as the picture shows them, against the two levels at which the upright staff of this counter
spends its time. Where there is a single level, the body tells which of the two it is (pipeline.states.standing).
"""

import functools

import numpy as np
from numpy.typing import NDArray

from models import UNKNOWN, Seat
from pipeline.intervals import median, reaches
from pipeline.states.entry_walks import posture_by_walks
from pipeline.states.standing import Posture, posture
from vision.core import Signals

Floats = NDArray[np.float64]

# Rising lifts the shoulders by 0.30 to 0.45 m; a steep camera shows three quarters of that. Half of the least counts
# as a level of its own; leaning, slouching and breathing stay under 0.15 m.
LEAST_RISE, _MOST_RISE = 0.2, 0.75
# A level is where the shoulders rest for this long in total; passing through takes less.
_LEVEL_S = 0.7
_LEVEL_WIDTH = 0.07
_SAME_M = 0.02
# Another way to sit, taller than the usual one, counts from this share of its time on; stretching takes less.
_TALLER = 0.25
# Sitting and standing are two levels with a quick way between them; a steep camera that sees somebody lean to and
# fro shows one broad level instead.
_VALLEY = 0.5
# The head is clearly over the shoulders: 0.14 to 0.22 m when upright, under 0.1 m with the head down or on the desk.
_UPRIGHT_SHARE = 0.7
# Heights settle to a centimetre or two at rest; less would let noise pass for rising.
_LEAST_SD = 0.015


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
    rest = upright & (np.abs(height - level) < _LEVEL_WIDTH)
    tall = rest & (height >= np.percentile(height[rest], 80) - _SAME_M)
    level = median(height[tall])
    return Seat(
        seated=seated if np.isnan(seated) else level,
        standing=level if np.isnan(seated) else standing,
        sd=max(_LEAST_SD, 1.4826 * median(np.abs(height[rest] - median(height[rest])))),
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
    near, over = np.abs(height - level) < _LEVEL_WIDTH, (height - level >= _LEVEL_WIDTH)
    over &= height - level < LEAST_RISE
    if weight[over].sum() < _TALLER * weight[near].sum():
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
    return np.asarray(head >= _UPRIGHT_SHARE * np.percentile(head[found], 75), np.bool_)


def _seconds(time: Floats) -> Floats:
    """(t,) seconds each look stands for, at most one."""
    return np.minimum(np.diff(time, append=time[-1] + 0.2), 1.0)


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
    """The middle of the stretch of 2 x _LEVEL_WIDTH in which the shoulders spent most time."""
    order = np.argsort(height)
    levels, sums = height[order], np.append(0.0, np.cumsum(weight[order]))
    until = np.searchsorted(levels, levels + 2 * _LEVEL_WIDTH, "right")
    best = int(np.argmax(sums[until] - sums[:-1]))
    last = int(until[best]) - 1
    return float((levels[(best + last) // 2] + levels[(best + last + 1) // 2]) / 2)


def _level_at(height: Floats, weight: Floats, near: float) -> float:
    close = np.abs(height - near) < _LEVEL_WIDTH
    return float(np.average(height[close], weights=weight[close]))


def _other_level(height: Floats, weight: Floats, main: float, way: int) -> float:
    """The level above (`way` 1) or below (-1) the main level at which the shoulders rested longest; NaN without one."""
    away = way * (height - main)
    within = (away >= LEAST_RISE) & (away <= _MOST_RISE)
    there, seconds = height[within], weight[within]
    if not reaches(seconds.sum(), _LEVEL_S):
        return float("nan")
    near = _fullest(there, seconds)
    rested = seconds[np.abs(there - near) < _LEVEL_WIDTH].sum()
    if not reaches(rested, _LEVEL_S) or _between(height, weight, main, near) > _VALLEY * rested:
        return float("nan")
    return _level_at(there, seconds, near)


def _between(height: Floats, weight: Floats, one: float, two: float) -> float:
    """Seconds spent in the middle third of the way from one level to the other."""
    share = (height - one) / (two - one)
    return float(weight[(share > 1 / 3) & (share < 2 / 3)].sum())


def _told(
    signals: Signals, rows: NDArray[np.bool_], height: Floats, levels: tuple[float, float], scale: float
) -> tuple[Posture, float]:
    """The posture of the one level, or of two levels that are one; every look belongs to the nearer level."""
    if np.isnan(sum(levels)):
        told = posture(signals, [rows], scale)
        return told if told[0] is not Posture.UNKNOWN else posture_by_walks(signals, scale)
    upper = height >= sum(levels) / 2
    return posture(signals, [rows & ~upper, rows & upper], scale)
