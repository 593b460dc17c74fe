"""The day of one counter as time strips: states, observed time, and events with links to their clips."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.schemas import CoverageOut, EventItem, TimelineOut
from dashboard.components.time_strip import Span, Strip, draw_hours, draw_marks, draw_strip
from dashboard.page_context import PageContext
from dashboard.widgets import box, link_button, tag
from models import Certainty, Verdict

WHOLE_DAY_S = 23 * 3600.0
"""A site without opening hours counts as open all day; from this duration on the strips show the recorded time only."""
HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class RecordedDay:
    """The data of a counter's day: states, flagged events, records without a fault, and observed spans."""

    timeline: TimelineOut
    flagged: Sequence[EventItem]
    records: Sequence[EventItem]
    coverage: Sequence[CoverageOut]
    timezone: str


def subtract(spans: Sequence[Span], holes: Sequence[Span]) -> list[Span]:
    """The parts of the spans outside the holes. Both inputs are sorted and do not overlap."""
    left: list[Span] = []
    for start, end in spans:
        at = start
        for a, b in holes:
            if b > at and a < end:
                left += [(at, a)] if a > at else []
                at = max(at, b)
        left += [(at, end)] if at < end else []
    return left


def intersect(spans: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """The parts that lie in both."""
    return subtract(spans, subtract([(float("-inf"), float("inf"))], others))


def visits(events: Sequence[EventItem], end: float) -> list[Span]:
    """A span from each arrival to the next departure, or to `end` without one."""
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


def drawn_window(day: RecordedDay) -> Span | None:
    """The time from the first to the last recorded or open moment; None without a recording."""
    timeline = day.timeline
    ends = [x for c in day.coverage for x in (c.start, c.end)]
    if timeline.first is not None and timeline.last is not None:
        ends += [timeline.first, timeline.last]
    if ends and timeline.open and timeline.open[-1][1] - timeline.open[0][0] < WHOLE_DAY_S:
        ends += [timeline.open[0][0], timeline.open[-1][1]]
    return (min(ends), max(ends)) if ends else None


def day_timeline(page: PageContext, day: RecordedDay) -> None:
    """Draw events, strips, hours and legend; only one hour when the address names one."""
    whole = drawn_window(day)
    if whole is None:
        tag("p", page.t("scores.timeline.none"), "soft")
        return
    window = _hour(page, whole, day.timezone) or whole
    draw_marks(page, page.t("lane.events"), day.flagged, window, day.timezone)
    strips = _signal_strips(page, day, whole) if day.timeline.kept else _event_strips(page, day, whole)
    for strip in strips:
        draw_strip(strip, window)
    draw_hours(page, window, day.timezone)
    _hours(page, whole, window, day.timezone)
    _legend(page, day, whole)
    if not day.timeline.kept:
        tag("p", page.t("lane.no.signals"), "small faint")


def _lane(timeline: TimelineOut, state: str) -> list[Span]:
    return next((lane.true for lane in timeline.lanes if lane.state == state), [])


def _signal_strips(page: PageContext, day: RecordedDay, whole: Span) -> list[Strip]:
    """The strips of a day whose signals are stored."""
    timeline, t = day.timeline, page.t
    unseen, closed = subtract([whole], timeline.observed), subtract([whole], timeline.open)
    cover = (("--s-closed", subtract(closed, timeline.observed)), ("--s-unseen", unseen))
    seen_open = intersect(timeline.observed, timeline.open)
    present = _lane(timeline, "staff_present")
    post = (
        ("--s-standing", _lane(timeline, "staff_standing")),
        ("--s-seated", _lane(timeline, "staff_seated")),
        ("--s-present", present),
        ("--s-absent", subtract(seen_open, present)),
    )
    customers = (
        ("--s-customer", _lane(timeline, "customer_present")),
        ("--s-waiting", _lane(timeline, "customer_waiting")),
    )
    # States that are events of a kind have a thin strip of their own on days on which they occurred.
    conduct = [(lane.state, lane.true) for lane in timeline.lanes if lane.kind is not None]
    return [
        Strip(t("lane.post"), (*cover, *post)),
        Strip(t("lane.customer"), (*cover, *customers)),
        *(Strip(t.named("state", s), (*cover, ("--s-conduct", true))) for s, true in conduct if true),
    ]


def _event_strips(page: PageContext, day: RecordedDay, whole: Span) -> list[Strip]:
    """The strips of a day without stored signals, from its events and observed spans."""
    seen = [(c.start, c.end) for c in day.coverage if c.seen_s > 0]
    blind = [(e.start, e.end) for e in day.records if e.kind == "camera_blind"]
    absent = [(e.start, e.end) for e in day.flagged if e.kind == "absence"]
    unseen = ("--s-unseen", [*blind, *subtract([whole], seen)])
    return [
        Strip(page.t("lane.post"), (unseen, ("--s-absent", absent), ("--s-present", seen))),
        Strip(page.t("lane.customer"), (unseen, ("--s-customer", visits(day.records, whole[1])))),
    ]


def _hour(page: PageContext, whole: Span, timezone: str) -> Span | None:
    """The hour in the address, or None when the day does not contain it."""
    wanted = page.query.get("hour", "")
    return next(
        (span for span in _hours_of(whole) if page.format.local(span[0], timezone).strftime("%H") == wanted),
        None,
    )


def _hours_of(whole: Span) -> list[Span]:
    first = int(whole[0] // HOUR)
    return [(n * HOUR, (n + 1) * HOUR) for n in range(first, int(-(-whole[1] // HOUR)))]


def _hours(page: PageContext, whole: Span, window: Span, timezone: str) -> None:
    """Links to single hours, on days longer than two hours."""
    if whole[1] - whole[0] <= 2 * HOUR:
        return
    path = f"/scores/{page.path['day']}/{page.path['counter']}"
    with box("chips hours"):
        link_button(page.t("lane.whole"), path, classes="plain" if window != whole else "plain on")
        for span in _hours_of(whole):
            clock = page.format.local(span[0], timezone)
            address = page.link(path, hour=clock.strftime("%H"))
            link_button(clock.strftime("%H:%M"), address, classes="plain on" if span == window else "plain")


def _legend(page: PageContext, day: RecordedDay, whole: Span) -> None:
    kept, timeline = day.timeline.kept, day.timeline
    poses = ["standing", "seated"] if kept else []
    rest = ["waiting"] if _lane(timeline, "customer_waiting") else []
    rest += ["unseen", *(["closed"] if kept and subtract([whole], timeline.open) else [])]
    with box("legend"):
        for name in [*poses, "present", "absent", "customer", *rest]:
            with tag("span"):
                tag("i", "").style(f"background: var(--s-{name})")
                label = "present.kept" if name == "present" and kept else name
                tag("span", page.t(f"lane.{label}"))
        for verdict in Verdict:
            with tag("span"):
                tag("i", "", f"dot {verdict}")
                tag("span", page.t.named("verdict", verdict))
    _certainty_legend(page)


def _certainty_legend(page: PageContext) -> None:
    """The shapes of marks, and that questions and hints cost nothing."""
    with box("legend"):
        for certainty in Certainty:
            with tag("span"):
                tag("i", "", f"dot {certainty}")
                tag("span", page.t.named("certainty", certainty))
        tag("span", page.t("lane.certainty"))
