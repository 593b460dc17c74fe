"""The nightly run: every day judged whole from its signals, merged with reviews, scored and reported.

A killed run is continued by the next one: a camera's day is stored in one transaction, each score in another, and a
day counts as done only after its hall's notice.
"""

import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from models import ModelError, Period, Site, calendar_day
from models.norms import Profile, load_catalogue, stored_profile
from models.store import DayJudgement, Mark, Progress, Stamp, Store, StoredCounter, load_retention
from pipeline.archive.backgrounds import notify_moved
from pipeline.archive.left_journals import take_left_journals
from pipeline.errors import PipelineError
from pipeline.nightly.day_judging import JudgedDay
from pipeline.nightly.judging_pool import Judged, attempt, job_of, judged
from pipeline.nightly.limits import LIMITS
from pipeline.nightly.lock import HeldLock, only_run
from pipeline.nightly.missing_clips import ClipTarget, cut_missing
from pipeline.nightly.plan import DayTask, NightlyRequest, PendingStep, plan, with_seats_now
from pipeline.nightly.report import CounterScore, DayReport, NightlyOutcome, NightReport, notice_of
from pipeline.nightly.report_files import ReportFiles, ReportWriter
from pipeline.quality import notify_overdue
from pipeline.retention.run import RetentionPlace, run_retention
from pipeline.scene import notes
from pipeline.scoring.days import SiteDay, stamp_of
from pipeline.seats.daily import SeatDay, keep_seats, notify_rearranged, outdated

__all__ = ["NightlyEnvironment", "NightlyRequest", "run_night"]

_DAY_S = 86400.0


@dataclass(frozen=True, slots=True)
class NightlyEnvironment:
    """The environment of a run. `clock` gives UTC seconds; `tell` is called with every finished day of a camera.

    Reports are written to DATA/reports in `language` ("zh", "en"); None: none are.
    """

    store: Store
    data: Path
    clock: Callable[[], float]
    language: str | None = None
    tell: Callable[[DayReport], object] | None = None


def run_night(place: NightlyEnvironment, wish: NightlyRequest | None = None, jobs: int = 1) -> NightReport:
    """Do the work of the request (without one: all missed days) and store a report of it.

    `jobs` processes judge at once. Raises PipelineError when another run is under way.
    """
    with only_run(place.data, place.clock()) as held:
        return _NightlyRun(place, held).run(wish or NightlyRequest(), jobs)


_GUESSED = (
    "a recording lies where its file's date puts it: hours and shifts say nothing of it, give analyze --start"
)


