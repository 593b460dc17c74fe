"""Day scores: every counter of a day, and how they went over the last weeks."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from nicegui.element import Element

from api.schemas import CounterOut, DayItem
from dashboard.comparing import FONT
from dashboard.layout import heading, page
from dashboard.pages import reports
from dashboard.pages.review import day_of
from dashboard.parts import box, chart, chip, date_field, empty, filter_form, link_button, table, tag
from dashboard.reading import DASH, number, percent
from dashboard.view import Doors, View

WEEKS = timedelta(days=30)
LOW_COVERAGE = 0.5
"""Under half of the day seen, the coverage bar warns."""
COLOURS = ("#0b7a93", "#b06a12", "#7a5cb0", "#2f8f5b", "#b0415a", "#5b7484")


def register(door: Doors) -> None:
    """Put the page at /scores."""

    @page("/scores", "scores.title", door)
    async def scores(view: View) -> None:
        wanted = day_of(view)
        span = {"since": (wanted - WEEKS).isoformat(), "until": wanted.isoformat()} if wanted else {}
        days = await view.api.days(span)
        day = wanted or max((item.day for item in days), default=None)
        with heading(view.t("scores.title")):
            _steps(view, day)
        if day is None:
            with box("panel"):
                empty("insights", view.t("scores.nothing"), view.t("scores.nothing.text"))
            return
        with box("stack"):
            tag("p", view.t("scores.explain"), "soft").style("max-width: 84ch")
            _day(view, day, [item for item in days if item.day == day])
            if days:
                _history(view, days)
            reports.links(view, day)


def _steps(view: View, day: date | None) -> None:
    with filter_form("/scores"):
        if day:
            before, after = (view.link("/scores", day=(day + timedelta(days=n)).isoformat()) for n in (-1, 1))
            link_button("", before, symbol="chevron_left").props["aria-label"] = view.t("scores.previous")
        date_field("day", view.t("scores.day"), day.isoformat() if day else "")
        if day:
            link_button("", after, symbol="chevron_right").props["aria-label"] = view.t("scores.following")


def _day(view: View, day: date, items: Sequence[DayItem]) -> None:
    by_counter = {item.counter_id: item for item in items}
    counters = [counter for s in view.sites for camera in s.cameras for counter in camera.counters]
    with tag("section", "", "stack"):
        tag("h2", view.read.day(day))
        if not items:
            with box("panel"):
                empty("videocam_off", view.t("scores.none"), view.t("scores.none.text"))
            return
        with box("cards"):
            for counter in counters:
                item = by_counter.get(counter.id)
                _card(view, item) if item else _missing(view, counter)


def _missing(view: View, counter: CounterOut) -> None:
    with box("panel score"):
        tag("b", counter.name or counter.key)
        tag("div", view.t("scores.none"), "none")


def name(item: DayItem) -> str:
    """What people call the counter of a day."""
    return item.counter_name or item.counter


def _card(view: View, item: DayItem) -> None:
    t = view.t
    with tag("a", "", "panel score", href=f"/scores/{item.day.isoformat()}/{item.counter_id}"):
        tag("b", name(item))
        points(view, item)
        meter(view, item)
        with box("chips"):
            state_chip(view, item)
            if item.points is not None:
                key = {0: "scores.clean", 1: "scores.deducted.one"}.get(item.deducted, "scores.deducted")
                chip(t(key, n=item.deducted))


def points(view: View, item: DayItem) -> None:
    """The figure itself, or that there is none."""
    with box():
        if item.points is None:
            tag("div", view.t("scores.unseen"), "none")
        else:
            tag("span", number(item.points), "big")
            tag("span", view.t("scores.points"), "of")


def meter(view: View, item: DayItem) -> None:
    """How much of the opening time was seen, as words and as a bar."""
    t, share = view.t, item.coverage
    text = t("scores.coverage", n=percent(share)) if share is not None else t("scores.coverage.none")
    with box():
        tag("div", text, "small soft")
        with box("meter low" if share is None or share < LOW_COVERAGE else "meter", aria_hidden="true"):
            tag("i").style(f"width: {100 * min(share or 0.0, 1.0):.1f}%")


def state_chip(view: View, item: DayItem) -> None:
    """Whether reviews may still change the score, and how many are missing."""
    if item.final:
        chip(view.t("scores.final"), "good")
    elif item.open:
        chip(view.t("scores.open" if item.points is None else "scores.provisional", n=item.open), "open")
    elif item.points is not None:
        chip(view.t("scores.provisional.wait"))


def _history(view: View, days: Sequence[DayItem]) -> None:
    t = view.t
    with tag("section", "", "panel"):
        with box("bar"):
            tag("h2", t("scores.chart"), "grow")
        with box("body"):
            _chart(view, days)
        with tag("details", "", "fold"):
            tag("summary", t("scores.table"))
            with box("body"):
                header = (t("scores.day"), t("scores.counter"), t("scores.score"), t("scores.coverage.label"))
                table(header, [_row(item) for item in days], frozenset({2, 3}))


def _row(item: DayItem) -> tuple[str, str, str, str]:
    shown = DASH if item.points is None else number(item.points)
    return item.day.isoformat(), name(item), shown, percent(item.coverage)


def _chart(view: View, days: Sequence[DayItem]) -> Element:
    first, last = min(d.day for d in days), max(d.day for d in days)
    axis = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    counters = sorted({(d.counter_id, name(d)) for d in days})
    series = [_series(label, number, axis, days) for number, label in counters]
    lowest = min((d.points for d in days if d.points is not None), default=0.0)
    return chart(_options(view, axis, series, lowest), view.t("scores.chart.label"))


def _series(label: str, counter: int, axis: Sequence[date], days: Sequence[DayItem]) -> dict[str, Any]:
    """A line with a gap on every day without a score: nothing is drawn where nothing was seen."""
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
    view: View, axis: Sequence[date], series: Sequence[dict[str, Any]], lowest: float
) -> dict[str, Any]:
    grey, line = "#73818e", "rgba(128,144,158,0.25)"
    text = {"color": grey, "fontSize": 12}
    return {
        "color": list(COLOURS),
        "animation": False,
        "textStyle": {"fontFamily": FONT},
        "grid": {"left": 34, "right": 14, "top": 34, "bottom": 26},
        "legend": {
            "top": 0,
            "left": 0,
            "textStyle": text,
            "icon": "circle",
            "itemWidth": 9,
            "itemHeight": 9,
            "itemGap": 18,
        },
        # Rich text, so that names out of the data never become HTML.
        "tooltip": {"trigger": "axis", "renderMode": "richText"},
        "xAxis": {
            "type": "category",
            "data": [view.read.short_day(day) for day in axis],
            "axisLabel": text,
            "axisLine": {"lineStyle": {"color": line}},
            "axisTick": {"show": False},
        },
        "yAxis": {
            "type": "value",
            # The axis begins a little under the lowest score: a day's few points are what people compare.
            "min": max(0, 10 * int((lowest - 5) // 10)),
            "max": 100,
            "axisLabel": text,
            "splitLine": {"lineStyle": {"color": line}},
        },
        "series": list(series),
    }
