"""Whether staff faces the customer: where the head points against where the customer is, seen from above."""

import numpy as np

from pipeline.intervals import State
from vision.core import Signals

# Facing within this angle: people look at each other within about 30 degrees; pose heads are off by 15 more.
_FACING_DEG = 45.0
# A colleague who steps behind another one for a moment is not gone.
_BESIDE_S = 2.0
# Focal length in picture heights, to turn a person's size into distance: a lens of about 45 degrees up and down, as
# counter cameras have. The direction's error stays under the tolerance above for 30 to 70 degrees.
FOCAL = 1.2


def talking_aside(signals: Signals, away: State, hold: float) -> State:
    """Staff is turned `away` from the customer at the window while a colleague is at the post as well.

    Words are not heard: two people side by side who look elsewhere may be silent.
    """
    count = signals["staff"]
    two = np.where(np.isnan(count), np.nan, count >= 2)
    return away & State.from_samples(signals.time, two, hold).bridged(_BESIDE_S)


def facing(signals: Signals, hold: float) -> State:
    """True where the head points at the customer, unknown without a customer or a seen head."""
    across = (signals["customer_x"] - signals["head_x"]) / np.sqrt(
        signals["customer_scale"] * signals["scale"]
    )
    nearer = FOCAL / signals["scale"] - FOCAL / signals["customer_scale"]
    toward = np.degrees(np.arctan2(across, nearer))
    off = np.abs((signals["head_yaw"] - toward + 180) % 360 - 180)
    values = np.where(np.isnan(off), np.nan, off <= _FACING_DEG)
    return State.from_samples(signals.time, values, hold).debounced(0.5, 0.5)
