"""Seated or standing, told by the body if a single height of the shoulders does not tell it.

Each look gives log-odds from terms that do not depend on the scale of the picture: the hip angle if a knee is seen,
and, if a desk hides the legs, how far the detector's box reaches under the shoulders and how narrow it is. A look at
a body that the picture's edge cuts off at the chest gives 0. The mean over the looks at one height names that height.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from pipeline.intervals import Basis, Floats, limit
from pipeline.states.standing_weights import FITTED
from vision.core import Signals

Rows = NDArray[np.bool_] | NDArray[np.intp]
# The terms of a look, in the order of the columns of `terms`; each has a weight in FITTED.
TERMS = ("hip", "legs", "below", "narrow", "hidden", "narrow_whole")


class Posture(StrEnum):
    """The posture that the looks at one height show."""

    SEATED = "seated"
    STANDING = "standing"
    UNKNOWN = "unknown"


def _fitted(name: str) -> float:
    source = "python -m benchmarks.fit_standing, clips of the same family left out"
    return limit(FITTED[name], "log-odds", Basis.MEASURED, source)


@dataclass(frozen=True, slots=True)
class StandingLimits:
    """Limits of sitting and standing.

    Middles and units only bring the terms to one size: the measured weights take up where the border lies.
    """

    leg_unseen: float = limit(0.3, "score", Basis.CHOICE, "scores of knees that a desk hides are 0.2 to 0.5")
    leg_seen: float = limit(0.8, "score", Basis.CHOICE, "scores of knees in view are 0.8 to 1")
    hip_middle: float = limit(
        135.0, "degrees", Basis.CHOICE, "half of the way from a right angle to straight"
    )
    hip_unit: float = limit(30.0, "degrees", Basis.CHOICE, "brings the term to -1.5..1.5")
    below_middle: float = limit(
        0.65, "m", Basis.CHOICE, "a trunk's length under the shoulders is 0.5 m, a thigh more 0.9 m"
    )
    below_unit: float = limit(0.25, "m", Basis.CHOICE, "brings the term to -1.5..1.5")
    shape_middle: float = limit(
        0.55, "width by height", Basis.CHOICE, "between a trunk at a desk and a whole body"
    )
    shape_unit: float = limit(0.4, "log of width by height", Basis.CHOICE, "brings the term to -1.5..1.5")
    most_term: float = limit(1.5, "1", Basis.CHOICE, "one wild figure does not outweigh the others")
    most_look: float = limit(4.0, "log-odds", Basis.CHOICE, "one wild look does not outweigh the others")
    cut_off: float = limit(
        0.97, "picture heights", Basis.CHOICE, "boxes end up to 3 % short of the picture's lower edge"
    )
    over_nose: float = limit(
        0.08,
        "m",
        Basis.CHOICE,
        "the crown is 0.15 m over the nose, the eyes 0.04 m: a box made of joints ends at the eyes",
    )
    hip: float = _fitted("hip")
    legs: float = _fitted("legs")
    below: float = _fitted("below")
    narrow: float = _fitted("narrow")
    hidden: float = _fitted("hidden")
    narrow_whole: float = _fitted("narrow_whole")
    sure: float = _fitted("sure")

    @property
    def weights(self) -> Floats:
        """(6,) log-odds per term, in the order of TERMS."""
        return np.array([getattr(self, name) for name in TERMS], np.float64)


LIMITS = StandingLimits()


def posture(
    signals: Signals, levels: Sequence[Rows], scale: float, limits: StandingLimits = LIMITS
) -> tuple[Posture, float]:
    """The posture at one height, or at a lower and a higher one, and how sure it is, 0.5 to 1.

    UNKNOWN (0) if the body tells nothing, or two different things. Two heights are one posture if the body is sure of
    it at the height that should be the other one, and no less sure there. `scale` is picture heights per metre.
    """
    lower, upper = (mean_odds(signals, levels[place], scale, limits) for place in (0, -1))
    if upper <= min(lower, -limits.sure):
        return Posture.SEATED, _probability(-upper)
    if lower >= max(upper, limits.sure):
        return Posture.STANDING, _probability(lower)
    return Posture.UNKNOWN, 0.0


def _probability(odds: float) -> float:
    return float(1 / (1 + np.exp(-odds)))


def mean_odds(signals: Signals, rows: Rows, scale: float, limits: StandingLimits = LIMITS) -> float:
    """Mean log-odds of standing over the looks `rows`; 0 without looks, or if none says anything."""
    odds = log_odds(terms(signals, rows, scale, limits), limits.weights, limits)
    return float(odds.mean()) if len(odds) else 0.0


def log_odds(of: Floats, weights: Floats, limits: StandingLimits = LIMITS) -> Floats:
    """(k,) log-odds of standing against sitting of each look, from its `terms` (k,6) and `weights` (6,)."""
    return np.asarray(np.clip(of @ weights, -limits.most_look, limits.most_look), np.float64)


def terms(signals: Signals, rows: Rows, scale: float, limits: StandingLimits = LIMITS) -> Floats:
    """(k,6) the terms of the looks `rows`, see TERMS; 0 if a look says nothing of a term.

    `scale` is picture heights per metre at the post. Signals without a detector's boxes have only hips and legs.
    """
    look = {name: _column(signals, name, rows) for name in _NEEDED}
    seen = np.clip((look["leg_seen"] - limits.leg_unseen) / (limits.leg_seen - limits.leg_unseen), 0, 1)
    hidden = (1 - seen) * np.clip(look["hip_seen"], 0, 1)
    boxed = _boxed(look, scale, limits)
    hip = _unit(look["hip_angle"], limits.hip_middle, limits.hip_unit, limits)
    under = (look["box_bottom"] - look["shoulder_y"]) / scale
    below = _unit(under, limits.below_middle, limits.below_unit, limits)
    narrow = -_unit(_log_shape(look), np.log(limits.shape_middle), limits.shape_unit, limits)
    columns = (
        hip * seen, seen, below * hidden * boxed, narrow * hidden * boxed, hidden * boxed, narrow * seen * boxed
    )  # fmt: skip
    return np.nan_to_num(np.stack(columns, axis=1))


_NEEDED = (
    "leg_seen", "hip_seen", "hip_angle", "shoulder_y", "nose_y", "box_left", "box_top", "box_right", "box_bottom"
)  # fmt: skip


def _column(signals: Signals, name: str, rows: Rows) -> Floats:
    """A column at the rows; NaN for signals older than the column."""
    columns: Mapping[str, NDArray[np.float32]] = signals.columns
    missing = np.full(len(signals), np.nan, np.float32)
    return columns.get(name, missing)[rows].astype(np.float64)


def _boxed(look: Mapping[str, Floats], scale: float, limits: StandingLimits) -> NDArray[np.bool_]:
    """(k,) looks with a detector's box around the head, whose lower edge is not the picture's."""
    crown = look["nose_y"] - look["box_top"] >= limits.over_nose * scale
    return np.asarray(crown & (look["box_bottom"] < limits.cut_off), np.bool_)


def _log_shape(look: Mapping[str, Floats]) -> Floats:
    width, height = look["box_right"] - look["box_left"], look["box_bottom"] - look["box_top"]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log(width / height), np.float64)


def _unit(values: Floats, middle: float, unit: float, limits: StandingLimits) -> Floats:
    return np.asarray(np.clip((values - middle) / unit, -limits.most_term, limits.most_term), np.float64)
