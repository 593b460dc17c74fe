"""When the norms of a counter hold: opening hours less breaks, and what excuses an empty post."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import numpy as np

from models import Calibration, OpenSpan, Site
from pipeline.intervals import Floats, Spans, keeps_to, reaches
from pipeline.scene.features import NOTHING, SiteFeatures

NOWHERE = Spans.empty()


@dataclass(frozen=True, slots=True)
class Excuse:
    """An empty post is excused from `start` to `end` (UTC s); `reason` is break, leave or cover."""

    start: float
    end: float
    reason: str


@dataclass(frozen=True, slots=True)
class Duty:
    """One counter's time: `opened` is when its norms hold, `excuses` when its post may be empty all the same.

    Excuses do not overlap. `empty` is when the post was seen empty, for a counter before another camera of the hall.
    `accounted` is the time over which coverage is reported, if that is not all of `opened`: a hall without opening
    hours is only accounted for as long as it was recorded. `stands`: the post has no chair. `features` is what the
    site turned on, `kept` the calibration of its seat from days before. `guessed` is the time of recordings whose
    date is unknown: no counter opened late there by any clock.
    """

    opened: Spans
    excuses: tuple[Excuse, ...] = ()
    accounted: Spans | None = None
    empty: Spans | None = None
    stands: bool = False
    features: SiteFeatures = NOTHING
    kept: Calibration | None = None
    guessed: Spans = NOWHERE

    @property
    def excused(self) -> Spans:
        """All excuses as time."""
        return Spans.of(*((excuse.start, excuse.end) for excuse in self.excuses))

    @property
    def stretches(self) -> Spans:
        """The stretches over which coverage is reported, each on its own."""
        return self.opened if self.accounted is None else self.opened & self.accounted

    def without_hours(self, guessed: Spans) -> "Duty":
        """The duty with norms that hold in these recordings from end to end, excused by nothing.

        Their date is unknown, so neither hours nor roster say anything of them.
        """
        if not guessed:
            return self
        excuses = tuple(
            Excuse(start, end, one.reason)
            for one in self.excuses
            for start, end in Spans.of((one.start, one.end)) - guessed
        )
        return replace(self, opened=self.opened | guessed, excuses=excuses, guessed=guessed)

    def clipped(self, start: float, end: float) -> "Duty":
        """What lies within [start, end)."""
        return replace(self, opened=self.opened.clipped(start, end))

    def parts(self, spans: Spans) -> Iterator[tuple[Spans, str | None]]:
        """The spans cut by the excuses: first the part without an excuse (None), then the part that each excuse
        covers.
        """
        yield spans - self.excused, None
        for excuse in self.excuses:
            yield spans.clipped(excuse.start, excuse.end), excuse.reason


def settled(excuses: list[Excuse]) -> tuple[Excuse, ...]:
    """Excuses in order of time without overlap: of two that overlap, the one that began first counts."""
    result: list[Excuse] = []
    for excuse in sorted(excuses, key=lambda one: (one.start, -one.end, one.reason)):
        start = max(excuse.start, result[-1].end) if result else excuse.start
        if excuse.end > start:
            result.append(Excuse(start, excuse.end, excuse.reason))
    return tuple(result)


def opened(site: Site, start: float, end: float) -> Spans:
    """The parts of [start, end) (UTC s) in which the site is open and has no break."""
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


_HOUR_S = 3600.0


def hourly(stretches: Spans, least_s: float, until: float, zero: float) -> tuple[Floats, Floats]:
    """(n,) starts and ends of the pieces of `least_s` or more that were over by `until`, cut at the clock's hours.

    All times are seconds since `zero` (UTC s). An hour cuts only what leaves `least_s` or more on both sides: the hour
    at which something happens does not decide what is told.
    """
    pieces = [
        piece
        for stretch in stretches.longer_than(least_s)
        for piece in _by_hours(stretch, least_s, until, zero)
    ]
    start, end = np.array(pieces, np.float64).reshape(-1, 2).T
    told = ~reaches(end, until)
    return start[told], end[told]


def _by_hours(
    stretch: tuple[float, float], least_s: float, until: float, zero: float
) -> Iterator[tuple[float, float]]:
    """The pieces of one stretch; what lies after `until` may still change, and makes no cut."""
    start, end = stretch
    hours = np.round(np.arange(-zero % _HOUR_S, end, _HOUR_S), 6)
    cuts = hours[reaches(hours - start, least_s) & keeps_to(hours + least_s, min(end, until))]
    return pairwise([start, *cuts.tolist(), end])
