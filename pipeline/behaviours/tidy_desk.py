"""A desk that is left in another state than the tidy one."""

import numpy as np

from models import Event
from pipeline.intervals import keeps_to
from pipeline.scene import Scene, behaviour

# After a longer pause than any break the next opening is another day's.
_NIGHT_S = 4 * 3600.0
# Each look is a median over twenty seconds already; three of them agree on the things on the desk.
_LOOKS = 3
# A picture is a hint: a person should look before anything is said.
_AT_BORDER, _AT_MOST = 0.3, 0.7


@behaviour("untidy_desk")
def untidy_desk(scene: Scene) -> list[Event]:
    """More than `desk_share` of the desk differs from its tidy picture after everybody left at closing time.

    Only if the site gives a picture. The desk is looked at from the last time that a person is at the post,
    `desk_within_s` before the day's last closing at the earliest, to as long after it.
    """
    if not scene.duty.features.desk:
        return []
    return [event for closing in _closings(scene) for event in _left_behind(scene, closing)]


def _closings(scene: Scene) -> list[float]:
    """The last moments of days that are over for all looks."""
    opened, over = scene.opened, scene.end - scene.limits.desk_within_s
    following = np.append(opened.start[1:], np.inf)
    return [
        float(end)
        for end, then in zip(opened.end, following, strict=True)
        if not keeps_to(then - end, _NIGHT_S) and keeps_to(end, over)
    ]


def _left_behind(scene: Scene, closing: float) -> list[Event]:
    limits = scene.limits
    first, last = closing - limits.desk_within_s, closing + limits.desk_within_s
    there = scene.states.present.true.clipped(first, last)
    left = float(there.end[-1]) if there else first
    looks = (
        scene.signals["desk_changed"][scene.rows(left, last)]
        if "desk_changed" in scene.signals.columns
        else np.array([])
    )
    shares = looks[~np.isnan(looks)]
    share = float(np.median(shares)) if len(shares) >= _LOOKS else 0.0
    if share <= limits.desk_share:
        return []
    sure = min(_AT_MOST, _AT_BORDER + (_AT_MOST - _AT_BORDER) * (share / limits.desk_share - 1))
    evidence = {"changed_share": round(share, 3), "threshold_share": limits.desk_share, "looks": len(shares)}
    # The last second of the day: an event at its very end belongs to the shift that ends then.
    return [scene.event("untidy_desk", (closing - 1, closing), sure, evidence)]
