"""Seeing the customer off: standing, a nod or a bow around the departure."""

from models.events import Event, Scalar
from pipeline.scene.farewells import around, seen_off
from pipeline.scene.scene import Scene, margin_confidence
from pipeline.states.nods import NOD, PERHAPS
from pipeline.states.visits import Visit


def farewells(scene: Scene) -> list[Event]:
    """`no_farewell` at each departure around which staff was there and neither stood nor nodded nor waved."""
    return [_missed(scene, visit) for visit in scene.visits if visit.left and seen_off(scene, visit) is False]


def _missed(scene: Scene, visit: Visit) -> Event:
    seen = scene.states.standing.seen_share(*around(scene, visit))
    clearest = scene.states.nods.clearest(*around(scene, visit))
    evidence: dict[str, Scalar] = {
        "before_s": scene.limits.farewell_before_s,
        "after_s": scene.limits.farewell_after_s,
        "seen_share": round(seen, 2),
        "nod_clearness": round(clearest, 1),
        "threshold": NOD,
    }
    sure = (0.5 + 0.4 * seen) * margin_confidence(PERHAPS, clearest)
    return scene.event("no_farewell", (visit.end, visit.end), sure, evidence)
