"""The seat of a counter: the heights of seated and standing staff, and how they are kept from day to day."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Seat:
    """The heights that were learned for one counter: metres upward, NaN if the day did not show them.

    `seated` and `standing` are shoulder levels, `sd` the spread at the seated level, `scale` picture heights per
    metre; `head_height`, `trunk_forward` and `trunk_side` (degrees) are those of the upright staff; `noise_deg` is how
    much the trunk's angle differs from look to look; `samples` how many looks it was learned from. If there is
    one level, `certain` is the confidence of its name, 0.5 to 1; 0 means that nothing told sitting from standing, and
    the level is kept as `seated`.
    """

    seated: float
    standing: float
    sd: float
    scale: float
    head_height: float
    trunk_forward: float
    trunk_side: float
    noise_deg: float
    samples: int
    certain: float = 1.0

    @property
    def named(self) -> bool:
        """Whether it is known that the levels are sitting and standing, or which of both the only level is."""
        return self.certain > 0

    @property
    def known(self) -> bool:
        """Whether staff was seen at the post."""
        return self.samples > 0

    @property
    def rise(self) -> float:
        """Metres between the levels; NaN when only one was seen."""
        return self.standing - self.seated


UNKNOWN = Seat(*(float("nan"),) * 8, samples=0)


class Source(StrEnum):
    """The source of a kept seat: the signals, a person's correction, or nothing (a person asked to learn it anew)."""

    LEARNED = "learned"
    CORRECTED = "corrected"
    RESET = "reset"


@dataclass(frozen=True, slots=True)
class Histogram:
    """Number of looks by shoulder height, in steps of `step` metres from `low` (as Seat's heights) upward."""

    low: float
    step: float
    counts: tuple[int, ...]


NO_HEIGHTS = Histogram(0.0, 0.02, ())


@dataclass(frozen=True, slots=True)
class Calibration:
    """A seat as it is kept: used for days that begin at `valid_from` (UTC s) or later.

    `day` is the last one it was learned from, `days` how many there were since it was learned anew on `first_day`.
    With the source CORRECTED, `made_by` entered the two levels. `heights` are those of `day`, in Seat's metres.
    """

    seat: Seat
    source: Source
    day: dt.date
    first_day: dt.date
    days: int
    valid_from: float
    heights: Histogram = NO_HEIGHTS
    made_by: str = ""
    made_at: float = 0.0
