"""Rules of channels: which notices a channel gets, and when, on the clock of the hall."""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from models.grants import EVERY_HALL


@dataclass(frozen=True, slots=True)
class DaySpan:
    """A span of the day on a hall's clock, `end` excluded; it passes midnight where `end` is before `start`."""

    start: dt.time
    end: dt.time

    def __post_init__(self) -> None:
        if self.start == self.end:
            raise ValueError(f"{self}: begins and ends at the same time: give two times")

    def __contains__(self, time: dt.time) -> bool:
        if self.start < self.end:
            return self.start <= time < self.end
        return time >= self.start or time < self.end

    def __str__(self) -> str:
        """`22:00-06:30`."""
        return f"{self.start:%H:%M}-{self.end:%H:%M}"

    @classmethod
    def parsed(cls, text: str) -> "DaySpan":
        """The span that a text such as `22:00-06:30` names; raises ValueError with one line."""
        start, dash, end = text.partition("-")
        try:
            return cls(_minute(start), _minute(end))
        except ValueError as error:
            why = str(error) if dash and "same time" in str(error) else "write two times, as in 22:00-06:30"
            raise ValueError(f"{text!r}: {why}") from error


@dataclass(frozen=True, slots=True)
class Announcement:
    """The part of a notice that rules read. `site` is "" for a notice about no hall."""

    kind: str
    site: str
    alert: bool


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """One rule of a channel; a notice has to meet all of it.

    `kinds` and `site` are empty for all of them. With `hours`, only notices of these hours. A notice that comes in
    `quiet` hours is held back until their end. With `digest_at`, notices are collected until this time of the day and
    sent as one message.
    """

    alerts_only: bool = False
    site: str = ""
    kinds: frozenset[str] = frozenset()
    hours: DaySpan | None = None
    quiet: DaySpan | None = None
    digest_at: dt.time | None = None

    def takes(self, notice: Announcement, local: dt.datetime) -> bool:
        """Whether a notice of this moment on the hall's clock is for this rule."""
        return (
            (notice.alert or not self.alerts_only)
            and self.site in ("", notice.site)
            and (not self.kinds or notice.kind in self.kinds)
            and (self.hours is None or local.time() in self.hours)
        )

    def due(self, now: float, zone: ZoneInfo) -> float:
        """The moment at which a notice of `now` is to be sent, UTC seconds, never before `now`."""
        due = now if self.digest_at is None else next_time(now, self.digest_at, zone)
        if self.quiet is not None and dt.datetime.fromtimestamp(due, zone).time() in self.quiet:
            due = next_time(due, self.quiet.end, zone)
        return due


@dataclass(frozen=True, slots=True)
class Routing:
    """The halls and rules of a channel. A notice about no hall is for every channel, as it is for every account."""

    halls: frozenset[str]
    rules: tuple[NoticeRule, ...]

    def serves(self, site: str) -> bool:
        """Whether notices of this hall may go to the channel at all."""
        return not site or EVERY_HALL in self.halls or site in self.halls


@dataclass(frozen=True, slots=True)
class Dispatch:
    """When to send a notice (UTC seconds), and whether in a digest."""

    due: float
    digest: bool


def dispatch(
    notice: Announcement, routing: Routing, now: float, zone_of: Callable[[str], ZoneInfo]
) -> Dispatch | None:
    """How a channel gets a notice of `now`: by the rule that sends it first; None if it does not get it."""
    if not routing.serves(notice.site):
        return None
    found = []
    for rule in routing.rules:
        zone = zone_of(rule.site or notice.site)
        if rule.takes(notice, dt.datetime.fromtimestamp(now, zone)):
            found.append(Dispatch(rule.due(now, zone), rule.digest_at is not None))
    return min(found, key=lambda one: (one.due, one.digest), default=None)


def next_time(now: float, time: dt.time, zone: ZoneInfo) -> float:
    """The first moment from `now` on (UTC seconds) at which a clock of the zone shows this time of the day."""
    today = dt.datetime.fromtimestamp(now, zone).date()
    # Three days, because a clock that is set back shows some times twice.
    days = [today + dt.timedelta(days=n) for n in range(3)]
    moments = (dt.datetime.combine(day, time, zone).timestamp() for day in days)
    return next(moment for moment in moments if moment >= now)


def raise_if_foreign(rules: Collection[NoticeRule], halls: Collection[str]) -> None:
    """Raise ValueError for a rule about a hall that the channel does not belong to."""
    for rule in rules:
        if rule.site and EVERY_HALL not in halls and rule.site not in halls:
            raise ValueError(
                f"the channel does not belong to hall {rule.site!r}: no rule can send its notices"
            )


def _minute(text: str) -> dt.time:
    return dt.datetime.strptime(text.strip(), "%H:%M").time()
