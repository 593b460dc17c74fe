"""From sightings to polygons: hulls with room to rise, lean and sink, cut apart where two would share a part."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import cv2
import numpy as np

from pipeline.zoning.limits import SHAPES
from pipeline.zoning.sightings import Floats, Sightings

_OCTAGON = np.array([(np.cos(a), np.sin(a)) for a in np.arange(8) * np.pi / 4])
_ANGLES = np.arange(72) * np.pi / 36


@dataclass(frozen=True, slots=True)
class Shape:
    """A convex polygon `corners` (k,2), and the `points` (n,2), heads and shoulders, that it is for, in heights."""

    corners: Floats
    points: Floats
    size: float


def shape(marks: Sightings, *, rises: bool) -> Shape:
    """The area of these people's heads and shoulders; `rises`: also when they stand up or sit down."""
    size = float(np.median(marks.size))
    points = marks.anchors.reshape(-1, 2)
    low, high = np.quantile(marks.at[:, 1], (SHAPES.slip, 1 - SHAPES.slip))
    unseen = max(0.0, SHAPES.rise * size - (high - low)) if rises else SHAPES.taller * size
    around = (points[:, None] + SHAPES.room * size * _OCTAGON).reshape(-1, 2)
    up, down = around - np.array([0, unseen]), around + np.array([0, SHAPES.sink * size])
    return Shape(_hull(np.concatenate([around, up, down])), points, size)


def parted(shapes: Sequence[Shape], may_share: Sequence[bool]) -> list[Shape]:
    """The shapes without any overlap; two that both `may_share` keep theirs."""
    made = list(shapes)
    for one, two in combinations(range(len(made)), 2):
        if may_share[one] and may_share[two]:
            continue
        way, at = _line_between(made[one].points, made[two].points)
        made[one], made[two] = _cut(made[one], way, at), _cut(made[two], -way, -at)
    return made


def as_share(corners: Floats, aspect: float) -> list[tuple[float, float]]:
    """Corners in picture heights as 0..1 of width and height, three decimals; `aspect` is width by height."""
    shares = (corners / (aspect, 1.0)).clip(0, 1)
    return [(round(float(x), 3), round(float(y), 3)) for x, y in shares]


def within_picture(one: Shape, aspect: float) -> Shape:
    """The shape cut at the picture's borders, with no more corners than it needs."""
    for way, at in (((-1.0, 0.0), 0.0), ((1.0, 0.0), aspect), ((0.0, -1.0), 0.0), ((0.0, 1.0), 1.0)):
        one = _cut(one, np.array(way), at)
    few = cv2.approxPolyDP(one.corners.astype(np.float32), SHAPES.coarse * one.size, closed=True).reshape(
        -1, 2
    )
    return Shape(np.asarray(few, np.float64), one.points, one.size) if len(few) >= 3 else one


def _hull(points: Floats) -> Floats:
    return np.asarray(cv2.convexHull(points.astype(np.float32)).reshape(-1, 2), np.float64)


def _line_between(one: Floats, two: Floats) -> tuple[Floats, float]:
    """(way (2,), at): the line `p @ way = at` with the widest gap between `one`, under it, and `two`, over it."""
    ways = np.column_stack([np.cos(_ANGLES), np.sin(_ANGLES)])
    ends = np.quantile(one @ ways.T, 1 - SHAPES.slip, axis=0)
    begins = np.quantile(two @ ways.T, SHAPES.slip, axis=0)
    best = int(np.argmax(begins - ends))
    return ways[best], float((ends[best] + begins[best]) / 2)


def _cut(one: Shape, way: Floats, at: float) -> Shape:
    """The part of a shape where `p @ way <= at` (one edge of Sutherland and Hodgman's clipping)."""
    depth, kept = one.corners @ way - at, []
    for i, corner in enumerate(one.corners):
        if depth[i - 1] * depth[i] < 0:
            share = depth[i - 1] / (depth[i - 1] - depth[i])
            kept.append(one.corners[i - 1] + share * (corner - one.corners[i - 1]))
        if depth[i] <= 0:
            kept.append(corner)
    return Shape(np.array(kept).reshape(-1, 2), one.points, one.size) if len(kept) >= 3 else one
