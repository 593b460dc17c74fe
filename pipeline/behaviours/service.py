"""How long a customer is served."""

from models.events import Event
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
