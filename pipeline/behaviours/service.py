"""Service of a customer: its length, how soon and how attentively staff served, and who waited meanwhile."""

from dataclasses import dataclass

from pipeline.scene import (
    Basis,
    Event,
    Scalar,
    Scene,
    Spans,
    behaviour,
    confidence,
    limit,
    looks,
    noticed,
    reaches,
    seen_off,
)
from pipeline.states import QUEUES, Visit


@dataclass(frozen=True, slots=True)
class ServiceLimits:
    """Limits of the figures of a service."""

    seen_enough: float = limit(
        0.6,
        "of the visit",
        Basis.CHOICE,
        "the direction of staff's look was seen, to say how much of it staff faced",
    )
    left_s: float = limit(
        1.0, "s", Basis.CHOICE, "the window is seen so shortly before and after a departure"
    )


LIMITS = ServiceLimits()


@behaviour("departure")
def departures(scene: Scene) -> list[Event]:
    """One `departure` per customer who leaves after a visit, with the figures of the service.

    Evidence: `stayed_s`, `staffed_s` of it with staff at the post, `noticed_after_s` until staff looked up, `queue_s`
    for which a customer had been waiting when this one came. Attributes: `faced_share`, 0..1 of the time in which
    staff faced the customer, and `seen_off`. Each only if it was seen.
    """
    seen = looks(scene.states)
    return [
        scene.event(
            "departure",
            (v.end, v.end),
            scene.states.customer.seen_share(v.end - LIMITS.left_s, v.end + LIMITS.left_s),
            _served(scene, v, seen),
            _manners(scene, v),
        )
        for v in scene.visits
        if v.left
    ]


def _served(scene: Scene, visit: Visit, looks: Spans) -> dict[str, Scalar]:
    states, (start, end) = scene.states, (visit.start, visit.end)
    found: dict[str, Scalar] = {"stayed_s": round(end - start, 2)}
    found["staffed_s"] = round(float(states.present.true.seconds_in(start, end)), 2)
    if not visit.arrived:
        return found
    at = noticed(looks, visit)
    if at < end and (at == start or reaches(states.facing.seen_share(start, at), LIMITS.seen_enough)):
        found["noticed_after_s"] = round(at - start, 2)
    waited = states.waiting.true.bridged(QUEUES.next_s).covering(start - QUEUES.next_s)
    return found if waited is None else found | {"queue_s": round(start - waited[0], 2)}


def _manners(scene: Scene, visit: Visit) -> dict[str, Scalar]:
    """The attentiveness: `faced_share` and `seen_off`, each if it was seen."""
    facing, found = scene.states.facing, dict[str, Scalar]()
    if reaches(facing.seen_share(visit.start, visit.end), LIMITS.seen_enough):
        found["faced_share"] = round(facing.true_share(visit.start, visit.end), 2)
    off = seen_off(scene, visit)
    return found if off is None else found | {"seen_off": off}


@behaviour("long_service")
def long_service(scene: Scene) -> list[Event]:
    """A visit longer than `service_after_s`; a hint, since some matters take long."""
    needed = scene.least_s("long_service")
    return [
        scene.event(
            "long_service",
            (visit.start, visit.end),
            confidence(
                visit.end - visit.start, needed, scene.states.customer.seen_share(visit.start, visit.end)
            ),
            {"seconds": round(visit.end - visit.start, 2), "threshold_s": needed},
        )
        for visit in scene.visits
        if reaches(visit.end - visit.start, needed)
    ]


@behaviour("queue_held_up")
def queue_held_up(scene: Scene) -> list[Event]:
    """A customer waits for `held_up_after_s` on end while one and the same customer is served; a hint as well."""
    needed = scene.least_s("queue_held_up")
    waits = scene.judged(scene.states.waiting).bridged(QUEUES.next_s)
    return [
        scene.event(
            "queue_held_up",
            (start, end),
            confidence(end - start, needed, waits.seen_share(start, end)),
            {
                "seconds": round(end - start, 2),
                "threshold_s": needed,
                "service_s": round(visit.end - visit.start, 2),
            },
        )
        for visit in scene.visits
        if reaches(visit.end - visit.start, needed)
        for start, end in waits.true.clipped(visit.start, visit.end).longer_than(needed)
    ]
