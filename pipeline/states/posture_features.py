"""Figures of a pose for the learned postures: where trunk, head and hands are, against this counter's upright staff.

Lengths are metres as the picture shows them, angles degrees. "Forward" is where the chest points in the picture, so
that a mirrored camera gives the same figures. Of the two hands the one nearer to the nose is the `near` one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from pipeline.intervals import Basis, Bools, Floats, limit, seen_median
from pipeline.states.phones import LIMITS as HANDS
from pipeline.states.phones import spread
from pipeline.states.pose import Pose
from pipeline.states.running import Around, Rows
from pipeline.states.trunk import LIMITS as TRUNK
from pipeline.states.yawns import opened, tilt


@dataclass(frozen=True, slots=True)
class FeatureLimits:
    """Times over which figures are averaged, and from which figures on a look may be more than upright work.

    The second ones save time alone: on generated clips they leave out 2 of 1000 looks at any posture.
    """

    around_s: float = limit(1.0, "s", Basis.CHOICE, "postures and gestures last longer than a second")
    longer_s: float = limit(3.0, "s", Basis.CHOICE, "postures that cost points last four seconds and longer")
    low: float = limit(0.02, "m", Basis.CHOICE, "shoulders or head lower than at rest")
    bent: float = limit(6.0, "degrees", Basis.CHOICE, "the trunk is away from upright")
    hand: float = limit(0.42, "m", Basis.CHOICE, "a hand is nearer to the nose than hands on a desk")
    mouth: float = limit(0.5, "of a yawn", Basis.CHOICE, "the mouth is half as open as in a yawn")
    head_back: float = limit(0.008, "m", Basis.CHOICE, "the nose is higher against the ears")


LIMITS = FeatureLimits()
_SIDES = ("left", "right")
# Measures whose mean and spread around a look count as well.
_MEANS = ("forward", "lean", "drop", "sunk", "near", "near_height", "pitch", "mouth", "tilt", "back", "far")
_LONGER = ("forward", "drop", "sunk", "near", "back")
_SPREADS = ("drop", "sunk", "near", "forward")
# Lengths and places of the body at rest: where hands, elbows and head of these people are.
_OF_PEOPLE = (
    "far_height", "near_forearm", "far_forearm", "near_elbow", "far_elbow", "near_aside", "far_aside", "apart",
    "crossed", "head_height", "head_pitch",
)  # fmt: skip


def posture_features(pose: Pose) -> tuple[Rows, dict[str, Floats]]:
    """The looks (k,) that may show more than upright work, and their figures by name, (k,) each; NaN: not seen."""
    whole = _Figures(pose)
    wanted = {name: whole.of(name) for name in _MEANS}
    rows = np.flatnonzero(_more_than_work(pose, wanted))
    around, longer = (Around.of(pose.time, rows, seconds) for seconds in (LIMITS.around_s, LIMITS.longer_s))
    found = {name: values[rows] for name, values in wanted.items()}
    found |= {name: values[rows] for name, values in whole.others()}
    found |= {f"mean_{name}": around.mean(wanted[name]) for name in _MEANS}
    found |= {f"long_{name}": longer.mean(wanted[name]) for name in _LONGER}
    found |= {f"spread_{name}": around.spread(wanted[name]) for name in _SPREADS}
    return rows, found


def usual_pose(pose: Pose) -> dict[str, Floats]:
    """The figures (1,) of this counter's upright staff by which people differ; NaN for what was never seen."""
    whole = _Figures(pose)
    figures = {name: whole.of(name) for name in ("near", "far", "near_height")}
    figures |= {name: values for name, values in whole.others() if name in _OF_PEOPLE}
    scale = pose.seat.scale
    figures["nose_drop"] = pose.column("nose_drop")
    figures["hips_under"] = (pose.column("hip_y") - pose.column("shoulder_y")) / scale
    figures["nose_over"] = (pose.column("shoulder_y") - pose.column("nose_y")) / scale
    return {name: np.array([seen_median(values[whole.rest])]) for name, values in figures.items()}


def _more_than_work(pose: Pose, figures: dict[str, Floats]) -> Bools:
    low = np.fmax(figures["drop"], figures["sunk"]) > LIMITS.low
    bent = np.abs(figures["forward"]) > LIMITS.bent
    face = (figures["mouth"] > LIMITS.mouth) | (figures["tilt"] > LIMITS.head_back)
    return np.asarray(pose.known & (low | bent | (figures["near"] < LIMITS.hand) | face), np.bool_)


