"""Figures of a pose for the learned postures: where trunk, head and hands are, against this counter's upright staff.

Lengths are metres as the picture shows them, angles degrees. "Forward" is where the chest points in the picture, so
that a mirrored camera gives the same figures. Of the two hands the one nearer to the nose is the `near` one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from pipeline.intervals import Around, Basis, Bools, Floats, Rows, limit, seen_median
from pipeline.states.phones import restless
from pipeline.states.pose import Pose
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
    enough: int = limit(3000, "looks", Basis.CHOICE, "ten minutes of upright staff give its medians")


LIMITS = FeatureLimits()
_SIDES = ("left", "right")
# Figures of which means over a longer time, and spreads, count as well.
_LONGER = ("forward", "drop", "sunk", "near", "back")
_SPREADS = ("drop", "sunk", "near", "forward")
# Lengths and places of the body at rest: where hands, elbows and head of these people are.
_OF_PEOPLE = (
    "near", "far", "near_height", "far_height", "near_forearm", "far_forearm", "near_elbow", "far_elbow", "near_aside",
    "far_aside", "apart", "crossed", "head_height", "head_pitch", "nose_under_ears", "hips_under", "nose_over",
)  # fmt: skip
# The figure that is made of a column, where it has another name.
_KEYS = {
    "trunk_lean": "lean", "body_yaw": "yaw", "mouth_dark": "dark", "mouth_open": "gap", "head_pitch": "pitch",
}  # fmt: skip


def posture_features(pose: Pose) -> tuple[Rows, dict[str, Floats]]:
    """The looks (k,) that may show more than upright work, and their figures by name, (k,) each; NaN: not seen."""
    usual, every = _usual(pose), np.arange(len(pose.time))
    whole = _Measures(pose, every)
    wanted = {name: _formed(measure, usual, whole.toward) for name, measure in whole.averaged()}
    rows = np.flatnonzero(_more_than_work(pose, wanted))
    some = _Measures(pose, rows)
    around, longer = (Around.of(pose.time, rows, seconds) for seconds in (LIMITS.around_s, LIMITS.longer_s))
    found = {name: values[rows] for name, values in wanted.items()}
    found |= {name: _formed(measure, usual, some.toward) for name, measure in some.of_looks()}
    found |= {f"mean_{name}": around.mean(values) for name, values in wanted.items()}
    found |= {f"long_{name}": longer.mean(wanted[name]) for name in _LONGER}
    found |= {f"spread_{name}": around.spread(wanted[name]) for name in _SPREADS}
    found["usually_turned"] = np.full(len(rows), usual["turned"])
    return rows, found


def usual_pose(pose: Pose) -> dict[str, Floats]:
    """The figures (1,) of this counter's upright staff by which people differ; NaN for what was never seen."""
    usual = _usual(pose)
    return {name: np.array([usual[name]]) for name in _OF_PEOPLE}


def _more_than_work(pose: Pose, figures: dict[str, Floats]) -> Bools:
    low = np.fmax(figures["drop"], figures["sunk"]) > LIMITS.low
    bent = np.abs(figures["forward"]) > LIMITS.bent
    face = (figures["mouth"] > LIMITS.mouth) | (figures["tilt"] > LIMITS.head_back)
    return np.asarray(pose.known & (low | bent | (figures["near"] < LIMITS.hand) | face), np.bool_)


