"""The sections of the printed page: counters, points, rates, deductions, coverage, clauses."""

from collections.abc import Sequence
from itertools import groupby
from xml.etree.ElementTree import Element

from models import RateFigure
from models.norms.labels import label
from pipeline.reports.charts import bar, whisker
from pipeline.reports.content import CounterPart, Report, ReportClause, ReportEntry
from pipeline.reports.formatting import DASH, clock, duration, number, percent, signed
from pipeline.reports.markup import chapter, node, row
from pipeline.reports.page_days import grade
from pipeline.reports.tables import kinds_of, seconds_of, status_of
from pipeline.reports.texts import say, verdict
from pipeline.scoring.aggregates import PeriodComparison

_HEADS = ("counter", "points", "gained", "seen share", "scored", "times", "taken", "open")
_FEW = 8  # a short list is not split between two sheets
_MOST_RATES = 2  # more do not fit on paper; all of them have their own chapter


def counters(main: Element, report: Report, language: str) -> None:
    """One line for each counter and, where there are several, one for the hall."""
    rates = report.hall.now.rates[:_MOST_RATES]
    table = node(chapter(main, say("counters", language)), "table")
    titles = [*(say(key, language) for key in _HEADS), *(rate.title.of(language) for rate in rates)]
    numbers = frozenset(range(1, len(titles)))
    row(node(table, "thead"), *titles, name="th", numbers=numbers)
    body = node(table, "tbody")
    lines: list[tuple[str, PeriodComparison, CounterPart | Report]] = [
        (p.name, p.compared, p) for p in report.counters
    ]
    if len(lines) > 1:
        lines.append((say("hall", language), report.hall, report))
    for name, compared, of in lines:
        cells = [name, *_figures(compared), *_counts(of), *_rates(compared, rates, language)]
        line = row(body, *cells, numbers=numbers)
        line.set("class", "hall" if of is report else "counter")
        line[0].set("class", "who")
        line[1].set("class", f"num {grade(compared.now.points)}")


def _figures(compared: PeriodComparison) -> list[str]:
    now = compared.now
    scored = f"{now.scored}/{now.scored + now.unscored}"
    return [number(now.points), signed(compared.gained), percent(now.coverage), scored]


def _counts(of: CounterPart | Report) -> list[str]:
    return [str(of.deductions), number(of.taken), str(of.open)]


def _rates(compared: PeriodComparison, rates: Sequence[RateFigure], language: str) -> list[str]:
    mine = {rate.name: rate for rate in compared.now.rates}
    return [_met(mine[rate.name], language) if rate.name in mine else DASH for rate in rates]


def _met(rate: RateFigure, language: str) -> str:
    return say("met of", language, met=rate.met, of=rate.of)


def cost(main: Element, report: Report, language: str) -> None:
    """Points taken by clause, the dearest first."""
    if not report.profiles:
        return
    section = chapter(main, say("cost", language), "keep")
    rows = [(one, one.total) for one in report.clauses if one.total is not None and one.total.points > 0]
    if not rows:
        node(section, "p", say("nobody takes", language))
        return
    rows.sort(key=lambda pair: -pair[1].points)
    table = node(section, "table")
    numbers = frozenset({2, 4})
    titles = (
        say("clause", language),
        say("wording", language),
        say("taken", language),
        "",
        say("occurrences", language),
    )
    row(node(table, "thead"), *titles, name="th", numbers=numbers)
    body, most = node(table, "tbody"), rows[0][1].points
    for clause, total in rows:
        cells = (clause.id, clause.wording.of(language), number(total.points), "", str(total.occurrences))
        line = row(body, *cells, numbers=numbers)
        line[0].set("class", "who")
        line[3].set("class", "chart")
        bar(line[3], total.points, most)


def rates(main: Element, report: Report, language: str) -> None:
    """Rates with denominators and intervals, the hall's before the counters'."""
    if not report.profiles:
        return
    section = chapter(main, say("rates", language), "keep" if len(report.counters) <= _FEW else "")
    if not report.hall.now.rates:
        node(section, "p", say("no rates", language))
        return
    table = node(section, "table")
    titles = (say("rate", language), say("subject", language), "", "", "0 – 100%")
    row(node(table, "thead"), *titles, name="th")
    body = node(table, "tbody")
    for rate in report.hall.now.rates:
        _rate(body, rate, say("hall", language), rate.title.of(language), language).set("class", "hall")
        if len(report.counters) > 1:
            for part in report.counters:
                for one in part.compared.now.rates:
                    if one.name == rate.name:
                        _rate(body, one, part.name, "", language)


def _rate(body: Element, rate: RateFigure, who: str, title: str, language: str) -> Element:
    low, share, high = (percent(value) for value in (rate.low, rate.share, rate.high))
    interval = say("interval", language, share=share, low=low, high=high)
    line = row(body, title, who, _met(rate, language), interval, "")
    line[4].set("class", "chart")
    whisker(line[4], rate.low, rate.share, rate.high)
    return line


