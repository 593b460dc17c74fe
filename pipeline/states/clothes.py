"""How far the clothes at the post are from the uniform's colours."""

from collections.abc import Sequence

import numpy as np

from pipeline.intervals import Floats
from vision.core import Signals
from vision.measures.colours import Lab, distance

CHEST = ("chest_l", "chest_a", "chest_b")


def apart(signals: Signals, colours: Sequence[Lab]) -> Floats:
    """(t,) distance of the chest from the nearest of `colours`, NaN where it was not seen or not asked for."""
    if not all(name in signals.columns for name in CHEST):
        return np.full(len(signals), np.nan)
    worn = np.stack([signals[name] for name in CHEST], axis=1).astype(np.float64)
    return np.asarray(np.min([distance(worn, colour) for colour in colours], axis=0), np.float64)


def usual_colour(signals: Signals) -> Lab | None:
    """The colour that was worn most, None without a chest that was seen."""
    if not all(name in signals.columns and np.isfinite(signals[name]).any() for name in CHEST):
        return None
    lightness, a, b = (float(np.nanmedian(signals[name])) for name in CHEST)
    return lightness, a, b
