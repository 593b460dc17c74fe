"""Charts as inline SVG: printed as they are shown, without a script. Numbers stand beside every colour."""

import math
from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element

from pipeline.reports.formatting import number
from pipeline.reports.markup import node

INK, SOFT, LINE = "#16202a", "#61707e", "#d9dfe5"
ACCENT, BAD, SEEN, BLIND, NOTED = "#0b5f73", "#a01f2c", "#cfe0e8", "#8b96a1", "#b08434"
_WIDE, _HIGH, _LEFT, _PAD, _BOTTOM = 720, 140, 34, 26, 22
_TICKS = (5, 10, 30, 60, 300, 600, 900, 1800, 3600, 7200, 10800)
Span = tuple[float, float]


def bar(parent: Element, value: float, most: float) -> None:
    """A bar from nothing to `value` where `most` is the whole width."""
    svg = node(parent, "svg", class_="bar", width="100%", height=10, aria_hidden="true")
    share = 100 * value / most if most > 0 else 0.0
    node(svg, "rect", x=0, y=1, width=f"{share:.2f}%", height=8, rx=2, fill=BAD)


def whisker(parent: Element, low: float, share: float, high: float) -> None:
    """A share (0..1) with its interval on a line from 0 to 100 %."""
    svg = node(parent, "svg", class_="whisker", width="100%", height=16, aria_hidden="true")
    node(svg, "line", x1=0, x2="100%", y1=8, y2=8, stroke=LINE, stroke_width=1)
    for edge in (0, 50, 100):
        node(svg, "line", x1=f"{edge}%", x2=f"{edge}%", y1=3, y2=13, stroke=LINE, stroke_width=1)
    node(
        svg,
        "rect",
        x=f"{100 * low:.2f}%",
        y=5,
        width=f"{100 * (high - low):.2f}%",
        height=6,
        rx=3,
        fill="#9cc7d1",
    )
    node(svg, "circle", cx=f"{100 * share:.2f}%", cy=8, r=4, fill=ACCENT)


def trend(parent: Element, names: Sequence[str], points: Sequence[float], label: str) -> None:
    """A line over days with a gap wherever there is no score (NaN); the axis begins a little under the lowest."""
    known = [value for value in points if not math.isnan(value)]
    floor = max(0, 10 * math.floor((min(known, default=0.0) - 5) / 10))
    svg = node(parent, "svg", class_="trend", viewBox=f"0 0 {_WIDE} {_HIGH}", role="img", aria_label=label)
    step = (_WIDE - _LEFT - 2 * _PAD) / max(len(points) - 1, 1)
    at = [(_LEFT + _PAD + n * step, _height(value, floor)) for n, value in enumerate(points)]
    for value in _marks(floor):
        y = _height(value, floor)
        node(svg, "line", x1=_LEFT, x2=_WIDE, y1=y, y2=y, stroke=LINE, stroke_width=1)
        node(svg, "text", number(value), x=_LEFT - 6, y=y + 3.5, text_anchor="end", fill=SOFT, font_size=10)
    every = math.ceil(len(points) / 16)
    for n, (name, (x, _)) in enumerate(zip(names, at, strict=True)):
        if n % every == 0:
            node(svg, "text", name, x=x, y=_HIGH - 5, text_anchor="middle", fill=SOFT, font_size=10)
    _line(svg, points, at)


def _line(svg: Element, points: Sequence[float], at: Sequence[tuple[float, float]]) -> None:
    for n in range(len(at) - 1):
        if not (math.isnan(points[n]) or math.isnan(points[n + 1])):
            (x1, y1), (x2, y2) = at[n], at[n + 1]
            node(svg, "line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=ACCENT, stroke_width=2)
    for value, (x, y) in zip(points, at, strict=True):
        if not math.isnan(value):
            node(svg, "circle", cx=x, cy=y, r=3.5, fill=ACCENT)
            if len(points) <= 8:
                node(svg, "text", number(value), x=x, y=y - 8, text_anchor="middle", fill=INK, font_size=11)


def _height(value: float, floor: int) -> float:
    top, bottom = 20.0, _HIGH - _BOTTOM
    return math.nan if math.isnan(value) else bottom - (value - floor) / (100 - floor) * (bottom - top)


def _marks(floor: int) -> Iterable[float]:
    return [floor + (100 - floor) * n / 4 for n in range(5)]


def strip(parent: Element, window: Span, layers: Iterable[tuple[str, Iterable[Span]]], label: str) -> None:
    """Spans (UTC seconds) over the time of `window`, layer over layer; a short one is drawn as wide as a hair."""
    svg = node(parent, "svg", class_="strip", width="100%", height=20, role="img", aria_label=label)
    node(svg, "rect", x=0, y=3, width="100%", height=14, fill="#f3f5f7", stroke=LINE, stroke_width=1)
    for colour, spans in layers:
        for start, end in spans:
            left, right = (100 * _share(moment, window) for moment in (start, end))
            mark = colour in (BAD, NOTED)
            shape = {"y": 0 if mark else 3, "height": 20 if mark else 14, "fill": colour}
            node(svg, "rect", x=f"{left:.3f}%", width=f"{max(right - left, 0.35):.3f}%", **shape)


def hours(parent: Element, window: Span, ticks: Iterable[tuple[float, str]]) -> None:
    """The times under the strips."""
    svg = node(parent, "svg", class_="hours", width="100%", height=14, aria_hidden="true")
    for moment, name in ticks:
        left = 100 * _share(moment, window)
        node(svg, "line", x1=f"{left:.3f}%", x2=f"{left:.3f}%", y1=0, y2=3, stroke=SOFT, stroke_width=1)
        anchor = "start" if left < 3 else "end" if left > 97 else "middle"
        node(svg, "text", name, x=f"{left:.3f}%", y=12, text_anchor=anchor, fill=SOFT, font_size=9)


def tick_step(window: Span) -> int:
    """Seconds between times on the axis: the smallest step that makes at most twelve."""
    return next((step for step in _TICKS if (window[1] - window[0]) / step <= 12), _TICKS[-1])


def _share(moment: float, window: Span) -> float:
    return min(max((moment - window[0]) / max(window[1] - window[0], 1e-9), 0.0), 1.0)
