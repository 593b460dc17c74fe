"""The inviting hand: one arm stretched out to the side while the customer's hands are far away."""

import numpy as np

from pipeline.hands import Reach, usual
from pipeline.scene import Scene
from pipeline.spans import Floats, Spans

# A hand that invites goes this far from where it rests, for this long, and the other one stays or moves half as far;
# nothing is being handed over, so the customer's hands are farther than this.
_WAY_M, _LEAST_S, _OTHER = 0.25, 0.6, 0.6
_ALONE_M = 0.6
# Under this score a wrist is a guess of the model. Of the time, this much of both people must have been seen to say
# that no hand was stretched out.
_SEEN, _SEEN_ENOUGH = 0.3, 0.6


def invited(scene: Scene, start: float, end: float) -> bool | None:
    """Whether staff stretched out one hand between `start` and `end` (UTC s); None when a hand was hidden.

    A camera at the side sees one arm: that this one did nothing says nothing of the other.
    """
    hands, time = scene.states.hands, scene.signals.time
    rows = scene.rows(start, end)
    if not np.isfinite(hands.own[rows]).any():
        return None
    away = _away(hands, rows)
    alone = ~(hands.near[rows] < _ALONE_M)
    for one, other in ((0, 1), (1, 0)):
        out = (away[:, one] >= _WAY_M) & (away[:, other] <= _OTHER * away[:, one]) & alone
        if Spans.from_samples(time[rows], np.asarray(out, np.bool_), scene.states.hold).longer_than(_LEAST_S):
            return True
    sure = np.isfinite(hands.own[rows]).all(axis=(1, 2)) & np.isfinite(hands.seen[rows]).all(axis=1)
    if np.mean(sure) < _SEEN_ENOUGH:
        return None
    return False if np.median(hands.seen[rows][sure].min(axis=1)) >= _SEEN else None


def _away(hands: Reach, rows: slice) -> Floats:
    """(k, 2) metres of each wrist from where it mostly was in these rows, against the shoulders."""
    wrists = hands.own[rows]
    return np.asarray(np.linalg.norm(wrists - usual(wrists), axis=-1), np.float64)
