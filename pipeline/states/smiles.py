"""Smiles of staff: the geometry of the mouth relative to its usual one. Measured only if the site asks for it."""

import numpy as np

from pipeline.intervals import Floats, State
from vision.core import Signals

# On 97 labelled faces smiles measure 0.25 over closed mouths; small faces on rendered counters show half of that or
# less, as meshes of small faces are nearer to a mean face. Between the two figures it is unknown.
SMILE, NO_SMILE = 0.08, 0.045
# A person who smiles all day has a smile for a usual mouth: nineteen of twenty closed mouths measure less than this.
_MOST_USUAL = 0.34
# A face turned further shows one corner of the mouth only.
_TURNED_DEG = 45.0
# Looks at the face are 0.35 s apart: three make a smile of a second, one or two may be an error of the mesh.
_LOOKS = 3
# The face must have been seen for this share of the time to say that there was no smile.
_SEEN_ENOUGH = 0.6


def lifted(signals: Signals) -> Floats:
    """(t,) how much more the mouth smiles than it usually does at this counter, NaN if not seen."""
    values = signals.columns.get("smile")
    if values is None:
        return np.full(len(signals), np.nan)
    turned = np.abs(signals["face_yaw"]) > _TURNED_DEG
    found = np.where(turned, np.nan, values).astype(np.float64)
    return found - min(_MOST_USUAL, np.nanmedian(found)) if np.isfinite(found).any() else found


def smiling(signals: Signals, hold: float) -> State:
    """True while a person at the post smiles for a second or longer, unknown if the mouth is not seen."""
    lift = lifted(signals)
    values = np.where(np.isnan(lift), np.nan, lift >= SMILE)
    return State.from_samples(signals.time, values, hold).debounced(1.0, 0.5)


def held_lift(lift: Floats) -> float:
    """The lift that successive looks (k,), as `lifted` gives them, hold for as long as a smile; NaN if too few."""
    news = lift[np.append(True, lift[1:] != lift[:-1])] if len(lift) else lift
    seen = np.sort(news[np.isfinite(news)])
    return float(seen[-_LOOKS]) if len(seen) >= _LOOKS else float("nan")


def smiled(lift: Floats) -> bool | None:
    """Whether successive looks (k,), as `lifted` gives them, show a smile; None if that is unknown."""
    most = held_lift(lift)
    if most >= SMILE:
        return True
    return False if most < NO_SMILE and np.isfinite(lift).mean() >= _SEEN_ENOUGH else None
