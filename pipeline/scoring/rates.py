"""Shares with their denominators: 17 of 19 customers were met standing."""

import math
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence

from models import START_TOLERANCE_S, RateFigure, Scalar, Verdict
from models.norms import Profile, Rate, load_catalogue
from pipeline.scoring.pricing import PricedEvent

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


def rates(
    events: Sequence[PricedEvent], profile: Profile, looked_for: Collection[str]
) -> dict[str, RateFigure]:
    """The profile's rates over a counter's events, by name; a rate without a single occasion is left out.

    `looked_for` are the kinds that could be found at this counter.
    """
    found = {
        name: list(_outcomes(events, rate, rate.misses in looked_for)) for name, rate in profile.rates.items()
    }
    return {
        name: _figure(name, profile.rates[name], outcomes) for name, outcomes in found.items() if outcomes
    }


def _figure(name: str, rate: Rate, outcomes: Sequence[tuple[int, int]]) -> RateFigure:
    met, of = (sum(counts) for counts in zip(*outcomes, strict=True))
    return RateFigure(name, rate.title, met, of, *wilson(met, of))


def _outcomes(events: Sequence[PricedEvent], rate: Rate, looked_for: bool) -> Iterator[tuple[int, int]]:
    """(met, of) per record that says so; unseen and dismissed ones say nothing.

    A dismissed miss means that its record is wrong too, but not whether no customer came or the greeting was
    overlooked: it counts neither way. Nor does a failure without a fault, for rates that count faults: staff cannot
    rise at an empty post, which is counted as an absence.
    """
    each = looked_for and load_catalogue().kinds[rate.misses].occasion == rate.of
    missed = _starts(events, rate.misses, dismissed=False)
    wrong = _starts(events, rate.misses, dismissed=True)
    for one in events:
        if one.event.kind != rate.of or one.verdict is Verdict.DISMISSED or _near(one.event.start, wrong):
            continue
        if rate.among is not None:
            yield from _counts(one, rate.attribute, rate.among)
            continue
        met = _met(one.event.attributes.get(rate.attribute), rate.at_least)
        if met or (met is False and (not each or _near(one.event.start, missed))):
            yield int(met), 1


def _counts(one: PricedEvent, attribute: str, among: str) -> Iterator[tuple[int, int]]:
    """The two counts of a record, where it says both."""
    met, of = one.event.attributes.get(attribute), one.event.attributes.get(among)
    if isinstance(met, int) and isinstance(of, int) and 0 <= met <= of and of > 0:
        yield met, of


def _starts(events: Iterable[PricedEvent], kind: str, *, dismissed: bool) -> list[float]:
    found = (one for one in events if one.event.kind == kind)
    return sorted(one.event.start for one in found if (one.verdict is Verdict.DISMISSED) == dismissed)


def _met(value: Scalar | None, at_least: float) -> bool | None:
    """Whether a record met its rate; None when it could not be seen."""
    if not isinstance(value, bool | int | float) or math.isnan(value):
        return None
    return value >= at_least


def _near(moment: float, starts: Sequence[float]) -> bool:
    row = bisect_left(starts, moment - START_TOLERANCE_S)
    return row < len(starts) and starts[row] <= moment + START_TOLERANCE_S
