"""The page of day scores: all counters of a day, and their scores over the last weeks."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from nicegui.element import Element

from api.schemas import CounterOut, DayItem
from dashboard.page_context import PageContext
from dashboard.pages.reports import report_links
from dashboard.widgets import (
    AXIS_TEXT,
    CHART_FONT,
    GRID_LINE,
    box,
    chart,
    chip,
    counter_name,
    coverage_meter,
    date_field,
    day_state_chip,
    empty_state,
    explanation,
    filter_form,
    heading,
    link_button,
    points_figure,
    table,
    tag,
)

CHART_SPAN = timedelta(days=30)
COLOURS = ("#0b7a93", "#b06a12", "#7a5cb0", "#2f8f5b", "#b0415a", "#5b7484")


async def show(page: PageContext) -> None:
    """Build the page."""
    wanted = page.day()
    span = {"since": (wanted - CHART_SPAN).isoformat(), "until": wanted.isoformat()} if wanted else {}
    days = await page.api.days(span)
    day = wanted or max((item.day for item in days), default=None)
    with heading(page.t("scores.title")):
        _steps(page, day)
    if day is None:
        with box("panel"):
            empty_state("insights", page.t("scores.nothing"), page.t("scores.nothing.text"))
        return
    with box("stack"):
        explanation(page.t("scores.explain"))
        _day(page, day, [item for item in days if item.day == day])
        if days:
            _history(page, days)
        report_links(page, day)


def _steps(page: PageContext, day: date | None) -> None:
    with filter_form("/scores"):
        if day:
            before, after = (page.link("/scores", day=(day + timedelta(days=n)).isoformat()) for n in (-1, 1))
            link_button("", before, symbol="chevron_left", label=page.t("scores.previous"))
        date_field("day", page.t("scores.day"), day.isoformat() if day else "")
        if day:
            link_button("", after, symbol="chevron_right", label=page.t("scores.following"))


def _day(page: PageContext, day: date, items: Sequence[DayItem]) -> None:
    by_counter = {item.counter_id: item for item in items}
    counters = [counter for s in page.sites for camera in s.cameras for counter in camera.counters]
    with tag("section", "", "stack"):
        tag("h2", page.format.day(day))
        if not items:
            with box("panel"):
                empty_state("videocam_off", page.t("scores.none"), page.t("scores.none.text"))
            return
        with box("cards"):
            for counter in counters:
                item = by_counter.get(counter.id)
                _card(page, item) if item else _missing(page, counter)


def _missing(page: PageContext, counter: CounterOut) -> None:
    with box("panel score"):
        tag("b", counter.name or counter.key)
        tag("div", page.t("scores.none"), "none")


def _card(page: PageContext, item: DayItem) -> None:
    t = page.t
    with tag("a", "", "panel score", href=f"/scores/{item.day.isoformat()}/{item.counter_id}"):
        tag("b", counter_name(item))
        points_figure(page, item.points, digits=1)
        coverage_meter(page, item.coverage)
        with box("chips"):
            day_state_chip(page, item)
            if item.points is not None:
                key = "scores.deducted" if item.deducted else "scores.clean"
                chip(t(key, n=item.deducted))


def _history(page: PageContext, days: Sequence[DayItem]) -> None:
    t = page.t
    with tag("section", "", "panel"):
        with box("bar"):
            tag("h2", t("scores.chart"), "grow")
        with box("body"):
            _chart(page, days)
        with tag("details", "", "fold"):
            tag("summary", t("scores.table"))
            with box("body"):
                header = (t("scores.day"), t("scores.counter"), t("scores.score"), t("scores.coverage.label"))
                table(header, [_row(page, item) for item in days], frozenset({2, 3}))


def _row(page: PageContext, item: DayItem) -> tuple[str, str, str, str]:
    points, coverage = page.format.number(item.points), page.format.percent(item.coverage)
    return item.day.isoformat(), counter_name(item), points, coverage


def _chart(page: PageContext, days: Sequence[DayItem]) -> Element:
    first, last = min(d.day for d in days), max(d.day for d in days)
    axis = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    counters = sorted({(d.counter_id, counter_name(d)) for d in days})
    series = [_series(label, number, axis, days) for number, label in counters]
    lowest = min((d.points for d in days if d.points is not None), default=0.0)
    return chart(_options(page, axis, series, lowest), page.t("scores.chart.label"))


def _series(label: str, counter: int, axis: Sequence[date], days: Sequence[DayItem]) -> dict[str, Any]:
    """The line of one counter, with a gap on every day without a score."""
    found = {d.day: d.points for d in days if d.counter_id == counter}
    return {
        "type": "line",
        "name": label,
        "data": [None if found.get(day) is None else round(found[day] or 0.0, 2) for day in axis],
        "connectNulls": False,
        "symbolSize": 7,
        "lineStyle": {"width": 2},
    }


def _options(
    page: PageContext, axis: Sequence[date], series: Sequence[dict[str, Any]], lowest: float
) -> dict[str, Any]:
    return {
        "color": list(COLOURS),
        "animation": False,
        "textStyle": {"fontFamily": CHART_FONT},
        "grid": {"left": 34, "right": 14, "top": 34, "bottom": 26},
        "legend": {
            "top": 0,
            "left": 0,
            "textStyle": AXIS_TEXT,
            "icon": "circle",
            "itemWidth": 9,
            "itemHeight": 9,
            "itemGap": 18,
        },
        # Rich text, because HTML tooltips would interpret names from the data as HTML.
        "tooltip": {"trigger": "axis", "renderMode": "richText"},
        "xAxis": {
            "type": "category",
            "data": [page.format.short_day(day) for day in axis],
            "axisLabel": AXIS_TEXT,
            "axisLine": {"lineStyle": {"color": GRID_LINE}},
            "axisTick": {"show": False},
        },
        "yAxis": {
            "type": "value",
            # The axis begins a little below the lowest score, so that differences of a few points are visible.
            "min": max(0, 10 * int((lowest - 5) // 10)),
            "max": 100,
            "axisLabel": AXIS_TEXT,
            "splitLine": {"lineStyle": {"color": GRID_LINE}},
        },
        "series": list(series),
    }
