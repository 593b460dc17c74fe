"""The reliability diagram as an SVG: the same figures give the same bytes."""

from collections.abc import Sequence

from benchmarks.accuracy.reliability import Bin

_SIDE, _EDGE = 280, 50  # px of the square, and of the room for words around it
_STEPS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def reliability_svg(bins: Sequence[Bin], title: str) -> str:
    """Share of true events against their confidence, with 95 % intervals and the number of events at each point."""
    size = _SIDE + 2 * _EDGE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}"',
        ' font-family="sans-serif" font-size="11" fill="#222">',
        f'<rect width="{size}" height="{size}" fill="#fff"/>',
        f'<text x="{size / 2:.0f}" y="24" text-anchor="middle" font-size="13">{title}</text>',
        *(line for step in _STEPS for line in _grid(step)),
        _line((0, 0), (1, 1), "#888", dash=True),
        *(line for one in bins for line in _point(one)),
        f'<text x="{size / 2:.0f}" y="{size - 12}" text-anchor="middle">confidence</text>',
        f'<text transform="translate(14 {size / 2:.0f}) rotate(-90)" text-anchor="middle">share that is true</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _at(x: float, y: float) -> tuple[float, float]:
    return _EDGE + x * _SIDE, _EDGE + (1 - y) * _SIDE


def _line(start: tuple[float, float], end: tuple[float, float], colour: str, *, dash: bool = False) -> str:
    (x1, y1), (x2, y2) = _at(*start), _at(*end)
    style = ' stroke-dasharray="4 4"' if dash else ""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"{style}/>'


def _grid(step: float) -> list[str]:
    (x, low), (left, y) = _at(step, 0), _at(0, step)
    return [
        _line((step, 0), (step, 1), "#ddd"),
        _line((0, step), (1, step), "#ddd"),
        f'<text x="{x:.1f}" y="{low + 16:.1f}" text-anchor="middle">{step:.1f}</text>',
        f'<text x="{left - 6:.1f}" y="{y + 4:.1f}" text-anchor="end">{step:.1f}</text>',
    ]


def _point(one: Bin) -> list[str]:
    x, y = _at(one.confidence, one.right)
    below = one.right > 0.9  # the number must not leave the square
    return [
        _line((one.confidence, one.right_low), (one.confidence, one.right_high), "#1668b8"),
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#1668b8"/>',
        f'<text x="{x + 7:.1f}" y="{y + (14 if below else -6):.1f}">{one.claims}</text>',
    ]
