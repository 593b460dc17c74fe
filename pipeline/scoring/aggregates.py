"""Scores added up: shifts, weeks, months and halls out of counter-days."""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from models import ClauseLine, ClauseTotal, CleanRun, Period, RateFigure, Score, Site, Summary, first_writing
from models.norms import Profile
from models.store import EVERYTHING, Repositories, Scope, Store, StoredCounter
from pipeline.scoring.days import SHIFT, SiteDay
from pipeline.scoring.rates import wilson


def summarise(scores: Sequence[Score], period: Period) -> Summary:
    """The summary of scores of any counters and days over `period`; the order does not matter.

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


DAY, WEEK, MONTH = "day", "week", "month"


@dataclass(frozen=True, slots=True)
class PeriodComparison:
    """A period beside the one before it. `gained` is NaN where they do not compare."""

    now: Summary
    before: Summary
    gained: float


def period_of(day: dt.date, label: str, timezone: str) -> Period:
    """The day, the week (Monday to Sunday) or the month that a day belongs to."""
    first, last = _ends(day, label)
    return Period.of_days(first, last, timezone, label)


def hall(store: Store, site: Site, day: dt.date, label: str) -> PeriodComparison:
    """All counters of a hall over the day, week or month."""
    places = [place.counter_id for place in places_of(store, site)]
    return _compared(store, site, places, day, label)


def counter(store: Store, site: Site, counter_id: int, day: dt.date, label: str) -> PeriodComparison:
    """One counter over the day, week or month."""
    return _compared(store, site, [counter_id], day, label)


def shifts(
    store: Store, site: Site, places: Sequence[StoredCounter], day: dt.date, label: str
) -> dict[str, PeriodComparison]:
    """By the name of the shift, the summary of it at these counters over the day, week or month."""
    ids = [place.counter_id for place in places]
    kept = store.scores.labels(*_ends(day, label), ids)
    named = [name for name in kept if name.startswith(SHIFT)]
    return {name.removeprefix(SHIFT): _compared(store, site, ids, day, label, name) for name in named}


def people(
    store: Store, site: Site, profile: Profile, period: Period, now: float, scope: Scope = EVERYTHING
) -> dict[str, tuple[Summary, tuple[Score, ...]]]:
    """By person, as the roster names them: the summary of their stretches at posts in `scope`, and each one's score.

    A post and a shift name the person, however the days write the name. A stretch without a name in the roster is
    not scored.
    """
    found: dict[str, list[Score]] = {}
    last = dt.datetime.fromtimestamp(period.end - 1, site.zone).date()
    for day in days_between(period.day, last):
        of_site = SiteDay.load(store, site, day, now)
        for place in places_of(store, site, scope) if of_site.roster else ():
            for sitting, score in of_site.sittings(profile, place):
                found.setdefault(first_writing(sitting.person, found), []).append(score)
    return {name: (summarise(scores, period), tuple(scores)) for name, scores in sorted(found.items())}


def days_between(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Every day from `first` to `last`, both included."""
    while first <= last:
        yield first
        first += dt.timedelta(days=1)


def places_of(store: Repositories, site: Site, scope: Scope = EVERYTHING) -> list[StoredCounter]:
    """The counters of a site in `scope` as the store knows them, in the order of the site file."""
    order = [counter.id for camera in site.cameras for counter in camera.counters]
    mine = {place.counter: place for place in store.sites.places(scope).values() if place.site == site.site}
    return [mine[key] for key in order if key in mine]


def _compared(
    store: Store, site: Site, counter_ids: Sequence[int], day: dt.date, label: str, part: str = DAY
) -> PeriodComparison:
    """The days, or the `part` of each that is scored by itself: a shift."""
    first, _last = _ends(day, label)
    now, before = (
        _summary(store, site, counter_ids, of, label, part) for of in (day, first - dt.timedelta(days=1))
    )
    return PeriodComparison(now, before, improvement(now, before))


def _summary(
    store: Store, site: Site, counter_ids: Sequence[int], day: dt.date, label: str, part: str
) -> Summary:
    scores = store.nights.scores(*_ends(day, label), counter_ids, part)
    return summarise(list(scores.values()), period_of(day, label, site.timezone))


def _ends(day: dt.date, label: str) -> tuple[dt.date, dt.date]:
    if label == DAY:
        return day, day
    if label == WEEK:
        monday = day - dt.timedelta(days=day.weekday())
        return monday, monday + dt.timedelta(days=6)
    first = day.replace(day=1)
    return first, (first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
