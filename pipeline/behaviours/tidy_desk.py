"""A desk that is left in another state than the tidy one."""

from dataclasses import dataclass

import numpy as np

from pipeline.scene import Basis, Event, Scene, behaviour, keeps_to, limit


@dataclass(frozen=True, slots=True)
class TidyDeskLimits:
    """Limits of a desk that is left."""

    night_s: float = limit(
        14400.0,
        "s",
        Basis.CHOICE,
        "four hours: after a pause longer than any break the next opening is another day's",
    )
    looks: int = limit(
        3, "looks", Basis.CHOICE, "each is a median over 20 s already; three agree on the things on the desk"
    )
    at_border: float = limit(
        0.3, "probability", Basis.CHOICE, "of a desk just over the profile's share: a picture is a hint"
    )
    at_most: float = limit(0.7, "probability", Basis.CHOICE, "a person should look before anything is said")
    last_s: float = limit(
        1.0, "s", Basis.CHOICE, "an event at the very end of the day belongs to the shift that ends then"
    )


LIMITS = TidyDeskLimits()


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
        if not keeps_to(then - end, LIMITS.night_s) and keeps_to(end, over)
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
    share = float(np.median(shares)) if len(shares) >= LIMITS.looks else 0.0
    if share <= limits.desk_share:
        return []
    sure = min(
        LIMITS.at_most,
        LIMITS.at_border + (LIMITS.at_most - LIMITS.at_border) * (share / limits.desk_share - 1),
    )
    evidence = {"changed_share": round(share, 3), "threshold_share": limits.desk_share, "looks": len(shares)}
    return [scene.event("untidy_desk", (closing - LIMITS.last_s, closing), sure, evidence)]
