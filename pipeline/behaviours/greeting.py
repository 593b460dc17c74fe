"""Greeting the customer who comes: one record per arrival, a fault for each courtesy that was missed."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from models import Event, Scalar
from pipeline.intervals import keeps_to, reaches
from pipeline.scene import (
    BEFORE_S,
    FACED,
    Greeting,
    Scene,
    behaviour,
    confidence,
    greetings,
    margin_confidence,
    mouth,
    staff_sits,
)
from pipeline.states import INVITATION, NODS, POSE, SMILES, Visit, held_lift

# The attribute of the arrival, the fault if it is False, and the highest confidence of a camera: a nod is a movement
# of a few centimetres and an invitation can be made with the eyes, so a person should look before staff is blamed.
# The nearer a movement came to the courtesy the less sure; a small mouth is the least sure of all.
_COURTESIES = (
    ("faced", "no_facing_greeting", 0.6),
    ("nodded", "no_nod_greeting", 0.6),
    ("invited", "no_invitation", 0.6),
    ("smiled", "no_smile_greeting", 0.4),
)
# For a customer who walks up to an occupied window only the way shows the arrival.
_AMONG_OTHERS = 0.8


@behaviour(
    "arrival",
    "no_stand_greeting",
    "no_facing_greeting",
    "no_nod_greeting",
    "no_invitation",
    "no_smile_greeting",
)
def arrivals(scene: Scene) -> list[Event]:
    """One `arrival` per customer who comes and stays, and the faults of its greeting.

    `no_stand_greeting` if staff was there and stayed seated, and the courtesies that were missed. Staff that comes
    back to the post after the customer, or leaves it at once, is an absence and no missed greeting.
    """
    return [
        event
        for greeting in greetings(scene)
        for event in _told(scene, greeting) + _missed_courtesies(scene, greeting)
    ]


def _told(scene: Scene, greeting: Greeting) -> list[Event]:
    at, limits = greeting.at, scene.limits
    seen = scene.states.standing.seen_share(at, at + limits.stand_within_s)
    evidence: dict[str, Scalar] = {
        "within_s": limits.stand_within_s,
        "before_s": limits.stand_before_s,
        "seen_share": round(seen, 2),
    }
    sure = _came(scene, greeting.visit)
    found = [scene.event("arrival", (at, at), sure, evidence, greeting.attributes)]
    if greeting.attributes.get("stood") is False and greeting.staffed:
        risen = _risen(scene, at, at + limits.stand_within_s)
        evidence["seated_until_s"] = round(_seated_until(scene, greeting.visit) - at, 2)
        evidence |= {"risen_share": round(risen, 2), "threshold_share": POSE.stand_in}
        certain = min(
            sure, (0.5 + 0.5 * seen) * margin_confidence(POSE.stand_in, risen) * scene.states.seat.certain
        )
        found.append(scene.event("no_stand_greeting", (at, at), certain, evidence))
    return found


def _missed_courtesies(scene: Scene, greeting: Greeting) -> list[Event]:
    """`no_facing_greeting`, `no_nod_greeting`, `no_invitation` of an arrival at which staff was there.

    A courtesy is not missed while there is time left for it: the arrival says what was done so far, the fault waits.
    """
    if not greeting.staffed:
        return []
    limits, at = scene.limits, greeting.at
    within = {
        "faced": limits.stand_within_s,
        "nodded": limits.nod_within_s,
        "invited": limits.invite_within_s,
        "smiled": limits.smile_within_s,
    }
    return [
        scene.event(kind, (at, at), sure * near.clear, {"within_s": within[name], **near.evidence})
        for name, kind, sure in _COURTESIES
        if keeps_to(at + within[name], scene.end) and greeting.attributes.get(name) is False
        for near in (_nearest(scene, name, greeting),)
    ]


@dataclass(frozen=True, slots=True)
class _Nearest:
    """The nearest to a courtesy that was missed; `clear` (0.7..1) is how far it was from being one."""

    evidence: Mapping[str, Scalar]
    clear: float = 1.0


def _nearest(scene: Scene, name: str, greeting: Greeting) -> _Nearest:
    limits, at = scene.limits, greeting.at
    if name == "smiled":
        return _Nearest({"smile_lift": round(held_lift(mouth(scene, at)), 3), "threshold": SMILES.no_smile})
    if name == "faced":
        share = scene.states.facing.true_share(at, at + limits.stand_within_s)
        evidence = {"faced_share": round(share, 2), "threshold_share": FACED}
        return _Nearest(evidence, margin_confidence(FACED, share))
    if name == "invited" and greeting.hand is not None:
        way = greeting.hand.way_m
        evidence = {"hand_m": round(way, 2), "threshold_m": INVITATION.perhaps_m}
        return _Nearest(evidence, margin_confidence(INVITATION.perhaps_m, way))
    clearest = scene.states.nods.clearest(at - BEFORE_S, at + limits.nod_within_s)
    return _Nearest(
        {"nod_clearness": round(clearest, 1), "threshold": NODS.nod},
        margin_confidence(NODS.perhaps, clearest),
    )


def _risen(scene: Scene, start: float, end: float) -> float:
    """The highest share of the way up that the shoulders came, 0 (seated) to 1; 0 if not seen."""
    risen = scene.states.risen[scene.rows(start, end)]
    return max(0.0, float(np.max(risen[~np.isnan(risen)], initial=0.0)))


def _seated_until(scene: Scene, visit: Visit) -> float:
    """When the seated staff rose after all, or the customer's visit was over."""
    following = scene.states.standing.true.first_after(visit.start)
    return visit.end if following is None else min(visit.end, following[0])


def _came(scene: Scene, visit: Visit) -> float:
    """How sure it is that somebody came and stayed: by how long, and whether the window was seen empty before."""
    seen = _seen(scene, visit.start - 1, visit.start + 1)
    certain = confidence(visit.end - visit.start, scene.limits.visit_min_s, seen)
    return min(_AMONG_OTHERS, certain) if visit.ids else certain


def _seen(scene: Scene, start: float, end: float) -> float:
    return scene.states.customer.seen_share(start, end)


# Staff and customer who sit down within this time of each other sit down together.
_TOGETHER_S = 0.5
# Sitting down takes about two seconds, as rising does (BioMed Eng OnLine 8:27); a stand differs by less than a tenth.
_DOWN_S, _UP = 2.0, 0.9


@behaviour("sat_before_customer")
def seatings(scene: Scene) -> list[Event]:
    """`sat_before_customer` if staff who stood for a customer sat down first; none if customers stand."""
    events = []
    for visit in scene.visits:
        sat = scene.customer_seated.true.clipped(visit.start, visit.end)
        staff = staff_sits(scene, visit)
        if sat and staff is not None and not reaches(staff, float(sat.start[0]) - _TOGETHER_S):
            evidence = {
                "customer_sat_after_s": round(float(sat.start[0]) - staff, 2),
                "threshold_s": _TOGETHER_S,
            }
            began = _began(scene, staff)
            events.append(scene.event("sat_before_customer", (began, began), 0.8, evidence))
    return events


def _began(scene: Scene, sat: float) -> float:
    """When sitting down began: `sat` is half of the way, the result the first look before it that is lower than
    standing.
    """
    rows = scene.rows(sat - _DOWN_S, sat)
    up = np.flatnonzero(scene.states.risen[rows] >= _UP)
    lower = rows.start + int(up[-1]) + 1 if len(up) else rows.stop
    return float(scene.signals.time[lower]) if lower < rows.stop else sat
