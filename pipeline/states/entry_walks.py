"""Walks into and out of a place: a person who keeps the height of the head at which they walked stands.

The picture's edge may cut a body off at the chest, so neither hips nor legs tell sitting from standing. A person who
comes or goes walks for a moment at standing height. A head that rests at that height belongs to a person who stands,
and a head that rests lower by a rise belongs to a person who sat down.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.intervals import Basis, Floats, limit
from pipeline.states.standing import Posture
from vision.core import Signals

Rows = NDArray[np.intp]
Edges = dict[str, Floats]


@dataclass(frozen=True, slots=True)
class WalkLimits:
    """The numbers of this module; `metadata` of each field has unit, basis and source."""

    edge_s: float = limit(
        1.5, "s", Basis.CHOICE, "the first and last seconds of a stay in which a person walks"
    )
    window_s: float = limit(0.8, "s", Basis.CHOICE, "two steps")
    went_m: float = limit(0.3, "m", Basis.CHOICE, "a slow walk of 0.4 m/s over the window")
    gap_s: float = limit(1.0, "s", Basis.CHOICE, "a bow or a passer hides a person for less")
    same_box: float = limit(
        0.3, "intersection over union", Basis.CHOICE, "boxes of one person in successive looks"
    )
    border: float = limit(0.01, "picture heights", Basis.CHOICE, "boxes that end at the picture's border")
    cut: float = limit(
        0.85, "", Basis.CHOICE, "a body half out of the picture is narrower than the same body at rest"
    )
    same_m: float = limit(0.15, "m", Basis.CHOICE, "a walking head goes up and down by 0.05 m, a bow more")
    sat_m: float = limit(0.2, "m", Basis.CHOICE, "sitting down lowers the head by 0.3 m and more")
    sure: float = limit(0.8, "probability", Basis.CHOICE, "a clerk may roll away on a chair without rising")


LIMITS = WalkLimits()


def posture_by_walks(signals: Signals, scale: float, limits: WalkLimits = LIMITS) -> tuple[Posture, float]:
    """Sitting or standing at the place, from the stays that begin or end with a walk, and the probability of it.

    UNKNOWN (0) without such a stay, where stays contradict each other, and for signals without a detector's boxes.
    `scale` is picture heights per metre at the post.
    """
    if not {"box_left", "box_top", "box_right"} <= signals.columns.keys():
        return Posture.UNKNOWN, 0.0
    boxes = {
        edge: signals[f"box_{edge}"].astype(np.float64) / scale for edge in ("left", "top", "right", "bottom")
    }
    lowered = [
        drop
        for stay in _stays(signals.time, boxes, limits)
        for drop in _drops(signals.time, boxes, stay, limits)
    ]
    if lowered and max(lowered) <= limits.same_m:
        return Posture.STANDING, limits.sure
    if lowered and min(lowered) >= limits.sat_m:
        return Posture.SEATED, limits.sure
    return Posture.UNKNOWN, 0.0


def _stays(time: Floats, boxes: Edges, limits: WalkLimits) -> Iterator[Rows]:
    """The rows of each stay of one person: successive looks whose boxes overlap."""
    rows = np.flatnonzero(~np.isnan(boxes["left"]))
    if not len(rows):
        return
    one, two = rows[:-1], rows[1:]
    apart = (time[two] - time[one] > limits.gap_s) | (_shared(boxes, one, two) < limits.same_box)
    yield from np.split(rows, np.flatnonzero(apart) + 1)


def _shared(boxes: Edges, one: Rows, two: Rows) -> Floats:
    """(k,) intersection over union of the boxes of rows `one` and `two`."""
    wide = np.minimum(boxes["right"][one], boxes["right"][two]) - np.maximum(
        boxes["left"][one], boxes["left"][two]
    )
    high = np.minimum(boxes["bottom"][one], boxes["bottom"][two]) - np.maximum(
        boxes["top"][one], boxes["top"][two]
    )
    both = np.clip(wide, 0, None) * np.clip(high, 0, None)
    areas = [
        (boxes["right"][k] - boxes["left"][k]) * (boxes["bottom"][k] - boxes["top"][k]) for k in (one, two)
    ]
    return np.asarray(both / np.maximum(sum(areas) - both, 1e-9), np.float64)


def _drops(time: Floats, boxes: Edges, stay: Rows, limits: WalkLimits) -> Iterator[float]:
    """How many metres the head rests lower than it walked, for the walk that begins and the one that ends a stay."""
    since, until = time[stay] - time[stay[0]], time[stay[-1]] - time[stay]
    rest = stay[(since > limits.edge_s) & (until > limits.edge_s)]
    if not len(rest):
        return
    level, width = (float(np.median(one[rest])) for one in (boxes["top"], boxes["right"] - boxes["left"]))
    for edge in (stay[since <= limits.edge_s], stay[until <= limits.edge_s]):
        walked = _walked(time, boxes, edge, width, limits)
        if len(walked):
            yield level - float(np.median(boxes["top"][walked]))


def _walked(time: Floats, boxes: Edges, rows: Rows, width: float, limits: WalkLimits) -> Rows:
    """The rows among `rows` in which the whole box goes aside, and its upper edge keeps its height."""
    one, two = np.triu_indices(len(rows), 1)
    one, two = rows[one], rows[two]
    quick = time[two] - time[one] <= limits.window_s
    level = np.abs(boxes["top"][two] - boxes["top"][one]) <= limits.same_m
    walks = quick & level & (_went(boxes, (one, two), width, limits) >= limits.went_m)
    return np.unique(np.concatenate([one[walks], two[walks]]))


def _went(boxes: Edges, pairs: tuple[Rows, Rows], width: float, limits: WalkLimits) -> Floats:
    """(k,) metres that both side edges went the same way from the looks of one row to those of the other.

    A body that the picture's border cuts is narrower than the `width` at rest, and its edge at the border stays there:
    the other edge alone counts. The right border is the greatest right edge of all looks.
    """
    one, two = pairs
    left, right = boxes["left"][two] - boxes["left"][one], boxes["right"][two] - boxes["right"][one]
    both = np.where(left * right > 0, np.minimum(np.abs(left), np.abs(right)), 0.0)
    border = float(np.nanmax(boxes["right"])) - limits.border
    narrow = boxes["right"] - boxes["left"] <= limits.cut * width
    cut_right, cut_left = narrow & (boxes["right"] >= border), narrow & (boxes["left"] <= limits.border)
    went = np.where(cut_left[one] | cut_left[two], np.abs(right), both)
    return np.asarray(np.where(cut_right[one] | cut_right[two], np.abs(left), went), np.float64)
