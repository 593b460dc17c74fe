"""How staff sits while nobody is at the window: a record with its minutes, so that a share can be told."""

import math
from itertools import pairwise

import numpy as np

from models.events import Event
from pipeline.scene import Scene
from pipeline.spans import Spans

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
    poor = _poor(scene)
    events = [_record(scene, poor, piece) for stretch in quiet for piece in _pieces(stretch)]
    return [event for event in events if event is not None]


def _pieces(stretch: tuple[float, float]) -> list[tuple[float, float]]:
    first = math.floor(stretch[0] / _PIECE_S) + 1
    edges = [stretch[0], *np.arange(first * _PIECE_S, stretch[1], _PIECE_S).tolist(), stretch[1]]
    return list(pairwise(edges))


def _poor(scene: Scene) -> Spans:
    """Where the posture was one of those that the profile asks about."""
    states, hands = scene.states, scene.states.gestures
    poor = states.slouching.true | states.leaning_back.true | states.head_on_desk.true
    return poor | hands.chin_on_hand.true | hands.arms_crossed.true | hands.phone.true


def _record(scene: Scene, poor: Spans, piece: tuple[float, float]) -> Event | None:
    start, end = piece
    seen = scene.states.standing.seen.clipped(start, end)
    minutes = int(seen.total // 60)
    if end - start < _LEAST_S or end >= scene.end - _MISSED_S or not minutes:
        return None
    upright = 1 - seen.overlap_s(poor.clipped(start, end)) / seen.total
    return scene.event(
        "idle_time",
        piece,
        seen.total / (end - start),
        {"seconds": round(end - start, 2), "seen_s": round(seen.total, 2)},
        {"minutes": minutes, "upright_minutes": round(minutes * upright)},
    )
