"""Sitting and standing upright: slouching, leaning back, head on the desk."""

import math
from dataclasses import dataclass, replace

from pipeline.scene import (
    Basis,
    Event,
    Scene,
    State,
    behaviour,
    confidence,
    limit,
    margin_confidence,
    seen_median,
)
from pipeline.states.phones import LIMITS as HAND


@dataclass(frozen=True, slots=True)
class PostureLimits:
    """Limits of postures that are held."""

    settle_s: float = limit(
        1.5,
        "s",
        Basis.CHOICE,
        "a posture is not over because the model lost it, or the person moved in it, for so long",
    )
    unmeasured: float = limit(
        0.45,
        "probability",
        Basis.CHOICE,
        "place of the shoulders says that a person slid back, not by how many degrees: a person decides",
    )


LIMITS = PostureLimits()


@behaviour("slouching")
def slouching(scene: Scene) -> list[Event]:
    """Trunk bent forward by `trunk_forward_deg` for `slouch_after_s`."""
    found = held(scene, "slouching", scene.states.slouching)
    return [_bent(event, scene.limits.trunk_forward_deg) for event in found]


@behaviour("leaning_back")
def leaning_back(scene: Scene) -> list[Event]:
    """Trunk bent backward by `lean_back_deg` for `lean_back_after_s`.

    A person slid back in the chair, at an angle that the camera does not show, is a question.
    """
    needed = scene.limits.lean_back_deg
    found = held(scene, "leaning_back", scene.states.leaning_back)
    return [_slid(_bent(_backward(event), needed), needed) for event in found]


def _backward(event: Event) -> Event:
    """The event without an angle that points forward: the hips are hidden then, and the angle is a guess."""
    if float(event.evidence.get("trunk_deg", 0.0)) <= 0:
        return event
    told = {name: figure for name, figure in event.evidence.items() if name != "trunk_deg"}
    return replace(event, evidence=told)


@behaviour("head_on_desk")
def head_on_desk(scene: Scene) -> list[Event]:
    """Head on the desk for `head_on_desk_after_s`."""
    return held(scene, "head_on_desk", scene.states.head_on_desk)


@behaviour("chin_on_hand")
def chin_on_hand(scene: Scene) -> list[Event]:
    """Chin propped on a hand for `chin_on_hand_after_s`."""
    found = held(scene, "chin_on_hand", scene.states.gestures.chin_on_hand)
    return [with_hand(scene, event, HAND.at_face) for event in found]


@behaviour("arms_crossed")
def arms_crossed(scene: Scene) -> list[Event]:
    """Arms crossed before the chest for `arms_crossed_after_s`."""
    return held(scene, "arms_crossed", scene.states.gestures.arms_crossed)


def held(scene: Scene, kind: str, state: State, needed: float | None = None) -> list[Event]:
    """An event per stretch of `state` that lasts `needed` seconds, with the trunk's angle as evidence.

    Without `needed` the threshold of the kind counts.
    """
    needed = scene.least_s(kind) if needed is None else needed
    settled = scene.judged(state).bridged(LIMITS.settle_s)
    return [_held(scene, kind, span, needed, state) for span in settled.true.longer_than(needed)]


def _held(scene: Scene, kind: str, span: tuple[float, float], needed: float, state: State) -> Event:
    """One event; its confidence is the network's probability where that judges the kind, else that of the rule."""
    start, end = span
    seen, probability = state.seen_share(start, end), scene.states.postures.probability(kind, span, needed)
    evidence = {"seconds": round(end - start, 2), "threshold_s": needed} | _angles(scene, start, end)
    if probability is None:
        return scene.event(kind, span, confidence(end - start, needed, seen), evidence)
    return scene.event(kind, span, seen * probability, evidence | {"probability": round(probability, 3)})


def learned(event: Event) -> bool:
    """Whether the network judged the event, so that its confidence is a probability already."""
    return "probability" in event.evidence


def with_hand(scene: Scene, event: Event, within_m: float) -> Event:
    """The event with the usual distance of the hand from the nose, less certain if that is hardly near enough."""
    metres = seen_median(scene.states.gestures.hand_m[scene.rows(event.start, event.end)])
    if math.isnan(metres):
        return event
    told = {**event.evidence, "hand_m": round(metres, 2)}
    if learned(event):
        return replace(event, evidence=told)
    told["threshold_m"] = within_m
    sure = event.confidence * margin_confidence(within_m, metres)
    return replace(event, confidence=round(sure, 3), evidence=told)


def _bent(event: Event, limit_deg: float) -> Event:
    """The event with the angle it needs, and less certain if the trunk's was hardly more."""
    deg = float(event.evidence.get("trunk_deg", 0.0))
    if abs(deg) < limit_deg or learned(event):
        return event  # sunk: height and tilt together, no angle alone
    sure = round(event.confidence * margin_confidence(abs(deg), limit_deg), 3)
    return replace(event, confidence=sure, evidence={**event.evidence, "threshold_deg": limit_deg})


def _slid(event: Event, limit_deg: float) -> Event:
    """The event, a question if the angle alone is less than the limit."""
    enough = abs(float(event.evidence.get("trunk_deg", 0.0))) >= limit_deg
    return (
        event
        if enough or learned(event)
        else replace(event, confidence=min(event.confidence, LIMITS.unmeasured)).as_question()
    )


def _angles(scene: Scene, start: float, end: float) -> dict[str, float]:
    """The trunk's median angle against this counter's upright, degrees, positive forward."""
    bend = seen_median(scene.states.bend[scene.rows(start, end)])
    return {} if math.isnan(bend) else {"trunk_deg": round(bend, 1)}
