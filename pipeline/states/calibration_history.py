"""The seat from day to day: the seat of one day is merged with the calibration stored from the days before.

A day on which no person stood up shows one height of the shoulders, and a morning's first minute shows less than
that. The stored calibration says which level that height is, and gives the missing one.
"""

from dataclasses import dataclass, fields, replace

import numpy as np

from models import Calibration, Seat, Source
from pipeline.intervals import Basis, limit
from pipeline.states.calibration import LIMITS as SEAT


@dataclass(frozen=True, slots=True)
class SeatHistoryLimits:
    """Limits by which the seat of a day is merged with the stored one."""

    enough: int = limit(
        1500,
        "looks",
        Basis.CHOICE,
        "five minutes at five a second: a day of so many speaks for itself, fewer weigh in proportion",
    )
    neither_from: float = limit(
        1 / 3,
        "of a rise",
        Basis.CHOICE,
        "a tall person who sits is off the level by 0.12 m at most, two standard deviations of stature",
    )
    neither_to: float = limit(
        2 / 3,
        "of a rise",
        Basis.CHOICE,
        "a short person who stands is off the level by as much; between the two it is neither",
    )


LIMITS = SeatHistoryLimits()


# Fields that the day alone determines; every other figure of a seat may be interpolated between two days.
_NOT_MIXED = ("samples", "certain")


def merge(kept: Calibration | None, learned: Seat, *, stands: bool = False) -> Seat:
    """The seat to judge by: `learned` of these signals, held against what was `kept` from earlier days.

    * Nothing kept, or a counter that was put elsewhere (no level fits): the day alone.
    * A day of two levels and enough looks: the day alone; chairs are adjusted and other people sit on them.
    * A day of one level: it is the kept level that it is nearest to, and the other one is as it was kept. Halfway
      between both it is neither, and both stay as they were kept.
    * Two days of one level each: a rise apart they are the two levels. Else they are the same one, and it is what the
      body said of it, of the later day first.
    * Few looks: every figure between what is kept and what they say, by their number.
    * Levels that a person gave hold, whatever the day shows. `stands` (no chair) is a person's word as well.

    Levels are compared as heights in the picture: metres differ with the scale that a day measures.
    """
    if kept is None or not kept.seat.known:
        return learned
    if not learned.known:
        return kept.seat
    corrected = kept.source is Source.CORRECTED
    before = _rescaled(kept.seat, learned.scale)
    if not corrected and not fits(kept, learned):
        return learned
    levels = _levels(before, learned, stands=stands)
    weight = min(1.0, learned.samples / LIMITS.enough)
    both = corrected or not np.isnan(sum(levels))
    now = replace(
        learned, seated=levels[0], standing=levels[1],
        certain=1.0 if both else (learned if learned.named else before).certain,
    )  # fmt: skip
    mixed = _between(_named(before, levels), now, weight)
    return replace(mixed, seated=before.seated, standing=before.standing) if corrected else mixed


def fits(kept: Calibration, learned: Seat) -> bool:
    """Whether the levels of a day can be the stored ones; False when chair, desk or camera were moved.

    Another person or another chair moves a level by less than a rise; two levels must both have moved.
    """
    before = _rescaled(kept.seat, learned.scale)
    pairs = ((before.seated, learned.seated), (before.standing, learned.standing))
    both = [abs(old - new) < SEAT.least_rise for old, new in pairs if not np.isnan(old + new)]
    if not np.isnan(learned.rise) and not np.isnan(before.rise):
        return any(both)
    low, high = np.nanmin((before.seated, before.standing)), np.nanmax((before.seated, before.standing))
    if np.isnan(
        before.rise
    ):  # only one level was ever seen: the other one may be a rise away, on either side
        return True
    return bool(low - SEAT.least_rise < single_level(learned) < high + SEAT.least_rise)


def settled(learned: Seat) -> bool:
    """Whether a day's seat needs no stored calibration (except levels that a person gave)."""
    return learned.samples >= LIMITS.enough and not np.isnan(learned.rise)


def _levels(before: Seat, learned: Seat, *, stands: bool) -> tuple[float, float]:
    """(seated, standing) metres, each from the day or from the stored calibration; NaN if neither has it."""
    if not np.isnan(learned.rise) or stands:
        return learned.seated, learned.standing
    level = single_level(learned)
    if np.isnan(before.rise):
        return _two_days_of_one(before, learned)
    share = (level - before.seated) / before.rise
    if share < LIMITS.neither_from:
        return level, before.standing
    return (before.seated, level) if share > LIMITS.neither_to else (before.seated, before.standing)


def single_level(seat: Seat) -> float:
    """The one level of a seat that has one, metres; the standing one of two; NaN if none is known."""
    return seat.seated if np.isnan(seat.standing) else seat.standing


def _two_days_of_one(before: Seat, learned: Seat) -> tuple[float, float]:
    """Two days of one level each: a rise apart they are the two levels, else the same one."""
    old, level = single_level(before), single_level(learned)
    if level - old >= SEAT.least_rise:
        return old, level
    if old - level >= SEAT.least_rise:
        return level, old
    says = learned if learned.named else before
    return (float("nan"), level) if np.isnan(says.seated) else (level, float("nan"))


def _named(before: Seat, levels: tuple[float, float]) -> Seat:
    """The stored calibration, its single level named as the two present levels say: heights tell it better than
    bodies.
    """
    if not np.isnan(before.rise) or np.isnan(sum(levels)):
        return before
    old = single_level(before)
    sat = abs(old - levels[0]) <= abs(old - levels[1])
    return replace(before, seated=old if sat else float("nan"), standing=float("nan") if sat else old)


def _rescaled(seat: Seat, scale: float) -> Seat:
    """The same heights in the picture, in metres of another scale."""
    ratio = seat.scale / scale
    return replace(
        seat,
        seated=seat.seated * ratio,
        standing=seat.standing * ratio,
        sd=seat.sd * ratio,
        head_height=seat.head_height * ratio,
        scale=scale,
    )


def _between(before: Seat, now: Seat, weight: float) -> Seat:
    """Every figure `weight` (0..1) of the way from one to the other; a figure that only one has is taken from it."""

    def mixed(name: str) -> float:
        old, new = float(getattr(before, name)), float(getattr(now, name))
        if np.isnan(old) or np.isnan(new):
            return old if np.isnan(new) and name not in ("seated", "standing") else new
        return new if weight == 1.0 else old + weight * (new - old)

    figures = {one.name: mixed(one.name) for one in fields(Seat) if one.name not in _NOT_MIXED}
    return Seat(**figures, samples=now.samples, certain=now.certain)
