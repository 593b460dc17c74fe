"""Time strips: spans painted as one background, event marks above, and hours below."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.schemas import EventItem
from dashboard.page_context import PageContext
from dashboard.widgets import box, tag

Span = tuple[float, float]
TICKS = (5, 10, 30, 60, 300, 600, 900, 1800, 3600, 7200, 10800)
"""Possible steps between the labelled times, seconds; the smallest step with at most eight labels is used."""
ROWS = 3
"""Marks that would overlap are moved to rows below, up to this number of rows."""
OVERLAP = 1.3
"""Marks closer than this part of the strip, percent, would overlap."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A named row with layers of colour and spans; the first layer is on top."""

    name: str
    layers: tuple[tuple[str, Sequence[Span]], ...]
    thin: bool = False


def gradient(spans: Sequence[Span], colour: str, window: Span) -> str:
    """One CSS background that paints all spans within the window."""
    start, length = window[0], max(window[1] - window[0], 1e-9)
    stops: list[str] = []
    for a, b in sorted(spans):
        if b < window[0] or a > window[1]:
            continue
        left, right = (100 * min(max((x - start) / length, 0.0), 1.0) for x in (a, b))
        # Very short spans keep a visible width on a long day.
        right = max(right, min(left + 0.25, 100.0))
        stops.append(
            f"transparent {left:.3f}%, {colour} {left:.3f}%, {colour} {right:.3f}%, transparent {right:.3f}%"
        )
    return f"linear-gradient(to right, {', '.join(stops)})" if stops else ""


def draw_strip(strip: Strip, window: Span) -> None:
    """Draw a strip with its name."""
    images = [gradient(spans, f"var({colour})", window) for colour, spans in strip.layers]
    with box("lane"):
        tag("span", strip.name, "name small" if strip.thin else "name")
        # The style is safe: it contains only numbers computed here.
        painted = ", ".join(image for image in images if image) or "none"
        box("strip thin" if strip.thin else "strip").style(f"background-image: {painted}")


def mark_rows(places: Sequence[float]) -> list[int]:
    """The row of each mark, given sorted positions in percent: the first row without overlap, else the last one."""
    last = [float("-inf")] * ROWS
    rows = []
    for place in places:
        row = next((n for n in range(ROWS) if place - last[n] >= OVERLAP), ROWS - 1)
        last[row] = place
        rows.append(row)
    return rows


def draw_marks(
    page: PageContext, name: str, events: Sequence[EventItem], window: Span, timezone: str
) -> None:
    """Draw a mark for each event within the window; it links to the event's clip at that moment."""
    length = max(window[1] - window[0], 1e-9)
    shown = sorted((e for e in events if window[0] <= e.start <= window[1]), key=lambda e: e.start)
    places = [100 * (e.start - window[0]) / length for e in shown]
    rows = mark_rows(places)
    with box("lane"):
        tag("span", name, "name")
        with box("strip marks").style(f"height: {16 * (1 + max(rows, default=0))}px"):
            for event, place, row in zip(shown, places, rows, strict=True):
                label = _mark_label(page, event, timezone)
                address = page.link(f"/events/{event.id}", at=f"{event.start:.1f}")
                look = f"mark {event.verdict} {event.certainty}"
                mark = tag("a", "", look, href=address, title=label, aria_label=label)
                mark.style(f"left: {place:.3f}%; top: {16 * row + 1}px")


def _mark_label(page: PageContext, event: EventItem, timezone: str) -> str:
    """Time, kind and certainty of an event."""
    named = page.t.named("kind", event.kind), page.t.named("certainty", event.certainty)
    return f"{page.format.clock(event.start, timezone)} {' · '.join(named)}"


def tick_times(window: Span) -> list[float]:
    """At most eight round times to label under the strips, UTC seconds; none close to an edge."""
    length = window[1] - window[0]
    step = next((s for s in TICKS if length / s <= 8), TICKS[-1])
    first = window[0] + (-window[0]) % step
    moments = [first + n * step for n in range(int(length // step) + 1)]
    return [at for at in moments if 0.03 * length <= at - window[0] <= 0.97 * length]


def draw_hours(page: PageContext, window: Span, timezone: str) -> None:
    """Draw the clock times under the strips."""
    ticks, length = tick_times(window), max(window[1] - window[0], 1e-9)
    whole_minutes = all(at % 60 == 0 for at in ticks)
    with box("lane"):
        tag("span", "")
        with box("ticks"):
            for at in ticks:
                text = page.format.local(at, timezone).strftime("%H:%M" if whole_minutes else "%H:%M:%S")
                tag("span", text).style(f"left: {100 * (at - window[0]) / length:.3f}%")
