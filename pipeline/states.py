"""What is so at a counter over time, made from its signals: the words in which behaviours are written."""

from dataclasses import dataclass

import numpy as np

from models.thresholds import Thresholds
from pipeline.calibration import Seat, learn_seat, shoulder_height
from pipeline.facing import facing
from pipeline.hands import Reach, reach
from pipeline.presence import SAME_PLACE, presence
from pipeline.spans import Bools, Floats, Spans
from pipeline.state import State
from vision.signals import Signals

# A look stands for the time until the next one, at most for this many usual intervals: then something is missing.
_HOLD_LOOKS = 4
_LEAST_HOLD_S = 1.0
# Standing from half the rise on; the small band keeps somebody who stops there from flickering.
_STAND_IN, _STAND_OUT = 0.55, 0.45
# The rise of an average adult seen by a camera that looks down 30 degrees, where a day shows one level only.
_USUAL_RISE = 0.35
# Rising takes 1.7 to 2.3 s (BioMed Eng OnLine 8:27): what flickers faster than half a second is no change of pose.
_POSE_S = 0.5
# Depth is a guess of the model; a trunk bent forward in depth also lowers the shoulders by this many metres or more.
_BENT_DROP = 0.07
# The chest is turned this far from the camera (sine): then the bend is in the picture itself and needs no depth.
_SIDEWAYS = 0.6
# A head on the desk: the trunk is bent by more than this against upright ("bad" of ISO 11226 and RULA), and the head,
# 0.15 m over the shoulders' line when upright, has come down to it or under it.
_ON_DESK_DEG = 60.0
_HEAD_DOWN = 0.15
# Sunk in the chair: the trunk is tilted back, less than when leaning, and the shoulders are this much lower.
_SUNK_DEG, _SUNK_DROP = 10.0, 0.05
# A trunk whose angle differs by more than this from look to look is not measured but guessed: posture is not seen.
_MOST_NOISE_DEG = 10.0


@dataclass(frozen=True, slots=True)
class CounterStates:
    """The states of one counter; `hold` seconds is how long a look stands, `blind` says why nothing was seen."""

    present: State
    seated: State
    standing: State
    customer: State
    waiting: State
    slouching: State
    leaning_back: State
    head_on_desk: State
    facing: State
    hands: Reach
    seat: Seat
    hold: float

    def named(self) -> dict[str, State]:
        """By the names of footage/README.md and the dashboard."""
        return {
            "staff_present": self.present, "staff_seated": self.seated, "staff_standing": self.standing,
            "customer_present": self.customer, "customer_waiting": self.waiting, "slouching": self.slouching,
            "leaning_back": self.leaning_back, "head_on_desk": self.head_on_desk, "facing_customer": self.facing,
        }  # fmt: skip


def counter_states(signals: Signals, limits: Thresholds, seat: Seat | None = None) -> CounterStates:
    """The states of a counter. `seat` is learned from these signals unless another day's is given."""
    seat = learn_seat(signals) if seat is None else seat
    hold = _hold(signals.time)
    present = presence(signals, "staff", "staff_likeness", hold, limits)
    pose = _Pose(signals, seat, present, hold)
    return CounterStates(
        present=present,
        seated=pose.state(~pose.standing),
        standing=pose.state(pose.standing),
        customer=presence(signals, "customers", "customer_likeness", hold, limits),
        waiting=presence(signals, "waiting", "waiting_likeness", hold, limits),
        slouching=pose.trunk_state(pose.slouching(limits)),
        leaning_back=pose.trunk_state(pose.leaning_back(limits)),
        head_on_desk=pose.trunk_state(pose.head_on_desk()),
        facing=facing(signals, hold),
        hands=reach(signals, seat),
        seat=seat,
        hold=hold,
    )


def _hold(time: Floats) -> float:
    return (
        max(_LEAST_HOLD_S, _HOLD_LOOKS * float(np.median(np.diff(time)))) if len(time) > 1 else _LEAST_HOLD_S
    )


