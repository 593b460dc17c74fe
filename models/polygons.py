"""Polygons of a picture, in shares of its width and height, that enclose something."""

from collections.abc import Sequence
from itertools import combinations
from typing import Annotated

from pydantic import AfterValidator, Field, Strict

Share = Annotated[float, Strict(), Field(ge=0, le=1, allow_inf_nan=False)]
Point = tuple[float, float]

LEAST_AREA = 1e-4
"""Share of the picture below which a polygon encloses nothing: 14 x 14 px of 1920 x 1080, less than any head."""
MOST_CORNERS = 100
"""A person draws about ten; all pairs of borders are compared, so a zone of 50,000 corners would take an hour."""


def area(corners: Sequence[Point]) -> float:
    """The enclosed share of the picture, by the shoelace formula; it means nothing for crossing borders."""
    pairs = zip(corners, [*corners[1:], corners[0]], strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)) / 2


def crossing(corners: Sequence[Point]) -> tuple[int, int] | None:
    """The numbers (from 1) of two borders that cross; border n begins at corner n. None if none do."""
    borders = list(zip(corners, [*corners[1:], corners[0]], strict=True))
    for (i, first), (j, second) in combinations(enumerate(borders, 1), 2):
        if _cross(first, second):
            return i, j
    return None


def _cross(first: tuple[Point, Point], second: tuple[Point, Point]) -> bool:
    """Whether each border has the ends of the other on both of its sides."""
    (a, b), (c, d) = first, second
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Point, b: Point, point: Point) -> float:
    """Positive on one side of the line from `a` to `b`, negative on the other."""
    return (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])


def _enclosing(corners: list[Point]) -> list[Point]:
    crossed = crossing(corners)
    if crossed is not None:
        first, second = crossed
        raise ValueError(
            f"the zone crosses itself: its border after corner {first} meets the one after corner {second};"
            " give the corners in their order around the zone"
        )
    if area(corners) < LEAST_AREA:
        raise ValueError("the zone has no area: its corners lie on one line or in one place; draw it anew")
    return corners


Polygon = Annotated[
    list[tuple[Share, Share]], Field(min_length=3, max_length=MOST_CORNERS), AfterValidator(_enclosing)
]
