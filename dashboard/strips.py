"""Strips of time: spans painted by one background, hours under them, marks over them that lead to events."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.schemas import EventItem
from dashboard.parts import box, tag
from dashboard.reading import local
from dashboard.view import View

Span = tuple[float, float]
TICKS = (5, 10, 30, 60, 300, 600, 900, 1800, 3600, 7200, 10800)
"""Steps between the times written under the strips, seconds; the smallest that makes at most eight."""
ROWS = 3
"""Marks that would cover each other go into rows below; more than three rows say no more than a crowd does."""
CROWD = 1.3
"""Marks closer than this share of the strip (percent) cover each other."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A named row: layers of (colour or pattern, spans), the first one on top."""

    name: str
    layers: tuple[tuple[str, Sequence[Span]], ...]
    thin: bool = False


def gradient(spans: Sequence[Span], colour: str, window: Span) -> str:
    """A CSS background that paints the spans within the window; never an element for each of them."""
    start, length = window[0], max(window[1] - window[0], 1e-9)
    stops: list[str] = []
    for a, b in sorted(spans):
        if b < window[0] or a > window[1]:
            continue
        left, right = (100 * min(max((x - start) / length, 0.0), 1.0) for x in (a, b))
        # A span narrower than a hair would vanish from a long day.
        right = max(right, min(left + 0.25, 100.0))
        stops.append(
            f"transparent {left:.3f}%, {colour} {left:.3f}%, {colour} {right:.3f}%, transparent {right:.3f}%"
        )
    return f"linear-gradient(to right, {', '.join(stops)})" if stops else ""


def draw_strip(strip: Strip, window: Span) -> None:
    """A row: its name, and its layers over each other."""
    images = [gradient(spans, f"var({colour})", window) for colour, spans in strip.layers]
    with box("lane"):
        tag("span", strip.name, "name small" if strip.thin else "name")
        # The gradients are made of our own numbers only.
        painted = ", ".join(image for image in images if image) or "none"
        box("strip thin" if strip.thin else "strip").style(f"background-image: {painted}")


def rows_of(places: Sequence[float]) -> list[int]:
    """For marks at these places (percent, in order) the row of each: the first in which it covers nobody."""
    last = [float("-inf")] * ROWS
    rows = []
    for place in places:
        row = next((n for n in range(ROWS) if place - last[n] >= CROWD), ROWS - 1)
        last[row] = place
        rows.append(row)
    return rows


def draw_marks(view: View, name: str, events: Sequence[EventItem], window: Span, timezone: str) -> None:
    """A mark for each event within the window; it opens the event's clip at that moment."""
    length = max(window[1] - window[0], 1e-9)
    shown = sorted((e for e in events if window[0] <= e.start <= window[1]), key=lambda e: e.start)
    places = [100 * (e.start - window[0]) / length for e in shown]
    rows = rows_of(places)
    with box("lane"):
        tag("span", name, "name")
        with box("strip marks").style(f"height: {16 * (1 + max(rows, default=0))}px"):
            for event, place, row in zip(shown, places, rows, strict=True):
                label = f"{view.read.clock(event.start, timezone)} {view.t.named('kind', event.kind)}"
                address = view.link(f"/events/{event.id}", at=f"{event.start:.1f}")
                mark = tag("a", "", f"mark {event.verdict}", href=address, title=label, aria_label=label)
                mark.style(f"left: {place:.3f}%; top: {16 * row + 1}px")


def ticks_of(window: Span) -> list[float]:
    """The moments to write under the strips: round ones, at most eight, none at the very edge."""
    length = window[1] - window[0]
    step = next((s for s in TICKS if length / s <= 8), TICKS[-1])
    first = window[0] + (-window[0]) % step
    moments = [first + n * step for n in range(int(length // step) + 1)]
    return [at for at in moments if 0.03 * length <= at - window[0] <= 0.97 * length]


def draw_hours(window: Span, timezone: str) -> None:
    """The clock under the strips."""
    ticks, length = ticks_of(window), max(window[1] - window[0], 1e-9)
    whole_minutes = all(at % 60 == 0 for at in ticks)
    with box("lane"):
        tag("span", "")
        with box("ticks"):
            for at in ticks:
                text = local(at, timezone).strftime("%H:%M" if whole_minutes else "%H:%M:%S")
                tag("span", text).style(f"left: {100 * (at - window[0]) / length:.3f}%")
