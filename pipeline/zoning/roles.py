"""Roles of the places of a picture: posts, the customers' places before them, and waiting places."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import permutations

import numpy as np

from pipeline.zoning.limits import ROLES
from pipeline.zoning.places import StayPlace
from pipeline.zoning.sightings import Floats


@dataclass(frozen=True, slots=True)
class Post:
    """A counter as it was seen: `staff`, the `customers` places before it, nearest first, and the place that `waits`.

    `margin` says how clearly the one is the clerk and the other the customer: 0 a toss, 1 clear; 1 without customers.
    `colleagues` are those who share the post, shoulder to shoulder.
    """

    staff: StayPlace
    customers: tuple[StayPlace, ...] = ()
    waits: tuple[StayPlace, ...] = ()
    margin: float = 1.0
    colleagues: tuple[StayPlace, ...] = ()


def posts(found: Sequence[StayPlace], watched_s: float) -> list[Post]:
    """The counters among the places of `watched_s` seconds of footage, from the picture's left to its right."""
    found = [
        place for place in found if all(_one_room(place, other) for other in found if _higher(other, place))
    ]
    pairs = _pairs(found, watched_s)
    staffed = [_Pair(staff, customer, score) for staff, customer, score in _disjoint(pairs)]
    taken = [place for pair in staffed for place in (pair.staff, pair.customer)]
    rest = [place for place in found if place not in taken]
    made = [Post(pair.staff, (pair.customer,), (), pair.margin) for pair in staffed]
    for place in rest:
        if _is_post(place, made, watched_s):
            made = _with_post(made, place)
    rest = [place for place in rest if not any(place in (post.staff, *post.colleagues) for post in made)]
    return sorted((_with_guests(post, rest, made) for post in made), key=lambda post: float(post.staff.at[0]))


@dataclass(frozen=True, slots=True)
class _Pair:
    staff: StayPlace
    customer: StayPlace
    margin: float


def _pairs(found: Sequence[StayPlace], watched_s: float) -> list[tuple[StayPlace, StayPlace, float, float]]:
    """(staff, customer, how well they face each other, how clearly the first is staff) of all that may be."""
    pairs = []
    for one, two in permutations(found, 2):
        facing = _facing(one, two)
        margin = _staffness(one, two)
        held = one.seconds >= ROLES.held * watched_s and _one_room(one, two)
        if held and facing >= ROLES.facing and margin >= 0 and apart(one, two) <= ROLES.reach:
            pairs.append((one, two, facing, margin))
    return pairs


def _disjoint(
    pairs: Sequence[tuple[StayPlace, StayPlace, float, float]],
) -> list[tuple[StayPlace, StayPlace, float]]:
    """The pairs that fit best and share nobody: near, facing, and both there for long."""
    chosen: list[tuple[StayPlace, StayPlace, float]] = []
    for staff, customer, _, margin in sorted(pairs, key=lambda pair: -_fit(*pair)):
        if not any(place in (staff, customer) for one, two, _ in chosen for place in (one, two)):
            chosen.append((staff, customer, margin))
    return chosen


def _higher(one: StayPlace, two: StayPlace) -> bool:
    """Whether `one` is farther up in the picture, where people look smaller and not larger."""
    return float(one.at[1]) < float(two.at[1])


def _one_room(one: StayPlace, two: StayPlace) -> bool:
    """Whether the lower one, which is nearer to the camera, is not much the smaller: no bottle on a desk."""
    upper, lower = sorted((one, two), key=lambda place: float(place.at[1]))
    return lower.size >= ROLES.smaller * upper.size


def _fit(staff: StayPlace, customer: StayPlace, facing: float, margin: float) -> float:
    both_stay = min(1.0, staff.seconds / ROLES.long_s) + min(1.0, customer.seconds / ROLES.long_s)
    return facing + min(margin, ROLES.clear) + both_stay - apart(staff, customer) / ROLES.reach


def _facing(one: StayPlace, two: StayPlace) -> float:
    line = _way(one, two)
    return float(one.ahead @ line - two.ahead @ line) / 2


def _way(one: StayPlace, two: StayPlace) -> Floats:
    line = two.at - one.at
    return np.asarray(line / max(float(np.linalg.norm(line)), 1e-9), np.float64)


def apart(one: StayPlace, two: StayPlace) -> float:
    """How far two places are from one another, in shoulder widths of those who are there."""
    return float(np.linalg.norm(one.at - two.at)) / ((one.size + two.size) / 2)


def _staffness(one: StayPlace, two: StayPlace) -> float:
    """-1..1 how clearly `one` is the staff of the two."""
    longer = (one.seconds - two.seconds) / max(one.seconds, two.seconds)
    visited = np.clip((len(two.tracks) - len(one.tracks)) / 2, -1, 1)
    face = float(np.clip(one.ahead[1] - two.ahead[1], -1, 1))
    legs = two.legs - one.legs
    first = np.clip((two.visits[0][0] - one.visits[0][0]) / ROLES.clearly_first_s, -1, 1)
    total = (
        ROLES.longer * longer
        + ROLES.visited * visited
        + ROLES.seen_face * face
        + ROLES.legs * legs
        + ROLES.first * first
    )
    return float(np.clip(total / (ROLES.longer + ROLES.seen_face), -1, 1))


def _is_post(place: StayPlace, made: Sequence[Post], watched_s: float) -> bool:
    """Whether a place without customers is a post: held long, and on the staff's side if that is known."""
    if place.seconds < ROLES.alone * watched_s:
        return False
    return not made or all(
        float(place.ahead @ post.staff.ahead) > 0 and not _beyond(place, post) for post in made
    )


def _with_post(made: Sequence[Post], place: StayPlace) -> list[Post]:
    """The posts and one more for a place without customers, or one more colleague at the post beside it."""
    beside = next((post for post in made if apart(place, post.staff) <= ROLES.beside), None)
    if beside is None:
        return [*made, Post(place)]
    shared = replace(beside, colleagues=(*beside.colleagues, place))
    return [shared if post is beside else post for post in made]


def _beyond(place: StayPlace, post: Post) -> bool:
    """Whether a place is on the customers' side of a post's desk."""
    ahead = _way(post.staff, post.customers[0]) if post.customers else post.staff.ahead
    gap = (
        float(np.linalg.norm(post.customers[0].at - post.staff.at)) if post.customers else 2 * post.staff.size
    )
    return float((place.at - post.staff.at) @ ahead) > 0.5 * gap


def _with_guests(post: Post, rest: Sequence[StayPlace], made: Sequence[Post]) -> Post:
    """The post with the places of the `rest` by its customer or waiting for it, nearest to it of all posts."""
    mine = [
        place
        for place in rest
        if _nearest(place, made) is post and _beyond(place, post) and _one_room(post.staff, place)
    ]
    company = tuple(
        place for place in mine if post.customers and apart(place, post.customers[0]) <= ROLES.company
    )
    waits = tuple(place for place in mine if place not in company and place.seconds >= ROLES.wait_s)
    return replace(post, customers=post.customers + company, waits=waits)


def _nearest(place: StayPlace, made: Sequence[Post]) -> Post:
    return min(made, key=lambda post: apart(place, (post.customers or (post.staff,))[0]))
