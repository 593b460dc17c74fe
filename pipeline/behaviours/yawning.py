"""Yawning: covered or not, toward a customer or not."""

from dataclasses import dataclass
from math import isnan

import numpy as np

from pipeline.scene import (
    Basis,
    Event,
    Scalar,
    Scene,
    State,
    behaviour,
    confidence,
    limit,
    margin_confidence,
    reaches,
)


@dataclass(frozen=True, slots=True)
class YawningLimits:
    """Limits of a yawn that lasts."""

    settle_s: float = limit(
        0.6, "s", Basis.CHOICE, "mouths close for a moment in a long yawn, and a hand takes a moment to come"
    )


LIMITS = YawningLimits()


@behaviour("yawning")
def yawning(scene: Scene) -> list[Event]:
    """A mouth wide open, or a hand before it, for `yawn_after_s`.

    Attributes: `covered` (a hand was before the mouth for half of the time), `toward_customer` (a customer was at the
    window and staff faced them; left out if a customer was there and the direction of staff's look was not seen).
    """
    state, needed = (
        scene.judged(scene.states.gestures.yawning).bridged(LIMITS.settle_s),
        scene.least_s("yawning"),
    )
    return [_yawn(scene, state, span, needed) for span in state.true.longer_than(needed)]


def _yawn(scene: Scene, state: State, span: tuple[float, float], needed: float) -> Event:
    """One event; a yawn of which the mouth was not seen wide open is a question, however sure the network is."""
    start, end = span
    seen, widest = state.seen_share(start, end), _widest(scene, start, end)
    probability = scene.states.postures.probability("yawning", span, needed)
    evidence = {"seconds": round(end - start, 2), "threshold_s": needed} | _mouth(widest)
    if probability is None:
        sure = confidence(end - start, needed, seen) * _clear(widest)
    else:
        sure, evidence = seen * probability, evidence | {"probability": round(probability, 3)}
    event = scene.event("yawning", span, sure, evidence, _manners(scene, start, end))
    return event if probability is None or widest >= 1 else event.as_question()


def _widest(scene: Scene, start: float, end: float) -> float:
    """How far the mouth was open at most, a yawn from 1 on; NaN if it was hidden all the time."""
    opened = scene.states.gestures.opened[scene.rows(start, end)]
    opened = opened[~np.isnan(opened)]
    return float(opened.max()) if len(opened) else float("nan")


def _clear(widest: float) -> float:
    """A mouth barely open enough makes a yawn less certain; a hand before it is judged by the head alone."""
    return margin_confidence(widest, 1.0) if widest >= 1 else 1.0


def _mouth(widest: float) -> dict[str, Scalar]:
    return {} if isnan(widest) else {"mouth": round(widest, 2), "threshold": 1.0}


def _manners(scene: Scene, start: float, end: float) -> dict[str, Scalar]:
    half = (end - start) / 2
    found: dict[str, Scalar] = {
        "covered": reaches(scene.states.gestures.covered.seconds_in(start, end), half)
    }
    there = reaches(scene.states.customer.true.seconds_in(start, end), half)
    toward = scene.states.facing.true_share(start, end) if there else 0.0
    if not isnan(toward):
        found["toward_customer"] = reaches(toward, 1 / 2)
    return found
