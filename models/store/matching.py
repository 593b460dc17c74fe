"""Matching of the events of a new analysis with those of the previous one."""

from bisect import bisect_left
from collections.abc import Sequence


def match_starts(old: Sequence[float], new: Sequence[float], tolerance: float) -> dict[int, int]:
    """Pair starts (seconds) one to one, nearest first: row in `new` -> row in `old`.

    Pairs are at most `tolerance` apart; starts without a partner are left out.
    """
    order = sorted(range(len(old)), key=old.__getitem__)
    starts = [old[i] for i in order]
    # A millisecond of slack: starts are kept to the millisecond.
    reach = tolerance + 0.001
    pairs: list[tuple[float, int, int]] = []
    for j, start in enumerate(new):
        at = bisect_left(starts, start - reach)
        while at < len(starts) and starts[at] <= start + reach:
            pairs.append((abs(starts[at] - start), order[at], j))
            at += 1
    return _one_to_one(sorted(pairs))


def _one_to_one(pairs: Sequence[tuple[float, int, int]]) -> dict[int, int]:
    taken: dict[int, int] = {}
    used: set[int] = set()
    for _distance, i, j in pairs:
        if j not in taken and i not in used:
            taken[j] = i
            used.add(i)
    return taken
