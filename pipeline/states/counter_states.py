"""All states of a counter over time, computed from its signals. Behaviours are written in these states."""

from dataclasses import dataclass

import numpy as np

from models import Calibration, Seat, Thresholds
from pipeline.intervals import Basis, Floats, Spans, State, limit
from pipeline.states.calibration import learn_seat
from pipeline.states.calibration_history import merge
from pipeline.states.facing import facing, talking_aside
from pipeline.states.gestures import Gestures, gestures, learned_gestures
from pipeline.states.hands import HandDistances, hand_distances, together
from pipeline.states.invitation import ArmSignals, inviting
from pipeline.states.learned_postures import LearnedPostures, learned_postures
from pipeline.states.movements import Movements, movements
from pipeline.states.nods import Nods, head_seen, nods, nods_visible, waves
from pipeline.states.pose import Pose
from pipeline.states.presence import walked_off, zone_presence
from pipeline.states.trunk import bend, head_on_desk, hunched_beside, leaning_back, slouching
from pipeline.states.visits import passing, walking
from vision.core import Signals


@dataclass(frozen=True, slots=True)
class StateLimits:
    """Limits of how long looks and courtesies reach."""

    hold_looks: int = limit(
        4,
        "looks",
        Basis.CHOICE,
        "a look stands for so many usual intervals at most: then something is missing",
    )
    least_hold_s: float = limit(1.0, "s", Basis.CHOICE, "a look stands for so long at least")
    courtesy_s: float = limit(
        10.0,
        "s",
        Basis.CHOICE,
        "nods are searched for so much longer than the profile allows: a customer may still be on the way",
    )
    props_s: float = limit(1.0, "s", Basis.CHOICE, "going down to the propping hand, and up again")


LIMITS = StateLimits()


@dataclass(frozen=True, slots=True)
class CounterStates:
    """The states of one counter; `hold` is how many seconds a look stands, `bend` (t,) the trunk's degrees forward.

    `seat` is the calibration that was used, `learned` the one that these signals alone give.
    """

    present: State
    seated: State
    standing: State
    customer: State
    waiting: State
    passing: State
    walks: Spans
    slouching: State
    leaning_back: State
    head_on_desk: State
    facing: State
    gestures: Gestures
    nods: Nods
    nods_seen: bool
    head_seen: Spans
    waves: Spans
    hands: HandDistances
    arms: ArmSignals
    inviting: State
    talking_aside: State
    seat: Seat
    learned: Seat
    postures: LearnedPostures
    hold: float
    bend: Floats
    risen: Floats
    movements: Movements

    def named(self) -> dict[str, State]:
        """The states by the names of footage/README.md and the dashboard."""
        return {
            "staff_present": self.present, "staff_seated": self.seated, "staff_standing": self.standing,
            "customer_present": self.customer, "customer_waiting": self.waiting,
            "customer_passing": self.passing, "slouching": self.slouching,
            "leaning_back": self.leaning_back, "head_on_desk": self.head_on_desk, "facing_customer": self.facing,
            "phone": self.gestures.phone, "chin_on_hand": self.gestures.chin_on_hand,
            "arms_crossed": self.gestures.arms_crossed, "yawning": self.gestures.yawning,
            "head_down": self.movements.head_down, "bending": self.movements.bending,
            "reaching": self.movements.reaching, "bowing": self.movements.bowing,
            "eyes_closed": self.movements.eyes_closed,
            "nodding": State(self.nods.sure, self.nods.sure | self.head_seen),
            "inviting": self.inviting, "talking_aside": self.talking_aside,
        }  # fmt: skip


def read_states(
    signals: Signals, limits: Thresholds, *, stands: bool = False, kept: Calibration | None = None
) -> CounterStates:
    """The states of a counter, with the seat learned from these signals and merged with the `kept` calibration.

    `stands` as in learn_seat.
    """
    learned = learn_seat(signals, stands=stands)
    seat = merge(kept, learned, stands=stands)
    hold = hold_s(signals.time)
    present = zone_presence(signals, "staff", "staff_likeness", hold, limits)
    pose = Pose(signals, seat, present, hold)
    hands = hand_distances(signals, seat)
    standing = pose.state(pose.standing, pose.told)
    postures = learned_postures(pose)
    slouched = postures.state_or(pose, "slouching", lambda: slouching(pose, limits))
    leant = postures.state_or(pose, "leaning_back", lambda: leaning_back(pose, limits))
    desk = postures.state_or(pose, "head_on_desk", lambda: head_on_desk(pose))
    found = learned_gestures(pose, postures, gestures(pose, desk.true, hunched_beside(pose, limits).true))
    exchanges = together(hands, signals.time, hold)
    low = desk.true | found.chin_on_hand.true
    borne = movements(pose, low, slouched.true | leant.true, exchanges, limits)
    slouched = _apart(slouched, postures, found, desk, borne)
    moving = (present.true, standing.true, slouched.true, leant.true)
    walks = walking(signals)
    customer = zone_presence(walked_off(signals, walks), "customers", "customer_likeness", hold, limits)
    looks_at, arms = facing(signals, hold), ArmSignals(hands, found.at_face, signals.time, hold)
    return CounterStates(
        present=present,
        seated=pose.state(~pose.standing, pose.told),
        standing=standing,
        customer=customer,
        waiting=zone_presence(signals, "waiting", "waiting_likeness", hold, limits),
        passing=passing(signals, customer, limits.visit_min_s, walks),
        walks=walks,
        slouching=slouched,
        leaning_back=leant,
        head_on_desk=desk,
        facing=looks_at,
        gestures=found,
        nods=nods(
            pose,
            _courteous(customer.true, present.true, limits),
            moving,
            exchanges,
            limits.rise_onset_sd,
        ),
        nods_seen=nods_visible(pose),
        head_seen=head_seen(pose),
        waves=waves(pose),
        hands=hands,
        arms=arms,
        inviting=inviting(arms, customer.true.start, limits.invite_within_s),
        talking_aside=talking_aside(signals, ~looks_at & present & customer, hold),
        seat=seat,
        learned=learned,
        postures=postures,
        hold=hold,
        bend=bend(pose),
        risen=pose.risen,
        movements=borne,
    )


def _apart(
    slouched: State, postures: LearnedPostures, found: Gestures, desk: State, borne: Movements
) -> State:
    """A person who props the chin, or bends down to a drawer, bends forward for it: that is one posture, not two.

    The network knows them apart.
    """
    if postures.judges("slouching"):
        return (
            slouched if postures.judges("head_on_desk") else State(slouched.true - desk.true, slouched.seen)
        )
    way = LIMITS.props_s
    other = found.chin_on_hand.true.padded(way, way) | borne.bending.true.padded(way, way)
    return State(slouched.true - other, slouched.seen)


def _courteous(customer: Spans, staff: Spans, limits: Thresholds) -> Spans:
    """The time around arrivals and departures of customers and before staff leaves, when nods mean something."""
    edges = np.concatenate((customer.start, customer.end, staff.end))
    around = LIMITS.courtesy_s + max(limits.nod_within_s, limits.farewell_before_s, limits.farewell_after_s)
    return Spans.merged(edges - around, edges + around)


def hold_s(time: Floats) -> float:
    """How long a look stands, seconds: until the next looks are due."""
    return (
        max(LIMITS.least_hold_s, LIMITS.hold_looks * float(np.median(np.diff(time))))
        if len(time) > 1
        else LIMITS.least_hold_s
    )
