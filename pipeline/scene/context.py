"""The context of a camera's counters: everything that is known of them before their signals are read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from models import Calibration, RosterEntry, Site, calendar_day, whole_days
from pipeline.intervals import TICK, Spans
from pipeline.scene.duty import Duty
from pipeline.scene.rostered import duties, has_hours


@dataclass(frozen=True, slots=True)
class CounterContext:
    """All that is known of the counters of `camera` over `span` (UTC s), the same for everything that judges.

    `site` has the hours and the site's options. `roster` are the lines of all days that the span touches: a shift of
    the morning says that the post is closed in the afternoon. `seats` are by counter the calibrations from days before,
    learned or corrected. `guessed` is the time of recordings whose date is unknown (UTC s): hours and roster do not
    apply to it. `watched` is by counter the time with signals: a hall without hours is accounted for in no other time.
    `empty` is when posts before the hall's other cameras were seen empty.
    """

    site: Site
    camera: str
    span: tuple[float, float]
    roster: tuple[RosterEntry, ...] = ()
    seats: Mapping[str, Calibration] = field(default_factory=dict)
    guessed: tuple[tuple[float, float], ...] = ()
    watched: Mapping[str, Spans] = field(default_factory=dict)
    empty: Mapping[str, Spans] = field(default_factory=dict)

    @property
    def days(self) -> tuple[float, float]:
        """The whole days of the site's calendar that the span touches, UTC s."""
        start, end = self.span
        zone = self.site.zone
        last = max(start, end - TICK)  # a span that ends at midnight touches no next day
        return whole_days(calendar_day(start, zone), calendar_day(last, zone), zone)

    @property
    def has_hours(self) -> bool:
        """Whether site or roster say when the hall is open, so that time without a picture is time not covered."""
        return has_hours(self.site, self.roster)

    @property
    def duties(self) -> dict[str, Duty]:
        """Every counter of the hall, by key: when its norms hold, what excuses an empty post, and its seat."""
        guessed, watched = Spans.of(*self.guessed), {} if self.has_hours else self.watched
        return {
            key: replace(
                duty, kept=self.seats.get(key), accounted=watched.get(key), empty=self.empty.get(key)
            ).without_hours(guessed)
            for key, duty in duties(self.site, self.roster, *self.span).items()
        }

    def within(self, start: float, end: float) -> "CounterContext":
        """The context of a part of the span, with the roster of that part's days alone."""
        part = replace(self, span=(start, end))
        first, last = part.days
        roster = tuple(entry for entry in self.roster if entry.start < last and entry.end > first)
        return replace(part, roster=roster)


ContextOf = Callable[[Site, str, tuple[float, float]], CounterContext]
"""Gives the context of a site's camera over a span (UTC s); `CounterContext` itself knows the site alone."""
