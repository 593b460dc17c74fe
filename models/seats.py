"""The seat of a counter: how high its staff sits and stands, and what of it is kept from day to day."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Seat:
    """What was learned for one counter. Heights are metres upward, NaN where the day did not show it.

    `seated` and `standing` are shoulder levels, `sd` the spread at the seated level, `scale` picture heights per
    metre; `head_height`, `trunk_forward` and `trunk_side` (degrees) are those of the upright staff; `noise_deg` is how
    much the trunk's angle differs from look to look; `samples` how many looks it was learned from. Where there is one
    level, `certain` is how sure its name is, 0.5 to 1, or 0 where nothing told sitting from standing: then it is kept
    as `seated`.
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
        """Whether anybody was seen at the post at all."""
        return self.samples > 0

    @property
    def rise(self) -> float:
        """Metres between the levels; NaN when only one was seen."""
        return self.standing - self.seated


UNKNOWN = Seat(*(float("nan"),) * 8, samples=0)


class Source(StrEnum):
    """Where a kept seat comes from: the signals, a person's correction, or nothing (a person said: learn anew)."""

    LEARNED = "learned"
    CORRECTED = "corrected"
    RESET = "reset"


@dataclass(frozen=True, slots=True)
class Histogram:
    """How long shoulders were at which height: looks by steps of `step` metres from `low` (as Seat's heights) up."""

    low: float
    step: float
    counts: tuple[int, ...]


NO_HEIGHTS = Histogram(0.0, 0.02, ())


@dataclass(frozen=True, slots=True)
class Calibration:
    """A seat as it is kept: used for days that begin at `valid_from` (UTC s) or later.

    `day` is the last one it was learned from, `days` how many there were since it was learned anew on `first_day`.
    With the source CORRECTED the two levels are `made_by`'s word. `heights` are those of `day`, in Seat's metres.
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