class _Pose:
    """The staff's pose at each look; where a still person is missed, the last pose stands."""

    def __init__(self, signals: Signals, seat: Seat, present: State, hold: float) -> None:
        self._signals, self._seat, self._hold = signals, seat, hold
        found = signals["staff"] > 0
        same = ~found & (signals["staff_likeness"] >= SAME_PLACE) & present.true.contains(signals.time)
        self._last = np.maximum.accumulate(np.where(found, np.arange(len(found)), -1))
        self._known = (found | same) & (self._last >= 0) & present.true.contains(signals.time)
        self.height = self._column_of(shoulder_height(signals, seat.scale))
        self.standing = self._standing()

    def state(self, rows: Bools) -> State:
        """Where `rows` (t,) is so, known where a pose is, without flicker."""
        known = Spans.from_samples(self._signals.time, self._known, self._hold)
        true = Spans.from_samples(self._signals.time, rows & self._known, self._hold)
        return State(true & known, known).debounced(_POSE_S, _POSE_S)

    def trunk_state(self, rows: Bools) -> State:
        """As `state`, but unknown where this camera only guesses the trunk."""
        return self.state(rows) if self._seat.noise_deg <= _MOST_NOISE_DEG else State.never_seen()

    def slouching(self, limits: Thresholds) -> Bools:
        """Hunched: bent forward by `trunk_forward_deg` more than when upright. Sunk: low, and tilted back a little."""
        forward = self._forward()
        hunched = (forward >= limits.trunk_forward_deg) & (self._in_picture() | (self._drop() >= _BENT_DROP))
        sunk = (forward <= -_SUNK_DEG) & (forward > -limits.lean_back_deg) & (self._drop() >= _SUNK_DROP)
        return np.asarray((hunched | (sunk & self._in_picture())) & ~self.head_on_desk(), np.bool_)

    def leaning_back(self, limits: Thresholds) -> Bools:
        """Bent backward by `lean_back_deg` more than when upright."""
        return np.asarray(self._in_picture() & (self._forward() <= -limits.lean_back_deg), np.bool_)

    def head_on_desk(self) -> Bools:
        """Head down to the shoulders and trunk bent more than 60 degrees in any direction, against upright."""
        side = self._column("trunk_side") - self._seat.trunk_side
        bent = np.maximum(np.abs(self._forward()), np.abs(side)) >= _ON_DESK_DEG
        down = self._column("head_height") <= self._seat.head_height - _HEAD_DOWN
        return np.asarray(bent & down, np.bool_)

    def _standing(self) -> Bools:
        seat = self._seat
        rise = _USUAL_RISE if np.isnan(seat.rise) else seat.rise
        base = seat.standing - rise if np.isnan(seat.seated) else seat.seated
        share = np.where(self._known, (self.height - base) / rise, np.nan)
        clear = (share >= _STAND_IN) | (share < _STAND_OUT)
        latest = np.maximum.accumulate(np.where(clear, np.arange(len(share)), 0))
        return np.asarray(share[latest] >= _STAND_IN, np.bool_)

    def _forward(self) -> Floats:
        """(t,) degrees of trunk forward against the upright staff of this counter."""
        return self._column("trunk_forward") - self._seat.trunk_forward

    def _drop(self) -> Floats:
        """(t,) metres of the shoulders under the level at which they rest."""
        level = np.where(self.standing, self._seat.standing, self._seat.seated)
        return np.asarray(level - self.height, np.float64)

    def _in_picture(self) -> Bools:
        return np.asarray(np.abs(np.sin(np.radians(self._column("body_yaw")))) >= _SIDEWAYS, np.bool_)

    def _column(self, name: str) -> Floats:
        return self._column_of(self._signals[name].astype(np.float64))

    def _column_of(self, values: Floats) -> Floats:
        """(t,) with the last pose carried over looks that missed a still person."""
        return np.where(self._known, values[np.maximum(self._last, 0)], np.nan)
