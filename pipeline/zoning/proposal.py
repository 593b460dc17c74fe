"""The proposal for a camera: counters with zones, and how sure they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import cv2
import numpy as np

from pipeline.errors import PipelineError
from pipeline.zoning.limits import PROPOSALS, ROLES
from pipeline.zoning.places import StayPlace, near, places
from pipeline.zoning.roles import Post, apart, posts
from pipeline.zoning.shapes import Shape, as_share, parted, shape, within_picture
from pipeline.zoning.sightings import Sightings
from vision.detection.tile_sweep import SweepResult

Zone = Sequence[tuple[float, float]]
Sureness = Literal["sure", "likely", "a guess"]


class OpenQuestion(StrEnum):
    """A question that the pictures leave to a person."""

    NOBODY_CAME = "nobody came"
    SIDES = "sides"
    SHARED = "shared"
    TWO_POSTS = "two posts"


@dataclass(frozen=True, slots=True)
class CounterProposal:
    """One counter: zones in 0..1 of the picture, None if no person was seen there, and the basis of them.

    `staff_s`, `customer_s` and `waiting_s` are seconds in which a person was seen there, `customers` how many came.
    """

    staff: Zone
    customer: Zone | None
    waiting: Zone | None
    staff_s: float
    customer_s: float
    waiting_s: float
    customers: int
    sure: Sureness
    asks: tuple[OpenQuestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A camera's counters, the picture's left one first. `marks` are all sightings, `watched_s` the time they took.

    `short` says that it was watched for too little, `crowd` that most people seen belong to no zone.
    """

    counters: tuple[CounterProposal, ...]
    marks: Sightings
    watched_s: float
    aspect: float

    @property
    def short(self) -> bool:
        """Whether a minute or less was watched."""
        return self.watched_s < PROPOSALS.short_s

    @property
    def crowd(self) -> bool:
        """Whether more than half of the sightings are in none of the zones."""
        zones = [z for one in self.counters for z in (one.staff, one.customer, one.waiting) if z is not None]
        corners = [(np.array(zone) * (self.aspect, 1)).astype(np.float32) for zone in zones]
        inside = [any(cv2.pointPolygonTest(c, (x, y), False) >= 0 for c in corners) for x, y in self.marks.at]
        return float(np.mean(inside)) < PROPOSALS.most


def propose(seen: Sequence[SweepResult], size: tuple[int, int]) -> Proposal:
    """Counters and zones from people seen in pictures of `size` (width, height) px, in order of time.

    Raises PipelineError with one line when no person was seen, or none stayed.
    """
    width, height = size
    marks, aspect = Sightings.of(seen, height), width / height
    if not len(marks):
        raise PipelineError(
            f"nobody was seen in {len(seen)} pictures: is somebody at the counter, is it light?"
        )
    watched = seen[-1].time - seen[0].time
    found = posts(places(marks), watched)
    if not found:
        raise PipelineError(
            f"people were seen, but nobody stayed at a post in {watched:.0f} s: watch for longer, with staff there"
        )
    return Proposal(tuple(_counters(found, marks, aspect, watched)), marks, watched, aspect)


def _counters(
    found: Sequence[Post], marks: Sightings, aspect: float, watched: float
) -> list[CounterProposal]:
    drawn = [shapes for post in found for shapes in _shapes(post, marks)]
    apart = parted([one for _, one in drawn], [role == "waiting" for role, _ in drawn])
    rest, made = list(zip([role for role, _ in drawn], apart, strict=True)), []
    for post in found:
        zones: dict[str, Zone] = {}
        for role, _ in _shapes(post, marks):
            zones[role] = as_share(within_picture(rest.pop(0)[1], aspect).corners, aspect)
        made.append(_counter(post, zones, found, watched))
    return made


def _shapes(post: Post, marks: Sightings) -> list[tuple[str, Shape]]:
    held = [_around(staff, marks) for staff in (post.staff, *post.colleagues)]
    shapes = [("staff", shape(_joined(held), rises=True))]
    if post.customers:
        shapes.append(("customer", shape(_joined([p.marks for p in post.customers]), rises=False)))
    if post.waits:
        shapes.append(("waiting", shape(_joined([p.marks for p in post.waits]), rises=False)))
    return shapes


def _around(staff: StayPlace, marks: Sightings) -> Sightings:
    """Everything seen of those who hold the post while they are about there, also between two stays."""
    here = np.isin(marks.track, list(staff.tracks)) & near(marks, staff.at, staff.size, PROPOSALS.leans)
    return marks[here]


def _joined(some: Sequence[Sightings]) -> Sightings:
    return Sightings(
        *(np.concatenate([getattr(m, name) for m in some]) for name in Sightings.__dataclass_fields__)
    )


def _counter(post: Post, zones: dict[str, Zone], found: Sequence[Post], watched_s: float) -> CounterProposal:
    came = _came([visit for place in post.customers for visit in place.visits])
    return CounterProposal(
        zones["staff"],
        zones.get("customer"),
        zones.get("waiting"),
        post.staff.seconds,
        sum(place.seconds for place in post.customers),
        sum(place.seconds for place in post.waits),
        came,
        _sure(post, came, found, watched_s),
        tuple(_asks(post, found)),
    )


def _came(visits: Sequence[tuple[float, float]]) -> int:
    """The number of arrivals; a customer whom a model lost for a moment came once."""
    count, last = 0, -np.inf
    for start, end in sorted(visits):
        count += start - last > PROPOSALS.lost_s
        last = max(last, end)
    return int(count)


def _asks(post: Post, found: Sequence[Post]) -> Iterator[OpenQuestion]:
    if not post.customers:
        yield OpenQuestion.NOBODY_CAME
    elif post.margin < PROPOSALS.clear:
        yield OpenQuestion.SIDES
    if post.colleagues:
        yield OpenQuestion.SHARED
    if any(apart(post.staff, other.staff) <= ROLES.beside for other in found if other is not post):
        yield OpenQuestion.TWO_POSTS


def _sure(post: Post, came: int, found: Sequence[Post], watched_s: float) -> Sureness:
    if not post.customers:
        return (
            "likely" if len(found) == 1 and post.staff.seconds >= PROPOSALS.stays * watched_s else "a guess"
        )
    if post.margin < PROPOSALS.clear:
        return "a guess"
    return "sure" if came >= PROPOSALS.many else "likely"
