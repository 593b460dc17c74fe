"""Scenes of a long day at a counter: each is a story with its true events."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from models import Thresholds
from synthetic.stories import (
    Story,
    asleep,
    away,
    customer_arrives,
    customer_leaves,
    flickering,
    goes_on,
    leaning_back,
    passes_by,
    seated,
    sits_after,
    slouching,
    somebody_waits,
    standing,
    sunk,
    with_hands,
    yawns,
)

Chance = np.random.Generator
NEAR = (0.07, 0.5)
"""Smallest distance of a duration from its limit, as a share of it: presence is smoothed over a second or two."""
LONGEST_S = 1200.0


@dataclass(frozen=True, slots=True)
class Scene:
    """A story and its true events: (kind, start, end) in seconds of the story."""

    story: Story
    true: tuple[tuple[str, float, float], ...] = ()


Teller = Callable[[Chance, Thresholds], Scene]


def lasting(chance: Chance, limit: float, longest: float = LONGEST_S) -> float:
    """Seconds, a multiple of a look: a third just below the limit, a third just above it, a third up to `longest`."""
    way = int(chance.integers(3))
    share = chance.uniform(*NEAR)
    if way == 2:
        far = limit * (1 + NEAR[0])
        return _on_a_look(float(np.exp(chance.uniform(np.log(far), np.log(max(longest, 2 * far))))))
    return _on_a_look(limit * (1 - share if way == 0 else 1 + share))


def _on_a_look(seconds: float) -> float:
    return round(seconds * 5) / 5


def held(kind: str, seconds: float, limit: float, start: float = 0.0) -> tuple[tuple[str, float, float], ...]:
    """The event if it lasts as long as the limit, otherwise none."""
    return ((kind, start, start + seconds),) if seconds >= limit else ()


def absence(chance: Chance, limits: Thresholds) -> Scene:
    """The post is empty for 20 s to 20 minutes."""
    long = lasting(chance, limits.absence_after_s)
    return Scene(away(long) + seated(30), held("absence", long, limits.absence_after_s))


def interrupted_absence(chance: Chance, limits: Thresholds) -> Scene:
    """A clerk comes back: for a moment, which ends no absence, or for long enough to end it."""
    first, last = (lasting(chance, limits.absence_after_s, 120) for _ in range(2))
    brief = chance.random() < 0.5
    back = _on_a_look(
        limits.return_confirm_s * (chance.uniform(0.2, 0.8) if brief else chance.uniform(1.4, 4))
    )
    whole = first + back + last
    if brief:
        true = held("absence", whole, limits.absence_after_s)
    else:
        true = held("absence", first, limits.absence_after_s)
        true += held("absence", last, limits.absence_after_s, first + back)
    return Scene(away(first) + seated(back) + away(last) + seated(30), true)


def unattended(chance: Chance, limits: Thresholds) -> Scene:
    """A customer comes to an empty post and waits until a clerk comes back."""
    wait = lasting(chance, limits.unattended_after_s, 300)
    before = _on_a_look(limits.absence_after_s * chance.uniform(1.2, 4))
    stay = _on_a_look(chance.uniform(20, 90))
    story = away(before) + customer_arrives() + goes_on(wait) + seated(0) + goes_on(stay) + customer_leaves()
    true = held("absence", before + wait, limits.absence_after_s)
    true += held("unattended_customer", wait, limits.unattended_after_s, before)
    return Scene(story, true + _visit(before, wait + stay))


def greeted(chance: Chance, limits: Thresholds) -> Scene:
    """The clerk rises in time: before the customer comes, or soon after."""
    stay = _on_a_look(chance.uniform(20, 120))
    if chance.random() < 0.4:
        early = _on_a_look(limits.stand_before_s * chance.uniform(0.2, 0.85))
        story = standing(early) + customer_arrives() + goes_on(stay) + customer_leaves() + sits_after(2)
        return Scene(story, _visit(early, stay))
    late = _on_a_look(limits.stand_within_s * chance.uniform(0.1, 0.85))
    story = customer_arrives() + goes_on(late) + standing(stay - late) + customer_leaves() + sits_after(2)
    return Scene(story, _visit(0, stay))


def not_greeted(chance: Chance, limits: Thresholds) -> Scene:
    """The clerk stays seated, rises too late, or rose and sat down again long before the customer came."""
    stay = _on_a_look(chance.uniform(20, 120))
    missed = (("no_stand_greeting", 0.0, 0.0),)
    way = int(chance.integers(3))
    if way == 0:
        return Scene(customer_arrives() + goes_on(stay) + customer_leaves(), _visit(0, stay) + missed)
    if way == 1:
        late = _on_a_look(limits.stand_within_s * chance.uniform(1.15, 2.5))
        story = customer_arrives() + goes_on(late) + standing(stay - late) + customer_leaves() + sits_after(2)
        return Scene(story, _visit(0, stay) + missed)
    before = _on_a_look(limits.stand_before_s * chance.uniform(1.5, 3))
    story = standing(4) + seated(before) + customer_arrives() + goes_on(stay) + customer_leaves()
    return Scene(story, (*_visit(4 + before, stay), ("no_stand_greeting", 4 + before, 4 + before)))


def passing(chance: Chance, limits: Thresholds) -> Scene:
    """A person walks past the window in less time than a visit takes."""
    return Scene(passes_by(_on_a_look(limits.visit_min_s * chance.uniform(0.2, 0.7))) + goes_on(10))


def bad_posture(chance: Chance, limits: Thresholds) -> Scene:
    """Slouching, sinking or leaning back."""
    pose, kind, limit = (
        (slouching, "slouching", limits.slouch_after_s),
        (sunk, "slouching", limits.slouch_after_s),
        (leaning_back, "leaning_back", limits.lean_back_after_s),
    )[int(chance.integers(3))]
    long = lasting(chance, limit, 180)
    return Scene(pose(long) + seated(20), held(kind, long, limit))


def asleep_at_the_desk(chance: Chance, limits: Thresholds) -> Scene:
    """The head lies on the desk; the pose is found only in some looks."""
    long = lasting(chance, limits.head_on_desk_after_s, 300)
    return Scene(asleep(long) + seated(30), held("head_on_desk", long, limits.head_on_desk_after_s))


def idle_hands(chance: Chance, limits: Thresholds) -> Scene:
    """Chin on the hand, arms crossed, a telephone at the ear."""
    pose, kind, limit = (
        (partial(with_hands, "chin", head=-0.07), "chin_on_hand", limits.chin_on_hand_after_s),
        (partial(with_hands, "crossed"), "arms_crossed", limits.arms_crossed_after_s),
        (partial(with_hands, "ear"), "phone", limits.phone_after_s),
    )[int(chance.integers(3))]
    long = lasting(chance, limit, 120)
    return Scene(pose(long) + seated(20), held(kind, long, limit))


def yawning(chance: Chance, limits: Thresholds) -> Scene:
    """A yawn, or a mouth open for a moment."""
    long = lasting(chance, limits.yawn_after_s, 5)
    return Scene(yawns(long) + seated(20), held("yawning", long, limits.yawn_after_s))


def waiting(chance: Chance, limits: Thresholds) -> Scene:
    """A person sits in the waiting zone."""
    long = lasting(chance, limits.long_wait_after_s)
    return Scene(somebody_waits(long) + goes_on(20), held("long_wait", long, limits.long_wait_after_s))


def _visit(start: float, stay: float) -> tuple[tuple[str, float, float], ...]:
    return ("arrival", start, start), ("departure", start + stay, start + stay)


SCENES: Mapping[Teller, float] = {
    absence: 6,
    interrupted_absence: 3,
    unattended: 4,
    greeted: 5,
    not_greeted: 5,
    passing: 3,
    bad_posture: 5,
    asleep_at_the_desk: 2,
    idle_hands: 4,
    yawning: 3,
    waiting: 1,
}
"""The frequency of each scene, as a weight."""

KINDS = frozenset(
    (
        "absence", "unattended_customer", "arrival", "departure", "no_stand_greeting", "slouching", "leaning_back",
        "head_on_desk", "chin_on_hand", "arms_crossed", "phone", "yawning", "long_wait",
    )
)  # fmt: skip
"""The kinds whose events in a day are all labelled."""


def tell(chance: Chance, limits: Thresholds) -> Scene:
    """One scene, of those in which people are found in nearly every look."""
    weights = np.array(list(SCENES.values()))
    teller = list(SCENES)[int(chance.choice(len(SCENES), p=weights / weights.sum()))]
    scene = teller(chance, limits)
    if teller is asleep_at_the_desk:  # says itself how often the sleeper is found
        return scene
    return Scene(flickering(scene.story, found=float(chance.uniform(0.92, 1))), scene.true)
