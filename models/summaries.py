"""Summaries of many scores: a counter's week, a hall's day, a hall's month."""

from dataclasses import dataclass

from models.scores import Period, RateFigure


@dataclass(frozen=True, slots=True)
class ClauseTotal:
    """One clause over all scores: points taken, events that touched it, and on how many counter-days.

    `observed` counts the counter-days on which cameras could have shown a breach, `broken` those with points
    taken; a share of the two says more than points, which grow with the number of counters.
    """

    clause: str
    points: float
    occurrences: int
    seconds: float
    observed: int
    broken: int


@dataclass(frozen=True, slots=True)
class CleanRun:
    """Scored days in a row without a single point taken at one counter; `days` 0 when there were none."""

    counter: str
    days: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Scores of one or more counters over a period.

    `points` is their mean, each weighted by the seconds observed (NaN when nothing was scored); `scored` and
    `unscored` count the counter-days with and without points, `deductions` how often points were taken. Rates are
    over all occasions together.
    `profile_hashes` has more than one entry where scores were made under different profiles: then points do not
    compare. `clean_runs` are the longest of each counter, longest first.
    """

    period: Period
    points: float
    coverage: float
    scored: int
    unscored: int
    final: bool
    deductions: int
    profile_hashes: tuple[str, ...]
    rates: tuple[RateFigure, ...]
    clauses: tuple[ClauseTotal, ...]
    clean_runs: tuple[CleanRun, ...]
