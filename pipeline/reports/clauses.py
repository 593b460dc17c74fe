"""Every clause of the catalogue, who judges it, and its status in the period: silence is no praise."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from models import ClauseLine, ClauseTotal, Score, Status, Summary, untranslated
from models.norms import Clause, load_catalogue
from pipeline.reports.content import ReportClause

_TELLING = (
    Status.DEDUCTED,
    Status.CITED,
    Status.NOTED,
    Status.CLEAN,
    Status.NO_OCCASION,
    Status.NOT_JUDGED,
    Status.NOT_OBSERVED,
    Status.NOT_APPLYING,
    Status.AUDITOR,
)
"""The order of statuses, seen before not seen: a clause that was broken once was broken.

A day without observation says nothing about clauses that nothing looks for, so "not judged" comes before "not
observed".
"""


def clause_rows(summary: Summary, scores: Sequence[Score]) -> tuple[ReportClause, ...]:
    """All clauses of the catalogue in its order, then those of older scores that it no longer has."""
    totals = {total.clause: total for total in summary.clauses}
    lines: dict[str, list[ClauseLine]] = {}
    for score in scores:
        for line in score.lines:
            lines.setdefault(line.clause, []).append(line)
    return tuple(_rows(totals, lines, bool(scores)))


def _rows(
    totals: Mapping[str, ClauseTotal], lines: Mapping[str, Sequence[ClauseLine]], scored: bool
) -> Iterator[ReportClause]:
    catalogue = load_catalogue()
    for clause in catalogue.clauses.values():
        mine = lines.get(clause.id, [])
        yield ReportClause(
            id=clause.id,
            document=catalogue.documents[clause.document].title,
            article=clause.article,
            wording=clause.wording,
            judged=clause.judged,
            status=_status(mine) if mine or scored else _unscored(clause),
            tally=_tally(mine),
            total=totals.get(clause.id),
            unjudged=_unjudged(mine),
        )
    for key in lines.keys() - catalogue.clauses.keys():
        yield _forgotten(key, lines[key], totals.get(key))


def _forgotten(key: str, lines: Sequence[ClauseLine], total: ClauseTotal | None) -> ReportClause:
    plain = untranslated(key)
    return ReportClause(
        key, plain, "", plain, lines[0].judged, _status(lines), _tally(lines), total, _unjudged(lines)
    )


def _tally(lines: Sequence[ClauseLine]) -> tuple[tuple[Status, int], ...]:
    found = Counter(line.status for line in lines)
    return tuple((status, found[status]) for status in _TELLING if status in found)


def _status(lines: Sequence[ClauseLine]) -> Status | None:
    return next((status for status, _ in _tally(lines)), None)


def _unjudged(lines: Sequence[ClauseLine]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(kind for line in lines for kind in line.unjudged))


def _unscored(clause: Clause) -> Status:
    """The status before there is any score."""
    return Status.NOT_OBSERVED if clause.kinds else Status.AUDITOR
