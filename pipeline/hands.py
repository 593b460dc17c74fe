"""Hands of staff and customer: how near they are to each other, who reaches first, with how many hands."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.calibration import Seat
from pipeline.spans import Floats
from vision.signals import Signals


@dataclass(frozen=True, slots=True)
class Reach:
    """Per look, metres as the picture shows them, NaN without two people's hands.

    `near` is from the nearest hand of staff to the nearest of the customer. `staff_out` and `customer_out` say how far
    the foremost hand is stretched from the own shoulders toward the other person. `wrists` (t, 2, 2) are staff's left
    and right one, `seen` (t, 2) their scores 0..1.
    """

    near: Floats
    staff_out: Floats
    customer_out: Floats
    wrists: Floats
    seen: Floats


def reach(signals: Signals, seat: Seat) -> Reach:
    """The hands of one counter; all NaN where the day shows no customer or no scale."""
    scale = _typical(signals["customer_scale"])
    metre = float(np.sqrt(seat.scale * scale))
    staff, customer = _wrists(signals, ""), _wrists(signals, "customer_")
    gaps = (
        np.linalg.norm(staff[:, :, None] - customer[:, None], axis=-1) / metre
    )  # (t, staff hand, customer hand)
    me, you = _point(signals, "shoulder_x", "shoulder_y"), _point(signals, "customer_x", "customer_y")
    toward = (you - me) / np.linalg.norm(you - me, axis=1, keepdims=True)
    return Reach(
        near=gaps.min(axis=(1, 2)),
        staff_out=_out(staff, me, toward) / seat.scale,
        customer_out=_out(customer, you, -toward) / scale,
        wrists=staff / seat.scale,
        seen=np.stack([signals["wrist_left_seen"], signals["wrist_right_seen"]], axis=1).astype(np.float64),
    )


def _typical(values: NDArray[np.float32]) -> float:
    seen = values[~np.isnan(values)]
    return float(np.median(seen)) if len(seen) else float("nan")


def _wrists(signals: Signals, who: str) -> Floats:
    """(t, 2, 2) left and right wrist, x and y in picture heights."""
    hands = [_point(signals, f"{who}wrist_{side}_x", f"{who}wrist_{side}_y") for side in ("left", "right")]
    return np.stack(hands, axis=1)


def _point(signals: Signals, x: str, y: str) -> Floats:
    return np.stack([signals[x], signals[y]], axis=1).astype(np.float64)


def _out(hands: Floats, shoulders: Floats, toward: Floats) -> Floats:
    along = ((hands - shoulders[:, None]) * toward[:, None]).sum(axis=-1)
    return np.asarray(along.max(axis=1), np.float64)
