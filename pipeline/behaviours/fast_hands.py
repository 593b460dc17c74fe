"""Fast hands toward a customer: a thing thrown instead of handed over, and large fast gestures.

Neither is labelled in any clip: a throw is a question for a person, large gestures are a hint.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models import Event, Scalar
from pipeline.intervals import Floats, Spans, keeps_to, looks_between, reaches
from pipeline.scene import Scene, behaviour
from pipeline.states import HandSpeeds, hand_speeds

# A throw goes this far toward the customer and the empty hand comes back within this time; a thing put down stays.
_WAY_M, _BACK_S, _BACK = 0.3, 0.8, 0.5
# No hand of the customer this near to take it, from a moment before to a moment after; and yet near enough to be the
# customer who is served: across a desk hands lie a metre apart.
_TAKES_M, _SERVED_M, _AROUND_S = 0.6, 1.6, 0.6
# Under this score a wrist is a guess of the model; where the trunk is one, its hands are no better.
_GUESSED, _MOST_NOISE_DEG = 0.3, 10.0
# Between two strokes of one gesticulation a hand rests for less than this.
_REST_S = 1.0
# Confidence of the least throw and of all gestures, and of a throw twice as fast as the limit.
_LEAST, _MOST = 0.3, 0.45


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
    if not scene.visits or not scene.states.seat.noise_deg <= _MOST_NOISE_DEG:
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
    fast = (quick.hand_speeds.thrust >= scene.limits.throw_m_s) & (quick.hand_speeds.way >= _WAY_M)
    found: list[Event] = []
    for place in np.flatnonzero(fast):
        at = float(quick.time[place])
        again = bool(found) and keeps_to(at - found[-1].start, _BACK_S)  # one stroke, seen in two looks
        if (
            not again
            and _comes_back(scene, at, float(quick.hand_speeds.way[place]))
            and _nobody_takes(scene, at)
        ):
            found.append(_throw(scene, at, float(quick.hand_speeds.thrust[place])))
    return found


def _comes_back(scene: Scene, at: float, way: float) -> bool:
    rows = scene.rows(at, at + _BACK_S)
    out = scene.states.hands.staff_out[rows]
    return bool(np.nanmin(out) <= out[0] - _BACK * way)


def _nobody_takes(scene: Scene, at: float) -> bool:
    """Whether both hands of the customer were seen, and neither came near."""
    rows = scene.rows(at - _AROUND_S, at + _AROUND_S)
    sides = [scene.signals[f"customer_wrist_{side}_seen"][rows] for side in ("left", "right")]
    near = scene.states.hands.near[rows]
    seen = np.isfinite(near) & (np.minimum(*sides) >= _GUESSED)
    return bool(seen.mean() > 1 / 2 and _TAKES_M < np.nanmin(near) <= _SERVED_M)


def _throw(scene: Scene, at: float, speed: float) -> Event:
    limit, near = scene.limits.throw_m_s, scene.states.hands.near[scene.rows(at - _AROUND_S, at + _AROUND_S)]
    return scene.event(
        "thrown_handover",
        (at, at),
        _LEAST + (_MOST - _LEAST) * min(1.0, speed / limit - 1),
        {"speed_m_s": round(speed, 1), "threshold_m_s": limit, "nearest_m": round(float(np.nanmin(near)), 2)},
        {"giver": "staff"},
    )


def _gestures(scene: Scene, quick: _Quick) -> list[Event]:
    fast = np.asarray(quick.hand_speeds.speed >= scene.limits.gesture_m_s, np.bool_)
    spans = Spans.from_samples(quick.time, fast, scene.states.hold).bridged(_REST_S) & scene.opened
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
    return scene.event("large_gestures", span, _LEAST, evidence)
