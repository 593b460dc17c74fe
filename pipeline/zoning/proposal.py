"""What is proposed for a camera, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pipeline.errors import PipelineError
from pipeline.zoning.marks import Marks
from pipeline.zoning.places import Place, near, places
from pipeline.zoning.roles import Post, posts
from pipeline.zoning.shapes import Shape, as_share, parted, shape, within_picture
from vision.sweep import Seen

Zone = Sequence[tuple[float, float]]
Sureness = Literal["sure", "likely", "a guess"]
# Who leans, rolls the chair or bends is still at the post; customers shift from one foot to the other.
_LEANS = 1.3
# Over this margin (pipeline/zoning/roles.py) nothing but the desk being the other way round makes it wrong.
_CLEAR = 0.3
# The next customer takes a moment to come; a shorter hole is one that was not found.
_LOST_S = 3.0
# Customers who came and went before a post until it is sure.
_MANY = 2


@dataclass(frozen=True, slots=True)
class CounterProposal:
    """One counter: zones in 0..1 of the picture, None where nobody was seen there, and what they were made from.

    `staff_s`, `customer_s` and `waiting_s` are seconds in which somebody was seen there, `customers` how many came.
    """

    staff: Zone
    customer: Zone | None
    waiting: Zone | None
    staff_s: float
    customer_s: float
    waiting_s: float
    customers: int
    sure: Sureness


@dataclass(frozen=True, slots=True)
class Proposal:
    """A camera's counters, the picture's left one first. `marks` are all sightings, `watched_s` the time they took."""

    counters: tuple[CounterProposal, ...]
    marks: Marks
    watched_s: float
    aspect: float


def propose(seen: Sequence[Seen], size: tuple[int, int]) -> Proposal:
    """Counters and zones from what was seen in pictures of `size` (width, height) px, in order of time.

    Raises PipelineError with one line when nobody was seen, or nobody stayed.
    """
    width, height = size
    marks, aspect = Marks.of(seen, height), width / height
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
    return Proposal(tuple(_counters(found, marks, aspect)), marks, watched, aspect)


def _counters(found: Sequence[Post], marks: Marks, aspect: float) -> list[CounterProposal]:
    drawn = [shapes for post in found for shapes in _shapes(post, marks)]
    apart = parted([one for _, one in drawn], [role == "waiting" for role, _ in drawn])
    rest, made = list(zip([role for role, _ in drawn], apart, strict=True)), []
    for post in found:
        zones: dict[str, Zone] = {}
        for role, _ in _shapes(post, marks):
            zones[role] = as_share(within_picture(rest.pop(0)[1], aspect).corners, aspect)
        made.append(_counter(post, zones))
    return made


def _shapes(post: Post, marks: Marks) -> list[tuple[str, Shape]]:
    shapes = [("staff", shape(_around(post.staff, marks), rises=True))]
    if post.customers:
        shapes.append(("customer", shape(_all(post.customers), rises=False)))
    if post.waits:
        shapes.append(("waiting", shape(_all(post.waits), rises=False)))
    return shapes


def _around(staff: Place, marks: Marks) -> Marks:
    """Everything seen of those who hold the post while they are about there, also between two stays."""
    here = np.isin(marks.track, list(staff.tracks)) & near(marks, staff.at, staff.size, _LEANS)
    return marks[here]


def _all(some: Sequence[Place]) -> Marks:
    return Marks(
        *(np.concatenate([getattr(p.marks, name) for p in some]) for name in Marks.__dataclass_fields__)
    )


def _counter(post: Post, zones: dict[str, Zone]) -> CounterProposal:
    came = _came([visit for place in post.customers for visit in place.visits])
    return CounterProposal(
        zones["staff"],
        zones.get("customer"),
        zones.get("waiting"),
        post.staff.seconds,
        sum(place.seconds for place in post.customers),
        sum(place.seconds for place in post.waits),
        came,
        _sure(post, came),
    )


def _came(visits: Sequence[tuple[float, float]]) -> int:
    """How often somebody came; whom a model lost for a moment came once."""
    count, last = 0, -np.inf
    for start, end in sorted(visits):
        count += start - last > _LOST_S
        last = max(last, end)
    return int(count)


def _sure(post: Post, came: int) -> Sureness:
    if not post.customers:
        return "likely"
    if post.margin < _CLEAR:
        return "a guess"
    return "sure" if came >= _MANY else "likely"
