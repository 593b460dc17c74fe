"""Clothes of another colour than the site's uniform."""

from dataclasses import dataclass

import numpy as np

from pipeline.scene import Basis, Event, Scene, State, behaviour, limit, share_seen
from pipeline.states import apart


@dataclass(frozen=True, slots=True)
class UniformLimits:
    """Limits of the clothes at the post."""

    hidden_s: float = limit(
        20.0,
        "s",
        Basis.CHOICE,
        "arms, papers and a bowed head hide the chest; they neither end nor make a look at it",
    )
    at_border: float = limit(
        0.3, "probability", Basis.CHOICE, "of a colour just at the profile's distance: a colour is a hint"
    )
    at_most: float = limit(
        0.7,
        "probability",
        Basis.CHOICE,
        "however far the colour is, a person should look at the picture first",
    )
    share: float = limit(
        1 / 3,
        "of the looks",
        Basis.CHOICE,
        "a model that sees the uniform so often speaks against another colour: a lamp, other light",
    )
    lowered: float = limit(0.4, "of the probability", Basis.CHOICE, "stays then")
    raised: float = limit(
        0.25,
        "of the doubt",
        Basis.CHOICE,
        "goes where a model sees none; models miss, so it never makes certain",
    )


LIMITS = UniformLimits()


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
    other = State.from_samples(scene.signals.time, values, scene.states.hold).bridged(LIMITS.hidden_s)
    upright = scene.judged(other).true - scene.states.head_on_desk.true
    spans = upright.bridged(LIMITS.hidden_s).longer_than(limits.uniform_after_s)
    # Glimpses that lie so near each other that they were joined are still glimpses.
    return [_event(scene, span, far) for span in spans if _usual(scene, span, far) >= limits.uniform_distance]


def _usual(scene: Scene, span: tuple[float, float], far: np.ndarray) -> float:
    return float(np.nanmedian(far[scene.rows(*span)]))


def _event(scene: Scene, span: tuple[float, float], far: np.ndarray) -> Event:
    distance, needed = _usual(scene, span, far), scene.limits.uniform_distance
    sure = min(
        LIMITS.at_most,
        LIMITS.at_border + (LIMITS.at_most - LIMITS.at_border) * max(0.0, distance / needed - 1),
    )
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
    if share >= LIMITS.share:
        return sure * LIMITS.lowered
    return sure + (1 - sure) * LIMITS.raised if share == 0 else sure
