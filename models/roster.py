"""The roster: the staff on duty at each counter, and the excuses for an empty post.

Cameras recognise no person: a post and a shift name the person.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from models.records import day_span


class What(StrEnum):
    """The kind of a line of the roster."""

    SHIFT = "shift"
    """`person` sits at `counter` from `start` to `end`; the shift's name is in `shift`."""
    BREAK = "break"
    """`counter`, or `person` wherever they sit, has a break."""
    LEAVE = "leave"
    """`person` has approved leave."""
    COVER = "cover"
    """`person`, a colleague, covers `counter`: at that post if `seat` names it, otherwise from another place."""
    HOLIDAY = "holiday"
    """The hall is closed."""


@dataclass(frozen=True, slots=True, order=True)
class RosterEntry:
    """One line of a roster. `start` and `end` are UTC seconds, `day` the site's day on which it begins.

    `counter` and `seat` are the site's counter keys, `person` is a name or a staff number as the hall writes it;
    "" where a line has none.
    """

    day: dt.date
    what: What
    start: float
    end: float
    counter: str = ""
    shift: str = ""
    person: str = ""
    seat: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"{self.what} of {self.day}: end {self.end} must be after start {self.start}")

    def overlaps(self, other: "RosterEntry") -> bool:
        """Whether both hold at some moment."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Sitting:
    """A span in which one person is responsible for a post (UTC seconds)."""

    counter: str
    shift: str
    person: str
    start: float
    end: float


def whole_days(first: dt.date, last: dt.date, zone: ZoneInfo) -> tuple[float, float]:
    """From the first moment of `first` to the end of `last` on the site's calendar, UTC seconds."""
    return day_span(first, zone)[0], day_span(last, zone)[1]
