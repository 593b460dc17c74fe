"""Strains: signals degraded as by a worse camera or a weaker model.

On footage that was used for development nearly all found events are true, whatever their confidence. The reliability of
a confidence can be measured only if some events are false.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.core import Signals

Floats = NDArray[np.float32]
# People are not detected for about a second at a time: a head turned away, a person walking past.
_BURST = 5
# Columns of the second and third customer at the window.
_BESIDE = ("customer2_", "customer3_")
_METRES = ("head_height", "nose_drop")
_ANGLES = ("trunk_lean", "trunk_forward", "trunk_side", "hip_angle", "knee_angle")
_RATIOS = ("mouth_open", "mouth_dark")


@dataclass(frozen=True, slots=True)
class Strain:
    """`missed` share of looks in which a person is not found; noise of positions in metres and of angles in degrees."""

    name: str
    missed: float
    noise_m: float
    noise_deg: float


# Our choice: from a good camera on a dull day to one that should be moved.
STRAINS = (Strain("light", 0.1, 0.01, 3), Strain("medium", 0.25, 0.02, 6), Strain("heavy", 0.4, 0.04, 10))


def strained(signals: Signals, strain: Strain, rng: np.random.Generator) -> Signals:
    """The rows with missing people and noise; `rng` makes it repeatable. NaN stays NaN."""
    columns = {name: column.copy() for name, column in signals.columns.items()}
    for count, prefix in (("staff", ""), ("customers", "customer"), ("waiting", None)):
        gone = _overlooked(len(signals), strain.missed, rng) & (columns[count] > 0)
        columns[count][gone] = 0
        for name in _measured_of(prefix, columns):
            columns[name][gone] = np.nan
    for prefix in _BESIDE:
        gone = _overlooked(len(signals), strain.missed, rng) & ~np.isnan(columns[f"{prefix}x"])
        columns["customers"][gone] -= 1
        for name in _measured_of(prefix, columns):
            columns[name][gone] = np.nan
    for name in columns:
        scale = columns[f"{_whose(name)}scale"]
        columns[name] += rng.normal(size=len(signals)).astype(np.float32) * _noise(name, strain, scale)
    return Signals(signals.time, columns)


def _overlooked(looks: int, share: float, rng: np.random.Generator) -> NDArray[np.bool_]:
    """(t,) true in bursts, each look with the probability `share`."""
    starts = rng.random(looks) < 1 - (1 - share) ** (1 / _BURST)
    return np.convolve(starts, np.ones(_BURST))[:looks] > 0


def _measured_of(prefix: str | None, columns: dict[str, Floats]) -> list[str]:
    """The columns that are NaN if this person is not detected.

    "" is the staff, "customer" everybody at the window, None a person who is only counted.
    """
    if prefix is None:
        return []
    others = ("staff", "customer", "waiting", "health")
    mine = [n for n in columns if (n.startswith(prefix) if prefix else not n.startswith(others))]
    return [name for name in mine if name != "customers" and not name.endswith("likeness")]


def _whose(name: str) -> str:
    """The prefix of the person whose position a column contains."""
    return next((prefix for prefix in ("customer_", *_BESIDE) if name.startswith(prefix)), "")


def _noise(name: str, strain: Strain, scale: Floats) -> Floats | float:
    """The standard deviation of a column's noise in its own unit; places are in picture heights, `scale` per metre."""
    if name.endswith(("_x", "_y")):
        return np.asarray(strain.noise_m * scale, np.float32)
    if name.endswith(("_yaw", "_pitch")) or name in _ANGLES:
        return strain.noise_deg
    return strain.noise_m if name in (*_METRES, *_RATIOS) else 0.0
