"""The session of one live camera: pictures are measured and judged every few seconds, and results are stored."""

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol

from models import Camera, Coverage, Event, Site
from models.store import FoundEvent
from pipeline.clips.cutting import Clip, ClipFootage, ClipSettings, ObservedPeople
from pipeline.clips.quiet_clips import is_quiet, quiet_settings
from pipeline.judging.judge import NOTHING, Judgement, judge_counters
from pipeline.live.clip_queue import ClipCutter, ClipJob
from pipeline.live.delivery import CameraDelivery
from pipeline.live.event_publisher import EventPublisher, EventUpdate, same
from pipeline.live.judging_times import JudgingTimes, next_due
from pipeline.live.quiet_minutes import DueMinutes
from pipeline.live.repository import HOUR_S, JudgingBasis, LiveRepository, LiveSite, Upkeep
from pipeline.live.repository import LIMITS as LIVE_STORE
from pipeline.live.signal_buffer import SignalBuffer
from pipeline.recordings import LOOKS, views_of
from vision.camera_observer import CameraObserver
from vision.core import Basis, Frame, limit


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """Limits of a live session."""

    keep_s: float = limit(60.0, "s", Basis.CHOICE, "coverage is brought up to date so often")
    journal_s: float = limit(
        2.0,
        "s",
        Basis.CHOICE,
        "looks go to the journal: with the time until they are on the disk, the most that a kill loses",
    )
    unseen_s: float = limit(2.5, "s", Basis.CHOICE, "a little longer than a pause between two looks may be")
    upkeep_s: float = limit(
        300.0,
        "s",
        Basis.CHOICE,
        "background, notices about the view and today's score are brought up to date",
    )
    unsaid_s: float = limit(
        900.0,
        "s",
        Basis.CHOICE,
        "a frozen camera may only be recognised after ten minutes, and then withdraws what it showed",
    )
    window_s: float = limit(
        3900.0,
        "s",
        Basis.CHOICE,
        "heights are learned over it, and the last hour's coverage can still be told",
    )
    round_s: float = limit(
        120.0, "s", Basis.CHOICE, "an ongoing event is buffered from so long before it began"
    )


LIMITS = SessionLimits()


class LiveSource(ClipFootage, Protocol):
    """A live camera: pictures as they come, the last minutes again for clips, `trouble` while it is lost."""

    @property
    def name(self) -> str:
        """Its address, without any password."""

    @property
    def trouble(self) -> str | None:
        """Why there is no picture, None while there is one."""

    def poll(self, rate: float) -> Frame | None:
        """The next picture to look at, None when there is none yet."""

    @property
    def late_s(self) -> float:
        """Seconds for which the oldest picture waits to be looked at."""

    def skip(self) -> None:
        """Leave out the pictures that wait."""

    def skipped(self, until: float) -> list[tuple[float, float]]:
        """The spans before `until` (UTC s) whose pictures were left out; each is returned once."""


class ObserverFactory(Protocol):
    """The part of ModelSet that a session needs."""

    def watcher(self, camera: Camera, site: Site) -> CameraObserver:
        """An observer of this camera's counters."""


@dataclass
class _Due:
    """A timer: when something is due next."""

    every_s: float
    at: float

    def now(self, now: float) -> bool:
        """True when it is time, and then not again before `every_s` seconds have gone."""
        if now < self.at:
            return False
        self.at = now + self.every_s
        return True


