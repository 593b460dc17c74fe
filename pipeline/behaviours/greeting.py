"""Greeting the customer who comes: one record per arrival, a fault for each courtesy that was missed."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pipeline.scene import (
    COURTESIES,
    Basis,
    Event,
    Greeting,
    Scalar,
    Scene,
    behaviour,
    confidence,
    greetings,
    keeps_to,
    limit,
    margin_confidence,
    mouth,
    reaches,
    staff_sits,
)
from pipeline.states import INVITATION, NODS, POSE, SMILES, Visit, held_lift


@dataclass(frozen=True, slots=True)
class GreetingLimits:
    """Limits of greetings; a missed courtesy is no surer than a camera can be."""

    faced_sure: float = limit(
        0.6, "probability", Basis.CHOICE, "of a missed look: an invitation can be made with the eyes"
    )
    nodded_sure: float = limit(
        0.6, "probability", Basis.CHOICE, "of a missed nod, which is a movement of a few centimetres"
    )
    invited_sure: float = limit(
        0.6, "probability", Basis.CHOICE, "of a missed invitation, which can be made with the eyes"
    )
    smiled_sure: float = limit(
        0.4, "probability", Basis.CHOICE, "of a missed smile: a small mouth is the least sure of all"
    )
    among_others: float = limit(
        0.8, "probability", Basis.CHOICE, "of an arrival at an occupied window, where only the way shows it"
    )
    came_s: float = limit(
        1.0,
        "s",
        Basis.CHOICE,
        "the window is seen empty so shortly before and occupied so shortly after an arrival",
    )
    unseen_sure: float = limit(
        0.5,
        "probability",
        Basis.CHOICE,
        "of staying seated where hardly anything was seen; and so much more where all was seen",
    )
    together_s: float = limit(
        0.5, "s", Basis.CHOICE, "staff and customer who sit down within it sit down together"
    )
    down_s: float = limit(
        2.0, "s", Basis.STUDY, "sitting down takes as long as rising, 1.7 to 2.3 s (BioMed Eng OnLine 8:27)"
    )
    up: float = limit(0.9, "of the rise", Basis.CHOICE, "standing differs by less than a tenth")
    sat_sure: float = limit(0.8, "probability", Basis.CHOICE, "of sitting down before the customer")

    def sure(self, courtesy: str) -> float:
        """The highest probability with which a camera can say that a courtesy was missed."""
        return float(getattr(self, f"{courtesy}_sure"))


LIMITS = GreetingLimits()


# The attribute of the arrival, and the fault if it is False: a person should look before staff is blamed.
_COURTESIES = (
    ("faced", "no_facing_greeting"),
    ("nodded", "no_nod_greeting"),
    ("invited", "no_invitation"),
    ("smiled", "no_smile_greeting"),
)


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
            sure,
            (LIMITS.unseen_sure + LIMITS.unseen_sure * seen)
            * margin_confidence(POSE.stand_in, risen)
            * scene.states.seat.certain,
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
        scene.event(
            kind, (at, at), LIMITS.sure(name) * near.clear, {"within_s": within[name], **near.evidence}
        )
        for name, kind in _COURTESIES
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
        evidence = {"faced_share": round(share, 2), "threshold_share": COURTESIES.faced}
        return _Nearest(evidence, margin_confidence(COURTESIES.faced, share))
    if name == "invited" and greeting.hand is not None:
        way = greeting.hand.way_m
        evidence = {"hand_m": round(way, 2), "threshold_m": INVITATION.perhaps_m}
        return _Nearest(evidence, margin_confidence(INVITATION.perhaps_m, way))
    clearest = scene.states.nods.clearest(at - COURTESIES.before_s, at + limits.nod_within_s)
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
    seen = _seen(scene, visit.start - LIMITS.came_s, visit.start + LIMITS.came_s)
    certain = confidence(visit.end - visit.start, scene.limits.visit_min_s, seen)
    return min(LIMITS.among_others, certain) if visit.ids else certain


def _seen(scene: Scene, start: float, end: float) -> float:
    return scene.states.customer.seen_share(start, end)


@behaviour("sat_before_customer")
def seatings(scene: Scene) -> list[Event]:
    """`sat_before_customer` if staff who stood for a customer sat down first; none if customers stand."""
    events = []
    for visit in scene.visits:
        sat = scene.customer_seated.true.clipped(visit.start, visit.end)
        staff = staff_sits(scene, visit)
        if sat and staff is not None and not reaches(staff, float(sat.start[0]) - LIMITS.together_s):
            evidence = {
                "customer_sat_after_s": round(float(sat.start[0]) - staff, 2),
                "threshold_s": LIMITS.together_s,
            }
            began = _began(scene, staff)
            events.append(scene.event("sat_before_customer", (began, began), LIMITS.sat_sure, evidence))
    return events


def _began(scene: Scene, sat: float) -> float:
    """When sitting down began: `sat` is half of the way, the result the first look before it that is lower than
    standing.
    """
    rows = scene.rows(sat - LIMITS.down_s, sat)
    up = np.flatnonzero(scene.states.risen[rows] >= LIMITS.up)
    lower = rows.start + int(up[-1]) + 1 if len(up) else rows.stop
    return float(scene.signals.time[lower]) if lower < rows.stop else sat
