"""The staff's pose over time: the measures of every look; a still person who is missed keeps the last ones."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from models import Seat
from pipeline.intervals import Basis, Bools, Floats, Spans, State, latched, limit
from pipeline.states.calibration import shoulder_height
from pipeline.states.presence import LIMITS as PRESENCE
from vision.core import Signals


@dataclass(frozen=True, slots=True)
class StaffPoseLimits:
    """Limits of the staff's pose over time."""

    stand_in: float = limit(
        0.55,
        "of the rise",
        Basis.CHOICE,
        "a person stands from half of the rise on; the band keeps one who stops there from flickering",
    )
    stand_out: float = limit(0.45, "of the rise", Basis.CHOICE, "the lower edge of that band")
    usual_rise: float = limit(
        0.35,
        "m",
        Basis.CHOICE,
        "rise of an average adult before a camera that looks down 30 degrees, where one level was seen",
    )
    pose_s: float = limit(
        0.5,
        "s",
        Basis.CHOICE,
        "rising takes 1.7 to 2.3 s (BioMed Eng OnLine 8:27): quicker flicker is no change of pose",
    )


LIMITS = StaffPoseLimits()


class Pose:
    """One counter's staff. Columns are (t,), NaN where no pose is known; lengths in metres, angles in degrees."""

    def __init__(self, signals: Signals, seat: Seat, present: State, hold: float) -> None:
        self.seat, self.time = seat, signals.time
        self._signals, self._hold = signals, hold
        self._columns: dict[str, Floats] = {}  # gestures ask for the same hands again and again
        # A person may be at the post whose pose says nothing: a colleague who passes in front of the person judged.
        found, there = (
            (signals["staff"] > 0) & ~np.isnan(signals["shoulder_y"]),
            present.true.rows(signals.time),
        )
        same = ~found & (signals["staff_likeness"] >= PRESENCE.same_pose)
        self._last = np.maximum.accumulate(np.where(found, np.arange(len(found)), -1))
        self.known: Bools = (found | same) & (self._last >= 0) & there
        self._missed = np.flatnonzero(self.known & ~found)  # few, and only they need the look before
        self.height = self._kept(shoulder_height(signals, seat.scale))
        self.risen = self._risen()
        self.standing = self._standing()
        # If the body did not tell what the only level is, neither sitting nor standing is known.
        self.told: Bools = self.known & seat.named

    def column(self, name: str) -> Floats:
        """A column of the signals."""
        if name not in self._columns:
            self._columns[name] = self._kept(self._signals[name].astype(np.float64))
        return self._columns[name]

    def optional_column(self, name: str) -> Floats:
        """As `column`; NaN throughout for signals stored before the column existed."""
        return self.column(name) if name in self._signals.columns else np.full(len(self.time), np.nan)

    def state(self, rows: Bools, seen: Bools | None = None) -> State:
        """The state that holds at `rows` (t,), known with a pose (and `seen`, when given), without flicker."""
        known_rows = self.known if seen is None else self.known & seen
        known = self._known_spans if seen is None else Spans.from_samples(self.time, known_rows, self._hold)
        true = Spans.from_samples(self.time, rows & known_rows, self._hold)
        return State(true & known, known).debounced(LIMITS.pose_s, LIMITS.pose_s)

    @cached_property
    def _known_spans(self) -> Spans:
        return Spans.from_samples(self.time, self.known, self._hold)

    @cached_property
    def forward(self) -> Floats:
        """Trunk forward against the upright staff of this counter."""
        return self.column("trunk_forward") - self.seat.trunk_forward

    @cached_property
    def aside(self) -> Floats:
        """Trunk to the left arm's side against the upright staff of this counter."""
        return self.column("trunk_side") - self.seat.trunk_side

    @cached_property
    def drop(self) -> Floats:
        """Shoulders under the level at which they rest."""
        level = np.where(self.standing, self.seat.standing, self.seat.seated)
        return np.asarray(level - self.height, np.float64)

    @cached_property
    def head_sunk(self) -> Floats:
        """Head's centre nearer to the shoulders' line than when upright, negative when it is stretched."""
        return self.seat.head_height - self.column("head_height")

    @cached_property
    def turned(self) -> Floats:
        """Sine of how far the chest is turned from the camera, positive to the picture's right."""
        return np.asarray(np.sin(np.radians(self.column("body_yaw"))), np.float64)

    def once(self, name: str, make: Callable[["Pose"], Floats]) -> Floats:
        """The result of `make` for every look, computed once however many states use it."""
        if name not in self._columns:
            self._columns[name] = make(self)
        return self._columns[name]

    def hand_to_nose(self, side: str) -> Floats:
        """From the `side` ("left", "right") wrist to the tip of the nose."""
        return self.once(f"{side} hand to nose", lambda pose: pose._to_nose(side))

    def _to_nose(self, side: str) -> Floats:
        x = self.column(f"wrist_{side}_x") - self.column("nose_x")
        y = self.column(f"wrist_{side}_y") - self.column("nose_y")
        return np.asarray(np.sqrt(x * x + y * y) / self.seat.scale, np.float64)

    def hand_height(self, side: str) -> Floats:
        """The `side` wrist over the shoulders' line."""
        return self.once(
            f"{side} hand's height",
            lambda pose: (pose.column("shoulder_y") - pose.column(f"wrist_{side}_y")) / pose.seat.scale,
        )

    def forearm(self, side: str) -> Floats:
        """The `side` wrist over its own elbow."""
        return self.once(f"{side} forearm", lambda pose: pose._forearm(side))

    def _forearm(self, side: str) -> Floats:
        rise = self.column(f"elbow_{side}_y") - self.column(f"wrist_{side}_y")
        return np.asarray(rise / self.seat.scale, np.float64)

    def _kept(self, values: Floats) -> Floats:
        kept = np.where(self.known, values, np.nan)
        kept[self._missed] = values[self._last[self._missed]]
        return kept

    def _risen(self) -> Floats:
        """(t,) how much of the way from sitting (0) to standing (1) the shoulders are up."""
        seat = self.seat
        rise = LIMITS.usual_rise if np.isnan(seat.rise) else seat.rise
        base = seat.standing - rise if np.isnan(seat.seated) else seat.seated
        return np.where(self.known, (self.height - base) / rise, np.nan)

    def _standing(self) -> Bools:
        if np.isnan(self.seat.seated):  # no person sits at this post: a lower one bends
            return self.known.copy()
        return latched(self.risen, LIMITS.stand_in, LIMITS.stand_out)


def either(one: Bools | NDArray[np.bool_], two: Bools) -> Bools:
    """(t,) whether it is so of the left or the right."""
    return np.asarray(one | two, np.bool_)