@dataclass
class LiveSession:
    """One thread looks (`look`), judges when it is due (`tick`), and judges once more at the end (`finish`).

    It never waits for a disk or a database: looks and results are handed to `delivery`, which other threads empty.
    `window_s` is the length of the buffer; an event that goes on for longer is buffered from before it began. `rate` is
    the number of looks a second, and may change. `skipped_s` are seconds whose pictures were left out.
    """

    hall: LiveSite
    camera: Camera
    source: LiveSource
    models: ObserverFactory
    cutter: ClipCutter | None
    window_s: float = LIMITS.window_s
    rate: float = LOOKS.rate
    delivery: CameraDelivery = field(init=False)
    _unclipped: list[EventUpdate] = field(default_factory=list, init=False)
    _said: str | None = field(default=None, init=False)
    _looked: float = field(default=-math.inf, init=False)
    skipped_s: float = field(default=0.0, init=False)
    spent: Callable[[], float] = time.thread_time
    """Processor seconds, by which slow judging is done less often."""

    def __post_init__(self) -> None:
        now = self.hall.clock()
        self._repository = LiveRepository(self.hall, self.camera, self.source.name)
        self.delivery = CameraDelivery(self._repository)
        mine = self.delivery.before(now - self.window_s, now)
        self._watcher = self.models.watcher(self.camera, self.hall.site)
        self._buffer = SignalBuffer(self._watcher, mine, LIMITS.unsaid_s)
        self._publisher = EventPublisher()
        self._said = self.source.trouble  # not connected yet is no news
        self._floor = min((float(rows.time[0]) for rows in mine.values()), default=now)
        # An archive that goes back further than the buffer: events at its edge began before.
        self._cut_off = self._floor < now - self.window_s + LIMITS.round_s
        self._quiet = DueMinutes(self.camera, now)
        self._judging, self._keep = JudgingTimes(now), _Due(LIMITS.keep_s, now + LIMITS.keep_s)
        self._journal, self._upkeep = (
            _Due(LIMITS.journal_s, now + LIMITS.journal_s),
            _Due(LIMITS.upkeep_s, now + LIMITS.upkeep_s),
        )

    def look(self) -> bool:
        """Look at the next picture; False when there is none."""
        frame = self.source.poll(self.rate)
        if frame is None:
            return False
        for start, end in self.source.skipped(frame.time):
            self._watcher.skip(start, end)
            self.skipped_s += end - start
        self._watcher.look(frame)
        self._looked = frame.time
        self._judging.looked(frame.time, self._watcher.counts)
        return True

    def tick(self) -> None:
        """Do what is due. Nothing is judged before the database has given hours and roster once."""
        now = self.hall.clock()
        self._say_trouble()
        if self._journal.now(now):
            self.hand_over()
        basis = self.delivery.basis
        if basis is not None and self._judging.due(until := self._until(now)):
            self._judge(basis, until)
            self._order_clips(now)
        if basis is not None and self.cutter is not None:
            self._order_quiet(basis, self.cutter, self._until(now))
        if basis is not None and self._keep.now(now):
            self.delivery.add_results(self._coverage(basis, self._until(now)))
            self._forget(now)
        if self._upkeep.now(now):
            self._look_after()

    def hand_over(self) -> None:
        """Hand over the looks that the journal does not have yet."""
        self.delivery.add_looks(self._buffer.unsaved())

    def finish(self) -> None:
        """Hand over what is left, and submit the clips that are still missing."""
        self.hand_over()
        basis, until = self.delivery.basis, self._until(self.hall.clock())
        if basis is not None:
            # Beyond the last look, so that what goes on at the stop says that it was not seen to its end.
            beyond = until + LIMITS.unseen_s
            self._tell(self._publisher.last(self._judgement(basis, beyond).events, self._edge))
            self.delivery.add_results(self._coverage(basis, until))
        self._look_after()
        self._order_clips(math.inf)

    @property
    def _edge(self) -> float:
        return self._floor if self._cut_off else -math.inf

    def _until(self, now: float) -> float:
        """The last known moment: the last look, or now for a lost camera, which saw nothing until now."""
        return now if self.source.trouble or not math.isfinite(self._looked) else self._looked

    def _judge(self, basis: JudgingBasis, until: float) -> None:
        """Publish what is known now, and note when time alone decides the next event."""
        begun, found = self.spent(), self._judgement(basis, until)
        self._tell(self._publisher.updates(found.events, until, self._edge))
        following = next_due(found, basis.edges, basis.profile.thresholds, until)
        self._judging.judged(until, min(following, self._publisher.next_due()), self.spent() - begun)

    def _judgement(self, basis: JudgingBasis, until: float) -> Judgement:
        signals, span = self._buffer.signals(), (self._floor, until)
        if not signals or until <= self._floor:
            return NOTHING
        found = judge_counters(basis.context.within(*span), signals, basis.profile.thresholds)
        return found.decided(basis.profile.scoring)

    def _tell(self, updates: Iterable[EventUpdate]) -> None:
        updates = list(updates)
        if updates:
            self.hand_over()  # what an event rests on is on the disk before the event is stored
        self.delivery.add_results([FoundEvent(one.event, withdrawn=one.withdrawn) for one in updates])
        for one in updates:
            if one.new:
                self.hall.say(f"{self.hall.told(one.event.start)}  {one.event.counter}  {one.event.kind}")
            if one.is_fault:
                self._unclipped = [u for u in self._unclipped if not same(u.event, one.event)]
            if one.is_fault and not one.withdrawn:
                self._unclipped.append(one)

    def _order_clips(self, now: float) -> None:
        if self.cutter is None:
            return
        ready = [one for one in self._unclipped if self.cutter.due(one.event, one.over, now)]
        for one in ready:
            self._unclipped.remove(one)
            self.cutter.submit(self._order(one.event, self.cutter.settings))

    def _order(self, event: Event, settings: ClipSettings) -> ClipJob:
        start, end = settings.span(event)
        seen = self._buffer.sightings(start - LIMITS.round_s, end + LIMITS.round_s)
        observed = ObservedPeople(views_of(self.camera), self._buffer.since(start - LIMITS.round_s), seen)
        return ClipJob(event, self.source, observed, self._repository.clip_folder, self._clipped)

    def _order_quiet(self, basis: JudgingBasis, cutter: ClipCutter, until: float) -> None:
        """Have the drawn minutes cut in which nothing was flagged."""
        settings = quiet_settings(cutter.settings)
        for minute, draw in self._quiet.due(basis.quiet, self.hall.site, until):
            if is_quiet(minute, self._publisher.faults()):
                keep = partial(self._repository.keep_quiet, draw)
                cutter.submit(replace(self._order(minute, settings), cut=keep, settings=settings))

    def _clipped(self, event: Event, clip: Clip) -> None:
        self.delivery.add_clip(self._repository.clip_of(event, clip))

    def _coverage(self, basis: JudgingBasis, until: float) -> list[Coverage]:
        """The coverage of this hour, and of the one before, which may just have ended."""
        hour = math.floor(until / HOUR_S) * HOUR_S
        return [*self._covered(basis, hour - HOUR_S, hour), *self._covered(basis, hour, until)]

    def _covered(self, basis: JudgingBasis, start: float, end: float) -> tuple[Coverage, ...]:
        signals = self._buffer.signals()
        if not signals or (self._cut_off and start < self._floor):
            return ()
        context = basis.context.within(start, end)
        if not context.has_hours:
            # Without opening hours the hall is accounted for as long as the session watches it.
            start = max(start, min(float(rows.time[0]) for rows in signals.values()))
        if end - start < 1.0:
            return ()
        return judge_counters(context.within(start, end), signals, basis.profile.thresholds).coverage

    def _look_after(self) -> None:
        view = self._watcher
        self.delivery.add_upkeep(Upkeep(view.reference, view.framing, self._buffer.signals()))

    def _forget(self, now: float) -> None:
        """Keep `window_s` in the buffer, and ongoing events from before they began."""
        floor = max(
            min(now - self.window_s, self._publisher.ongoing(now) - LIMITS.round_s),
            now - LIVE_STORE.longest_s,
        )
        if floor > self._floor:
            self._floor, self._cut_off = floor, True
        self._publisher.forget(self._floor)
        self._buffer.forget(now, self._floor)

    def _say_trouble(self) -> None:
        trouble = self.source.trouble
        if trouble != self._said:
            moment = self.hall.told(self.hall.clock())
            self.hall.say(f"{moment}  {self.camera.id}  {trouble or f'{self.source.name}: connected'}")
            self._said = trouble
