"""Courtesies around a visit: how customers were greeted, noticed and seen off, and how much of it was seen."""

from collections.abc import Mapping
from dataclasses import dataclass

from models import Scalar
from pipeline.intervals import TICK, Basis, Floats, Spans, keeps_to, limit, reaches
from pipeline.scene.scene import Scene
from pipeline.states import CounterStates, Invitation, Visit, invited, lifted, smiled


@dataclass(frozen=True, slots=True)
class CourtesyLimits:
    """Limits of courtesies around a visit."""

    seen_enough: float = limit(
        0.6, "of the time to rise", Basis.CHOICE, "the pose was seen, to say that staff did not rise"
    )
    head_seen: float = limit(
        0.9,
        "of the time to nod",
        Basis.CHOICE,
        "the head was seen, to say that staff did not nod: a nod is over in a moment",
    )
    faced: float = limit(
        0.5, "of the time", Basis.CHOICE, "staff who looks at the customer for so much faces them"
    )
    before_s: float = limit(2.0, "s", Basis.CHOICE, "one may nod to the customer who is still on the way")
    sits_s: float = limit(1.0, "s", Basis.CHOICE, "a person who sits for so long has sat down again")
    turn_s: float = limit(0.1, "s", Basis.CHOICE, "standing and sitting follow each other within a look")
    farewell_seen: float = limit(
        0.8, "of the time", Basis.CHOICE, "pose and head were seen, to say that nothing was done"
    )
    notice_s: float = limit(
        1.0, "s", Basis.CHOICE, "staff who looked at the customer for so long has taken notice"
    )


LIMITS = CourtesyLimits()


@dataclass(frozen=True, slots=True)
class Greeting:
    """How the customer of `visit` was met. `staffed`: staff was there and could have greeted.

    `hand` is the invitation by hand, None if it is unknown how the customer was met.
    """

    visit: Visit
    attributes: Mapping[str, Scalar]
    staffed: bool
    hand: Invitation | None

    @property
    def at(self) -> float:
        """When the customer came, UTC s."""
        return self.visit.start


def greetings(scene: Scene) -> list[Greeting]:
    """One greeting per customer who comes and stays.

    Attributes, each only if it could be seen: `stood`, `latency_s` (start of standing minus arrival, negative when
    before), `faced`, `seated_again`, `nodded`, `invited`, `seated_after_customer`, and `smiled` if the site asks.
    """
    return [_greeting(scene, visit) for visit in scene.visits if visit.arrived]


def _greeting(scene: Scene, visit: Visit) -> Greeting:
    at, told = visit.start, _could_tell(scene, visit.start)
    hand = invited(scene.states.arms, at, at + scene.limits.invite_within_s) if told else None
    return Greeting(visit, _met(scene, visit, hand), _was_there(scene, at), hand)


def _met(scene: Scene, visit: Visit, hand: Invitation | None) -> dict[str, Scalar]:
    at = visit.start
    start = _standing_from(scene, at)
    attributes: dict[str, Scalar] = {}
    if start is not None:
        attributes |= {
            "stood": True,
            "latency_s": round(start - at, 2),
            "seated_again": _sits_again(scene, visit, start),
        }
    elif hand is not None:
        attributes["stood"] = False
    attributes |= _courtesies(scene, visit, hand)
    return attributes | _facing(scene, at, at + scene.limits.stand_within_s)


def _facing(scene: Scene, start: float, end: float) -> dict[str, Scalar]:
    """`faced`, if the direction of staff's look was seen for most of the time."""
    facing = scene.states.facing
    if not reaches(facing.seen_share(start, end), LIMITS.seen_enough):
        return {}
    return {"faced": reaches(facing.true_share(start, end), LIMITS.faced)}


def _courtesies(scene: Scene, visit: Visit, hand: Invitation | None) -> dict[str, Scalar]:
    """Further courtesies for the customer who came: `nodded`, `invited`, `smiled`, `seated_after_customer`."""
    at = visit.start
    found: dict[str, Scalar] = {}
    if hand is not None:
        for name, done in (("nodded", _nodded(scene, at)), ("invited", hand.done)):
            if done is not None:
                found[name] = done
    smile = smiled(mouth(scene, at)) if scene.duty.features.smile else None
    if smile is not None:
        found["smiled"] = smile
    sat = scene.customer_seated.true.clipped(visit.start, visit.end)
    staff = staff_sits(scene, visit)
    if sat and staff is not None:
        found["seated_after_customer"] = reaches(staff, float(sat.start[0]))
    return found


