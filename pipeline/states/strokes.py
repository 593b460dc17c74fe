"""How fast the staff's hands move: metres a second as the picture shows them, against the own shoulders."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.intervals.spans import Floats
from pipeline.states.hands import Reach

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
    (one, one_way), (two, two_way) = (_thrust(mine, looks) for looks in (1, 2))
    farther = np.nan_to_num(two, nan=-np.inf) > np.nan_to_num(one, nan=-np.inf)
    return Strokes(
        speed=_speed(mine), thrust=np.where(farther, two, one), way=np.where(farther, two_way, one_way)
    )


@dataclass(frozen=True, slots=True)
class _Hands:
    """(k, 2, 2) wrists from the shoulders, (k,) how far the foremost is out, (k, 2) whether seen well, (k,) UTC s."""

    own: Floats
    out: Floats
    seen: NDArray[np.bool_]
    time: Floats


def _speed(hands: _Hands) -> Floats:
    """(k,) metres a second of the faster hand, from the look before to each look."""
    step = np.diff(hands.own, axis=0)
    ways = np.where(hands.seen[1:] & hands.seen[:-1], np.hypot(step[..., 0], step[..., 1]), np.nan)
    return _after(np.fmax(ways[:, 0], ways[:, 1]) / _took(hands, 1), hands, 1)


def _thrust(hands: _Hands, looks: int) -> tuple[Floats, Floats]:
    """(k,) metres a second and (k,) metres that the foremost hand came nearer, from `looks` looks before."""
    sure = (hands.seen[looks:] & hands.seen[:-looks]).any(axis=1)
    way = np.where(sure, hands.out[looks:] - hands.out[:-looks], np.nan)
    return _after(way / _took(hands, looks), hands, looks), _after(way, hands, looks)


def _took(hands: _Hands, looks: int) -> Floats:
    """(k - looks,) seconds since the look so many before; NaN where that is no stroke."""
    took = hands.time[looks:] - hands.time[:-looks]
    return np.where(took <= _STROKE_S, took, np.nan)


def _after(part: Floats, hands: _Hands, looks: int) -> Floats:
    """(k,) the same with nothing known of the first looks."""
    whole = np.full(len(hands.time), np.nan)
    whole[looks:] = part
    return whole
