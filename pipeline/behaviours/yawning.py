"""Yawning: covered or not, toward a customer or not."""

from models.events import Event
from pipeline.scene import Scene, confidence

# Mouths close for a moment in a long yawn, and a hand takes a moment to come.
_SETTLE_S = 0.6


def yawning(scene: Scene) -> list[Event]:
    """A mouth wide open, or a hand before it, for `yawn_after_s`.

    Attributes: `covered` (a hand was before the mouth for half of the time), `toward_customer` (somebody was at the
    window, and staff faced them as far as could be seen).
    """
    state, needed = scene.judged(scene.states.gestures.yawning).bridged(_SETTLE_S), scene.limits.yawn_after_s
    return [
        scene.event(
            "yawning",
            (start, end),
            confidence(end - start, needed, state.seen_share(start, end)),
            {"seconds": round(end - start, 2), "threshold_s": needed},
            {"covered": _covered(scene, start, end), "toward_customer": _toward(scene, start, end)},
        )
        for start, end in state.true.longer_than(needed)
    ]


def _covered(scene: Scene, start: float, end: float) -> bool:
    return float(scene.states.gestures.covered.seconds_in(start, end)) >= (end - start) / 2


def _toward(scene: Scene, start: float, end: float) -> bool:
    customer, facing = scene.states.customer, scene.states.facing
    there = float(customer.true.seconds_in(start, end)) >= (end - start) / 2
    return there and not facing.true_share(start, end) < 1 / 2
