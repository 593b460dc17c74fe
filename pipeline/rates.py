"""Shares with their denominators: 17 of 19 customers were met standing."""

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from models.norms import Profile
from models.norms.files import Rate
from models.records import START_TOLERANCE_S, Verdict
from models.scores import RateFigure
from pipeline.pricing import Priced

# Two-sided 95 % quantile of the normal distribution.
_Z = 1.959963984540054


def wilson(met: int, of: int) -> tuple[float, float]:
    """Ends of the 95 % Wilson score interval of `met` of `of` (at least 1).

    E. B. Wilson, J Am Stat Assoc 1927;22:209. Unlike the plain interval it stays within 0..1 and keeps its
    coverage for the few visits of a single day.
    """
    share, z2 = met / of, _Z * _Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z / (1 + z2 / of) * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    # At all or nothing the formula gives exactly that, but for rounding.
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))


def rates(events: Sequence[Priced], profile: Profile) -> dict[str, RateFigure]:
    """The profile's rates over a counter's events, by name; a rate without a single occasion is left out."""
    found = ((name, rate, list(_outcomes(events, rate))) for name, rate in profile.rates.items())
    return {name: _figure(name, rate, outcomes) for name, rate, outcomes in found if outcomes}


def _figure(name: str, rate: Rate, outcomes: Sequence[bool]) -> RateFigure:
    met, of = sum(outcomes), len(outcomes)
    return RateFigure(name, rate.title, met, of, *wilson(met, of))


def _outcomes(events: Iterable[Priced], rate: Rate) -> Iterator[bool]:
    """True or False per record that says so; unseen and dismissed ones say nothing.

    A dismissed miss means that its record is wrong too, but not whether nobody came or the greeting was
    overlooked: it counts neither way.
    """
    events = list(events)
    wrong = sorted(
        one.event.start
        for one in events
        if one.event.kind == rate.misses and one.verdict is Verdict.DISMISSED
    )
    for one in events:
        value = one.event.attributes.get(rate.attribute)
        if one.event.kind != rate.of or one.verdict is Verdict.DISMISSED or _near(one.event.start, wrong):
            continue
        if isinstance(value, bool | int | float) and not math.isnan(value):
            yield value >= rate.at_least


def _near(moment: float, starts: Sequence[float]) -> bool:
    row = bisect_left(starts, moment - START_TOLERANCE_S)
    return row < len(starts) and starts[row] <= moment + START_TOLERANCE_S
