"""Attention to customers: staff turned away, or busy with something else while a customer waits."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.behaviours.phone import on_phone
from pipeline.behaviours.posture import held
from pipeline.scene import Basis, Event, Scene, Spans, State, behaviour, limit, looks, noticed

_BUSY = "waiting_while_busy"


@dataclass(frozen=True, slots=True)
class AttentionLimits:
    """Limits of attention to customers."""

    looks_alike: float = limit(
        0.45,
        "probability",
        Basis.CHOICE,
        "apparent neglect may be a colleague's help, a screen or the last customer's papers: a person "
        "decides",
    )


LIMITS = AttentionLimits()


@dataclass(frozen=True, slots=True)
class _Busy:
    """Another occupation of staff, and for how long (s) it may go on while a customer waits."""

    reason: str
    state: State
    needed: float


@behaviour("not_facing")
def not_facing(scene: Scene) -> list[Event]:
    """Turned away from the customer at the window for `not_facing_after_s`; typing an order takes less."""
    away = ~scene.states.facing & scene.states.customer & scene.states.present
    return held(scene, "not_facing", away)


@behaviour("waiting_while_busy")
def waiting_while_busy(scene: Scene) -> list[Event]:
    """A customer is at the window or in the queue and staff attends to something else: `reason` says to what.

    `phone` for `busy_after_s`, as unsure as `phone`; `aside`, turned from the customer with a colleague at the post,
    for as long; `unnoticed`, never yet turned to the customer who came, for as long; `idle`, a customer waits before
    a free window, for `idle_after_s`. The first of several at once counts. All but a call are questions for a person.
    """
    phone = (scene.states.customer | scene.states.waiting) & scene.states.gestures.phone
    found = [_because("phone", event) for event in on_phone(scene, _BUSY, phone, scene.limits.busy_after_s)]
    for busy in _other_reasons(scene):
        for event in held(scene, _BUSY, busy.state, busy.needed):
            if not any(one.start < event.end and event.start < one.end for one in found):
                unsure = replace(event, confidence=min(event.confidence, LIMITS.looks_alike))
                found.append(_because(busy.reason, unsure.as_question()))
    return found


def _because(reason: str, event: Event) -> Event:
    return replace(event, attributes={**event.attributes, "reason": reason})


def _other_reasons(scene: Scene) -> Iterator[_Busy]:
    states, limits = scene.states, scene.limits
    turned = ~states.facing & states.present
    if scene.visits:
        yield _Busy("aside", states.talking_aside, limits.busy_after_s)
        yield _Busy("unnoticed", turned.within(_unnoticed(scene)), limits.busy_after_s)
    if states.waiting.true:
        yield _Busy("idle", states.waiting & ~states.customer & states.present, limits.idle_after_s)


def _unnoticed(scene: Scene) -> Spans:
    """The time until staff looked at the customer, for the visits with a seen beginning."""
    seen = looks(scene.states)
    return Spans.of(*((visit.start, noticed(seen, visit)) for visit in scene.visits if visit.arrived))
