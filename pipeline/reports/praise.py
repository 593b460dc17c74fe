"""Praise: a report that only blames is put away and not pinned up."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models import RateFigure, Summary, phrase
from pipeline.reports.content import CounterPart, Praise
from pipeline.reports.formatting import number, percent
from pipeline.scoring.aggregates import PeriodComparison
from vision.core import Basis, limit

_FULL = 100.0


@dataclass(frozen=True, slots=True)
class PraiseLimits:
    """Limits of praise."""

    least_run: int = limit(2, "days", Basis.CHOICE, "a single clean day is no run")
    least_occasions: int = limit(
        5, "occasions", Basis.CHOICE, "with fewer the 95 % interval of a full rate begins below a half"
    )


LIMITS = PraiseLimits()


def praise(hall: PeriodComparison, counters: Sequence[CounterPart]) -> tuple[Praise, ...]:
    """Best compliance, longest clean run, improvement; none without any."""
    return (*_hall(hall), *_best(counters), *_rates(counters), *_runs(hall.now, counters), *_gains(counters))


def _hall(hall: PeriodComparison) -> Iterator[Praise]:
    if hall.now.points == _FULL:
        yield Praise(phrase("praise.no_deduction"))
    elif hall.gained > 0:
        yield Praise(phrase("praise.hall_gained", points=number(hall.gained, 2)))


def _best(counters: Sequence[CounterPart]) -> Iterator[Praise]:
    """The counters with the most points, unless there is only one, or all are level."""
    scored = [part for part in counters if not math.isnan(part.compared.now.points)]
    best = max((part.compared.now.points for part in scored), default=math.nan)
    leaders = tuple(part.name for part in scored if part.compared.now.points == best)
    if len(scored) > len(leaders):
        yield Praise(phrase("praise.highest", points=number(best, 2)), leaders)


def _rates(counters: Sequence[CounterPart]) -> Iterator[Praise]:
    """For each rate the counter whose interval begins highest: 19 of 20 is worth more than 2 of 2."""
    found: dict[str, list[tuple[RateFigure, str]]] = {}
    for part in counters:
        for rate in part.compared.now.rates:
            found.setdefault(rate.name, []).append((rate, part.name))
    for pairs in found.values():
        best, name = max(pairs, key=lambda pair: pair[0].low)
        if len(pairs) > 1 and best.of >= LIMITS.least_occasions and best.met > 0:
            share = percent(best.share)
            yield Praise(
                phrase("praise.rate", rate=best.title, met=best.met, of=best.of, share=share), (name,)
            )


def _runs(hall: Summary, counters: Sequence[CounterPart]) -> Iterator[Praise]:
    longest = max((run.days for run in hall.clean_runs), default=0)
    names = {part.place.counter: part.name for part in counters}
    holders = tuple(
        names[run.counter] for run in hall.clean_runs if run.days == longest and run.counter in names
    )
    if longest >= LIMITS.least_run:
        yield Praise(phrase("praise.run", days=longest), holders)


def _gains(counters: Sequence[CounterPart]) -> Iterator[Praise]:
    gains = [(part.compared.gained, part.name) for part in counters if part.compared.gained > 0]
    best = max((gain for gain, _ in gains), default=0.0)
    if best > 0 and len(counters) > 1:
        shown = number(best, 2)
        yield Praise(
            phrase("praise.most_improved", points=shown),
            tuple(name for gain, name in gains if gain == best),
        )
