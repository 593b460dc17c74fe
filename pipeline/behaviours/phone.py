"""A phone in use: held to the ear, or before oneself and looked at."""

from models.events import Event
from pipeline.behaviours.posture import held
from pipeline.scene import Scene


def phone(scene: Scene) -> list[Event]:
    """Phone held to the ear or looked at for `phone_after_s`.

    The camera sees the hand and the head, not the phone: paperwork held up for as long looks alike, so a person
    decides, unless an object detector saw it.
    """
    return held(scene, "phone", scene.states.gestures.phone, scene.limits.phone_after_s)
