"""A phone in use: held to the ear, or before oneself and looked at."""

from dataclasses import dataclass, replace

from pipeline.behaviours.posture import held, with_hand
from pipeline.scene import Basis, Event, Scene, State, behaviour, limit, reaches, share_seen
from pipeline.states.phones import LIMITS as PHONE


@dataclass(frozen=True, slots=True)
class PhoneEventLimits:
    """Limits of how sure a phone is."""

    looks_alike: float = limit(
        0.45, "probability", Basis.CHOICE, "a page held up looks like a phone held up: a person decides"
    )
    share: float = limit(
        1 / 3,
        "of the looks",
        Basis.CHOICE,
        "detectors miss a phone in a hand in many pictures and see none in most hands",
    )
    raised: float = limit(
        0.6, "of the doubt", Basis.CHOICE, "goes where a model saw one; it alone never decides to 1"
    )
    lowered: float = limit(
        0.6,
        "of the probability",
        Basis.CHOICE,
        "stays where a model saw none at well seen hands; it alone never decides to 0",
    )


LIMITS = PhoneEventLimits()


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
    unsure = replace(told, confidence=min(told.confidence, LIMITS.looks_alike))
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
    if share >= LIMITS.share:
        sure += (1 - sure) * LIMITS.raised
    elif share == 0:
        sure *= LIMITS.lowered
    return replace(
        event, confidence=round(sure, 3), evidence={**event.evidence, "phone_share": round(share, 2)}
    )
