"""Customers before internal work: turned away from the customer, or busy with a phone while somebody waits."""

from models.events import Event
from pipeline.behaviours.phone import on_phone
from pipeline.behaviours.posture import held
from pipeline.scene import Scene


def not_facing(scene: Scene) -> list[Event]:
    """Turned away from the customer at the window for `not_facing_after_s`; typing an order takes less."""
    away = ~scene.states.facing & scene.states.customer & scene.states.present
    return held(scene, "not_facing", away, scene.limits.not_facing_after_s)


def waiting_while_busy(scene: Scene) -> list[Event]:
    """A customer at the window or in the queue while staff uses a phone for `busy_after_s`; as unsure as `phone`."""
    busy = (scene.states.customer | scene.states.waiting) & scene.states.gestures.phone
    return on_phone(scene, "waiting_while_busy", busy, scene.limits.busy_after_s)
