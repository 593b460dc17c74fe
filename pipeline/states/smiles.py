"""Smiles of staff: the geometry of the mouth relative to its usual one. Measured only if the site asks for it."""

from dataclasses import dataclass

import numpy as np

from pipeline.intervals import Basis, Floats, State, limit
from vision.core import Signals


@dataclass(frozen=True, slots=True)
class SmileLimits:
    """Limits of smiles against the usual mouth at a counter."""

    smile: float = limit(
        0.08,
        "of the mouth's width",
        Basis.CHOICE,
        "corners over the usual, placed by hand near 0.25 in smiles of 97 labelled faces and half of "
        "that or less on small rendered ones",
    )
    no_smile: float = limit(
        0.045, "of the mouth's width", Basis.CHOICE, "the same: between the two it is unknown"
    )
    most_usual: float = limit(
        0.34,
        "of the mouth's width",
        Basis.CHOICE,
        "nineteen of twenty closed mouths measure less; a person who smiles all day has a smile for a "
        "usual mouth",
    )
    turned_deg: float = limit(
        45.0, "degrees", Basis.CHOICE, "a face turned further shows one corner of the mouth only"
    )
    looks: int = limit(
        3,
        "looks",
        Basis.CHOICE,
        "at 0.35 s apart they make a smile of a second; one or two may be errors of the mesh",
    )
    seen_enough: float = limit(
        0.6, "of the time", Basis.CHOICE, "the face was seen, to say that there was no smile"
    )
    held_s: float = limit(1.0, "s", Basis.CHOICE, "a smile is held for so long")
    break_s: float = limit(0.5, "s", Basis.CHOICE, "and not ended by a shorter break")


LIMITS = SmileLimits()


def lifted(signals: Signals) -> Floats:
    """(t,) how much more the mouth smiles than it usually does at this counter, NaN if not seen."""
    values = signals.columns.get("smile")
    if values is None:
        return np.full(len(signals), np.nan)
    turned = np.abs(signals["face_yaw"]) > LIMITS.turned_deg
    found = np.where(turned, np.nan, values).astype(np.float64)
    return found - min(LIMITS.most_usual, np.nanmedian(found)) if np.isfinite(found).any() else found


def smiling(signals: Signals, hold: float) -> State:
    """True while a person at the post smiles for a second or longer, unknown if the mouth is not seen."""
    lift = lifted(signals)
    values = np.where(np.isnan(lift), np.nan, lift >= LIMITS.smile)
    return State.from_samples(signals.time, values, hold).debounced(LIMITS.held_s, LIMITS.break_s)


def held_lift(lift: Floats) -> float:
    """The lift that successive looks (k,), as `lifted` gives them, hold for as long as a smile; NaN if too few."""
    news = lift[np.append(True, lift[1:] != lift[:-1])] if len(lift) else lift
    seen = np.sort(news[np.isfinite(news)])
    return float(seen[-LIMITS.looks]) if len(seen) >= LIMITS.looks else float("nan")


def smiled(lift: Floats) -> bool | None:
    """Whether successive looks (k,), as `lifted` gives them, show a smile; None if that is unknown."""
    most = held_lift(lift)
    if most >= LIMITS.smile:
        return True
    return False if most < LIMITS.no_smile and np.isfinite(lift).mean() >= LIMITS.seen_enough else None