def _nodded(scene: Scene, at: float) -> bool | None:
    """Whether staff nodded to the customer who came, so far; None if it may have been a nod, or was not seen."""
    start, end = max(scene.start, at - LIMITS.before_s), min(scene.end, at + scene.limits.nod_within_s)
    states = scene.states
    if not states.nods_seen:
        return None
    if states.nods.sure.clipped(start, end):
        return True
    if states.nods.perhaps.clipped(start, end):
        return None
    away = float(states.present.false.seconds_in(start, end))
    seen = float(states.head_seen.seconds_in(start, end))
    return False if reaches(seen, LIMITS.head_seen * (end - start - away)) else None


def mouth(scene: Scene, at: float) -> Floats:
    """(k,) how much more than usual staff's mouth smiled at the customer who came at `at`, look by look."""
    return lifted(scene.signals)[scene.rows(at - LIMITS.before_s, at + scene.limits.smile_within_s)]


def _standing_from(scene: Scene, at: float) -> float | None:
    """When the standing that met the customer began, at most `stand_before_s` before; None when staff did not stand."""
    limits, standing = scene.limits, scene.states.standing.true
    covering = standing.covering(at)
    if covering is not None:
        return max(covering[0], at - limits.stand_before_s)
    following = standing.first_after(at)
    return (
        following[0] if following is not None and keeps_to(following[0], at + limits.stand_within_s) else None
    )


def _could_tell(scene: Scene, at: float) -> bool:
    """Whether it is known that staff did not stand: the post was empty, or the pose was seen, up to the last moment."""
    until = at + scene.limits.stand_within_s
    present = scene.states.present
    empty = present.seen.clipped(at, until) - present.true.clipped(at, until)
    known = scene.states.standing.seen.clipped(at, until) | empty
    return keeps_to(until, scene.end) and reaches(known.total, LIMITS.seen_enough * (until - at))


def _was_there(scene: Scene, at: float) -> bool:
    """Whether staff was there as the customer came and for most of the time to rise, so that it could have stood."""
    present, within = scene.states.present.true, scene.limits.stand_within_s
    there = float(present.seconds_in(at, at + within))
    return present.covering(at) is not None and reaches(there, LIMITS.seen_enough * within)


def _sits_again(scene: Scene, visit: Visit, start: float) -> bool:
    return not keeps_to(
        scene.states.seated.true.seconds_in(max(start, visit.start), visit.end), LIMITS.sits_s
    )


def staff_sits(scene: Scene, visit: Visit) -> float | None:
    """When staff who stood sat down during the visit; None when staff did not stand or did not sit down."""
    standing = scene.states.standing.true.clipped(visit.start, visit.end)
    before = standing.end[~reaches(standing.end, visit.end)].tolist()
    return next((end for end in before if scene.states.seated.true.covering(end + LIMITS.turn_s)), None)


def seen_off(scene: Scene, visit: Visit) -> bool | None:
    """Whether staff stood, nodded or waved around the end of the visit; None if that is unknown.

    A dip that may have been a nod counts neither for staff nor against it.
    """
    start, end = around(scene, visit)
    states = scene.states
    if states.standing.true.seconds_in(start, end) > TICK or states.waves.clipped(start, end):
        return True
    if states.nods_seen and states.nods.sure.clipped(start, end):
        return True
    known = (
        states.nods_seen
        and not states.nods.perhaps.clipped(start, end)
        and reaches(states.standing.seen_share(start, end), LIMITS.farewell_seen)
        and reaches(states.head_seen.clipped(start, end).total, LIMITS.farewell_seen * (end - start))
        and keeps_to(end, scene.end)
    )
    return False if known else None


def around(scene: Scene, visit: Visit) -> tuple[float, float]:
    """The time in which a farewell counts, UTC s."""
    return visit.end - scene.limits.farewell_before_s, visit.end + scene.limits.farewell_after_s


def looks(states: CounterStates) -> Spans:
    """The time in which staff looked at the customer for long enough to have taken notice."""
    return states.facing.true.longer_than(LIMITS.notice_s)


def noticed(looks: Spans, visit: Visit) -> float:
    """When staff first looked at the customer, UTC s; the end of the visit when it never did."""
    if looks.covering(visit.start) is not None:
        return visit.start
    following = looks.first_after(visit.start)
    return visit.end if following is None else min(visit.end, following[0])
