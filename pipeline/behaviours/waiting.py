"""People who wait: somebody in the waiting zone for long."""

from models.events import Event
from pipeline.scene.scene import Scene, confidence
from pipeline.states.queues import NEXT_S


def long_wait(scene: Scene) -> list[Event]:
    """Somebody in the waiting zone for `long_wait_after_s` on end."""
    state, needed = scene.judged(scene.states.waiting).bridged(NEXT_S), scene.limits.long_wait_after_s
    return [
        scene.event(
            "long_wait",
            (start, end),
            confidence(end - start, needed, state.seen_share(start, end)),
            {"seconds": round(end - start, 2), "threshold_s": needed},
        )
        for start, end in state.true.longer_than(needed)
    ]
