"""When a counter's norms hold: opening hours less breaks, by the site's clock, as Spans of UTC time."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from models.site import OpenSpan, Site
from pipeline.intervals.spans import Spans


def opened(site: Site, start: float, end: float) -> Spans:
    """The parts of [start, end) (UTC s) in which the site is open and nobody has a break."""
    whole = Spans.of((start, end))
    days = list(_days(site, start, end))
    hours = _daily(site, days, site.hours.open) if site.hours.open else whole
    return (hours - _daily(site, days, site.hours.breaks)) & whole


def _days(site: Site, start: float, end: float) -> Iterable[date]:
    """The site's calendar days that [start, end) touches."""
    day, last = (datetime.fromtimestamp(t, site.zone).date() for t in (start, end))
    while day <= last:
        yield day
        day += timedelta(days=1)


def _daily(site: Site, days: Iterable[date], spans: list[OpenSpan]) -> Spans:
    pairs = [
        (
            datetime.combine(day, s.start, site.zone).timestamp(),
            datetime.combine(day, s.end, site.zone).timestamp(),
        )
        for day in days
        for s in spans
    ]
    return Spans.of(*(pair for pair in pairs if pair[1] > pair[0]))