def _usual(pose: Pose) -> dict[str, float]:
    """The median of every measure while staff was upright, NaN for what was never seen; a sample of a day is enough."""
    rest = pose.known & (np.abs(pose.drop) < TRUNK.at_rest_m) & (np.abs(pose.head_sunk) < TRUNK.at_rest_m)
    rows = np.flatnonzero(rest if rest.any() else pose.known)
    upright = _Measures(pose, rows[:: max(1, len(rows) // LIMITS.enough)])
    measures = (*upright.averaged(), *upright.of_looks(), *upright.of_people())
    return {name: seen_median(measure.values) for name, measure in measures}


class _Form(StrEnum):
    """How a figure follows from its measure: as it is, against the upright staff, that forward, or its amount alone."""

    PLAIN = "plain"
    OFF = "off"
    FORWARD = "forward"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class _Measure:
    """Values (k,) and their form; `usual` names the measure whose median they are compared with."""

    values: Floats
    form: _Form
    usual: str


def _formed(measure: _Measure, usual: dict[str, float], toward: Floats) -> Floats:
    if measure.form is _Form.PLAIN:
        return measure.values
    off = measure.values - usual[measure.usual]
    if measure.form is _Form.FORWARD:
        return np.asarray(off * toward, np.float64)
    return np.abs(off) if measure.form is _Form.AMOUNT else np.asarray(off, np.float64)


Named = Iterator[tuple[str, _Measure]]


class _Measures:
    """The measures of one pose at some looks `rows` (k,); `toward` (k,) is 1 where the chest points to the right."""

    def __init__(self, pose: Pose, rows: Rows) -> None:
        self._pose, self._rows = pose, rows
        self.toward: Floats = np.sign(pose.turned[rows])
        left, right = (np.nan_to_num(pose.hand_to_nose(side)[rows], nan=np.inf) for side in _SIDES)
        self._left_near = left <= right

    def averaged(self) -> Named:
        """Those whose mean around a look counts as well."""
        pose, rows = self._pose, self._rows
        yield from self._plain("forward", pose.forward[rows])
        yield "lean", self._formed("trunk_lean", _Form.FORWARD)
        yield from self._plain("drop", pose.drop[rows])
        yield from self._plain("sunk", pose.head_sunk[rows])
        yield from self._plain("near", self._hand(pose.hand_to_nose))
        yield from self._plain("near_height", self._hand(pose.hand_height))
        yield "pitch", self._formed("head_pitch", _Form.OFF)
        yield from self._plain("mouth", opened(pose)[rows])
        yield from self._plain("tilt", tilt(pose)[rows])
        yield "back", _Measure(-self._column("shoulder_x") / self._scale, _Form.FORWARD, "back")
        yield from self._plain("far", self._hand(pose.hand_to_nose, near=False))

    def of_looks(self) -> Named:
        """Those of single looks."""
        yield from self._body()
        yield from self._head()
        for near in (True, False):
            yield from self._of_hand(near)
        apart = np.hypot(*(self._between("wrist_left", "wrist_right", way) for way in "xy"))
        yield from self._plain("apart", apart)
        yield from self._plain(
            "crossed", np.fmax(*(self._to_elbow(*ways) for ways in (_SIDES, _SIDES[::-1])))
        )

    def of_people(self) -> Named:
        """Lengths of the upright body that are no figures of a look."""
        yield from self._plain("nose_under_ears", self._column("nose_drop"))
        yield from self._plain(
            "hips_under", (self._column("hip_y") - self._column("shoulder_y")) / self._scale
        )
        yield from self._plain(
            "nose_over", (self._column("shoulder_y") - self._column("nose_y")) / self._scale
        )

    @property
    def _scale(self) -> float:
        return self._pose.seat.scale

    def _body(self) -> Named:
        pose = self._pose
        yield from self._plain("aside", np.abs(pose.aside[self._rows]))
        yield from self._plain("turned", np.abs(pose.turned[self._rows]))
        yield "yaw", self._formed("body_yaw", _Form.AMOUNT)
        yield "sideward", _Measure(self._column("shoulder_x") / self._scale, _Form.AMOUNT, "sideward")
        yield from self._plain("hips_seen", self._column("hip_seen"))
        yield from self._plain("legs_seen", self._column("leg_seen"))
        trunk = np.hypot(*(self._between("shoulder", "hip", way) for way in "xy"))
        yield "trunk_length", _Measure(trunk, _Form.OFF, "trunk_length")
        yield "size", _Measure(self._column("scale") / self._scale, _Form.OFF, "size")
        for name, low, high in (("height", "top", "bottom"), ("width", "left", "right")):
            size = (self._column(f"box_{high}") - self._column(f"box_{low}")) / self._scale
            yield f"box_{name}", _Measure(size, _Form.OFF, f"box_{name}")
        yield from self._plain("risen", pose.risen[self._rows])
        yield from self._plain("trunk_forward", self._column("trunk_forward"))

    def _head(self) -> Named:
        over = self._between("head", "shoulder", "x")
        yield "head_forward", _Measure(over, _Form.FORWARD, "head_forward")
        yield "head_sideward", _Measure(over, _Form.AMOUNT, "head_forward")
        yield "nose_drop", self._formed("nose_drop", _Form.OFF)
        yield "head_yaw", self._formed("head_yaw", _Form.AMOUNT)
        yield from self._plain("head_on_body", np.abs(self._column("head_yaw") - self._column("body_yaw")))
        yield from self._plain("head_height", self._column("head_height"))
        yield from self._plain("head_pitch", self._column("head_pitch"))
        yield "dark", self._formed("mouth_dark", _Form.OFF)
        yield "gap", self._formed("mouth_open", _Form.OFF)
        yield "face_pitch", self._formed("face_pitch", _Form.OFF)
        yield from self._plain("face", (~np.isnan(self._column("mouth_open"))).astype(np.float64))
        eyes = self._pose.column("eyes_open")
        yield from self._plain("eyes", eyes[self._rows] / seen_median(eyes))

    def _of_hand(self, near: bool) -> Named:
        pose, name = self._pose, "near" if near else "far"
        plain: dict[str, Callable[[str], Floats]] = {
            "forearm": pose.forearm,
            "seen": lambda side: pose.column(f"wrist_{side}_seen"),
            "restless": lambda side: restless(pose, side),
        }
        for what, measure in plain.items():
            yield from self._plain(f"{name}_{what}", self._hand(measure, near=near))
        left, right = (np.abs(self._between(f"wrist_{side}", "shoulder", "x")) for side in _SIDES)
        yield from self._plain(f"{name}_aside", np.where(self._left_near == near, left, right))
        left, right = (self._between("shoulder", f"elbow_{side}", "y") for side in _SIDES)
        yield from self._plain(f"{name}_elbow", np.where(self._left_near == near, left, right))
        height = self._hand(pose.hand_height, near=near)
        yield f"{name}_lift", _Measure(height, _Form.OFF, f"{name}_lift")
        if not near:
            yield from self._plain("far_height", height)

    def _to_elbow(self, wrist: str, elbow: str) -> Floats:
        ways = (self._between(f"wrist_{wrist}", f"elbow_{elbow}", way) for way in "xy")
        return np.asarray(np.hypot(*ways), np.float64)

    def _between(self, one: str, other: str, way: str) -> Floats:
        """(k,) metres from the other point to the one."""
        return (self._column(f"{one}_{way}") - self._column(f"{other}_{way}")) / self._scale

    def _hand(self, measure: Callable[[str], Floats], *, near: bool = True) -> Floats:
        left, right = (measure(side)[self._rows] for side in _SIDES)
        return np.where(self._left_near == near, left, right)

    def _column(self, name: str) -> Floats:
        return self._pose.column(name)[self._rows]

    def _formed(self, column: str, form: _Form) -> _Measure:
        return _Measure(self._column(column), form, _KEYS.get(column, column))

    def _plain(self, name: str, values: Floats) -> Named:
        yield name, _Measure(np.asarray(values, np.float64), _Form.PLAIN, name)
