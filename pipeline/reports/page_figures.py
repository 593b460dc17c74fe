"""The figures of the printed page: counters, where points went, rates."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from models.scores import RateFigure
from pipeline.reports import charts
from pipeline.reports.content import CounterPart, Report
from pipeline.reports.formatting import DASH, number, percent, signed
from pipeline.reports.markup import chapter, node, row
from pipeline.reports.page_days import grade
from pipeline.reports.texts import say
from pipeline.scoring.aggregates import Compared

_HEADS = ("counter", "points", "gained", "seen share", "scored", "times", "taken", "open")
_FEW = 8  # what is short is not torn between two sheets
_MOST_RATES = 2  # more do not fit on paper; all of them have their own chapter


def counters(main: Element, report: Report, language: str) -> None:
    """One line for each counter and, where there are several, one for the hall."""
    rates = report.hall.now.rates[:_MOST_RATES]
    table = node(chapter(main, say("counters", language)), "table")
    titles = [*(say(key, language) for key in _HEADS), *(rate.title.of(language) for rate in rates)]
    numbers = frozenset(range(1, len(titles)))
    row(node(table, "thead"), *titles, name="th", numbers=numbers)
    body = node(table, "tbody")
    lines: list[tuple[str, Compared, CounterPart | Report]] = [
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


def _figures(compared: Compared) -> list[str]:
    now = compared.now
    scored = f"{now.scored}/{now.scored + now.unscored}"
    return [number(now.points), signed(compared.gained), percent(now.coverage), scored]


def _counts(of: CounterPart | Report) -> list[str]:
    return [str(of.deductions), number(of.taken), str(of.open)]


def _rates(compared: Compared, rates: Sequence[RateFigure], language: str) -> list[str]:
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
        charts.bar(line[3], total.points, most)


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
    charts.whisker(line[4], rate.low, rate.share, rate.high)
    return line
