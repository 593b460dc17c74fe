"""How staff sits while nobody is at the window: a record with its minutes, so that a share can be told."""

import math
from itertools import pairwise

import numpy as np

from models.events import Event
from pipeline.scene import Scene
from pipeline.spans import Floats, Spans

# A look that missed somebody ends no quiet time; what is shorter than a minute is a pause and no sample of it.
_MISSED_S, _LEAST_S = 2.0, 60.0
# Cut at the hours of the clock, so that no quiet morning is one single record.
_PIECE_S = 3600.0


def idle_time(scene: Scene) -> list[Event]:
    """One `idle_time` per stretch of a minute or more, by the clock's hours, with staff there and nobody at the window.

    Attributes: `minutes` in which the pose was seen, of these the `upright_minutes` without slouching, leaning back,
    lying on the desk, chin on the hand, crossed arms or a phone. A stretch is told when it is over.
    """
    quiet = (scene.states.present & ~scene.states.customer).within(scene.opened).true.bridged(_MISSED_S)
    start, end = _pieces(quiet, scene.end - _MISSED_S)
    known = scene.states.standing.seen
    seen, poor = known.seconds_in(start, end), (known & _poor(scene)).seconds_in(start, end)
    rows = zip(start.tolist(), end.tolist(), seen.tolist(), poor.tolist(), strict=True)
    return [_record(scene, *row) for row in rows if row[2] >= _LEAST_S]


def _pieces(quiet: Spans, until: float) -> tuple[Floats, Floats]:
    """(n,) starts and ends of the pieces that are long enough and were over by `until`, cut at the hours."""
    pieces = [piece for stretch in quiet.longer_than(_LEAST_S) for piece in _by_hours(stretch)]
    start, end = np.array(pieces, np.float64).reshape(-1, 2).T
    told = (end - start >= _LEAST_S) & (end < until)
    return start[told], end[told]


def _by_hours(stretch: tuple[float, float]) -> list[tuple[float, float]]:
    first = math.floor(stretch[0] / _PIECE_S) + 1
    return list(
        pairwise([stretch[0], *np.arange(first * _PIECE_S, stretch[1], _PIECE_S).tolist(), stretch[1]])
    )


def _poor(scene: Scene) -> Spans:
    """Where the posture was one of those that the profile asks about."""
    states, hands = scene.states, scene.states.gestures
    poor = states.slouching.true | states.leaning_back.true | states.head_on_desk.true
    return poor | hands.chin_on_hand.true | hands.arms_crossed.true | hands.phone.true


def _record(scene: Scene, start: float, end: float, seen: float, poor: float) -> Event:
    minutes = int(seen // 60)
    return scene.event(
        "idle_time",
        (start, end),
        seen / (end - start),
        {"seconds": round(end - start, 2), "seen_s": round(seen, 2)},
        {"minutes": minutes, "upright_minutes": round(minutes * (1 - poor / seen))},
    )
