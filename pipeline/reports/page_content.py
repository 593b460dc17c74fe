"""The rows, groups and drawings of the printed page: selected and sorted here, written by its templates."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from models import Certainty, ClauseTotal, RateFigure, Status
from models.texts.dates import short_day
from pipeline.reports.charts import Span, TrendLine, percent_of, placed, tick_step, trend
from pipeline.reports.content import CounterPart, Report, ReportClause, ReportEntry
from pipeline.reports.formatting import clock, number
from pipeline.reports.texts import kinds_of, say
from pipeline.scoring.aggregates import PeriodComparison

_GRADES = ((100.0, "g100"), (95.0, "g95"), (90.0, "g90"), (80.0, "g80"))
"""Colours of points; our choice, written in the legend."""
_FREE = {"hint": (Certainty.HINT,), "question": (Certainty.QUESTION,), "noted": (Certainty.FACT, None)}
"""The marks of events that cost nothing, by their certainty; None is an event that is no longer stored."""
_MOST_DEDUCTIONS = 60
"""Most deductions on paper: the dearest are printed, and a line below says how to find the others."""


def grade(points: float) -> str:
    """The colour class of points; grey for NaN."""
    if math.isnan(points):
        return "gx"
    return next((name for least, name in _GRADES if points >= least), "g0")


@dataclass(frozen=True, slots=True)
class PrintedSubject:
    """A counter or the hall as a line of tables. `cells` are the points of its days, None without a score."""

    name: str
    of: CounterPart | Report
    compared: PeriodComparison
    cells: tuple[float | None, ...]

    @property
    def rates(self) -> Mapping[str, RateFigure]:
        """Its rates by name."""
        return {rate.name: rate for rate in self.compared.now.rates}


def subjects(report: Report, hall: str) -> list[PrintedSubject]:
    """The counters and, if there are several, the hall under the name `hall`."""
    lines = [PrintedSubject(part.name, part, part.compared, _cells(report, part)) for part in report.counters]
    if len(lines) > 1:
        scored = {one.day for part in report.counters for one in part.days if one.score is not None}
        cells = tuple(report.hall_points(day) if day in scored else None for day in report.days)
        lines.append(PrintedSubject(hall, report, report.hall, cells))
    return lines


def _cells(report: Report, part: CounterPart) -> tuple[float | None, ...]:
    found = {day.day: day.points for day in part.days if day.score is not None}
    return tuple(found.get(day) for day in report.days)


def hall_trend(report: Report, language: str) -> TrendLine:
    """The points of the hall by day."""
    names = [short_day(day, language) for day in report.days]
    return trend(names, [report.hall_points(day) for day in report.days])


def costs(report: Report) -> list[tuple[ReportClause, ClauseTotal]]:
    """The clauses that took points, the dearest first."""
    rows = [(one, one.total) for one in report.clauses if one.total is not None and one.total.points > 0]
    return sorted(rows, key=lambda pair: -pair[1].points)


@dataclass(frozen=True, slots=True)
class PrintedDeductions:
    """The printed deductions of each counter by time: `shown` of them all, `left` are not printed."""

    groups: tuple[tuple[CounterPart, tuple[ReportEntry, ...]], ...]
    shown: int
    left: int


def deductions(report: Report) -> PrintedDeductions:
    """The dearest events that cost points, counter by counter."""
    charged = [entry for entry in report.entries if entry.charged]
    dearest = sorted(range(len(charged)), key=lambda n: -charged[n].points)[:_MOST_DEDUCTIONS]
    parts = {part.place.counter_id: part for part in report.counters}
    by_counter = groupby((charged[n] for n in sorted(dearest)), key=lambda entry: entry.place.counter_id)
    groups = tuple((parts[key], tuple(sorted(one, key=_start))) for key, one in by_counter)
    return PrintedDeductions(groups, len(dearest), len(charged) - len(dearest))


def _start(entry: ReportEntry) -> float:
    return entry.key.start


@dataclass(frozen=True, slots=True)
class PrintedTimeline:
    """The strips of a day: of each counter the layers (name, left and width in percent), and (percent, time) ticks."""

    strips: tuple[tuple[str, tuple[tuple[str, tuple[Span, ...]], ...]], ...]
    ticks: tuple[tuple[float, str], ...]


def timeline(report: Report) -> PrintedTimeline | None:
    """The day from its first recorded second to the last; None without a recording."""
    edges = [edge for part in report.counters for span in part.spans for edge in (span.start, span.end)]
    if not edges:
        return None
    window = max(min(edges), report.period.start), min(max(edges), report.period.end)
    return PrintedTimeline(
        tuple(
            (part.name, tuple((name, placed(spans, window)) for name, spans in _layers(part)))
            for part in report.counters
        ),
        tuple((percent_of(at, window), name) for at, name in _ticks(report, window)),
    )


def _layers(part: CounterPart) -> Iterator[tuple[str, list[Span]]]:
    """Recorded time, blind time, empty posts, then marks; those that cost points last, so that none hides them.

    Marks without points are separate for facts, questions and hints; a confirmed question that costs points is charged.
    """
    yield "seen", [(span.start, span.end) for span in part.spans if span.seen_s > 0]
    yield "blind", list(part.blind)
    spans = [(e, (e.key.start, e.stored.event.end)) for e in part.entries if e.stored is not None]
    yield "absence", [span for e, span in spans if e.key.kind == "absence"]
    charged = {e.key for e in part.entries if e.charged}
    free = [entry for entry in part.entries if entry.key not in charged]
    for name, certainties in _FREE.items():
        yield name, [(e.key.start, e.key.start) for e in free if e.certainty in certainties]
    yield "charged", [(e.key.start, e.key.start) for e in part.entries if e.charged]


def _ticks(report: Report, window: Span) -> Iterator[tuple[float, str]]:
    step = tick_step(window)
    at = report.period.start + math.ceil((window[0] - report.period.start) / step) * step
    while at <= window[1]:
        yield at, f"{clock(at, report.site.zone):{'%H:%M' if step >= 60 else '%H:%M:%S'}}"
        at += step


def clause_remarks(clause: ReportClause, language: str) -> Iterator[str]:
    """The remarks beside the status of a clause: points taken, counter-days, kinds that were not looked for."""
    if clause.total is not None and clause.total.points > 0:
        yield f"−{number(clause.total.points)}"
    if len(clause.tally) > 1:
        yield say("of tally", language, n=clause.tally[0][1], of=sum(n for _, n in clause.tally))
    if clause.unjudged and clause.status is not Status.NOT_JUDGED:
        yield f"{say('unjudged', language)}: {kinds_of(clause.unjudged, language)}"
