"""The work of a nightly run: which cameras' days changed since they were judged, and which have nothing to judge."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from models import Calibration, Camera, ModelError, calendar_day, day_span
from models.norms import Profile, stored_profile
from models.store import NightDay, Progress, RetentionClass, RetentionPolicy, Store, StoredSite
from pipeline.archive.signals import archived_days, day_file
from pipeline.nightly.limits import LIMITS
from pipeline.roster.context_loading import hall_day, with_seats
from pipeline.scene import CounterContext
from pipeline.scoring.days import norms_of

RULES = "2"
"""Raise it when the judgement of the same signals changes: days with older rules are judged again.

2: windows before other cameras count in halls with hours too, and no roster excuses a recording of unknown date.
"""


@dataclass(frozen=True, slots=True)
class NightlyRequest:
    """The request of a run: days from `since` to `until` (both included), or None for all missed days.

    `profile` takes the place of the site's profile; `force` judges days again that did not change. Days older than the
    `retention` of signals or events are left out: without their events they would seem faultless.
    """

    since: date | None = None
    until: date | None = None
    profile: Profile | None = None
    force: bool = False
    retention: RetentionPolicy | None = None

    def first_kept(self, site: str, today: date) -> date:
        """The first day of a site of which neither signals nor events are due to be deleted."""
        return max(self._first(kind, site, today) for kind in (RetentionClass.SIGNALS, RetentionClass.EVENTS))

    def first_report(self, site: str, today: date) -> date:
        """The first day of a site of which reports are not due to be deleted."""
        return self._first(RetentionClass.REPORTS, site, today)

    def _first(self, kind: RetentionClass, site: str, today: date) -> date:
        days = self.retention.of(kind, site) if self.retention else None
        # The day on which the period ends is deleted in the night after it.
        return date.min if days is None else today - timedelta(days - 1)

    @property
    def explicit(self) -> bool:
        """Whether the request names certain days: then today's norms hold for them, not those of their time."""
        return self.since is not None


class PendingStep(StrEnum):
    """The work that is left for a camera's day."""

    NOTHING = "nothing"
    SCORE = "score"
    JUDGE = "judge"


@dataclass(frozen=True, slots=True)
class DayTask:
    """A camera's day. `before` is the progress of the last run with it, `inputs` the digest of the present inputs.

    `missing`: there are no signals of a day on which the hall was open. `step` is the work to do: nothing, only the
    scores (the run that judged it was killed), or everything. `context` is what is known of the camera's counters on
    the day, with seats only for a day to judge; `corrected` the corrections that people gave for them up to it.
    """

    site: StoredSite
    camera: Camera
    day: date
    profile: Profile
    context: CounterContext
    inputs: str
    before: NightDay | None
    missing: bool
    step: PendingStep = PendingStep.JUDGE
    corrected: tuple[Calibration, ...] = ()

    @property
    def camera_id(self) -> int:
        """The camera's id in the store."""
        return self.site.cameras[self.camera.id]

    @property
    def counter_ids(self) -> dict[str, int]:
        """Ids of the counters that the camera looks at, by key."""
        return {key: self.site.counters[key] for key in self.counters}

    @property
    def counters(self) -> list[str]:
        """Keys of the counters that the camera looks at."""
        return [counter.id for counter in self.camera.counters]


def plan(store: Store, data: Path, wish: NightlyRequest, now: float, trouble: list[str]) -> Iterator[DayTask]:
    """Every camera's day of the request, day by day within a site.

    A site with unreadable norms is left out, and `trouble` gets one line for it.
    """
    for site in store.sites.all():
        try:
            profile = norms_of(store, site.site, wish.profile)
        except ModelError as error:
            trouble.append(f"site {site.site.site}: not judged: {error}")
            continue
        yield from _of_site(store, data, site, replace(wish, profile=profile), now)


_LEFT = {
    Progress.DONE: PendingStep.NOTHING,
    Progress.MISSING: PendingStep.NOTHING,
    Progress.JUDGED: PendingStep.SCORE,
    Progress.FAILED: PendingStep.JUDGE,
}


def _of_site(
    store: Store, data: Path, site: StoredSite, wish: NightlyRequest, now: float
) -> Iterator[DayTask]:
    today = calendar_day(now, site.site.zone)
    kept = {camera.id: set(archived_days(data, camera.id)) for camera in site.site.cameras}
    first = wish.first_kept(site.site.site, today)
    days = [day for day in _days(kept.values(), wish, today) if day >= first]
    corrected = store.seats.entered(site.counters.values())
    for day in days:
        for camera, context in zip(site.site.cameras, hall_day(store, site.site, day), strict=True):
            there = day in kept[camera.id]
            if wish.profile and (there or _open(camera, context)):
                task = DayTask(site, camera, day, wish.profile, context, "", None, not there)
                task = _task(store, data, replace(task, corrected=_corrected(corrected, task)), wish)
                yield with_seats_now(store, task) if task.step is PendingStep.JUDGE else task


def _days(kept: Iterable[set[date]], wish: NightlyRequest, today: date) -> list[date]:
    """The first day with any data to yesterday, or the requested days; today only on request."""
    known = sorted(day for days in kept for day in days)
    first = wish.since or (max(known[0], today - timedelta(LIMITS.look_back_days)) if known else today)
    last = min(wish.until or (today - timedelta(1)), today)
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def _open(camera: Camera, context: CounterContext) -> bool:
    """Whether site or roster say that one of the camera's counters should have been open."""
    expected = replace(context, guessed=()).duties if context.has_hours else {}
    return any(expected[counter.id].opened for counter in camera.counters if expected)


def with_seats_now(store: Store, task: DayTask) -> DayTask:
    """The task with what is known now of the seats before its day."""
    return replace(task, context=with_seats(store, task.context))


def _corrected(given: Mapping[int, Sequence[Calibration]], task: DayTask) -> tuple[Calibration, ...]:
    start, _ = day_span(task.day, task.site.site.zone)
    mine = (given.get(number, ()) for number in task.counter_ids.values())
    return tuple(one for of_counter in mine for one in of_counter if one.valid_from <= start)


def _task(store: Store, data: Path, task: DayTask, wish: NightlyRequest) -> DayTask:
    before = store.nights.day(task.camera_id, task.day)
    task = replace(task, before=before, inputs=_inputs(data, task))
    if before is None or wish.force:
        return task
    if before.profile_hash != task.profile.hash:
        if wish.explicit:
            return task
        # Without an explicit request an old day keeps the norms of its time.
        stamp = store.profiles.get(before.profile_hash)
        task = replace(task, profile=stored_profile(stamp.document, stamp.hash)) if stamp else task
    if before.inputs != task.inputs or not before.untouched:
        return task
    return replace(task, step=_LEFT[before.state])


def _inputs(data: Path, task: DayTask) -> str:
    """Digest of the signals' file (by size and date), the roster, the site and the corrections of its seats."""
    file = day_file(data, task.camera.id, task.day)
    try:
        stat = file.stat()
        signals = f"{stat.st_size} {stat.st_mtime_ns}"
    except FileNotFoundError:
        signals = "none"
    counters = tuple((counter.id, counter.role) for counter in task.camera.counters)
    site = (task.site.site.hours, task.site.site.timezone, task.site.site.tier, counters)
    seats = ((one.valid_from, one.source.value, one.seat) for one in task.corrected)
    return hashlib.sha256(
        repr((RULES, signals, task.context.roster, site, *seats, *task.context.guessed)).encode()
    ).hexdigest()
