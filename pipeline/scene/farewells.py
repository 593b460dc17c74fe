"""Whether a customer who left was seen off: standing, a nod or a wave around the departure."""

from pipeline.scene.scene import Scene
from pipeline.states.visits import Visit

# Of the time around the departure, this much of pose and head must have been seen to say that nothing was done.
_SEEN_ENOUGH = 0.8


def seen_off(scene: Scene, visit: Visit) -> bool | None:
    """Whether staff stood, nodded or waved around the end of the visit; None where that cannot be told.

    What may have been a nod is neither: nobody is blamed for it, and nobody praised.
    """
    start, end = around(scene, visit)
    states = scene.states
    if states.standing.true.seconds_in(start, end) > 0 or states.waves.clipped(start, end):
        return True
    if states.nods_seen and states.nods.sure.clipped(start, end):
        return True
    known = (
        states.nods_seen
        and not states.nods.perhaps.clipped(start, end)
        and states.standing.seen_share(start, end) >= _SEEN_ENOUGH
        and states.head_seen.clipped(start, end).total >= _SEEN_ENOUGH * (end - start)
        and end <= scene.end
    )
    return False if known else None


def around(scene: Scene, visit: Visit) -> tuple[float, float]:
    """When a farewell counts, UTC s."""
    return visit.end - scene.limits.farewell_before_s, visit.end + scene.limits.farewell_after_s