class _NightlyRun:
    def __init__(self, place: NightlyEnvironment, held: HeldLock) -> None:
        self._place, self._held, self._store = place, held, place.store
        self._reports: list[DayReport] = []
        self._notes: list[str] = []
        self._stamps: dict[str, Stamp] = {}
        self._filed: list[ReportFiles] = []
        self._deleted = ""
        language = place.language
        self._cabinet = ReportWriter(place.store, place.data / "reports", language) if language else None

    def run(self, wish: NightlyRequest, jobs: int) -> NightReport:
        began = self._place.clock()
        run = self._store.nights.begin(os.getpid(), socket.gethostname(), began)
        try:
            wish = self._with_retention(wish)
            self._notes += take_left_journals(self._store, self._place.data, began)
            tasks = plan(self._store, self._place.data, wish, began, self._notes)
            for _, of_day in groupby(judged(tasks, self._place.data, jobs), key=lambda pair: _hall(pair[0])):
                self._hall_day(of_day)
            settled = self._settle(began)
            notify_overdue(self._store, began)
            self._file_all(began, wish)
            self._retain(began)
        except (ModelError, PipelineError) as error:
            self._notes.append(str(error))
            self._report(run, began, 0)
            raise
        return self._report(run, began, settled)

    def _hall_day(self, judged: Iterator[tuple[DayTask, Judged]]) -> None:
        """One hall's day: all its cameras, then its report and notice; only then are they done."""
        done: list[tuple[DayTask, DayReport]] = []
        day: SiteDay | None = None
        for task, found in judged:
            day = day or SiteDay.load(self._store, task.site.site, task.day, self._place.clock())
            report = self._camera_day(day, task, found)
            done.append((task, report))
            self._held.alive()
            if self._place.tell:
                self._place.tell(report)
        self._reports += [report for _, report in done]
        if day is not None and any(task.step is not PendingStep.NOTHING for task, _ in done):
            self._tell([(task, self._whole(day, task, report)) for task, report in done])
            for task, report in done:
                self._mark(task, report)
            if self._cabinet:
                self._file(day.site, self._cabinet.of_day(day.site, day.day, self._place.clock()))

    def _with_retention(self, wish: NightlyRequest) -> NightlyRequest:
        """With the periods of retention; if they cannot be read, days are judged all the same."""
        try:
            return replace(wish, retention=load_retention(self._place.data))
        except ModelError:
            return wish  # reported when nothing can be deleted

    def _retain(self, now: float) -> None:
        """Delete what is older than its period, after everything that reads it."""
        try:
            place = RetentionPlace(self._store, self._place.data, load_retention(self._place.data), now)
            report = run_retention(place)
            self._notes += report.notes
            self._deleted = report.line() if report.deleted else ""
        except ModelError as error:
            self._notes.append(f"nothing was deleted: {error}")

    def _file_all(self, now: float, wish: NightlyRequest) -> None:
        """Reports of all periods that this run, a killed one, a review or the end of the review time changed."""
        if self._cabinet is None:
            return
        for one in self._store.sites.all():
            today, site = calendar_day(now, one.site.zone), one.site
            days = [report.day for report in self._reports if report.site == site.site]
            first, last = min([today - timedelta(LIMITS.look_back_days), *days]), max([today, *days])
            kept = wish.first_report(site.site, today)
            self._file(site, self._cabinet.of_days(site, max(first, kept), last, now))

    def _file(self, site: Site, filed: Iterator[ReportFiles]) -> None:
        """A report that cannot be written is reported and stops nothing."""
        try:
            for one in filed:
                self._filed.append(one)
                self._held.alive()
        except (ModelError, PipelineError, OSError) as error:
            self._notes.append(f"{site.site}: reports are missing: {error}")

    def _camera_day(self, day: SiteDay, task: DayTask, found: Judged) -> DayReport:
        names = (task.site.site.site, task.camera.id, task.day)
        if task.step is PendingStep.NOTHING:
            return DayReport(*names, NightlyOutcome.UNCHANGED, "nothing changed since it was judged")
        found = self._by_what_is_known(task, found)
        if isinstance(found, str):
            return DayReport(*names, NightlyOutcome.FAILED, found)
        changes = None
        if isinstance(found, JudgedDay):
            days = SeatDay(task.camera, task.counter_ids, task.day, task.site.site.zone)
            strange = keep_seats(self._store, days, found.seats, self._place.clock())
            self._notes += notify_moved(self._store, task.site.site, found.events, self._place.clock())
            self._notes += notify_rearranged(
                self._store, task.site.site, task.day, strange, self._place.clock()
            )
            changes = self._store.nights.save(
                _judgement(task, found, self._stamp(task.profile)), self._place.clock()
            )
        target = ClipTarget(self._store, self._place.data, self._place.clock())
        clips = cut_missing(target, task.site, task.camera, task.day)
        scores = self._scores(day, task)
        if task.missing:
            why = "the counters should have been open and nothing was kept"
            return DayReport(*names, NightlyOutcome.MISSING, why, scores=scores)
        if isinstance(found, JudgedDay):
            why = _GUESSED if task.context.guessed else ""
            return DayReport(
                *names, NightlyOutcome.JUDGED, why, changes, scores, round(found.seconds, 3), clips
            )
        why = "it was judged before the last run was killed"
        return DayReport(*names, NightlyOutcome.RESUMED, why, None, scores, clips=clips)

    def _by_what_is_known(self, task: DayTask, found: Judged) -> Judged:
        """Judged again if the day before, judged at the same time, changed a calibration that matters to this one."""
        if not isinstance(found, JudgedDay):
            return found
        now = with_seats_now(self._store, task)
        changed = outdated(found.seats, task.context.seats, now.context.seats)
        return attempt(job_of(now, self._place.data)) if changed else found

    def _whole(self, day: SiteDay, task: DayTask, report: DayReport) -> DayReport:
        """With the scores of a camera that was done before: the notice is about the hall, not about this run."""
        return replace(report, scores=self._scores(day, task)) if task.step is PendingStep.NOTHING else report

    def _scores(self, day: SiteDay, task: DayTask) -> tuple[CounterScore, ...]:
        """Counters that the roster or the hours keep closed are not scored."""
        duties, made = day.duties(), []
        for counter in task.counters:
            place = _place(task, counter)
            if duties[counter].opened:
                made.append(CounterScore.of(day.keep(task.profile, place, self._stamp(task.profile))))
        return tuple(made)

    def _stamp(self, profile: Profile) -> Stamp:
        """Writing a profile takes as long as scoring a day, so each is written once."""
        if profile.hash not in self._stamps:
            self._stamps[profile.hash] = stamp_of(profile)
        return self._stamps[profile.hash]

    def _tell(self, done: list[tuple[DayTask, DayReport]]) -> None:
        """The notice of a hall's day."""
        task = done[0][0]
        site, day = task.site.site, task.day
        records = frozenset(k for k, kind in load_catalogue().kinds.items() if not kind.fault)
        still_open = self._store.events.count_open(day, day, records)
        waiting = sum(n for (counter, _), n in still_open.items() if counter in task.site.counters.values())
        notice = notice_of(site.site, site.name or site.site, day, [report for _, report in done], waiting)
        self._store.notices.put(notice, self._place.clock())

    def _mark(self, task: DayTask, report: DayReport) -> None:
        if task.step is PendingStep.NOTHING:
            return
        state = {NightlyOutcome.MISSING: Progress.MISSING, NightlyOutcome.FAILED: Progress.FAILED}.get(
            report.outcome, Progress.DONE
        )
        mark = Mark(state, task.inputs, task.profile.hash, report.why)
        over = task.day < calendar_day(self._place.clock(), task.site.site.zone)
        if over or state is Progress.FAILED:  # a day that still goes on is judged again when it is over
            self._store.nights.mark(task.camera_id, task.day, mark, self._place.clock())

    def _settle(self, now: float) -> int:
        """Scores whose time for reviews is over become final, by the norms that made them."""
        places = self._store.sites.places()
        sites = {one.site.site: one.site for one in self._store.sites.all()}
        settled = 0
        yesterday = calendar_day(now, ZoneInfo("UTC")) - timedelta(1)
        for counter_id, day, made_by in self._store.nights.unsettled(yesterday):
            place, stamp = places[counter_id], self._store.profiles.get(made_by)
            if stamp is None or place.site not in sites:
                continue
            profile = stored_profile(stamp.document, stamp.hash)
            if now >= Period.of_day(day, place.timezone).end + profile.scoring.review_days * _DAY_S:
                settled += SiteDay.load(self._store, sites[place.site], day, now).keep(profile, place).final
        return settled

    def _report(self, run: int, began: float, settled: int) -> NightReport:
        stale = str(self._held.stale) if self._held.stale else ""
        notes, days = tuple(self._notes), tuple(self._reports)
        report = NightReport(
            run,
            began,
            self._place.clock(),
            stale,
            settled,
            notes,
            days,
            tuple(self._filed),
            self._reminders(),
            self._deleted,
        )
        report.write(self._place.data)
        self._store.nights.end(run, report.to_json(), report.ended, failed=report.failed)
        return report

    def _reminders(self) -> tuple[str, ...]:
        return tuple(f"{s.site.site}: {note}" for s in self._store.sites.all() for note in notes(s.site))


def _hall(task: DayTask) -> tuple[str, date]:
    return task.site.site.site, task.day


def _place(task: DayTask, counter: str) -> StoredCounter:
    site = task.site.site
    return StoredCounter(
        task.site.counters[counter], task.camera_id, site.site, site.timezone, task.camera.id, counter, None
    )


def _judgement(task: DayTask, found: JudgedDay, stamp: Stamp) -> DayJudgement:
    return DayJudgement(
        task.site.site,
        task.camera.id,
        task.day,
        stamp,
        tuple(map(task.profile.scoring.decided, found.events)),
        found.coverage,
        found.watched,
        task.inputs,
    )
