"""The day of one counter as strips: what was observed, when nobody was there, customers, flagged events."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.schemas import CoverageOut, EventItem
from dashboard.parts import box, tag
from dashboard.reading import local
from dashboard.view import View
from models.records import Verdict

Span = tuple[float, float]
TICKS = (5, 10, 30, 60, 300, 600, 900, 1800, 3600, 7200, 10800)
"""Steps between the times written under the strips, seconds; the smallest that makes at most eight."""


@dataclass(frozen=True, slots=True)
class DayEvents:
    """A counter's day: what is flagged, and the plain records (customers coming and going, blind cameras)."""

    flagged: Sequence[EventItem]
    records: Sequence[EventItem]


@dataclass(frozen=True, slots=True)
class Strip:
    """A named row of spans in one colour over another."""

    name: str
    layers: tuple[tuple[str, Sequence[Span]], ...]


def visits(events: Sequence[EventItem], end: float) -> list[Span]:
    """From each arrival to the departure that follows it; to `end` when none does."""
    moments = sorted((e.start, e.kind) for e in events if e.kind in ("arrival", "departure"))
    spans: list[Span] = []
    since: float | None = None
    for at, kind in moments:
        if kind == "arrival":
            since = at if since is None else since
        elif since is not None:
            spans.append((since, at))
            since = None
    return [*spans, (since, end)] if since is not None else spans


def gradient(spans: Sequence[Span], colour: str, window: Span) -> str:
    """A CSS background that paints the spans within the window; never an element for each of them."""
    start, length = window[0], max(window[1] - window[0], 1e-9)
    stops: list[str] = []
    for a, b in sorted(spans):
        left, right = (100 * min(max((x - start) / length, 0.0), 1.0) for x in (a, b))
        # A span narrower than a hair would vanish from a long day.
        right = max(right, min(left + 0.25, 100.0))
        stops.append(
            f"transparent {left:.3f}%, {colour} {left:.3f}%, {colour} {right:.3f}%, transparent {right:.3f}%"
        )
    return f"linear-gradient(to right, {', '.join(stops)})" if stops else ""


def draw(view: View, coverage: Sequence[CoverageOut], day: DayEvents, timezone: str) -> None:
    """The strips with hours, marks that lead to the events, and a legend."""
    t = view.t
    ends = [x for c in coverage for x in (c.start, c.end)]
    window = (min(ends), max(ends))
    seen = [(c.start, c.end) for c in coverage if c.seen_s > 0]
    blind = [(e.start, e.end) for e in day.records if e.kind == "camera_blind"]
    absent = [(e.start, e.end) for e in day.flagged if e.kind == "absence"]
    strips = (
        Strip(t("lane.post"), (("--s-absent", absent), ("--s-blind", blind), ("--s-present", seen))),
        Strip(t("lane.customer"), (("--s-customer", visits(day.records, window[1])),)),
    )
    for strip in strips:
        _strip(strip, window)
    _marks(view, day.flagged, window, timezone)
    _hours(window, timezone)
    _legend(view)


def _strip(strip: Strip, window: Span) -> None:
    images = [gradient(spans, f"var({colour})", window) for colour, spans in strip.layers]
    with box("lane"):
        tag("span", strip.name, "name")
        # The gradients are made of our own numbers only.
        box("strip").style(f"background-image: {', '.join(i for i in images if i) or 'none'}")


def _marks(view: View, events: Sequence[EventItem], window: Span, timezone: str) -> None:
    length = max(window[1] - window[0], 1e-9)
    with box("lane"):
        tag("span", view.t("lane.events"), "name")
        with box("strip marks"):
            for event in events:
                left = 100 * min(max((event.start - window[0]) / length, 0.0), 1.0)
                label = f"{view.read.clock(event.start, timezone)} {view.t.named('kind', event.kind)}"
                mark = tag(
                    "a",
                    "",
                    f"mark {event.verdict}",
                    href=f"/events/{event.id}",
                    title=label,
                    aria_label=label,
                )
                mark.style(f"left: {left:.3f}%")


def _hours(window: Span, timezone: str) -> None:
    length = window[1] - window[0]
    step = next((s for s in TICKS if length / s <= 8), TICKS[-1])
    pattern = "%H:%M" if step >= 60 else "%H:%M:%S"
    with box("lane"):
        tag("span", "")
        with box("ticks"):
            at = window[0] + (-window[0]) % step
            while at <= window[1]:
                left = 100 * (at - window[0]) / max(length, 1e-9)
                if 3 <= left <= 97:
                    tag("span", local(at, timezone).strftime(pattern)).style(f"left: {left:.3f}%")
                at += step


def _legend(view: View) -> None:
    entries = (("present", "observed"), ("absent", "absent"), ("blind", "blind"), ("customer", "customer"))
    with box("legend"):
        for colour, name in entries:
            with tag("span"):
                tag("i", "").style(f"background: var(--s-{colour})")
                tag("span", view.t(f"lane.{name}"))
        with tag("span"):
            tag("i", "").style("background: var(--sunken); border: 1px solid var(--line-strong)")
            tag("span", view.t("lane.unseen"))
        for verdict in Verdict:
            with tag("span"):
                tag("i", "", f"dot {verdict}")
                tag("span", view.t.named("verdict", verdict))
