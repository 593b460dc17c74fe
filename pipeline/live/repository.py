"""Storage for a live session: events, coverage, clips, signals and scores. It deletes nothing; the nightly run does."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from models import Camera, Coverage, Site, calendar_day, day_span
from models.norms import Profile
from models.store import Analysis, FootageSource, FoundEvent, Store
from pipeline.archive.signals import write_signals
from pipeline.clips.cutting import Clip
from pipeline.roster.context_loading import load_context
from pipeline.scene import CounterContext
from pipeline.scoring.days import score_day, stamp_of
from vision.core import Signals

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LiveSite:
    """The site that all cameras of a session share. `clock` gives UTC seconds, `say` takes a line for the operator.

    `norms` are those that the site names.
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

    def context(self, camera: Camera, span: tuple[float, float], now: float) -> CounterContext:
        """The context of a camera's counters over a span, with the seats from the days before `now` (UTC s)."""
        return load_context(self.store, self.site, camera.id, span, now)

    def told(self, moment: float) -> str:
        """A moment (UTC s) as people at the site read it."""
        return dt.datetime.fromtimestamp(moment, self.site.zone).strftime("%Y-%m-%d %H:%M:%S")


@dataclass
class LiveRepository:
    """Stores one camera's results; `address` names the footage of a day."""

    hall: LiveSite
    camera: Camera
    address: str
    _counters: Mapping[str, int] = field(default_factory=dict, init=False)

    def findings(self, findings: Sequence[FoundEvent]) -> None:
        """Store events, each with the day on which it began."""
        for day, mine in self._by_day(findings, lambda finding: finding.event.start):
            self._save(day, tuple(mine), ())

    def coverage(self, coverage: Sequence[Coverage]) -> None:
        """Store coverage; a span that starts as a stored one replaces it."""
        for day, mine in self._by_day(coverage, lambda span: span.start):
            self._save(day, (), tuple(mine))

    def clip(self, finding: FoundEvent, clip: Clip) -> None:
        """Store the path of an event's clip."""
        places = (str(path.relative_to(self.hall.data)) for path in (clip.path, clip.poster))
        self.findings([FoundEvent(finding.event, *places)])

    def signals(self, rows: Mapping[str, Signals]) -> None:
        """Write signals to the archive; rows of the same time are overwritten."""
        some = {counter: part for counter, part in rows.items() if len(part)}
        if some:
            write_signals(self.hall.data, self.camera.id, some, self.hall.site.zone)

    def score(self, now: float) -> None:
        """Score today so far."""
        day = calendar_day(now, self.hall.site.zone)
        for counter in self.camera.counters:
            if counter.id in self._counters:
                score_day(self.hall.store, self.hall.profile, self._counters[counter.id], day, now)

    def _by_day(self, things: Iterable[T], start: Callable[[T], float]) -> list[tuple[dt.date, list[T]]]:
        days: dict[dt.date, list[T]] = {}
        for thing in things:
            days.setdefault(calendar_day(start(thing), self.hall.site.zone), []).append(thing)
        return sorted(days.items())

    def _save(self, day: dt.date, findings: tuple[FoundEvent, ...], coverage: tuple[Coverage, ...]) -> None:
        stamp = stamp_of(self.hall.profile)
        analysis = Analysis(self.hall.site, self._footage(day), findings, coverage, stamp, complete=False)
        self._counters = self.hall.store.recordings.save(analysis, self.hall.clock()).counter_ids

    def _footage(self, day: dt.date) -> FootageSource:
        """A camera's day is one piece of footage, however often the program was restarted."""
        start, end = day_span(day, self.hall.site.zone)
        name = f"{self.camera.id} {day.isoformat()}"
        return FootageSource(
            self.camera.id, name, self.address, f"live:{day.isoformat()}", start, end - start
        )
