"""Fast hands toward a customer: a thing thrown instead of handed over, and large fast gestures.

Neither is labelled in any clip: a throw is a question for a person, large gestures are a hint.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.scene import (
    Basis,
    Event,
    Floats,
    Scalar,
    Scene,
    Spans,
    behaviour,
    keeps_to,
    limit,
    looks_between,
    reaches,
)
from pipeline.states import HandSpeeds, hand_speeds


@dataclass(frozen=True, slots=True)
class FastHandLimits:
    """Limits of throws and of large gestures; no clip is labelled with either."""

    way_m: float = limit(0.3, "m", Basis.CHOICE, "a throw goes so far toward the customer")
    back_s: float = limit(
        0.8, "s", Basis.CHOICE, "and the empty hand comes back so soon; a thing put down stays"
    )
    back: float = limit(0.5, "of the way", Basis.CHOICE, "by so much")
    takes_m: float = limit(
        0.6, "m", Basis.CHOICE, "no hand of the customer is so near to take it (as `near_m` of hands)"
    )
    served_m: float = limit(
        1.6,
        "m",
        Basis.CHOICE,
        "hands of a customer who is served are nearer: across a desk they lie a metre apart",
    )
    around_s: float = limit(0.6, "s", Basis.CHOICE, "from so long before to so long after nobody takes it")
    guessed: float = limit(0.3, "score", Basis.CHOICE, "a wrist under it is a guess of the model")
    most_noise_deg: float = limit(
        10.0, "degrees", Basis.CHOICE, "from look to look of a trunk that is a guess; its hands are no better"
    )
    rest_s: float = limit(
        1.0, "s", Basis.CHOICE, "between two strokes of one gesticulation a hand rests for less"
    )
    least: float = limit(0.3, "probability", Basis.CHOICE, "of the least throw and of all gestures")
    most: float = limit(
        0.45, "probability", Basis.CHOICE, "of a throw twice as fast as the profile's limit: a question"
    )


LIMITS = FastHandLimits()


@dataclass(frozen=True, slots=True)
class _Quick:
    """The looks `rows` (k,) at staff before a customer who stays, and the speed of the hands at each."""

    rows: NDArray[np.intp]
    time: Floats
    hand_speeds: HandSpeeds


@behaviour("thrown_handover", "large_gestures")
def quick_hands(scene: Scene) -> list[Event]:
    """`thrown_handover` and `large_gestures`, if the camera sees hands well enough to measure their speed.

    Thrown: a hand goes toward the customer faster than `throw_m_s`, comes back, and both hands of the customer were
    seen not to take it; the thing itself is not seen. Large gestures: hands that go faster than `gesture_m_s` for
    `gestures_after_s` before a customer whom staff faces.
    """
    if not scene.visits or not scene.states.seat.noise_deg <= LIMITS.most_noise_deg:
        return []
    rows = _serving(scene)
    time = scene.signals.time
    quick = _Quick(rows, time[rows], hand_speeds(scene.states.hands, time, rows))
    return _throws(scene, quick) + _gestures(scene, quick)


def _serving(scene: Scene) -> NDArray[np.intp]:
    """The looks that found the hands of staff and of a customer who stays, at the open counter."""
    there = Spans.of(*((visit.start, visit.end) for visit in scene.visits)) & scene.opened
    rows = np.flatnonzero(np.isfinite(scene.states.hands.near))
    return rows[there.rows(scene.signals.time[rows])]


def _throws(scene: Scene, quick: _Quick) -> list[Event]:
    fast = (quick.hand_speeds.thrust >= scene.limits.throw_m_s) & (quick.hand_speeds.way >= LIMITS.way_m)
    found: list[Event] = []
    for place in np.flatnonzero(fast):
        at = float(quick.time[place])
        again = bool(found) and keeps_to(at - found[-1].start, LIMITS.back_s)  # one stroke, seen in two looks
        if (
            not again
            and _comes_back(scene, at, float(quick.hand_speeds.way[place]))
            and _nobody_takes(scene, at)
        ):
            found.append(_throw(scene, at, float(quick.hand_speeds.thrust[place])))
    return found


def _comes_back(scene: Scene, at: float, way: float) -> bool:
    rows = scene.rows(at, at + LIMITS.back_s)
    out = scene.states.hands.staff_out[rows]
    return bool(np.nanmin(out) <= out[0] - LIMITS.back * way)


def _nobody_takes(scene: Scene, at: float) -> bool:
    """Whether both hands of the customer were seen, and neither came near."""
    rows = scene.rows(at - LIMITS.around_s, at + LIMITS.around_s)
    sides = [scene.signals[f"customer_wrist_{side}_seen"][rows] for side in ("left", "right")]
    near = scene.states.hands.near[rows]
    seen = np.isfinite(near) & (np.minimum(*sides) >= LIMITS.guessed)
    return bool(seen.mean() > 1 / 2 and LIMITS.takes_m < np.nanmin(near) <= LIMITS.served_m)


def _throw(scene: Scene, at: float, speed: float) -> Event:
    needed, near = (
        scene.limits.throw_m_s,
        scene.states.hands.near[scene.rows(at - LIMITS.around_s, at + LIMITS.around_s)],
    )
    return scene.event(
        "thrown_handover",
        (at, at),
        LIMITS.least + (LIMITS.most - LIMITS.least) * min(1.0, speed / needed - 1),
        {
            "speed_m_s": round(speed, 1),
            "threshold_m_s": needed,
            "nearest_m": round(float(np.nanmin(near)), 2),
        },
        {"giver": "staff"},
    )


def _gestures(scene: Scene, quick: _Quick) -> list[Event]:
    fast = np.asarray(quick.hand_speeds.speed >= scene.limits.gesture_m_s, np.bool_)
    spans = Spans.from_samples(quick.time, fast, scene.states.hold).bridged(LIMITS.rest_s) & scene.opened
    return [
        _gesture(scene, span, quick.hand_speeds.speed[looks_between(quick.time, *span)])
        for span in spans.longer_than(scene.least_s("large_gestures"))
        if reaches(scene.states.facing.true_share(*span), 1 / 2)
    ]


def _gesture(scene: Scene, span: tuple[float, float], speed: Floats) -> Event:
    evidence: dict[str, Scalar] = {
        "seconds": round(span[1] - span[0], 2),
        "threshold_s": scene.least_s("large_gestures"),
        "speed_m_s": round(float(np.nanmax(speed)), 1),
        "threshold_m_s": scene.limits.gesture_m_s,
    }
    return scene.event("large_gestures", span, LIMITS.least, evidence)
