"""Storage for a live session: events, coverage, clips, signals and scores. It deletes nothing; the nightly run does."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from models import Camera, Coverage, Event, QuietDraw, Site, calendar_day
from models.norms import Profile
from models.store import FoundEvent, Store
from pipeline.archive.backgrounds import keep_background, notify_moved, notify_shifted
from pipeline.archive.detectors import notify_no_detector
from pipeline.archive.live_days import LiveDays
from pipeline.archive.signals import safe_name, write_signals
from pipeline.clips.cutting import Clip
from pipeline.live.judging_times import edges
from pipeline.roster.context_loading import load_context
from pipeline.scene import CounterContext
from pipeline.scoring.days import score_day, stamp_of
from vision.camera.view_watch import Background, Framing
from vision.core import Basis, Signals, limit

HOUR_S = 3600.0  # coverage is kept by the hour, so that a restart neither loses nor doubles it


@dataclass(frozen=True, slots=True)
class LiveStoreLimits:
    """Limits of what is judged again."""

    longest_s: float = limit(
        43200.0,
        "s",
        Basis.CHOICE,
        "an event that goes on for longer than twelve hours is followed no further",
    )
    ahead_s: float = limit(
        86400.0,
        "s",
        Basis.CHOICE,
        "roster and hours are known for a day ahead, so that judging outlives an outage of the database",
    )


LIMITS = LiveStoreLimits()


@dataclass(slots=True)
class LiveSite:
    """The site that all cameras of a session share. `clock` gives UTC seconds, `say` takes a line for the operator.

    `norms` are those that the site names. Both are replaced when the site file changes.
    """

    site: Site
    norms: Profile
    store: Store
    data: Path
    clock: Callable[[], float]
    say: Callable[[str], None]

    @property
    def profile(self) -> Profile:
        """The norms with the learned lines that are in force now."""
        return self.store.lines.over(self.norms, self.site.site)

    def told(self, moment: float) -> str:
        """A moment (UTC s) as people at the site read it."""
        return dt.datetime.fromtimestamp(moment, self.site.zone).strftime("%Y-%m-%d %H:%M:%S")


@dataclass(frozen=True, slots=True)
class Upkeep:
    """The state of a camera's view, and its recent signals by counter, for background, notices and score."""

    reference: Background | None
    framing: Framing
    signals: Mapping[str, Signals]


@dataclass(frozen=True, slots=True)
class JudgingBasis:
    """Everything that judging takes from the database: hours, roster and seats, and the norms with learned lines.

    `edges` are the moments (UTC s) at which norms begin or cease to hold, and excuses begin or end. `quiet` has the
    draws of quiet minutes of today, and of yesterday while its last minutes are cut.
    """

    context: CounterContext
    profile: Profile
    edges: tuple[float, ...] = ()
    quiet: Mapping[dt.date, QuietDraw] = field(default_factory=dict)


@dataclass
class LiveRepository:
    """Stores one camera's results; `address` names the footage of a day."""

    hall: LiveSite
    camera: Camera
    address: str
    _counters: Mapping[str, int] = field(default_factory=dict, init=False)

    def basis(self, now: float) -> JudgingBasis:
        """The basis of everything that is judged from `now` (UTC s) until it is read again, a day later at most."""
        span = (now - LIMITS.longest_s - HOUR_S, now + LIMITS.ahead_s)
        context = load_context(self.hall.store, self.hall.site, self.camera.id, span, now)
        return JudgingBasis(
            context, self.hall.profile, edges(context.duties.values()), self._quiet_draws(now)
        )

    def results(self, findings: Sequence[FoundEvent], coverage: Sequence[Coverage]) -> None:
        """Store events and coverage, each with the day on which it began.

        A coverage that starts as a stored one replaces it. A camera that was moved is reported by a notice.
        """
        days = LiveDays(self.hall.site, self.camera.id, self.address)
        for analysis in days.analyses(findings, coverage, stamp_of(self.hall.profile)):
            self._counters = self.hall.store.recordings.save(analysis, self.hall.clock()).counter_ids
        found = [one.event for one in findings if not one.withdrawn]
        notify_moved(self.hall.store, self.hall.site, found, self.hall.clock())

    @property
    def clip_folder(self) -> Path:
        """The folder of the camera's clips."""
        return self.hall.data / "clips" / safe_name(self.camera.id)

    def clip_of(self, event: Event, clip: Clip) -> FoundEvent:
        """The event with its clip and poster, as they are stored."""
        return FoundEvent.cut(event, self.hall.data, (clip.path, clip.poster), fresh=clip.fresh)

    def keep_quiet(self, draw: QuietDraw, minute: Event, clip: Clip) -> None:
        """Store a quiet minute with its clip; raises StoreError when the database is away."""
        self.hall.store.quiet_minutes.keep(draw, self.clip_of(minute, clip), self.hall.clock())

    def _quiet_draws(self, now: float) -> dict[dt.date, QuietDraw]:
        site, drawn = self.hall.site, self.hall.store.quiet_minutes
        days = {calendar_day(moment, site.zone) for moment in (now - HOUR_S, now)}
        found = {day: drawn.draw(site, day, now) for day in sorted(days)}
        return {day: draw for day, draw in found.items() if draw is not None}

    def signals(self, rows: Mapping[str, Signals]) -> None:
        """Write signals to the archive; rows of the same time are overwritten."""
        some = {counter: part for counter, part in rows.items() if len(part)}
        if some:
            write_signals(self.hall.data, self.camera.id, some, self.hall.site.zone)

    def upkeep(self, upkeep: Upkeep, now: float) -> None:
        """Store the background, and notices about view and detector; score today so far."""
        store, site = self.hall.store, self.hall.site
        keep_background(store, site, self.camera, upkeep.reference, now)
        notify_shifted(store, site, self.camera, upkeep.framing, now)
        notify_no_detector(store, site, upkeep.signals, now)
        day = calendar_day(now, site.zone)
        for counter in self.camera.counters:
            if counter.id in self._counters:
                score_day(store, self.hall.profile, self._counters[counter.id], day, now)
