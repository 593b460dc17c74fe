"""Reports and summaries as the API returns them; no figure is computed here."""

from collections.abc import Mapping

from api.schemas import ClauseTotalOut, GroupOut, PeriodOut, PraiseOut, RateOut, Text, or_none
from models import Summary
from pipeline.reports import CounterPart, Report, ReportClause
from pipeline.scoring.aggregates import PeriodComparison


def period_out(report: Report, shifts: Mapping[str, PeriodComparison]) -> PeriodOut:
    """A report's figures."""
    lost: dict[str, float] = {}
    for part in report.counters:
        for reason, seconds in part.lost_s.items():
            lost[reason] = lost.get(reason, 0.0) + seconds
    hall = group_out(report.name, report.hall, final=report.final)
    return PeriodOut.model_validate(
        {
            "site": report.site.site,
            "period": report.period.label,
            "first": report.period.day,
            "last": report.last,
            "final": report.final,
            "hall": hall.model_copy(update={"open": report.open, "deductions": report.deductions}),
            "counters": [_counter(part) for part in report.counters],
            "shifts": [group_out(name, compared) for name, compared in shifts.items()],
            "clauses": [_clause(row) for row in report.clauses],
            "praise": [
                PraiseOut(what=Text.from_words(p.what), counters=list(p.counters)) for p in report.praise
            ],
            "lost_s": lost,
            "profiles": {profile.hash: profile.name for profile in report.profiles},
        }
    )


def group_out(name: str, compared: PeriodComparison, *, final: bool | None = None) -> GroupOut:
    """A summary beside the one before it."""
    now = compared.now
    return GroupOut(
        name=name,
        points=or_none(now.points),
        gained=or_none(compared.gained),
        coverage=or_none(now.coverage),
        scored=now.scored,
        unscored=now.unscored,
        deductions=now.deductions,
        taken=taken(now),
        open=None,
        clean_run=max((run.days for run in now.clean_runs), default=0),
        final=now.final if final is None else final,
        rates=[RateOut.from_rate(rate) for rate in now.rates],
    )


def taken(summary: Summary) -> float:
    """All points that were taken."""
    return round(sum(total.points for total in summary.clauses), 2)


def _counter(part: CounterPart) -> GroupOut:
    made = group_out(part.name, part.compared)
    return made.model_copy(
        update={"counter_id": part.place.counter_id, "open": part.open, "deductions": part.deductions}
    )


def _clause(row: ReportClause) -> ClauseTotalOut:
    total = row.total
    return ClauseTotalOut(
        clause=row.id,
        wording=Text.from_words(row.wording),
        document=Text.from_words(row.document),
        article=row.article,
        judged=row.judged,
        status=row.status.value if row.status else None,
        tally={status.value: days for status, days in row.tally},
        points=total.points if total else 0.0,
        occurrences=total.occurrences if total else 0,
        seconds=total.seconds if total else 0.0,
        observed=total.observed if total else 0,
        broken=total.broken if total else 0,
    )
