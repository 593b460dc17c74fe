"""Leave-taking: the customer who leaves is seen off, and staff who leaves gives a sign to the customer."""

from dataclasses import dataclass

from pipeline.scene import (
    Basis,
    Event,
    Scalar,
    Scene,
    around,
    behaviour,
    keeps_to,
    limit,
    margin_confidence,
    reaches,
    seen_off,
)
from pipeline.states import NODS, Visit


@dataclass(frozen=True, slots=True)
class FarewellLimits:
    """Limits of leave-taking."""

    tells_s: float = limit(
        5.0, "s", Basis.CHOICE, "staff who leaves turns to the customer or makes a sign so shortly before"
    )
    unseen_sure: float = limit(
        0.5,
        "probability",
        Basis.CHOICE,
        "a missing farewell at a departure of which hardly anything was seen",
    )
    seen_sure: float = limit(
        0.4, "probability", Basis.CHOICE, "and so much more where all of it was seen: a nod is easily missed"
    )
    left_sure: float = limit(
        0.6, "probability", Basis.CHOICE, "a sign can be made in words, which no camera hears"
    )
    stays_s: float = limit(
        1.0, "s", Basis.CHOICE, "a customer who leaves so soon after staff was leaving as well"
    )


LIMITS = FarewellLimits()


@behaviour("no_farewell")
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
        "threshold": NODS.nod,
    }
    sure = (LIMITS.unseen_sure + LIMITS.seen_sure * seen) * margin_confidence(NODS.perhaps, clearest)
    return scene.event("no_farewell", (visit.end, visit.end), sure, evidence)


@behaviour("left_without_telling")
def left_without_telling(scene: Scene) -> list[Event]:
    """Staff leaves for longer than `return_confirm_s` while a customer stays, and gave no sign before."""
    states = scene.states
    away = scene.judged(~states.present).true.longer_than(scene.limits.return_confirm_s)
    return [
        scene.event("left_without_telling", (at, at), LIMITS.left_sure, _nearest_sign(scene, at))
        for at in (float(start) for start in away.start)
        if _served(scene, at) and _silent(scene, at - LIMITS.tells_s, at)
    ]


def _nearest_sign(scene: Scene, at: float) -> dict[str, Scalar]:
    """The nearest to a sign: no look was one, and a dip of the head that was no nod."""
    clearest = scene.states.nods.clearest(at - LIMITS.tells_s, at)
    return {
        "before_s": LIMITS.tells_s,
        "faced_share": 0.0,
        "nod_clearness": round(clearest, 1),
        "threshold": NODS.perhaps,
    }


def _served(scene: Scene, at: float) -> bool:
    return any(
        not reaches(visit.start, at - LIMITS.tells_s) and not keeps_to(visit.end, at + LIMITS.stays_s)
        for visit in scene.visits
    )


def _silent(scene: Scene, start: float, end: float) -> bool:
    """Whether staff was seen well enough for a nod, most of the time, and gave no sign."""
    states = scene.states
    if not states.nods_seen or not reaches(states.head_seen.clipped(start, end).total, (end - start) / 2):
        return False
    if not all(reaches(seen.seen_share(start, end), 1 / 2) for seen in (states.standing, states.facing)):
        return False
    signs = states.nods.perhaps.clipped(start, end).total + states.waves.clipped(start, end).total
    return signs == 0 and states.facing.true.clipped(start, end).total == 0
