"""How long a customer is served, and who waits meanwhile."""

from models.events import Event
from pipeline.queues import NEXT_S
from pipeline.scene import Scene, confidence


def long_service(scene: Scene) -> list[Event]:
    """A visit longer than `service_after_s`; a hint, since some matters take long."""
    needed = scene.limits.service_after_s
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
        if visit.end - visit.start >= needed
    ]


def queue_held_up(scene: Scene) -> list[Event]:
    """Somebody waits for `held_up_after_s` on end while one and the same customer is served; a hint as well."""
    needed = scene.limits.held_up_after_s
    waits = scene.judged(scene.states.waiting).bridged(NEXT_S)
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
        if visit.end - visit.start >= needed
        for start, end in waits.true.clipped(visit.start, visit.end).longer_than(needed)
    ]
