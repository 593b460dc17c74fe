"""Sitting down after the customer, not before."""

from models.events import Event
from pipeline.scene import Scene
from pipeline.visits import Visit

# Staff and customer who sit down within this time of each other sit down together.
_TOGETHER_S = 0.5


def seatings(scene: Scene) -> list[Event]:
    """`sat_before_customer` where staff who stood for a customer sat down first; where customers stand, nothing."""
    events = []
    for visit in scene.visits:
        sat = scene.customer_seated.true.clipped(visit.start, visit.end)
        staff = staff_sits(scene, visit)
        if sat and staff is not None and staff < sat.start[0] - _TOGETHER_S:
            evidence = {
                "customer_sat_after_s": round(float(sat.start[0]) - staff, 2),
                "threshold_s": _TOGETHER_S,
            }
            events.append(scene.event("sat_before_customer", (staff, staff), 0.8, evidence))
    return events


def staff_sits(scene: Scene, visit: Visit) -> float | None:
    """When staff who stood sat down during the visit; None when nobody stood or nobody sat down."""
    standing = scene.states.standing.true.clipped(visit.start, visit.end)
    ends = [
        float(end) for end in standing.end if end < visit.end and scene.states.seated.true.covering(end + 0.1)
    ]
    return ends[0] if ends else None
