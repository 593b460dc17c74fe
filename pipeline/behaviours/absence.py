"""An empty post: absence, and a customer who stands before an empty post."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.scene import TICK, Basis, Event, Scene, Spans, behaviour, confidence, excused, limit, reaches
from pipeline.states import Visit


@dataclass(frozen=True, slots=True)
class AbsenceLimits:
    """Limits of an empty post."""

    never_staffed: float = limit(
        0.4,
        "probability",
        Basis.CHOICE,
        "of an empty post if no person was ever seen at it: the zone may as well be wrong",
    )
    touch_s: float = limit(
        1e-3, "s", Basis.CHOICE, "so near to each other two spans touch, whatever rounding did"
    )


LIMITS = AbsenceLimits()


@behaviour("absence")
def absence(scene: Scene) -> list[Event]:
    """Post empty for `absence_after_s`; a return shorter than `return_confirm_s` does not end it.

    It belongs to the post, not to a person: a colleague who takes over ends it. Unseen time neither begins nor
    prolongs it. Attributes: `unattended`, a customer was at the window for a part of it; `excused`, the roster lets
    the post be empty then. Excused time and other time are absences of their own.
    """
    return [
        excused(_absence(scene, span), reason)
        for part, reason in scene.duty.parts(empty_post(scene))
        for span in part.longer_than(scene.limits.absence_after_s)
    ]


@behaviour("unattended_customer")
def unattended_customer(scene: Scene) -> list[Event]:
    """Customer at the window, nobody at the post, for `unattended_after_s`; `excused` as an absence is.

    A return of staff shorter than `return_confirm_s` does not end it; the next customer's wait is one of its own.
    """
    needed = scene.least_s("unattended_customer")
    waits = (scene.judged(scene.states.customer) & ~scene.states.present).bridged(
        scene.limits.return_confirm_s
    )
    return [
        excused(_unattended(scene, span, waits.seen_share(*span)), reason)
        for part, reason in scene.duty.parts(waits.true - _between_customers(scene))
        for span in part.longer_than(needed)
    ]


def sure(scene: Scene, span: tuple[float, float], needed_s: float, seen_share: float) -> float:
    """The confidence that the post was empty over `span` (UTC s), for `needed_s` and longer: see scene.confidence."""
    most = 1.0 if scene.states.present.true else LIMITS.never_staffed
    return min(most, confidence(span[1] - span[0], needed_s, seen_share))


def asked_if_never_staffed(scene: Scene, event: Event) -> Event:
    """The event of an empty post, a question where nobody was seen at the post all the time."""
    return event if scene.states.present.true else event.as_question()


def _between_customers(scene: Scene) -> Spans:
    """The time in which the window is seen empty between one customer and another one."""
    people = [(visit, _tracks(scene, visit)) for visit in scene.visits]
    gaps = [
        (one.end, two.start)
        for (one, before), (two, after) in pairwise(people)
        if two.start > one.end and not before & after  # a track lost for long is somebody else
    ]
    return Spans.of(*gaps) & scene.states.customer.false


def _tracks(scene: Scene, visit: Visit) -> set[float]:
    ids = scene.signals.columns.get("customer_id")
    found = np.empty(0, np.float32) if ids is None else ids[scene.rows(visit.start, visit.end)]
    return set(np.unique(found[~np.isnan(found)]).tolist())


def empty_post(scene: Scene) -> Spans:
    """The time in which the post is empty, without returns too short to count; a return without a seen end counts."""
    present = scene.judged(scene.states.present)
    brief, away = present.true[~reaches(present.true.seconds, scene.limits.return_confirm_s)], present.false
    return away | _between(brief, away)


def _between(brief: Spans, away: Spans) -> Spans:
    """The short returns that have an empty post right before and right after them."""
    inner = [
        (s, e) for s, e in brief if away.contains(s - LIMITS.touch_s) and away.contains(e + LIMITS.touch_s)
    ]
    return Spans.of(*inner)


def _absence(scene: Scene, span: tuple[float, float]) -> Event:
    start, end = span
    needed = scene.limits.absence_after_s
    alone = float(Spans.of(*((v.start, v.end) for v in scene.visits)).seconds_in(start, end))
    staffed = round(scene.states.present.true.total, 2)
    event = scene.event(
        "absence",
        span,
        sure(scene, span, needed, scene.states.present.seen_share(start, end)),
        {
            "seconds": round(end - start, 2),
            "threshold_s": needed,
            "customer_s": round(alone, 2),
            "staffed_s": staffed,
        },
        {"unattended": alone > TICK},
    )
    return asked_if_never_staffed(scene, event)


def _unattended(scene: Scene, span: tuple[float, float], seen_share: float) -> Event:
    start, end = span
    needed = scene.least_s("unattended_customer")
    figures = {"seconds": round(end - start, 2), "threshold_s": needed}
    event = scene.event("unattended_customer", span, sure(scene, span, needed, seen_share), figures)
    return asked_if_never_staffed(scene, event)
