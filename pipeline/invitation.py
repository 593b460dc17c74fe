"""The inviting hand: one arm stretched out to the side while the customer's hands are far away."""

import numpy as np

from pipeline.hands import Reach, usual
from pipeline.middles import median
from pipeline.scene import Scene
from pipeline.spans import Bools, Floats, Spans

# A hand that invites goes this far from where it rests, for this long, and the other one stays or moves half as far:
# 0.25 to 0.6 m seen from the front, 0.1 to 0.21 from the side; hands at rest and at the keys move by up to 0.05. What
# lies between may be either. Nothing is being handed over, so the customer's hands are farther than this.
_WAY_M, _PERHAPS_M, _LEAST_S, _OTHER = 0.15, 0.08, 0.6, 0.6
_ALONE_M = 0.6
# Under this score a wrist is a guess of the model. Of the time, this much of both people must have been seen to say
# that no hand was stretched out.
_SEEN, _SEEN_ENOUGH = 0.3, 0.6


def invited(scene: Scene, start: float, end: float) -> bool | None:
    """Whether staff stretched out one hand between `start` and `end` (UTC s); None when that cannot be said.

    A camera at the side sees one arm: that this one did nothing says nothing of the other. A hand on its way to the
    face, with a phone or before a yawn, invites nobody.
    """
    hands, rows = scene.states.hands, scene.rows(start, end)
    if not np.isfinite(hands.own[rows]).any():
        return None
    if _stretched(scene, rows, _WAY_M):
        return True
    if _stretched(scene, rows, _PERHAPS_M):
        return None
    sure = np.isfinite(hands.own[rows]).all(axis=(1, 2)) & np.isfinite(hands.seen[rows]).all(axis=1)
    if np.mean(sure) < _SEEN_ENOUGH:
        return None
    return False if median(hands.seen[rows][sure].min(axis=1)) >= _SEEN else None


def _stretched(scene: Scene, rows: slice, least_m: float) -> bool:
    """Whether one hand is away for a while, alone."""
    hands, time = scene.states.hands, scene.signals.time[rows]
    at_face = scene.states.gestures.at_face.contains(time)
    away = _away(hands, rows, ~at_face)
    alone = ~(hands.near[rows] < _ALONE_M) & ~at_face
    for one, other in ((0, 1), (1, 0)):
        out = (away[:, one] >= least_m) & (away[:, other] <= _OTHER * away[:, one]) & alone
        if Spans.from_samples(time, np.asarray(out, np.bool_), scene.states.hold).longer_than(_LEAST_S):
            return True
    return False


def _away(hands: Reach, rows: slice, free: Bools) -> Floats:
    """(k, 2) metres of each wrist from where it mostly was in the `free` ones of these rows, against the shoulders."""
    wrists = hands.own[rows]
    return np.asarray(np.linalg.norm(wrists - usual(wrists[free]), axis=-1), np.float64)
