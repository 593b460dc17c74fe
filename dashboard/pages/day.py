"""One counter's day: the score, where every point went, and how the day passed."""

from collections.abc import Sequence
from datetime import date

from api.schemas import CoverageOut, DayDetail, EventItem, RateOut
from dashboard import lines, timeline
from dashboard.chips import words
from dashboard.client import Api, ApiError, Query
from dashboard.layout import heading, page
from dashboard.pages.scores import meter, name, points, state_chip
from dashboard.parts import box, link_button, tag
from dashboard.reading import bounds, percent
from dashboard.timeline import CounterDay
from dashboard.view import Doors, View

MOST_PAGES = 20
"""Events of a day are fetched 200 at a time; a day with more than 4000 is no counter's day."""


def register(door: Doors) -> None:
    """Put the page at /scores/{day}/{counter}."""

    @page("/scores/{day}/{counter}", "scores.title", door)
    async def day(view: View) -> None:
        on, counter = _place(view)
        detail = await view.api.day(on, counter)
        zone = next((s.timezone for s in view.sites if s.key == detail.site), view.timezone())
        since, until = bounds(on, zone)
        span: Query = {"since": since, "until": until, "counter_id": counter}
        passed = await _passed(view.api, on, counter, span, zone)
        title = view.t("day.title", counter=name(detail), day=view.read.day(on))
        with heading(title, view.t("scores.title")):
            link_button(view.t("scores.title"), f"/scores?day={on.isoformat()}", symbol="arrow_back")
        with box("stack"):
            _score(view, detail)
            _timeline(view, passed)
            lines.draw(view, detail, zone)


def _place(view: View) -> tuple[date, int]:
    try:
        return date.fromisoformat(view.path["day"]), int(view.path["counter"])
    except ValueError as error:
        raise ApiError(404, "no such day") from error


async def _passed(api: Api, day: date, counter: int, span: Query, zone: str) -> CounterDay:
    flagged = await _all(api, {**span, "flagged": True})
    records = await _all(api, {**span, "kind": ["arrival", "departure", "camera_blind"]})
    return CounterDay(await api.timeline(day, counter), flagged, records, await api.coverage(span), zone)


async def _all(api: Api, query: Query) -> list[EventItem]:
    found: list[EventItem] = []
    cursor: str | None = None
    for _ in range(MOST_PAGES):
        part = await api.events({**query, "limit": 200, "cursor": cursor})
        found += part.items
        cursor = part.next
        if cursor is None:
            break
    return found


def _score(view: View, detail: DayDetail) -> None:
    t = view.t
    with tag("section", "", "panel two"):
        with box("section"):
            points(view, detail)
            meter(view, detail)
            with box("chips"):
                state_chip(view, detail)
            text = t("day.profile", name=t.named("profile", detail.profile), hash=detail.profile_hash[:8])
            address = view.link("/norms", profile=detail.profile, version=detail.profile_hash)
            tag("a", text, "small", href=address)
        with box("section"):
            tag("h3", t("day.rates"))
            _rates(view, detail)


def _rates(view: View, detail: DayDetail) -> None:
    """Every rate once, however many clauses it stands with; one without an occasion is left out."""
    t = view.t
    rates = {rate.name: rate for line in detail.lines for rate in line.rates if rate.of}
    if not rates:
        tag("p", t("day.rate.none"), "soft")
    for rate in rates.values():
        _rate(view, rate)


def _rate(view: View, rate: RateOut) -> None:
    t = view.t
    with box("rate"):
        tag("b", t("day.rate", n=rate.met, of=rate.of))
        with box():
            tag("div", words(rate.title, view))
            interval = t("day.rate.interval", low=percent(rate.low), high=percent(rate.high))
            tag("div", interval, "small faint")


def _timeline(view: View, passed: CounterDay) -> None:
    with tag("section", "", "panel", id="passed"):
        with box("bar"):
            tag("h2", view.t("scores.timeline"))
        with box("body"):
            timeline.draw(view, passed)
            _lost(view, passed.coverage)


def _lost(view: View, coverage: Sequence[CoverageOut]) -> None:
    """Why time was not observed, by reason."""
    total: dict[str, float] = {}
    for span in coverage:
        for reason, seconds in span.lost_s.items():
            total[reason] = total.get(reason, 0.0) + seconds
    parts = [
        f"{view.t.named('loss', reason)} {view.read.seconds(seconds)}"
        for reason, seconds in sorted(total.items(), key=lambda pair: -pair[1])
        if seconds >= 1
    ]
    if parts:
        tag("p", f"{view.t('day.lost')} {' · '.join(parts)}", "small soft")
