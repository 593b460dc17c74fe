"""Positions and sizes in the charts of the printed page; templates/macros.html draws them as inline SVG."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

_FEW_POINTS = 8  # up to this many points have their figure beside them
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class TrendLine:
    """Points over days, placed in a drawing of WIDE by HIGH units of its own; the scale ends at LEFT.

    `marks` are (value, y) of the scale, `names` (name, x) of the days, `lines` (x1, y1, x2, y2), `dots` (x, y, value).
    """

    WIDE: ClassVar[int] = 720
    HIGH: ClassVar[int] = 140
    LEFT: ClassVar[int] = 34

    marks: tuple[tuple[float, float], ...]
    names: tuple[tuple[str, float], ...]
    lines: tuple[tuple[float, float, float, float], ...]
    dots: tuple[tuple[float, float, float], ...]

    @property
    def figures(self) -> bool:
        """Whether there is room for a figure at every day."""
        return len(self.names) <= _FEW_POINTS


_PAD, _TOP, _BOTTOM = (
    26,
    20.0,
    TrendLine.HIGH - 22,
)  # space beside the points; y of 100 points and of the floor
_MOST_NAMES = 16  # days whose names fit under a trend
_TICKS_S = (5, 10, 30, 60, 300, 600, 900, 1800, 3600, 7200, 10800)
_MOST_TICKS = 12


def trend(names: Sequence[str], points: Sequence[float]) -> TrendLine:
    """A line over days with a gap wherever there is no score (NaN); the axis begins a little under the lowest."""
    known = [value for value in points if not math.isnan(value)]
    floor = max(0, 10 * math.floor((min(known, default=0.0) - 5) / 10))
    first = TrendLine.LEFT + _PAD
    step = (TrendLine.WIDE - first - _PAD) / max(len(points) - 1, 1)
    at = [(first + n * step, _height(value, floor), value) for n, value in enumerate(points)]
    scale = [floor + (100 - floor) * n / 4 for n in range(5)]
    every = math.ceil(len(points) / _MOST_NAMES)
    return TrendLine(
        marks=tuple((value, _height(value, floor)) for value in scale),
        names=tuple((name, x) for name, (x, *_) in zip(names, at, strict=True))[::every],
        lines=tuple((*a[:2], *b[:2]) for a, b in pairwise(at) if not (math.isnan(a[2]) or math.isnan(b[2]))),
        dots=tuple(one for one in at if not math.isnan(one[2])),
    )


def _height(value: float, floor: int) -> float:
    return math.nan if math.isnan(value) else _BOTTOM - (value - floor) / (100 - floor) * (_BOTTOM - _TOP)


def placed(spans: Iterable[Span], window: Span) -> tuple[Span, ...]:
    """Left edge and width of spans (UTC seconds) in percent of `window`; a short one is as wide as a hair."""
    edges = [(percent_of(start, window), percent_of(end, window)) for start, end in spans]
    return tuple((left, max(right - left, 0.35)) for left, right in edges)


def percent_of(moment: float, window: Span) -> float:
    """The place of a moment in `window` (UTC seconds) in percent, 0 or 100 outside of it."""
    return 100 * min(max((moment - window[0]) / max(window[1] - window[0], 1e-9), 0.0), 1.0)


def tick_step(window: Span) -> int:
    """Seconds between times on the axis: the smallest step that makes at most twelve."""
    wide = window[1] - window[0]
    return next((step for step in _TICKS_S if wide / step <= _MOST_TICKS), _TICKS_S[-1])
