"""Sitting down after the customer, not before."""

import numpy as np

from models.events import Event
from pipeline.scene.greetings import staff_sits
from pipeline.scene.scene import Scene

# Staff and customer who sit down within this time of each other sit down together.
_TOGETHER_S = 0.5
# Sitting down takes about two seconds, as rising does (BioMed Eng OnLine 8:27); a stand differs by less than a tenth.
_DOWN_S, _UP = 2.0, 0.9


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
            began = _began(scene, staff)
            events.append(scene.event("sat_before_customer", (began, began), 0.8, evidence))
    return events


def _began(scene: Scene, sat: float) -> float:
    """When sitting down began: `sat` is half of the way, the first look before it that is lower than standing."""
    rows = scene.rows(sat - _DOWN_S, sat)
    up = np.flatnonzero(scene.states.risen[rows] >= _UP)
    lower = rows.start + int(up[-1]) + 1 if len(up) else rows.stop
    return float(scene.signals.time[lower]) if lower < rows.stop else sat
