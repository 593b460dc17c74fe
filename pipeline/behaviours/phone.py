"""A phone in use: held to the ear, or before oneself and looked at."""

from dataclasses import replace

from models import Event
from pipeline.behaviours.posture import held, with_hand
from pipeline.intervals import State, reaches
from pipeline.scene import Scene, behaviour, share_seen
from pipeline.states.phones import LIMITS as PHONE

# A page held up looks like a phone held up: as sure as a coin, so a person decides.
_LOOKS_ALIKE = 0.45
# Detectors miss a phone in a hand in many pictures and see none in most hands: one look in three is a phone, and none
# in any of them at well seen hands is one held by a hand that hides it, or a page.
_SHARE = 1 / 3
# From a coin's toss to a likely phone, and back: one model alone never decides to 0 or 1.
_RAISED, _LOWERED = 0.6, 0.6


@behaviour("phone")
def phone(scene: Scene) -> list[Event]:
    """Phone held to the ear or looked at for `phone_after_s`.

    The camera sees the hand and the head, not the phone: paperwork held up for as long looks alike, so a person
    decides, unless it was at the ear, or a detection model (where one is installed) saw it in the hand.
    """
    return on_phone(scene, "phone", scene.states.gestures.phone)


def on_phone(scene: Scene, kind: str, state: State, needed: float | None = None) -> list[Event]:
    """As `held`, a question if the phone was not at the ear for half of the time and no model saw one."""
    return [_as_sure(scene, event) for event in held(scene, kind, state, needed)]


def _as_sure(scene: Scene, event: Event) -> Event:
    """The event with the confidence of the hand's place and of a detection model's view of the hand."""
    called = reaches(scene.states.gestures.called.seconds_in(event.start, event.end), event.seconds / 2)
    told = with_hand(scene, event, PHONE.at_face if called else PHONE.held_to)
    if called:
        return _with_phone_seen(scene, told)
    unsure = replace(told, confidence=min(told.confidence, _LOOKS_ALIKE))
    found = _with_phone_seen(scene, unsure)
    return found if found.confidence > unsure.confidence else found.as_question()


def _with_phone_seen(scene: Scene, event: Event) -> Event:
    """The event, surer if a phone was seen in a hand or at the ear, less sure if it persistently was not.

    Unchanged without a detection model, or if it saw the hands too seldom. `phone_share` is the share of looks with
    one.
    """
    share = share_seen(scene, "phone_seen", (event.start, event.end))
    if share is None:
        return event
    sure = event.confidence
    if share >= _SHARE:
        sure += (1 - sure) * _RAISED
    elif share == 0:
        sure *= _LOWERED
    return replace(
        event, confidence=round(sure, 3), evidence={**event.evidence, "phone_share": round(share, 2)}
    )
