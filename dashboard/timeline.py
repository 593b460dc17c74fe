"""The day of one counter as strips: what was so, what was observed, and the events above with their clips."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.schemas import CoverageOut, EventItem, TimelineOut
from dashboard.parts import box, link_button, tag
from dashboard.reading import local
from dashboard.strips import Span, Strip, draw_hours, draw_marks, draw_strip
from dashboard.view import View
from models.records import Verdict

CONDUCT = (
    "slouching", "leaning_back", "head_on_desk", "chin_on_hand", "arms_crossed", "phone", "yawning",
)  # fmt: skip
"""States that get a thin strip of their own on a day on which they were seen."""
WHOLE_DAY_S = 23 * 3600.0
"""A hall that does not say when it is open is open all day: then the strips show what was recorded."""
HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class CounterDay:
    """A counter's day: how it passed, what is flagged, the plain records, and each recording's coverage."""

    timeline: TimelineOut
    flagged: Sequence[EventItem]
    records: Sequence[EventItem]
    coverage: Sequence[CoverageOut]
    timezone: str


def without(spans: Sequence[Span], holes: Sequence[Span]) -> list[Span]:
    """What of the spans lies outside of the holes; both in order, apart."""
    left: list[Span] = []
    for start, end in spans:
        at = start
        for a, b in holes:
            if b > at and a < end:
                left += [(at, a)] if a > at else []
                at = max(at, b)
        left += [(at, end)] if at < end else []
    return left


def common(spans: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """What lies in both."""
    return without(spans, without([(float("-inf"), float("inf"))], others))


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


def window_of(day: CounterDay) -> Span | None:
    """From the first to the last moment worth drawing; None when nothing was recorded."""
    told = day.timeline
    ends = [x for c in day.coverage for x in (c.start, c.end)]
    if told.first is not None and told.last is not None:
        ends += [told.first, told.last]
    if ends and told.open and told.open[-1][1] - told.open[0][0] < WHOLE_DAY_S:
        ends += [told.open[0][0], told.open[-1][1]]
    return (min(ends), max(ends)) if ends else None


def draw(view: View, day: CounterDay) -> None:
    """Events, strips, hours and legend; one hour of the day where the address says which."""
    whole = window_of(day)
    if whole is None:
        tag("p", view.t("scores.timeline.none"), "soft")
        return
    window = _hour(view, whole, day.timezone) or whole
    draw_marks(view, view.t("lane.events"), day.flagged, window, day.timezone)
    strips = _lived(view, day, whole) if day.timeline.kept else _told(view, day, whole)
    for strip in strips:
        draw_strip(strip, window)
    draw_hours(window, day.timezone)
    _hours(view, whole, window, day.timezone)
    _legend(view, day, whole)
    if not day.timeline.kept:
        tag("p", view.t("lane.no.signals"), "small faint")


def _lane(told: TimelineOut, state: str) -> list[Span]:
    return next((lane.true for lane in told.lanes if lane.state == state), [])


def _lived(view: View, day: CounterDay, whole: Span) -> list[Strip]:
    """The strips of a day whose signals are kept."""
    told, t = day.timeline, view.t
    unseen, closed = without([whole], told.observed), without([whole], told.open)
    cover = (("--s-closed", without(closed, told.observed)), ("--s-unseen", unseen))
    seen_open = common(told.observed, told.open)
    present = _lane(told, "staff_present")
    post = (
        ("--s-standing", _lane(told, "staff_standing")),
        ("--s-seated", _lane(told, "staff_seated")),
        ("--s-present", present),
        ("--s-absent", without(seen_open, present)),
    )
    customers = (
        ("--s-customer", _lane(told, "customer_present")),
        ("--s-waiting", _lane(told, "customer_waiting")),
    )
    conduct = [(state, _lane(told, state)) for state in CONDUCT]
    return [
        Strip(t("lane.post"), (*cover, *post)),
        Strip(t("lane.customer"), (*cover, *customers)),
        *(Strip(t.named("state", s), (*cover, ("--s-conduct", true))) for s, true in conduct if true),
    ]


def _told(view: View, day: CounterDay, whole: Span) -> list[Strip]:
    """The strips of a day of which only events and coverage are kept."""
    seen = [(c.start, c.end) for c in day.coverage if c.seen_s > 0]
    blind = [(e.start, e.end) for e in day.records if e.kind == "camera_blind"]
    absent = [(e.start, e.end) for e in day.flagged if e.kind == "absence"]
    unseen = ("--s-unseen", [*blind, *without([whole], seen)])
    return [
        Strip(view.t("lane.post"), (unseen, ("--s-absent", absent), ("--s-present", seen))),
        Strip(view.t("lane.customer"), (unseen, ("--s-customer", visits(day.records, whole[1])))),
    ]


def _hour(view: View, whole: Span, timezone: str) -> Span | None:
    """The hour in the address, if the day has it."""
    wanted = view.query.get("hour", "")
    return next(
        (span for span in _hours_of(whole) if local(span[0], timezone).strftime("%H") == wanted), None
    )


def _hours_of(whole: Span) -> list[Span]:
    first = int(whole[0] // HOUR)
    return [(n * HOUR, (n + 1) * HOUR) for n in range(first, int(-(-whole[1] // HOUR)))]


def _hours(view: View, whole: Span, window: Span, timezone: str) -> None:
    """Ways to look at one hour alone; a short recording needs none."""
    if whole[1] - whole[0] <= 2 * HOUR:
        return
    path = f"/scores/{view.path['day']}/{view.path['counter']}"
    with box("chips hours"):
        link_button(view.t("lane.whole"), path, classes="plain" if window != whole else "plain on")
        for span in _hours_of(whole):
            clock = local(span[0], timezone)
            address = view.link(path, hour=clock.strftime("%H"))
            link_button(clock.strftime("%H:%M"), address, classes="plain on" if span == window else "plain")


def _legend(view: View, day: CounterDay, whole: Span) -> None:
    kept, told = day.timeline.kept, day.timeline
    poses = ["standing", "seated"] if kept else []
    rest = ["waiting"] if _lane(told, "customer_waiting") else []
    rest += ["unseen", *(["closed"] if kept and without([whole], told.open) else [])]
    with box("legend"):
        for name in [*poses, "present", "absent", "customer", *rest]:
            with tag("span"):
                tag("i", "").style(f"background: var(--s-{name})")
                label = "present.kept" if name == "present" and kept else name
                tag("span", view.t(f"lane.{label}"))
        for verdict in Verdict:
            with tag("span"):
                tag("i", "", f"dot {verdict}")
                tag("span", view.t.named("verdict", verdict))
