"""A closed quality audit as a document: its figures, and every item with what each auditor said of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import isnan
from zoneinfo import ZoneInfo

from models import AuditAnswer, AuditDraw, Inspection, QualityAudit, text
from models.norms import label, load_catalogue
from pipeline.quality import AuditResult, Proportion
from pipeline.reports.formatting import clock
from pipeline.reports.table_document import TableDocument
from pipeline.reports.tables import Cell, Column, Form, Table

_SHARE: tuple[tuple[str, Form], ...] = (
    ("met", "count"),
    ("of", "count"),
    ("portion", "share"),
    ("low", "share"),
    ("high", "share"),
)


@dataclass(frozen=True, slots=True)
class AuditFile:
    """A closed audit with its figures, answers and overturn rate; `counters` has the names of counters by id.

    `inspections` are the signed checklists of its days.
    """

    audit: QualityAudit
    result: AuditResult
    said: Sequence[AuditAnswer]
    overturned: Proportion
    counters: Mapping[int, str]
    inspections: Sequence[Inspection] = ()


def audit_document(of: AuditFile, zone: ZoneInfo, now: float, language: str) -> TableDocument:
    """The document in a language; `now` is UTC seconds."""
    say, draw = partial(text, language=language), of.audit.draw
    about = f"{draw.site} · {draw.since} – {draw.until}"
    seed = f"{say('quality.head.seed')}: {draw.seed} · {of.audit.drawn_by} · {of.audit.closed_by}"
    minutes = say(
        "quality.minutes",
        n=of.result.minutes_judged,
        of=of.result.minutes,
        unclear=of.result.unclear,
        differ=len(of.result.differing),
    )
    tables = (
        _kinds(of, language),
        _pairs(of, language),
        _weeks(of, language),
        *((_checklist(of, zone, language),) if of.inspections else ()),
        _items(of, zone, language),
    )
    lines = (say("quality.figures.explain"), minutes, *_quiet_time(draw, language), seed)
    return TableDocument(say("quality.named", n=of.audit.id), about, lines, tables, now, zone, language)


def _quiet_time(draw: AuditDraw, language: str) -> Iterator[str]:
    lacking, of = draw.quiet_time
    if lacking:
        key = "quality.no.quiet" if lacking == of else "quality.some.quiet"
        yield text(key, language, n=lacking, of=of)


def _kinds(of: AuditFile, language: str) -> Table:
    heads: list[tuple[str, Form]] = [("kind", "name"), ("total", "count")]
    heads += [("right", "count"), ("judged", "count"), *_SHARE[2:]]
    heads += [
        ("recall", "share"),
        *_SHARE[3:],
        ("overlooked", "exact"),
        ("borne", "count"),
        ("verdicts", "count"),
    ]
    rows = (
        (
            _kind(one.kind, language), one.total, *_proportion(one.precision), _number(one.recall.recall),
            _number(one.recall.low), _number(one.recall.high), _number(one.recall.overlooked), one.reviewed.of,
            one.reviewed.n,
        )
        for one in of.result.kinds
    )  # fmt: skip
    return _table("kinds", heads, rows, language)


def _pairs(of: AuditFile, language: str) -> Table:
    heads: list[tuple[str, Form]] = [
        ("pair", "name"),
        ("kind", "name"),
        ("items", "count"),
        ("observed", "share"),
    ]
    heads += [("kappa", "points"), ("low", "points"), ("high", "points")]
    rows = (
        (
            f"{one.first} · {one.second}", _kind(one.kind, language), one.agreement.n,
            _number(one.agreement.observed), _number(one.agreement.kappa), _number(one.agreement.low),
            _number(one.agreement.high),
        )
        for one in of.result.pairs
    )  # fmt: skip
    return _table("pairs", heads, rows, language)


def _weeks(of: AuditFile, language: str) -> Table:
    """The share of right events week by week; the last row is the overturn rate of appeals."""
    rows: list[tuple[Cell, ...]] = [
        (one.monday.isoformat(), *_proportion(one.precision)) for one in of.result.weeks
    ]
    rows.append((text("quality.appeals", language), *_proportion(of.overturned)))
    return _table("weeks", [("week", "name"), *_SHARE], rows, language)


def _checklist(of: AuditFile, zone: ZoneInfo, language: str) -> Table:
    """What auditors signed of the clauses that no camera judges."""
    heads: list[tuple[str, Form]] = [
        ("day", "name"),
        ("counter", "name"),
        ("clause", "name"),
        ("checked", "name"),
    ]
    heads += [("note", "text"), ("signed.by", "name"), ("signed.at", "moment")]
    wordings = load_catalogue().clauses
    rows = (
        (
            one.day.isoformat(), of.counters.get(one.counter_id, ""),
            f"{said.clause} {wordings[said.clause].wording.of(language)}" if said.clause in wordings else said.clause,
            text(f"quality.checked.{said.met.value}", language), said.note, one.signed_by, clock(one.signed_at, zone),
        )
        for one in of.inspections
        for said in one.clauses
    )  # fmt: skip
    return _table("checklist", heads, rows, language)


def _items(of: AuditFile, zone: ZoneInfo, language: str) -> Table:
    names = sorted({one.user for one in of.said})
    heads: list[tuple[str, Form]] = [("item", "count"), ("head.kind", "name"), ("counter", "name")]
    heads += [("head.time", "moment"), ("event", "count"), ("verdict", "text")]
    answers = {(one.position, one.user): one for one in of.said}
    rows = (
        (
            item.position, _kind(item.stratum.kind, language), of.counters.get(item.counter_id, ""),
            clock(item.start, zone), item.event_id,
            label("verdicts", item.verdict.value).of(language) if item.event_id is not None else "",
            *(_answer(answers.get((item.position, name)), language) for name in names),
        )
        for item in of.audit.draw.items
    )  # fmt: skip
    made = _table("items", heads, (), language)
    columns = (*made.columns, *(Column(name, "name") for name in names))
    return Table(made.name, made.above, columns, tuple(rows))


def _answer(said: AuditAnswer | None, language: str) -> str:
    """The outcome with the kinds that were seen and the note."""
    if said is None:
        return ""
    seen = ", ".join(label("kinds", one.kind).of(language) for one in said.sightings)
    parts = (text(f"quality.outcome.{said.outcome.value}", language), seen, said.note)
    return " · ".join(part for part in parts if part)


def _table(
    name: str, heads: Sequence[tuple[str, Form]], rows: Iterable[tuple[Cell, ...]], language: str
) -> Table:
    columns = tuple(Column(text(f"quality.{key}", language), form) for key, form in heads)
    return Table(text(f"quality.{name}", language), (), columns, tuple(rows))


def _kind(kind: str | None, language: str) -> str:
    if kind:
        return label("kinds", kind).of(language)
    return text("quality.everything" if kind is None else "quality.quiet", language)


def _proportion(one: Proportion) -> Iterator[Cell]:
    yield from (one.of, one.n, _number(one.share), _number(one.low), _number(one.high))


def _number(value: float) -> float | None:
    return None if isnan(value) else value
