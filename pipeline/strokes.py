"""How fast the staff's hands move: metres a second as the picture shows them, against the own shoulders."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.hands import Reach
from pipeline.spans import Floats

# Under this score the model has not really seen the wrist, and its guesses jump as fast as hands do.
_SEEN = 0.5
# A stroke is over in less than this: what is farther apart says nothing of speed.
_STROKE_S = 0.45


@dataclass(frozen=True, slots=True)
class Strokes:
    """Per look, NaN where a hand was not seen well now and a moment before.

    `speed` (t,) is that of the faster hand. `thrust` (t,) says how fast the foremost hand came nearer to the customer,
    `way` (t,) by how many metres.
    """

    speed: Floats
    thrust: Floats
    way: Floats


def strokes(hands: Reach, time: Floats, rows: NDArray[np.intp]) -> Strokes:
    """Of the looks `rows` (k,): from the look before and, for what goes on, from the one before that; all (k,)."""
    mine = _Hands(hands.own[rows], hands.staff_out[rows], hands.seen[rows] >= _SEEN, time[rows])
    one, two = _moved(mine, 1), _moved(mine, 2)
    farther = np.nan_to_num(two.thrust, nan=-np.inf) > np.nan_to_num(one.thrust, nan=-np.inf)
    return Strokes(
        speed=one.speed,
        thrust=np.where(farther, two.thrust, one.thrust),
        way=np.where(farther, two.way, one.way),
    )


@dataclass(frozen=True, slots=True)
class _Hands:
    """(k, 2, 2) wrists from the shoulders, (k,) how far the foremost is out, (k, 2) whether seen well, (k,) UTC s."""

    own: Floats
    out: Floats
    seen: NDArray[np.bool_]
    time: Floats


def _moved(hands: _Hands, looks: int) -> Strokes:
    """From `looks` looks before to each look."""
    found = [np.full(len(hands.time), np.nan) for _ in range(3)]
    took = hands.time[looks:] - hands.time[:-looks]
    took = np.where(took <= _STROKE_S, took, np.nan)
    sure = hands.seen[looks:] & hands.seen[:-looks]
    step = hands.own[looks:] - hands.own[:-looks]
    speeds = np.where(sure, np.hypot(step[..., 0], step[..., 1]), np.nan) / took[:, None]
    way = np.where(sure.any(axis=1), hands.out[looks:] - hands.out[:-looks], np.nan)
    for whole, part in zip(found, (np.fmax(speeds[:, 0], speeds[:, 1]), way / took, way), strict=True):
        whole[looks:] = part
    return Strokes(*found)
