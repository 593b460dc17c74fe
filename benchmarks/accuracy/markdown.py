"""Tables and figures in Markdown."""

from collections.abc import Iterable, Sequence
from math import isfinite


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], left: int = 1) -> list[str]:
    """A table with its first `left` columns aligned left and figures right, and a blank line after it."""
    rule = ["---" if column < left else "---:" for column in range(len(heads))]
    return [*(_row(cells) for cells in (heads, rule, *rows)), ""]


def share(value: float) -> str:
    """0..1 to three decimals, a dash for NaN."""
    return f"{value:.3f}" if isfinite(value) else "–"


def seconds(value: float) -> str:
    """Two decimals, a dash for NaN."""
    return f"{value:.2f}" if isfinite(value) else "–"


def between(low: float, high: float) -> str:
    """An interval to two decimals, a dash for NaN."""
    return f"{low:.2f}–{high:.2f}" if isfinite(low) else "–"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
