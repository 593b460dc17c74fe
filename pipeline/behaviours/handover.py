"""Things change hands: one record per handover, a fault where staff used one hand and the other was free."""

from dataclasses import dataclass

import numpy as np

from models.events import Event, Scalar
from pipeline.hands import together, usual
from pipeline.scene import Scene
from pipeline.spans import Floats, Spans

# Hands that give come at least this near, and this much nearer than they rest during the visit: hands that lie on a
# narrow desk all the time hand nothing over.
_TOUCH_M, _NEARER_M = 0.5, 0.2
# The looks of an exchange in which the hands are about as near as they get.
_TOUCHING_M = 0.12
# A hand that moves less than this share of the other's way stayed where it was. Measured on rendered handovers:
# 0.04 to 0.33 with one hand, 0.47 to 1 with both.
_STAYED = 0.4
# Under this score the model has not seen the wrist: what it says of it is a guess.
_GUESSED = 0.3
_AROUND_S = 1.6
_SURE, _UNSURE = 0.9, 0.4


@dataclass(frozen=True, slots=True)
class _Hands:
    """How many hands staff used: 1 or 2; `sure` is False where the second hand was hidden."""

    used: int
    sure: bool


def handovers(scene: Scene) -> list[Event]:
    """One `handover` per exchange, `one_handed_handover` where staff used one hand.

    Attributes: `giver` (whose hand came first), `staff_hands` where both could be seen. A hidden second hand gives a
    one-handed event of low confidence: a question for a person, not a fault.
    """
    events = []
    for span in _exchanges(scene):
        events += _judged(scene, span)
    return events


def _exchanges(scene: Scene) -> Spans:
    spans = together(scene.states.hands, scene.signals.time, scene.states.hold) & scene.opened
    return spans[np.array([_touching(scene, start, end) for start, end in spans], np.bool_)]


def _touching(scene: Scene, start: float, end: float) -> bool:
    """Whether the hands really came together, for once, during a visit.

    Of an exchange around the opening a remainder may be left in which nobody looked.
    """
    visit = next((v for v in scene.visits if v.start <= end and start <= v.end), None)
    if visit is None:
        return False
    closest, resting = _seen(scene, start, end), _seen(scene, visit.start, visit.end)
    if not len(closest) or not len(resting):
        return False
    return bool(closest.min() <= min(_TOUCH_M, float(np.median(resting)) - _NEARER_M))


def _seen(scene: Scene, start: float, end: float) -> Floats:
    """How near the hands were in each look that saw them."""
    near = scene.states.hands.near[scene.rows(start, end)]
    return near[~np.isnan(near)]


def _judged(scene: Scene, span: tuple[float, float]) -> list[Event]:
    used = _hands_used(scene, span)
    evidence: dict[str, Scalar] = {
        "nearest_m": round(float(np.nanmin(scene.states.hands.near[scene.rows(*span)])), 2),
        "threshold_m": _TOUCH_M,
        "hidden_hand": not used.sure,
    }
    attributes: dict[str, Scalar] = {"giver": _giver(scene, span)}
    if used.sure:
        attributes["staff_hands"] = used.used
    events = [scene.event("handover", span, _SURE, evidence, attributes)]
    if used.used == 1:
        confidence = _SURE if used.sure else _UNSURE
        events.append(scene.event("one_handed_handover", span, confidence, evidence, attributes))
    return events


def _hands_used(scene: Scene, span: tuple[float, float]) -> _Hands:
    start, end = span
    hands, inside = scene.states.hands, scene.rows(start, end)
    near = hands.near[inside]
    touch = near <= np.nanmin(near) + _TOUCHING_M
    rest = usual(hands.wrists[scene.rows(start - _AROUND_S, start - _AROUND_S / 3)])
    if np.isnan(rest).all():
        rest = usual(hands.wrists[scene.rows(end + _AROUND_S / 3, end + _AROUND_S)])
    if np.isnan(rest).all():
        return _Hands(2, sure=False)  # nothing to compare with: in doubt for the clerk
    seen = np.nan_to_num(hands.seen[inside][touch].min(axis=1))
    way = np.linalg.norm(usual(hands.wrists[inside][touch]) - rest, axis=1)
    if np.median(seen) < _GUESSED or np.isnan(way).any():
        return _Hands(1, sure=False)
    return _Hands(1 if way.min() < _STAYED * way.max() else 2, sure=True)


def _giver(scene: Scene, span: tuple[float, float]) -> str:
    """Whose hand was half-way out first: who gives comes first, who takes answers."""
    hands, rows = scene.states.hands, scene.rows(span[0] - _AROUND_S, span[1])
    time = scene.signals.time[rows]
    staff, customer = _half_way(time, hands.staff_out[rows]), _half_way(time, hands.customer_out[rows])
    return "staff" if staff < customer else "customer"


def _half_way(time: Floats, out: Floats) -> float:
    """When the hand first was half of its way out, between looks by straight line; inf when it was not seen."""
    if not np.isfinite(out).any():
        return float("inf")
    low, high = np.nanmin(out[: max(1, int(np.nanargmax(out)) + 1)]), np.nanmax(out)
    half = (low + high) / 2
    at = int(np.argmax(out > half))
    if at == 0 or not np.isfinite(out[at - 1]):
        return float(time[at])
    share = (half - out[at - 1]) / (out[at] - out[at - 1])
    return float(time[at - 1] + share * (time[at] - time[at - 1]))
