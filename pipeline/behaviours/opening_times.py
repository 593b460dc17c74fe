"""Late opening and early closing, by opening hours less breaks of the site and its roster."""

from collections.abc import Callable, Iterator

import numpy as np

from pipeline.behaviours.absence import asked_if_never_staffed, empty_post, sure
from pipeline.scene import Event, Floats, Scene, Spans, behaviour, excused, keeps_to, reaches

Edge = Callable[[Spans, Floats], Spans]


@behaviour("late_opening")
def late_opening(scene: Scene) -> list[Event]:
    """Post empty from the moment at which it should be staffed, for `late_opening_after_s`.

    Such moments are the opening and the end of every break. The beginning of the judged time is none, unless the
    counter is seen to open then.
    """
    edges = scene.duty.opened.start
    return _at_edges(scene, "late_opening", edges[~keeps_to(edges, scene.start)], _starting)


@behaviour("early_closing")
def early_closing(scene: Scene) -> list[Event]:
    """Post empty until the moment up to which it should be staffed, for `early_closing_after_s`."""
    edges = scene.duty.opened.end
    return _at_edges(scene, "early_closing", edges[~reaches(edges, scene.end)], _ending)


def _at_edges(scene: Scene, kind: str, edges: Floats, touching: Edge) -> list[Event]:
    needed = scene.least_s(kind)
    empty = empty_post(scene)
    empty = empty - empty.touching(scene.duty.guessed)
    found = []
    for part, edge, reason in _parts(scene, empty, edges, touching):
        for start, end in touching(part, edge).longer_than(needed):
            seen = scene.states.present.seen_share(start, end)
            figures = {"seconds": round(end - start, 2), "threshold_s": needed}
            certain = sure(scene, (start, end), needed, seen)
            event = asked_if_never_staffed(scene, scene.event(kind, (start, end), certain, figures))
            found.append(excused(event, reason))
    return found


def _parts(
    scene: Scene, empty: Spans, edges: Floats, touching: Edge
) -> Iterator[tuple[Spans, Floats, str | None]]:
    """The time without an excuse, with the edges that excuses make; then the time of each excuse at its own edge."""
    owed = scene.duty.opened - scene.duty.excused
    own = owed.start if touching is _starting else owed.end
    inside = own[~keeps_to(own, scene.start) & ~reaches(own, scene.end)]
    for part, reason in scene.duty.parts(empty):
        yield part, inside if reason is None else edges, reason


def _starting(spans: Spans, edges: Floats) -> Spans:
    return spans[np.asarray(np.isin(np.round(spans.start, 3), np.round(edges, 3)), np.bool_)]


def _ending(spans: Spans, edges: Floats) -> Spans:
    return spans[np.asarray(np.isin(np.round(spans.end, 3), np.round(edges, 3)), np.bool_)]
