"""Places of people: runs of one track at rest, and the places that these share."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.zoning.limits import PLACES
from pipeline.zoning.sightings import Floats, Sightings


@dataclass(frozen=True, slots=True, eq=False)
class StayPlace:
    """A place where people stayed. `marks` of all of them there, `visits` from..to UTC s in order, `seconds` that it
    was taken.

    `at` (2,) and `size` are medians in picture heights, `ahead` (2,) the mean direction: short if it varied.
    """

    marks: Sightings
    visits: tuple[tuple[float, float], ...]
    seconds: float
    at: Floats
    size: float
    ahead: Floats

    @property
    def tracks(self) -> frozenset[int]:
        """Ids of those who stayed."""
        return frozenset(int(i) for i in self.marks.track)

    @property
    def legs(self) -> float:
        """Median score 0..1 of the knees: a person who stands before a desk shows them more than one behind it."""
        return float(np.median(self.marks.legs))


def places(marks: Sightings) -> list[StayPlace]:
    """Every place where a person stayed, the longest taken first."""
    stays = sorted(_stays(marks), key=lambda stay: -_seconds([stay]))
    groups: list[list[Sightings]] = []
    for stay in stays:
        home = next((group for group in groups if _belongs(stay, group)), None)
        if home is None:
            groups.append([stay])
        else:
            home.append(stay)
    made = [_place(group) for group in groups if _seconds(group) >= PLACES.place_s and _steady(group)]
    return sorted(made, key=lambda place: -place.seconds)


def near(marks: Sightings, at: Floats, size: float, wide: float = 1.0) -> NDArray[np.bool_]:
    """(n,) whether each mark is within a stay's reach of `at`, `wide` times that."""
    rows = zip(marks.at, marks.size, strict=True)
    return np.array([_reaches(one, float(its), at, size, wide) for one, its in rows], np.bool_)


def _reaches(one: Floats, its: float, at: Floats, size: float, wide: float = 1.0) -> bool:
    """Whether a person at `one` with shoulders `its` wide is about at `at`, where they are `size` wide."""
    off = np.abs(one - at) / (np.array([PLACES.aside, PLACES.up_down]) * size * wide)
    return bool(np.hypot(*off) <= 1 and max(its / size, size / its) <= PLACES.grown * wide)


def mean_way(ahead: Floats) -> Floats:
    """(2,) mean of directions (n,2) without the unknown; zero where there is none."""
    known = ahead[~np.isnan(ahead).any(1)]
    return np.asarray(known.mean(0) if len(known) else np.zeros(2), np.float64)


def _stays(marks: Sightings) -> list[Sightings]:
    stays = []
    for track in np.unique(marks.track):
        rest = marks[marks.track == track]
        while len(rest):
            stay = _first_stay(rest)
            if _seconds([stay]) >= PLACES.stay_s:
                stays.append(stay)
            rest = rest[rest.time > stay.time[-1]]
    return stays


def _first_stay(rest: Sightings) -> Sightings:
    """The rows from the first on that are in reach of their own median; a hole ends it."""
    end = 1
    while end < len(rest) and rest.time[end] - rest.time[end - 1] <= PLACES.hole_s:
        rows = np.arange(max(0, end - PLACES.recent_looks), end)
        so_far = rest[rows]
        if not near(rest[np.array([end])], np.median(so_far.at, axis=0), float(np.median(so_far.size)))[0]:
            break
        end += 1
    return rest[np.arange(end)]


def _belongs(stay: Sightings, group: Sequence[Sightings]) -> bool:
    """Whether a stay is at the place of a group that was founded by a longer one."""
    first = group[0]
    at, size = np.median(first.at, axis=0), float(np.median(first.size))
    middle = np.median(stay.at, axis=0), float(np.median(stay.size))
    same_way = float(mean_way(stay.ahead) @ mean_way(first.ahead)) > PLACES.same_way
    together = sum(_both(stay, other) for other in group)
    return _reaches(*middle, at, size) and same_way and together <= PLACES.both_s


def _both(one: Sightings, two: Sightings) -> float:
    """Seconds that two stays overlap."""
    return float(max(0.0, min(one.time[-1], two.time[-1]) - max(one.time[0], two.time[0])))


def _steady(stays: Sequence[Sightings]) -> bool:
    """Whether the stays are of people, as far as their steps from look to look tell."""
    steps = [np.abs(np.diff(stay.at, axis=0)).sum(1) / np.median(stay.size) for stay in stays]
    return float(np.median(np.concatenate(steps))) <= PLACES.steady


def _seconds(stays: Sequence[Sightings]) -> float:
    return float(sum(stay.time[-1] - stay.time[0] for stay in stays))


def _place(group: Sequence[Sightings]) -> StayPlace:
    marks = Sightings(
        *(np.concatenate([getattr(stay, name) for stay in group]) for name in Sightings.__dataclass_fields__)
    )
    return StayPlace(
        marks,
        tuple(sorted((float(stay.time[0]), float(stay.time[-1])) for stay in group)),
        _seconds(group),
        np.median(marks.at, axis=0),
        float(np.median(marks.size)),
        mean_way(marks.ahead),
    )
