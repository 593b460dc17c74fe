"""A phone in use: held to the ear, or before oneself and looked at."""

from dataclasses import replace

from models.events import Event
from pipeline.behaviours.posture import held
from pipeline.scene import Scene
from pipeline.state import State

# A page held up looks like a phone held up: as sure as a coin, and less than what a profile calls certain.
_LOOKS_ALIKE = 0.45


def phone(scene: Scene) -> list[Event]:
    """Phone held to the ear or looked at for `phone_after_s`.

    The camera sees the hand and the head, not the phone: paperwork held up for as long looks alike, so a person
    decides, unless it was at the ear.
    """
    return on_phone(scene, "phone", scene.states.gestures.phone, scene.limits.phone_after_s)


def on_phone(scene: Scene, kind: str, state: State, needed: float) -> list[Event]:
    """As `held`, of little confidence where the phone was not at the ear for half of the time."""
    called = scene.states.gestures.called
    return [
        event
        if called.seconds_in(event.start, event.end) >= event.seconds / 2
        else replace(event, confidence=min(event.confidence, _LOOKS_ALIKE))
        for event in held(scene, kind, state, needed)
    ]
