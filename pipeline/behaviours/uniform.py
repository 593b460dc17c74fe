"""Clothes of another colour than the site's uniform."""

import numpy as np

from models import Event
from pipeline.intervals import State
from pipeline.scene import Scene, behaviour, share_seen
from pipeline.states import apart

# Arms, papers and a head that bows hide the chest for seconds; they neither end nor make a look at it.
_HIDDEN_S = 20.0
# A colour is a hint. However far it is from the uniform's, a person should look at the picture before anything is said.
_AT_BORDER, _AT_MOST = 0.3, 0.7
# A detection model that sees the uniform in a third of its looks or more speaks against another colour: a lamp, a
# reference of other light. One that sees none speaks for it, but models miss: never from the border to certain.
_SHARE, _LOWERED, _RAISED = 1 / 3, 0.4, 0.25


@behaviour("off_uniform")
def off_uniform(scene: Scene) -> list[Event]:
    """Chest of another colour than any of the uniform's for `uniform_after_s`, only if the site gives colours.

    The distance is `uniform_distance` or more (vision/measures/colours.py); near it confidence is low. A detection
    model that knows the uniform (if one is installed) makes it surer or less sure: `uniform_share` of its looks.
    """
    if not scene.duty.features.uniform:
        return []
    far = apart(scene.signals, scene.duty.features.uniform)
    limits = scene.limits
    values = np.where(np.isnan(far), np.nan, far >= limits.uniform_distance)
    other = State.from_samples(scene.signals.time, values, scene.states.hold).bridged(_HIDDEN_S)
    upright = scene.judged(other).true - scene.states.head_on_desk.true
    spans = upright.bridged(_HIDDEN_S).longer_than(limits.uniform_after_s)
    # Glimpses that lie so near each other that they were joined are still glimpses.
    return [_event(scene, span, far) for span in spans if _usual(scene, span, far) >= limits.uniform_distance]


def _usual(scene: Scene, span: tuple[float, float], far: np.ndarray) -> float:
    return float(np.nanmedian(far[scene.rows(*span)]))


def _event(scene: Scene, span: tuple[float, float], far: np.ndarray) -> Event:
    distance, needed = _usual(scene, span, far), scene.limits.uniform_distance
    sure = min(_AT_MOST, _AT_BORDER + (_AT_MOST - _AT_BORDER) * max(0.0, distance / needed - 1))
    evidence = {
        "seconds": round(span[1] - span[0], 1),
        "threshold_s": scene.limits.uniform_after_s,
        "distance": round(distance, 1),
        "threshold": needed,
    }
    share = share_seen(scene, "uniform_seen", span)
    if share is None:
        return scene.event("off_uniform", span, sure, evidence)
    return scene.event(
        "off_uniform", span, _by_model(sure, share), {**evidence, "uniform_share": round(share, 2)}
    )


def _by_model(sure: float, share: float) -> float:
    if share >= _SHARE:
        return sure * _LOWERED
    return sure + (1 - sure) * _RAISED if share == 0 else sure
