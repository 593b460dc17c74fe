"""The lists of the printed page: deductions with their sentences, what was not seen, every clause."""

from collections.abc import Sequence
from itertools import groupby
from xml.etree.ElementTree import Element

from models.norms.labels import label
from pipeline.reports.content import ClauseRow, CounterPart, Entry, Report
from pipeline.reports.formatting import clock, duration, number, percent
from pipeline.reports.markup import chapter, node, row
from pipeline.reports.tables import kinds_of, seconds_of, status_of
from pipeline.reports.texts import say, verdict

_MOST = 60
"""Paper has an end: of more deductions the dearest are printed, and the line below says where the others are."""


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


def _counter(entry: Entry) -> int:
    return entry.place.counter_id


def _group(line: Element, part: CounterPart, language: str) -> None:
    """A counter's name with all that was taken, also where not all of it is printed."""
    key = "group one" if part.deductions == 1 else "group"
    told = say(key, language, n=part.deductions, points=number(part.taken))
    node(line, "td", f"{part.name} · {told}", colspan=5)


def _deduction(body: Element, entry: Entry, report: Report, language: str) -> None:
    at = clock(entry.key.start, report.site.zone)
    when = f"{at:%H:%M:%S}" if report.period.label == "day" else f"{at:%m-%d %H:%M:%S}"
    cells = (when, entry.clause or "", f"−{number(entry.points)}", "", verdict(entry, language))
    line = row(body, *cells, numbers=frozenset({2}))
    line[0].set("class", "nowrap")
    line[4].set("class", "nowrap")
    said = node(line[3], "b", label("kinds", entry.key.kind).of(language))
    said.tail = f" · {entry.reason.of(language)}"


def coverage(main: Element, report: Report, language: str) -> None:
    """How much was observed of each counter, and why the rest was not."""
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


def _others(items: Element, others: Sequence[ClauseRow], language: str) -> None:
    for clause in others:
        judged = label("judged", clause.judged).of(language)
        node(node(items, "li"), "b", clause.id).tail = f" {clause.wording.of(language)} · {judged}"


def _clause(body: Element, clause: ClauseRow, language: str) -> None:
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
