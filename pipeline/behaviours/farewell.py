"""Seeing the customer off: standing, a nod or a bow around the departure."""

from models.events import Event, Scalar
from pipeline.scene import Scene
from pipeline.visits import Visit

# Of the time around the departure, this much of the pose must have been seen to say that nothing was done.
_SEEN_ENOUGH = 0.8


def farewells(scene: Scene) -> list[Event]:
    """`no_farewell` at each departure around which staff was there and neither stood nor nodded nor waved."""
    return [event for visit in scene.visits if visit.left for event in _missed(scene, visit)]


def _missed(scene: Scene, visit: Visit) -> list[Event]:
    start = visit.end - scene.limits.farewell_before_s
    end = visit.end + scene.limits.farewell_after_s
    states = scene.states
    seen = states.standing.seen_share(start, end)
    done = (
        states.standing.true.seconds_in(start, end) > 0 or states.nods.perhaps.clipped(start, end).total > 0
    )
    if (
        done
        or not states.nods_seen
        or seen < _SEEN_ENOUGH
        or states.head_seen.clipped(start, end).total < _SEEN_ENOUGH * (end - start)
        or end > scene.end
        or states.waves.clipped(start, end).total > 0
    ):
        return []
    evidence: dict[str, Scalar] = {
        "before_s": scene.limits.farewell_before_s,
        "after_s": scene.limits.farewell_after_s,
        "seen_share": round(seen, 2),
    }
    return [scene.event("no_farewell", (visit.end, visit.end), 0.5 + 0.4 * seen, evidence)]
