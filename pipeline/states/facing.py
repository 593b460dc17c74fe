"""Whether staff faces the customer: where the head points against where the customer is, seen from above."""

from dataclasses import dataclass

import numpy as np

from pipeline.intervals import Basis, State, limit
from vision.core import Signals


@dataclass(frozen=True, slots=True)
class FacingLimits:
    """Limits of facing a customer."""

    facing_deg: float = limit(
        45.0,
        "degrees",
        Basis.CHOICE,
        "people look at each other within about 30 degrees; poses of heads are off by 15 more",
    )
    beside_s: float = limit(
        2.0, "s", Basis.CHOICE, "a colleague who steps behind another one for a moment is not gone"
    )
    focal: float = limit(
        1.2,
        "picture heights",
        Basis.CHOICE,
        "a lens of 45 degrees up and down, as counter cameras have; between 30 and 70 degrees the error "
        "stays under the tolerance",
    )
    flicker_s: float = limit(0.5, "s", Basis.CHOICE, "heads turn to and from a person in longer")


LIMITS = FacingLimits()


def talking_aside(signals: Signals, away: State, hold: float) -> State:
    """Staff is turned `away` from the customer at the window while a colleague is at the post as well.

    Words are not heard: two people side by side who look elsewhere may be silent.
    """
    count = signals["staff"]
    two = np.where(np.isnan(count), np.nan, count >= 2)
    return away & State.from_samples(signals.time, two, hold).bridged(LIMITS.beside_s)


def facing(signals: Signals, hold: float) -> State:
    """True where the head points at the customer, unknown without a customer or a seen head."""
    across = (signals["customer_x"] - signals["head_x"]) / np.sqrt(
        signals["customer_scale"] * signals["scale"]
    )
    nearer = LIMITS.focal / signals["scale"] - LIMITS.focal / signals["customer_scale"]
    toward = np.degrees(np.arctan2(across, nearer))
    off = np.abs((signals["head_yaw"] - toward + 180) % 360 - 180)
    values = np.where(np.isnan(off), np.nan, off <= LIMITS.facing_deg)
    return State.from_samples(signals.time, values, hold).debounced(LIMITS.flicker_s, LIMITS.flicker_s)