_MOST = 60
"""Most deductions on paper: the dearest are printed, and the line below says how to find the others."""


def deductions(main: Element, report: Report, language: str) -> None:
    """Everything that cost points, counter by counter, with its sentence."""
    if not report.profiles:
        return
    charged = [entry for entry in report.entries if entry.charged]
    section = chapter(main, say("deductions", language))
    if not charged:
        node(section, "p", say("nobody takes", language))
        return
    shown = set(sorted(range(len(charged)), key=lambda n: -charged[n].points)[:_MOST])
    table = node(section, "table", class_="listed")
    titles = [say(key, language) for key in ("start", "clause", "took", "sentence", "verdict")]
    row(node(table, "thead"), *titles, name="th", numbers=frozenset({2}))
    body = node(table, "tbody")
    parts = {part.place.counter_id: part for part in report.counters}
    for counter, entries in groupby((charged[n] for n in sorted(shown)), key=_counter):
        _group(node(body, "tr", class_="group"), parts[counter], language)
        for entry in sorted(entries, key=lambda entry: entry.key.start):
            _deduction(body, entry, report, language)
    if len(charged) > _MOST:
        left = len(charged) - _MOST
        node(section, "p", say("more", language, shown=_MOST, left=left), class_="small")


def _counter(entry: ReportEntry) -> int:
    return entry.place.counter_id


def _group(line: Element, part: CounterPart, language: str) -> None:
    """A counter's name with all that was taken, also where not all of it is printed."""
    told = say("group", language, n=part.deductions, points=number(part.taken))
    node(line, "td", f"{part.name} · {told}", colspan=5)


def _deduction(body: Element, entry: ReportEntry, report: Report, language: str) -> None:
    at = clock(entry.key.start, report.site.zone)
    when = f"{at:%H:%M:%S}" if report.period.label == "day" else f"{at:%m-%d %H:%M:%S}"
    cells = (when, entry.clause or "", f"−{number(entry.points)}", "", verdict(entry, language))
    line = row(body, *cells, numbers=frozenset({2}))
    line[0].set("class", "nowrap")
    line[4].set("class", "nowrap")
    said = node(line[3], "b", label("kinds", entry.key.kind).of(language))
    said.tail = f" · {entry.reason.of(language)}"


def coverage(main: Element, report: Report, language: str) -> None:
    """The share of time that was observed of each counter, and why the rest was not."""
    if not report.profiles:
        return
    section = chapter(main, say("coverage", language), "keep" if len(report.counters) <= 12 else "")
    table = node(section, "table")
    titles = [say(key, language) for key in ("counter", "seen tile", "time", "unseen")]
    row(node(table, "thead"), *titles, name="th", numbers=frozenset({1, 2}))
    body = node(table, "tbody")
    for part in report.counters:
        seen, expected = seconds_of(part)
        time = f"{duration(seen, language)} / {duration(expected, language)}"
        lost = ", ".join(
            f"{label('losses', reason).of(language)} {duration(seconds, language)}"
            for reason, seconds in part.lost_s.items()
        )
        row(body, part.name, percent(part.compared.now.coverage), time, lost, numbers=frozenset({1, 2}))[
            0
        ].set("class", "who")


def clauses(main: Element, report: Report, language: str) -> None:
    """Every clause of the catalogue: first those that the hall is held to, then the others in short."""
    section = chapter(main, say("every clause", language))
    table = node(section, "table", class_="clauses")
    titles = [say(key, language) for key in ("clause", "wording", "judged", "status")]
    row(node(table, "thead"), *titles, name="th")
    body = node(table, "tbody")
    for clause in report.clauses:
        if clause.status is not None:
            _clause(body, clause, language)
    others = [clause for clause in report.clauses if clause.status is None]
    if others:
        node(section, "h3", say("others", language))
        _others(node(section, "ul", class_="others"), others, language)


def _others(items: Element, others: Sequence[ReportClause], language: str) -> None:
    for clause in others:
        judged = label("judged", clause.judged).of(language)
        node(node(items, "li"), "b", clause.id).tail = f" {clause.wording.of(language)} · {judged}"


def _clause(body: Element, clause: ReportClause, language: str) -> None:
    line = row(body, clause.id, clause.wording.of(language), label("judged", clause.judged).of(language), "")
    line[2].set("class", "nowrap")
    status = clause.status.value if clause.status else ""
    chip = node(line[3], "span", status_of(clause, language), class_=f"chip {status}")
    more = []
    if clause.total is not None and clause.total.points > 0:
        more.append(f"−{number(clause.total.points)}")
    if len(clause.tally) > 1:
        said, of = clause.tally[0][1], sum(n for _, n in clause.tally)
        more.append(say("of tally", language, n=said, of=of))
    if clause.unjudged and status != "not_judged":
        more.append(f"{say('unjudged', language)}: {kinds_of(clause.unjudged, language)}")
    chip.tail = f" {' · '.join(more)}" if more else ""
