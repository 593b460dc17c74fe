"""Waiting customers: a long wait, and a long queue while other windows of the hall are closed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.scene import (
    Basis,
    Event,
    Scalar,
    Scene,
    Spans,
    Window,
    behaviour,
    confidence,
    limit,
    reaches,
)
from pipeline.states import QUEUES, at_least, counted


@dataclass(frozen=True, slots=True)
class ClosedWindowLimits:
    """Limits of closed windows during a queue."""

    mostly: float = limit(
        0.5,
        "of the queue",
        Basis.CHOICE,
        "a window counts as closed, or as excused, when it was so for most of it",
    )


LIMITS = ClosedWindowLimits()


@behaviour("long_queue")
def long_queue(scene: Scene) -> list[Event]:
    """`queue_people` or more wait for `queue_after_s` while another window of the hall is seen closed.

    A window that the hours or the roster keep closed, or that has a break, is not closed: the evidence names it among
    the excused ones. The event belongs to the counter at whose window they queue.
    """
    limits, windows = scene.limits, scene.windows
    if not windows or not np.nanmax(scene.signals["waiting"], initial=0) >= limits.queue_people:
        return []
    queue = scene.judged(at_least(scene.signals, limits.queue_people, scene.states.hold))
    some = Spans.of(*(span for window in windows for span in window.closed))
    return [
        scene.event(
            "long_queue",
            (start, end),
            confidence(end - start, limits.queue_after_s, queue.seen_share(start, end)),
            _evidence(scene, start, end),
        )
        for start, end in (queue.true & some).bridged(QUEUES.next_s).longer_than(limits.queue_after_s)
    ]


def _evidence(scene: Scene, start: float, end: float) -> dict[str, Scalar]:
    people = counted(scene.signals, scene.rows(start, end))
    closed = [w for w in scene.windows if _mostly(w.closed, start, end)]
    excused = [w for w in scene.windows if w not in closed and _mostly(w.empty - w.closed, start, end)]
    found: dict[str, Scalar] = {
        "seconds": round(end - start, 2),
        "threshold_s": scene.limits.queue_after_s,
        "people": int(np.median(people)),
        "most_people": int(people.max()),
        "threshold_people": scene.limits.queue_people,
        "closed_windows": _names(closed),
    }
    return found | ({"excused_windows": _names(excused)} if excused else {})


def _mostly(spans: Spans, start: float, end: float) -> bool:
    return reaches(spans.seconds_in(start, end), LIMITS.mostly * (end - start))


def _names(windows: Sequence[Window]) -> str:
    return ", ".join(window.counter for window in windows)


@behaviour("long_wait")
def long_wait(scene: Scene) -> list[Event]:
    """A customer in the waiting zone for `long_wait_after_s` on end."""
    state, needed = scene.judged(scene.states.waiting).bridged(QUEUES.next_s), scene.least_s("long_wait")
    return [
        scene.event(
            "long_wait",
            (start, end),
            confidence(end - start, needed, state.seen_share(start, end)),
            {"seconds": round(end - start, 2), "threshold_s": needed},
        )
        for start, end in state.true.longer_than(needed)
    ]
