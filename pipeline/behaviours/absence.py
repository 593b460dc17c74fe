"""Nobody at the post: an absence of its own, and a customer who stands before an empty post."""

from models.events import Event
from pipeline.scene import Scene, confidence, excused
from pipeline.spans import Spans


def absence(scene: Scene) -> list[Event]:
    """Post empty for `absence_after_s`; a return shorter than `return_confirm_s` does not end it.

    It belongs to the post, not to a person: a colleague who takes over ends it. Unseen time neither begins nor
    prolongs it. Attributes: `unattended`, a customer was at the window for a part of it; `excused`, the roster
    lets the post be empty then. What is excused and what is not are absences of their own.
    """
    return [
        excused(_absence(scene, span), reason)
        for part, reason in scene.duty.parts(empty_post(scene))
        for span in part.longer_than(scene.limits.absence_after_s)
    ]


def unattended_customer(scene: Scene) -> list[Event]:
    """Customer at the window, nobody at the post, for `unattended_after_s`; `excused` as an absence is."""
    needed = scene.limits.unattended_after_s
    waits = (scene.judged(scene.states.customer) & ~scene.states.present).bridged(
        scene.limits.return_confirm_s
    )
    return [
        excused(_unattended(scene, span, waits.seen_share(*span)), reason)
        for part, reason in scene.duty.parts(waits.true)
        for span in part.longer_than(needed)
    ]


def empty_post(scene: Scene) -> Spans:
    """Where the post is empty, without returns too short to count; one that nobody saw end counts."""
    present = scene.judged(scene.states.present)
    brief, away = present.true[present.true.seconds < scene.limits.return_confirm_s], present.false
    return away | _between(brief, away)


def _between(brief: Spans, away: Spans) -> Spans:
    """The short returns that have an empty post right before and right after them."""
    inner = [(s, e) for s, e in brief if away.contains(s - 1e-3) and away.contains(e + 1e-3)]
    return Spans.of(*inner)


def _absence(scene: Scene, span: tuple[float, float]) -> Event:
    start, end = span
    needed = scene.limits.absence_after_s
    alone = sum(max(0.0, min(v.end, end) - max(v.start, start)) for v in scene.visits)
    return scene.event(
        "absence",
        span,
        confidence(end - start, needed, scene.states.present.seen_share(start, end)),
        {"seconds": round(end - start, 2), "threshold_s": needed, "customer_s": round(alone, 2)},
        {"unattended": alone > 0},
    )


def _unattended(scene: Scene, span: tuple[float, float], seen_share: float) -> Event:
    start, end = span
    needed = scene.limits.unattended_after_s
    sure = confidence(end - start, needed, seen_share)
    return scene.event(
        "unattended_customer", span, sure, {"seconds": round(end - start, 2), "threshold_s": needed}
    )
