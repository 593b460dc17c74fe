"""Scores added up: weeks, months and halls out of counter-days, praise as well as blame."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from models.scores import ClauseLine, Period, RateFigure, Score
from models.summaries import ClauseTotal, CleanRun, Summary
from pipeline.scoring.rates import wilson


def summarise(scores: Sequence[Score], period: Period) -> Summary:
    """What scores of any counters and days come to over `period`; the order does not matter.

    Days that could not be scored lower the coverage and nothing else. Raises ValueError for a score that begins
    outside the period, or when one counter's day comes twice: it would weigh double.
    """
    _check(scores, period)
    ordered = sorted(scores, key=lambda score: (score.counter, score.period.start))
    scored = [score for score in ordered if not math.isnan(score.points)]
    expected = sum(score.expected_s for score in ordered)
    return Summary(
        period=period,
        points=mean_points(scored),
        coverage=min(1.0, sum(score.seen_s for score in ordered) / expected) if expected > 0 else math.nan,
        scored=len(scored),
        unscored=len(ordered) - len(scored),
        final=all(score.final for score in ordered),
        deductions=sum(len(score.deductions) for score in ordered),
        profile_hashes=tuple(sorted({score.profile_hash for score in ordered})),
        rates=tuple(_pooled(scored)),
        clauses=tuple(_totals(ordered)),
        clean_runs=_clean_runs(ordered),
    )


def mean_points(scores: Iterable[Score]) -> float:
    """Mean points, weighted by the seconds observed, to two decimals; NaN when nothing was scored."""
    pairs = [(score.points, score.seen_s) for score in scores if not math.isnan(score.points)]
    weight = sum(seen for _, seen in pairs)
    return round(sum(points * seen for points, seen in pairs) / weight, 2) if weight > 0 else math.nan


def improvement(now: Summary, before: Summary) -> float:
    """Points gained since an earlier summary; NaN when one has none or another profile made it."""
    if now.profile_hashes != before.profile_hashes or len(now.profile_hashes) != 1:
        return math.nan
    return round(now.points - before.points, 2)


def _check(scores: Sequence[Score], period: Period) -> None:
    seen: set[tuple[str, Period]] = set()
    for score in scores:
        if not period.start <= score.period.start < period.end:
            raise ValueError(
                f"score of {score.counter} on {score.day} is outside {period.day} ({period.label})"
            )
        if (score.counter, score.period) in seen:
            raise ValueError(f"score of {score.counter} on {score.day} is given twice")
        seen.add((score.counter, score.period))


def _pooled(scores: Iterable[Score]) -> Iterator[RateFigure]:
    """Each rate over all occasions. Several clauses of a score show the same rate: it counts once."""
    found: dict[str, list[RateFigure]] = defaultdict(list)
    for score in scores:
        once: Mapping[str, RateFigure] = {rate.name: rate for line in score.lines for rate in line.rates}
        for name, rate in once.items():
            found[name].append(rate)
    for name, figures in found.items():
        met, of = sum(rate.met for rate in figures), sum(rate.of for rate in figures)
        yield RateFigure(name, figures[0].title, met, of, *wilson(met, of))


def _totals(scores: Iterable[Score]) -> Iterator[ClauseTotal]:
    found: dict[str, list[ClauseLine]] = defaultdict(list)
    for score in scores:
        for line in score.lines:
            found[line.clause].append(line)
    for clause, lines in found.items():
        yield ClauseTotal(
            clause=clause,
            points=round(sum(line.points for line in lines), 2),
            occurrences=sum(line.occurrences for line in lines),
            seconds=round(sum(line.seconds for line in lines), 3),
            observed=sum(line.observed for line in lines),
            broken=sum(line.points > 0 for line in lines),
        )


def _clean_runs(scores: Iterable[Score]) -> tuple[CleanRun, ...]:
    """Longest run of each counter. An unscored day neither breaks a run nor adds to it."""
    runs = [
        CleanRun(counter, _longest(score.points == 100 for score in days if not math.isnan(score.points)))
        for counter, days in groupby(scores, key=lambda score: score.counter)
    ]
    return tuple(sorted(runs, key=lambda run: (-run.days, run.counter)))


def _longest(clean: Iterable[bool]) -> int:
    best = now = 0
    for one in clean:
        now = now + 1 if one else 0
        best = max(best, now)
    return best
