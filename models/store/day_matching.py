"""Matching of the events of a judged day with the kept events, whose starts may differ by seconds.

A live judgement knows the day so far, and the nightly run knows all of it: the same absence may begin seconds apart.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from models import START_TOLERANCE_S
from models.store.matching import match_starts

Span = tuple[float, float]

POINT_S = 2.5
"""Points (and spans shorter than this) this close are the same event: evaluation matches them as widely."""

_MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class Matched:
    """`pairs`: index of the new event -> index of the old one. `absorbed` are new events that people have decided about
    already: they lie mostly within a reviewed event that has another partner."""

    pairs: Mapping[int, int]
    absorbed: frozenset[int]


def match_day(old: Sequence[Span], reviewed: Collection[int], new: Sequence[Span]) -> Matched:
    """Pair events of one counter and kind (start, end in seconds); `reviewed` are rows of `old`.

    Events that start together are paired first, then those that overlap most; reviewed events go first.
    """
    pairs: dict[int, int] = {}
    others = [i for i in range(len(old)) if i not in reviewed]
    for close in (_together, _overlapping):
        for rows in (sorted(reviewed), others):
            left = [i for i in rows if i not in pairs.values()]
            free = [j for j in range(len(new)) if j not in pairs]
            found = close([old[i] for i in left], [new[j] for j in free])
            pairs |= {free[j]: left[i] for j, i in found.items()}
    decided = [old[i] for i in reviewed]
    rest = (j for j in range(len(new)) if j not in pairs)
    return Matched(pairs, frozenset(j for j in rest if _within(new[j], decided)))


def _together(old: Sequence[Span], new: Sequence[Span]) -> dict[int, int]:
    return match_starts([start for start, _ in old], [start for start, _ in new], START_TOLERANCE_S)


def _overlapping(old: Sequence[Span], new: Sequence[Span]) -> dict[int, int]:
    """Greedy, the largest share of time in common first."""
    shares = [
        (-share, i, j)
        for i, one in enumerate(old)
        for j, other in enumerate(new)
        if (share := _likeness(one, other)) > 0
    ]
    taken: dict[int, int] = {}
    for _share, i, j in sorted(shares):
        if j not in taken and i not in taken.values():
            taken[j] = i
    return taken


def _likeness(one: Span, other: Span) -> float:
    """Time in common by time in either; for points how close they are. 0 when they have nothing in common."""
    if min(one[1] - one[0], other[1] - other[0]) < POINT_S:
        return max(0.0, 1 - abs(one[0] - other[0]) / POINT_S)
    common = min(one[1], other[1]) - max(one[0], other[0])
    return max(0.0, common) / (max(one[1], other[1]) - min(one[0], other[0]))


def _within(span: Span, decided: Iterable[Span]) -> bool:
    start, end = span
    if end - start < POINT_S:
        return any(abs(one[0] - start) < POINT_S for one in decided if one[1] - one[0] < POINT_S)
    return any(min(one[1], end) - max(one[0], start) >= _MOSTLY * (end - start) for one in decided)
