"""Posture of staff without a customer at the window: a record with its minutes, so that a share can be computed."""

from dataclasses import dataclass

from pipeline.scene import TICK, Basis, Event, Scene, Spans, behaviour, hourly, limit, reaches


@dataclass(frozen=True, slots=True)
class IdlePostureLimits:
    """Limits of quiet time."""

    missed_s: float = limit(2.0, "s", Basis.CHOICE, "a look that missed a person ends no quiet time")
    least_s: float = limit(
        60.0, "s", Basis.CHOICE, "a stretch shorter than a minute is a pause and no sample"
    )


LIMITS = IdlePostureLimits()


@behaviour("idle_time")
def idle_time(scene: Scene) -> list[Event]:
    """One `idle_time` per stretch of a minute or more, by the clock's hours, with staff there and no customer.

    Attributes: `minutes` in which the pose was seen, and the `upright_minutes` among them without slouching, leaning
    back, lying on the desk, chin on the hand, crossed arms or a phone. A stretch is reported when it is over.
    """
    quiet = (scene.states.present & ~scene.states.customer).within(scene.opened).true.bridged(LIMITS.missed_s)
    start, end = hourly(quiet, LIMITS.least_s, scene.end - LIMITS.missed_s, scene.zero)
    known = scene.states.standing.seen
    seen, poor = known.seconds_in(start, end), (known & _poor(scene)).seconds_in(start, end)
    rows = zip(start.tolist(), end.tolist(), seen.tolist(), poor.tolist(), strict=True)
    return [_record(scene, *row) for row in rows if reaches(row[2], LIMITS.least_s)]


def _poor(scene: Scene) -> Spans:
    """The time in one of the postures that the profile asks about."""
    states, hands = scene.states, scene.states.gestures
    poor = states.slouching.true | states.leaning_back.true | states.head_on_desk.true
    return poor | hands.chin_on_hand.true | hands.arms_crossed.true | hands.phone.true


def _record(scene: Scene, start: float, end: float, seen: float, poor: float) -> Event:
    minutes = int((seen + TICK) // 60)
    return scene.event(
        "idle_time",
        (start, end),
        seen / (end - start),
        {"seconds": round(end - start, 2), "seen_s": round(seen, 2)},
        {"minutes": minutes, "upright_minutes": round(minutes * (1 - poor / seen) + TICK)},
    )
