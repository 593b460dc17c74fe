"""Badges on the chest, as a figure for auditors: a record, never a fault."""

from dataclasses import dataclass

import numpy as np

from pipeline.scene import TICK, Basis, Event, Floats, Scene, behaviour, hourly, limit


@dataclass(frozen=True, slots=True)
class BadgeLimits:
    """Limits of minutes with a badge."""

    missed_s: float = limit(2.0, "s", Basis.CHOICE, "a look that missed a person ends no stretch")
    looked: int = limit(
        10, "seconds of a minute", Basis.CHOICE, "a minute counts when the chest was looked at in so many"
    )
    shown: int = limit(2, "seconds of a minute", Basis.CHOICE, "a badge that shows in so many is there")


LIMITS = BadgeLimits()
_MINUTE = 60.0  # seconds; the least that is counted


@behaviour("badge_time")
def badge_time(scene: Scene) -> list[Event]:
    """One `badge_time` per stretch with staff at the post, by the clock's hours, if a site's model knows badges.

    Attributes: `minutes` in which the chest was looked at, and the `badge_minutes` among them in which a badge was
    seen. A badge that hangs behind an arm, or that the model misses, is not seen: a hint for the auditor, not a
    charge. A stretch is reported when it is over.
    """
    seen = scene.signals.columns.get("badge_seen")
    if seen is None or not scene.duty.features.badge:
        return []
    there = scene.states.present.within(scene.opened).true.bridged(LIMITS.missed_s)
    start, end = hourly(there, _MINUTE, scene.end - LIMITS.missed_s, scene.zero)
    records = [_record(scene, span, seen) for span in zip(start.tolist(), end.tolist(), strict=True)]
    return [record for record in records if record is not None]


def _record(scene: Scene, span: tuple[float, float], seen: np.ndarray) -> Event | None:
    rows = scene.rows(*span)
    second = np.floor(scene.signals.time[rows] - span[0] + TICK)
    looked = _by_minute(second[~np.isnan(seen[rows])]) >= LIMITS.looked
    shown = _by_minute(second[seen[rows] > 0], len(looked)) >= LIMITS.shown
    minutes, with_badge = int(looked.sum()), int((looked & shown).sum())
    if not minutes:
        return None
    evidence = {"seconds": round(span[1] - span[0], 2), "looked_s": float(looked.sum() * _MINUTE)}
    counts = {"minutes": minutes, "badge_minutes": with_badge}
    share = minutes * _MINUTE / (span[1] - span[0])
    return scene.event("badge_time", span, share, evidence, counts)


def _by_minute(second: Floats, minutes: int = 0) -> np.ndarray:
    """(m,) distinct seconds in each minute."""
    return np.bincount((np.unique(second) // _MINUTE).astype(int), minlength=minutes)
