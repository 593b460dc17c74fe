"""A report as tables of plain values, which Excel and CSV write each in their way; figures are not rounded here."""

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal
from zoneinfo import ZoneInfo

from models import RateFigure, Score
from models.norms import label
from pipeline.reports.content import CounterDay, CounterPart, Report, ReportClause, ReportEntry
from pipeline.reports.formatting import clock
from pipeline.reports.texts import (
    certainty,
    heading,
    kinds_of,
    outcome,
    profile_name,
    say,
    status_of,
    tally_of,
    verdict,
)
from pipeline.scoring.aggregates import PeriodComparison

Cell = str | float | int | dt.date | dt.datetime | None
Form = Literal[
    "text", "name", "long", "points", "taken", "gain", "share", "count", "seconds", "day", "moment", "exact"
]

_Heads = tuple[tuple[str, Form], ...]
"""Keys of column heads, and the kind of values in the columns."""
_OVERVIEW: _Heads = (
    ("subject", "name"), ("points", "points"), ("gained", "gain"), ("seen share", "share"), ("scored",
    "count"), ("unscored", "count"), ("times", "count"), ("taken", "taken"), ("open", "count"), ("state",
    "text"),
)  # fmt: skip
_DAYS: _Heads = (
    ("day", "day"), ("counter", "name"), ("key", "text"), ("points", "points"), ("seen share", "share"),
    ("seen", "seconds"), ("expected", "seconds"), ("times", "count"), ("taken", "taken"), ("open",
    "count"), ("state", "text"), ("norms", "text"), ("hash", "text"),
)  # fmt: skip
_RATES: _Heads = (
    ("subject", "name"), ("rate", "name"), ("met", "count"), ("of", "count"), ("share", "share"), ("low",
    "share"), ("high", "share"),
)  # fmt: skip
_CLAUSES: _Heads = (
    ("clause", "text"), ("judged", "text"), ("status", "name"), ("taken", "taken"), ("occurrences",
    "count"), ("seconds", "seconds"), ("observed", "count"), ("broken", "count"), ("wording", "long"),
    ("document", "name"), ("article", "name"), ("tally", "name"), ("unjudged", "name"),
)  # fmt: skip
_EVENTS: _Heads = (
    ("day", "day"), ("counter", "name"), ("clause", "text"), ("kind", "name"), ("start", "moment"), ("end",
    "moment"), ("length", "seconds"), ("took", "taken"), ("full", "taken"), ("severity", "text"), ("certainty",
    "text"), ("outcome", "name"), ("verdict", "text"), ("sentence", "long"), ("camera", "text"), ("key", "text"),
    ("event", "count"), ("start utc", "exact"), ("end utc", "exact"), ("hall key", "text"),
)  # fmt: skip
_COVERAGE: _Heads = (
    ("counter", "name"), ("key", "text"), ("expected", "seconds"), ("seen", "seconds"), ("seen share",
    "share"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head and its kind of values: `taken` are points that were lost, `exact` is shown to the last digit."""

    head: str
    form: Form


@dataclass(frozen=True, slots=True)
class Table:
    """A named table with a few lines above it. None is an empty cell; NaN never appears."""

    name: str
    above: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables(report: Report, language: str) -> list[Table]:
    """All tables: overview, days, rates, clauses, events, coverage, then one for each clause that has events."""
    write = _Writer(report, language)
    return [
        write.overview(),
        write.days(),
        write.rates(),
        write.clauses(),
        write.events(),
        write.coverage(),
        *write.by_clause(),
    ]


def event_table(report: Report, language: str) -> Table:
    """One row for every event and clause, whose points add up to what was taken; then one for every other clause."""
    write = _Writer(report, language)
    events = write.events()
    return replace(events, rows=(*events.rows, *write.quiet_clauses()))


@dataclass(frozen=True, slots=True)
class _Writer:
    report: Report
    language: str

    def overview(self) -> Table:
        """The hall and each counter, and praise."""
        named = [Column(rate.title.of(self.language), "share") for rate in self.report.hall.now.rates]
        counters = self.report.counters
        hall = self._summary(say("hall", self.language), self.report.hall, self.report)
        rows = [hall, *(self._summary(part.name, part.compared, part) for part in counters)]
        return Table(
            say("overview", self.language), self._above(), (*self._columns(_OVERVIEW), *named), tuple(rows)
        )

    def _above(self) -> tuple[str, ...]:
        t, report = self.language, self.report
        at = clock(report.now, report.site.zone)
        lines = [
            heading(report, t),
            f"{say('made', t, at=f'{at:%Y-%m-%d %H:%M}')} · {report.period.timezone}",
        ]
        if report.profiles:
            lines.append(f"{say('profile', t)}: {profile_name(report, t)}")
        if len(report.profiles) > 1:
            lines.append(say("profiles differ", t))
        if not report.profiles:
            lines.append(say("nothing", t))
        elif not report.final:
            lines.append(say("provisional why", t))
        return (*lines, *self._praise())

    def _praise(self) -> Iterator[str]:
        for one in self.report.praise:
            who = ", ".join(one.counters) or say("hall", self.language)
            yield f"★ {who}: {one.what.of(self.language)}"

    def _summary(self, name: str, compared: PeriodComparison, of: CounterPart | Report) -> tuple[Cell, ...]:
        now = compared.now
        shares = {rate.name: rate.share for rate in now.rates}
        figures: list[Cell] = [
            name, _or_none(now.points), _or_none(compared.gained), _or_none(now.coverage),
            now.scored, now.unscored, of.deductions, of.taken,
            of.open, self._state(now.final, now.scored + now.unscored),
        ]  # fmt: skip
        return (*figures, *(shares.get(rate.name) for rate in self.report.hall.now.rates))

    def _state(self, final: bool, scores: int) -> str:
        if not scores:
            return say("not scored", self.language)
        over = self.report.now >= self.report.period.end
        return say("final" if final and over else "provisional", self.language)

    def days(self) -> Table:
        """Every counter-day, also those without a score."""
        columns = self._columns(_DAYS)
        rows = [self._day(part, day) for part in self.report.counters for day in part.days]
        return Table(say("days", self.language), self._title(), columns, tuple(rows))

    def _day(self, part: CounterPart, day: CounterDay) -> tuple[Cell, ...]:
        who: tuple[Cell, ...] = (day.day, part.name, part.place.counter)
        score = day.score
        if score is None:
            state = say("not scored", self.language)
            return (*who, None, None, None, None, None, None, day.open, state, None, None)
        return (
            *who, _or_none(score.points), _or_none(score.coverage), score.seen_s, score.expected_s,
            len(score.deductions), round(sum(line.points for line in score.lines), 2), day.open,
            self._day_state(score), score.profile, score.profile_hash,
        )  # fmt: skip

    def _day_state(self, score: Score) -> str:
        if math.isnan(score.points):
            return say("not enough", self.language)
        return say("final" if score.final else "provisional", self.language)

    def rates(self) -> Table:
        """Rates with denominators and intervals: the hall's, then each counter's."""
        columns = self._columns(_RATES)
        rows = list(self._rate_rows(say("hall", self.language), self.report.hall.now.rates))
        for part in self.report.counters:
            rows += self._rate_rows(part.name, part.compared.now.rates)
        return Table(say("rates", self.language), self._title(), columns, tuple(rows))

    def _rate_rows(self, who: str, rates: Iterable[RateFigure]) -> Iterator[tuple[Cell, ...]]:
        for rate in rates:
            yield who, rate.title.of(self.language), rate.met, rate.of, rate.share, rate.low, rate.high

    def clauses(self) -> Table:
        """Every clause of the catalogue with how it is judged."""
        columns = self._columns(_CLAUSES)
        rows = tuple(self._clause(row) for row in self.report.clauses)
        return Table(say("clauses", self.language), self._title(), columns, rows)

    def _clause(self, row: ReportClause) -> tuple[Cell, ...]:
        t, total = self.language, row.total
        figures: tuple[Cell, ...] = (None,) * 5
        if total is not None:
            figures = (total.points, total.occurrences, total.seconds, total.observed, total.broken)
        return (
            row.id, label("judged", row.judged).of(t), status_of(row, t), *figures, row.wording.of(t),
            row.document.of(t), row.article, tally_of(row, t), kinds_of(row.unjudged, t),
        )  # fmt: skip

    def events(self) -> Table:
        """Every event under every clause that it touches."""
        return self._entries(say("events", self.language), self._title(), self.report.entries)

    def quiet_clauses(self) -> Iterator[tuple[Cell, ...]]:
        """The clauses that no event touches, as rows of events: their judge and status."""
        touched = {entry.clause for entry in self.report.entries}
        for row in (row for row in self.report.clauses if row.id not in touched):
            told = " · ".join(words.of(self.language) for words in (label("judged", row.judged), row.wording))
            said = {"clause": row.id, "outcome": status_of(row, self.language), "sentence": told}
            yield tuple(said.get(head) for head, _ in _EVENTS)

    def by_clause(self) -> Iterator[Table]:
        """A table for each clause that has events, in the catalogue's order."""
        found: dict[str, list[ReportEntry]] = {}
        for entry in self.report.entries:
            if entry.clause is not None:
                found.setdefault(entry.clause, []).append(entry)
        for row in self.report.clauses:
            if row.id in found:
                judged = label("judged", row.judged).of(self.language)
                above = f"{row.id} · {row.wording.of(self.language)} · {judged}"
                yield self._entries(row.id, (above,), found[row.id])

    def _entries(self, name: str, above: tuple[str, ...], entries: Iterable[ReportEntry]) -> Table:
        columns = self._columns(_EVENTS)
        return Table(name, above, columns, tuple(self._entry(entry) for entry in entries))

    def _entry(self, entry: ReportEntry) -> tuple[Cell, ...]:
        t, zone, stored = self.language, ZoneInfo(entry.place.timezone), entry.stored
        end = stored.event.end if stored else None
        severity = label("severities", entry.severity).of(t) if entry.severity else None
        return (
            entry.day, entry.place.counter_name or entry.place.counter, entry.clause,
            label("kinds", entry.key.kind).of(t), clock(entry.key.start, zone),
            None if end is None else clock(end, zone), None if stored is None else stored.event.seconds,
            entry.points, entry.full, severity, certainty(entry, t) or None, outcome(entry, t), verdict(entry, t),
            entry.reason.of(t), entry.key.camera, entry.place.counter,
            None if stored is None else stored.id, entry.key.start, end, entry.place.site,
        )  # fmt: skip

    def coverage(self) -> Table:
        """The time observed of each counter, and why the rest was not."""
        reasons = list(dict.fromkeys(reason for part in self.report.counters for reason in part.lost_s))
        plain = self._columns(_COVERAGE)
        lost = [
            Column(say("lost", self.language, reason=label("losses", r).of(self.language)), "seconds")
            for r in reasons
        ]
        rows = []
        for part in self.report.counters:
            seen, expected = part.seen_s, part.expected_s
            gone = (part.lost_s.get(reason, 0.0) for reason in reasons)
            share = _or_none(part.compared.now.coverage)
            rows.append((part.name, part.place.counter, expected, seen, share, *gone))
        return Table(say("coverage", self.language), self._title(), (*plain, *lost), tuple(rows))

    def _title(self) -> tuple[str, ...]:
        return (heading(self.report, self.language),)

    def _columns(self, said: _Heads) -> tuple[Column, ...]:
        return tuple(Column(say(key, self.language), form) for key, form in said)


def _or_none(value: float) -> float | None:
    return None if math.isnan(value) else value
