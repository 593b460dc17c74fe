"""The reliability diagram as an SVG; the same figures give the same bytes."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.accuracy.reliability import Bin

_SIDE, _EDGE = 280, 50  # px of the square, and of the room for words around it
_STEPS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class Series:
    """Bins drawn in one colour, shifted by `aside` px so that two series do not hide each other."""

    name: str
    bins: Sequence[Bin]
    colour: str
    aside: float = 0.0


def reliability_svg(title: str, series: Sequence[Series]) -> str:
    """Share of true events against their confidence, with 95 % intervals and the number of events at each point."""
    size = _SIDE + 2 * _EDGE
    middle = size / 2
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}"'
        ' font-family="sans-serif" font-size="11" fill="#222">',
        f'<rect width="{size}" height="{size}" fill="#fff"/>',
        f'<text x="{middle:.0f}" y="24" text-anchor="middle" font-size="13">{title}</text>',
        *(line for step in _STEPS for line in _grid(step)),
        _line(_at(0, 0), _at(1, 1), "#888", ' stroke-dasharray="4 4"'),
        *(line for row, one in enumerate(series) for line in _drawn(one, row)),
        f'<text x="{middle:.0f}" y="{size - 12}" text-anchor="middle">confidence</text>',
        f'<text transform="translate(14 {middle:.0f}) rotate(-90)" text-anchor="middle">share that is true</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _at(x: float, y: float) -> tuple[float, float]:
    return _EDGE + x * _SIDE, _EDGE + (1 - y) * _SIDE


def _line(start: tuple[float, float], end: tuple[float, float], colour: str, style: str = "") -> str:
    (x1, y1), (x2, y2) = start, end
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"{style}/>'


def _grid(step: float) -> list[str]:
    (x, low), (left, y) = _at(step, 0), _at(0, step)
    return [
        _line(_at(step, 0), _at(step, 1), "#ddd"),
        _line(_at(0, step), _at(1, step), "#ddd"),
        f'<text x="{x:.1f}" y="{low + 16:.1f}" text-anchor="middle">{step:.1f}</text>',
        f'<text x="{left - 6:.1f}" y="{y + 4:.1f}" text-anchor="end">{step:.1f}</text>',
    ]


def _drawn(series: Series, row: int) -> list[str]:
    """The points of a series, and its name in the empty corner of the diagram."""
    x, y = _at(0.03, 0.06 + 0.07 * row)
    words = f'<text x="{x:.1f}" y="{y:.1f}" fill="{series.colour}">{series.name}</text>'
    return [words, *(line for one in series.bins for line in _point(one, series))]


def _point(one: Bin, series: Series) -> list[str]:
    (x, low), (_, high), (_, y) = (
        _at(one.confidence, share) for share in (one.right_low, one.right_high, one.right)
    )
    x += series.aside
    # The number is below a point at the upper edge, above one at the lower edge; the second series is below the first.
    beside = 14 + 12 * (series.aside > 0) if one.right > 0.1 else -8
    return [
        _line((x, low), (x, high), series.colour),
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{series.colour}"/>',
        f'<text x="{x + 6:.1f}" y="{y + beside:.1f}" fill="{series.colour}">{one.claims}</text>',
    ]
