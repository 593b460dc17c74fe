"""The days on the printed page: one as strips of time, many as a line and a grid of counters and days."""

import math
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from models.texts.dates import short_day, weekday
from pipeline.reports.charts import BAD, BLIND, NOTED, SEEN, Span, hours, strip, tick_step, trend
from pipeline.reports.content import CounterPart, Report
from pipeline.reports.formatting import DASH, clock, number, short
from pipeline.reports.markup import chapter, node
from pipeline.reports.texts import say

_GRADES = ((100.0, "g100"), (95.0, "g95"), (90.0, "g90"), (80.0, "g80"))
"""Colours of points; our choice, written in the legend."""
_MANY = 8  # more days than this get whole points in small print


def days(main: Element, report: Report, language: str) -> None:
    """A day as strips of time; a week or a month as the hall's line and a grid of counters and days."""
    if not report.profiles:
        return
    if report.period.label == "day":
        _timeline(main, report, language)
        return
    section = chapter(main, say("trend", language), "keep")
    points = [report.hall_points(day) for day in report.days]
    names = [short_day(day, language) for day in report.days]
    trend(section, names, points, say("trend", language))
    _grid(chapter(main, say("day grid", language), ""), report, language)


def _grid(section: Element, report: Report, language: str) -> None:
    many = len(report.days) > _MANY
    table = node(section, "table", class_="grid many" if many else "grid")
    head = node(node(table, "thead"), "tr")
    node(head, "th", say("counter", language))
    for day in report.days:
        node(head, "th", str(day.day) if many else f"{weekday(day, language)} {short_day(day, language)}")
    node(head, "th", say("points", language), class_="total")
    body = node(table, "tbody")
    for part in report.counters:
        _grid_row(body, report, part, many)
    if len(report.counters) > 1:
        hall = node(body, "tr")
        node(hall, "td", say("hall", language), class_="who")
        scored = {one.day for part in report.counters for one in part.days if one.score is not None}
        for day in report.days:
            _day(hall, report.hall_points(day) if day in scored else None, many)
        _total(hall, report.hall.now.points)
    _grades(section, language)


def _grid_row(body: Element, report: Report, part: CounterPart, many: bool) -> None:
    line = node(body, "tr")
    node(line, "td", part.name, class_="who")
    found = {day.day: day for day in part.days}
    for day in report.days:
        one = found.get(day)
        _day(line, one.points if one is not None and one.score is not None else None, many)
    _total(line, part.compared.now.points)


def _day(line: Element, points: float | None, many: bool) -> None:
    """A day's cell; empty if it was not scored: it is to come, or was not recorded."""
    if points is None:
        node(line, "td")
    else:
        node(line, "td", short(points) if many else number(points), class_=grade(points))


def _total(line: Element, points: float) -> None:
    node(line, "td", number(points), class_=f"{grade(points)} total")


def grade(points: float) -> str:
    """The colour of points; grey where there are none."""
    if math.isnan(points):
        return "gx"
    return next((name for least, name in _GRADES if points >= least), "g0")


def _grades(section: Element, language: str) -> None:
    shown = (("g100", "100"), ("g95", "≥ 95"), ("g90", "≥ 90"), ("g80", "≥ 80"), ("g0", "< 80"))
    grey = ("gx", f"{DASH} {say('not enough', language)}")
    _legend(section, [*shown, grey, ("blank", say("blank", language))])


def _legend(section: Element, entries: list[tuple[str, str]]) -> None:
    legend = node(section, "div", class_="legend")
    for look, name in entries:
        entry = node(legend, "span")
        node(entry, "i", class_=look).tail = name


def _timeline(main: Element, report: Report, language: str) -> None:
    window = _window(report)
    if window is None:
        return
    section = chapter(main, say("timeline", language))
    table = node(section, "table", class_="timeline")
    for part in report.counters:
        line = node(table, "tr")
        node(line, "td", part.name)
        strip(node(line, "td"), window, _layers(part), part.name)
    line = node(table, "tr")
    node(line, "td")
    hours(node(line, "td"), window, _ticks(report, window))
    looks = ("seen", "blind", "absence", "charged", "noted")
    _legend(section, [(f"i-{name}", say(f"legend {name}", language)) for name in looks])


def _window(report: Report) -> Span | None:
    """From the first recorded second to the last, within the day."""
    edges = [edge for part in report.counters for span in part.spans for edge in (span.start, span.end)]
    if not edges:
        return None
    return max(min(edges), report.period.start), min(max(edges), report.period.end)


def _layers(part: CounterPart) -> Iterator[tuple[str, list[Span]]]:
    """Recorded time, blind time, empty posts, then marks; those that cost points last, so that none hides them."""
    yield SEEN, [(span.start, span.end) for span in part.spans if span.seen_s > 0]
    yield BLIND, list(part.blind)
    spans = [(e, (e.key.start, e.stored.event.end)) for e in part.entries if e.stored is not None]
    yield "#d9808a", [span for e, span in spans if e.key.kind == "absence"]
    charged = {e.key for e in part.entries if e.charged}
    yield NOTED, [(e.key.start, e.key.start) for e in part.entries if e.key not in charged]
    yield BAD, [(e.key.start, e.key.start) for e in part.entries if e.charged]


def _ticks(report: Report, window: Span) -> Iterator[tuple[float, str]]:
    step = tick_step(window)
    at = report.period.start + math.ceil((window[0] - report.period.start) / step) * step
    while at <= window[1]:
        yield at, f"{clock(at, report.site.zone):{'%H:%M' if step >= 60 else '%H:%M:%S'}}"
        at += step