class _Figures:
    """The figures of one pose, (t,) each."""

    def __init__(self, pose: Pose) -> None:
        self._pose = pose
        rest = pose.known & (np.abs(pose.drop) < TRUNK.at_rest_m) & (np.abs(pose.head_sunk) < TRUNK.at_rest_m)
        self.rest: Bools = np.asarray(rest if rest.any() else pose.known, np.bool_)
        self._toward = np.sign(pose.turned)
        left, right = (np.nan_to_num(pose.hand_to_nose(side), nan=np.inf) for side in _SIDES)
        self._left_near = left <= right

    def of(self, name: str) -> Floats:
        """One of the figures whose mean counts as well."""
        pose = self._pose
        figures: dict[str, Callable[[], Floats]] = {
            "forward": lambda: pose.forward,
            "lean": lambda: self._off("trunk_lean") * self._toward,
            "drop": lambda: pose.drop,
            "sunk": lambda: pose.head_sunk,
            "near": lambda: self._hand(pose.hand_to_nose),
            "far": lambda: self._hand(pose.hand_to_nose, near=False),
            "near_height": lambda: self._hand(pose.hand_height),
            "pitch": lambda: self._off("head_pitch"),
            "mouth": lambda: opened(pose),
            "tilt": lambda: tilt(pose),
            "back": lambda: -self._off("shoulder_x") / pose.seat.scale * self._toward,
        }
        return figures[name]()

    def others(self) -> Iterator[tuple[str, Floats]]:
        """The figures of single looks."""
        yield from self._body()
        yield from self._head()
        for near in (True, False):
            yield from self._of_hand(near)
        pose = self._pose
        scale = pose.seat.scale
        x, y = (pose.column(f"wrist_left_{way}") - pose.column(f"wrist_right_{way}") for way in "xy")
        yield "apart", np.hypot(x, y) / scale
        yield "crossed", np.fmax(*(self._to_elbow(*sides) / scale for sides in (_SIDES, _SIDES[::-1])))

    def _body(self) -> Iterator[tuple[str, Floats]]:
        pose, scale = self._pose, self._pose.seat.scale
        turned = np.abs(pose.turned)
        yield "aside", np.abs(pose.aside)
        yield "turned", turned
        yield "usually_turned", np.full(len(turned), seen_median(turned[self.rest]))
        yield "yaw", np.abs(self._off("body_yaw"))
        yield "sideward", np.abs(self._off("shoulder_x")) / scale
        yield "hips_seen", pose.column("hip_seen")
        yield "legs_seen", pose.column("leg_seen")
        x, y = (pose.column(f"shoulder_{way}") - pose.column(f"hip_{way}") for way in "xy")
        yield "trunk_length", self._against_rest(np.hypot(x, y) / scale)
        yield "size", self._off("scale") / scale
        yield "box_height", self._against_rest((pose.column("box_bottom") - pose.column("box_top")) / scale)
        yield "box_width", self._against_rest((pose.column("box_right") - pose.column("box_left")) / scale)
        yield "risen", pose.risen
        yield "trunk_forward", pose.column("trunk_forward")

    def _head(self) -> Iterator[tuple[str, Floats]]:
        pose, scale = self._pose, self._pose.seat.scale
        over = self._against_rest((pose.column("head_x") - pose.column("shoulder_x")) / scale)
        yield "head_forward", over * self._toward
        yield "head_sideward", np.abs(over)
        yield "nose_drop", self._off("nose_drop")
        yield "head_yaw", np.abs(self._off("head_yaw"))
        yield "head_on_body", np.abs(pose.column("head_yaw") - pose.column("body_yaw"))
        yield "head_height", pose.column("head_height")
        yield "head_pitch", pose.column("head_pitch")
        yield "dark", self._off("mouth_dark")
        yield "gap", self._off("mouth_open")
        yield "face_pitch", self._off("face_pitch")
        yield "face", (~np.isnan(pose.column("mouth_open"))).astype(np.float64)
        eyes = pose.column("eyes_open")
        yield "eyes", eyes / seen_median(eyes)

    def _of_hand(self, near: bool) -> Iterator[tuple[str, Floats]]:
        pose, scale, name = self._pose, self._pose.seat.scale, "near" if near else "far"
        measures: dict[str, Callable[[str], Floats]] = {
            "forearm": pose.forearm,
            "seen": lambda side: pose.column(f"wrist_{side}_seen"),
            "aside": lambda side: np.abs(pose.column(f"wrist_{side}_x") - pose.column("shoulder_x")) / scale,
            "elbow": lambda side: (pose.column("shoulder_y") - pose.column(f"elbow_{side}_y")) / scale,
            "lift": lambda side: self._against_rest(pose.hand_height(side)),
            "restless": self._restless,
        }
        for what, measure in measures.items():
            yield f"{name}_{what}", self._hand(measure, near=near)
        if not near:
            yield "far_height", self._hand(pose.hand_height, near=False)

    def _restless(self, side: str) -> Floats:
        pose = self._pose
        x, y = (
            (pose.column(f"wrist_{side}_{way}") - pose.column(f"head_{way}")) / pose.seat.scale
            for way in "xy"
        )
        return spread(pose.time, x, y, HANDS.steady_s)

    def _to_elbow(self, wrist: str, elbow: str) -> Floats:
        pose = self._pose
        x, y = (pose.column(f"wrist_{wrist}_{way}") - pose.column(f"elbow_{elbow}_{way}") for way in "xy")
        return np.asarray(np.hypot(x, y), np.float64)

    def _hand(self, measure: Callable[[str], Floats], *, near: bool = True) -> Floats:
        left, right = (measure(side) for side in _SIDES)
        return np.where(self._left_near == near, left, right)

    def _off(self, column: str) -> Floats:
        return self._against_rest(self._pose.column(column))

    def _against_rest(self, values: Floats) -> Floats:
        return np.asarray(values - seen_median(values[self.rest]), np.float64)
