"""The page of one counter's day: score, rates, time strips, and deductions clause by clause."""

from collections.abc import Sequence
from datetime import date

from api.schemas import CoverageOut, DayDetail
from dashboard.components.day_timeline import RecordedDay, day_timeline
from dashboard.components.score_breakdown import score_breakdown
from dashboard.formatting import day_bounds
from dashboard.page_context import PageContext
from dashboard.widgets import (
    box,
    counter_name,
    coverage_meter,
    day_state_chip,
    heading,
    link_button,
    points_figure,
    rate_list,
    tag,
    unobserved_reasons,
)


async def show(page: PageContext) -> None:
    """Build the page."""
    on, counter = _day_and_counter(page)
    detail = await page.api.day(on, counter)
    zone = next((s.timezone for s in page.sites if s.key == detail.site), page.timezone())
    recorded = await _recorded(page, on, counter, zone)
    title = page.t("day.title", counter=counter_name(detail), day=page.format.day(on))
    with heading(title, page.t("scores.title")):
        link_button(page.t("scores.title"), f"/scores?day={on.isoformat()}", symbol="arrow_back")
    with box("stack"):
        _score(page, detail)
        _timeline(page, recorded)
        score_breakdown(page, detail, zone)


def _day_and_counter(page: PageContext) -> tuple[date, int]:
    try:
        return date.fromisoformat(page.path["day"]), int(page.path["counter"])
    except ValueError as error:
        raise page.not_found("no such day") from error


async def _recorded(page: PageContext, day: date, counter: int, timezone: str) -> RecordedDay:
    since, until = day_bounds(day, timezone)
    span: dict[str, float] = {"since": since, "until": until, "counter_id": counter}
    api = page.api
    flagged = await api.all_events({**span, "flagged": True})
    records = await api.all_events({**span, "kind": ["arrival", "departure", "camera_blind"]})
    coverage = await api.coverage(span)
    return RecordedDay(await api.timeline(day, counter), flagged, records, coverage, timezone)


def _score(page: PageContext, detail: DayDetail) -> None:
    t = page.t
    with tag("section", "", "panel two"):
        with box("section"):
            points_figure(page, detail.points, digits=1)
            coverage_meter(page, detail.coverage)
            with box("chips"):
                day_state_chip(page, detail)
            text = t("day.profile", name=t.named("profile", detail.profile), hash=detail.profile_hash[:8])
            address = page.link("/norms", profile=detail.profile, version=detail.profile_hash)
            tag("a", text, "small", href=address)
        with box("section"):
            tag("h3", t("day.rates"))
            _rates(page, detail)


def _rates(page: PageContext, detail: DayDetail) -> None:
    """Every rate once, although several clauses can name it; rates without an occasion are left out."""
    rates = {rate.name: rate for line in detail.lines for rate in line.rates if rate.of}
    rate_list(page, list(rates.values()), bars=False)


def _timeline(page: PageContext, recorded: RecordedDay) -> None:
    with tag("section", "", "panel", id="passed"):
        with box("bar"):
            tag("h2", page.t("scores.timeline"))
        with box("body"):
            day_timeline(page, recorded)
            _lost(page, recorded.coverage)


def _lost(page: PageContext, coverage: Sequence[CoverageOut]) -> None:
    """The total unobserved time by reason."""
    total: dict[str, float] = {}
    for span in coverage:
        for reason, seconds in span.lost_s.items():
            total[reason] = total.get(reason, 0.0) + seconds
    unobserved_reasons(page, total)
