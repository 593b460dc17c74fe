"""Storing the results of a recording: signals, clips, events, coverage, and the scores of its days."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import isfinite
from pathlib import Path
from typing import cast

from models import Event, Score, drawn_minutes
from models.norms import load_catalogue
from models.store import Analysis, FootageSource, FoundEvent, Store, fingerprint
from pipeline.archive.backgrounds import keep_background, notify_moved, notify_shifted
from pipeline.archive.detectors import notify_no_detector
from pipeline.archive.signals import safe_name, write_signals
from pipeline.clips.cutting import Clip, ClipFootage, ClipSettings, ObservedPeople, cut_clips
from pipeline.clips.quiet_clips import is_quiet, quiet_event, quiet_settings
from pipeline.recordings.analysis import Analysed, Task
from pipeline.recordings.analysis_report import AnalysisReport
from pipeline.recordings.model_set import views_of
from pipeline.scoring.days import score_day, stamp_of
from pipeline.seats.daily import SeatDay, learn_day


@dataclass(frozen=True, slots=True)
class StoredAnalysis:
    """An analysed recording and its stored results. `clips` are by the event's place in the judgement."""

    analysed: Analysed
    clips: dict[int, Clip]
    scores: tuple[Score, ...]

    def report(self) -> AnalysisReport:
        """As `analyze --json` writes it, with the clips' paths."""
        return self.analysed.report({i: str(clip.path) for i, clip in self.clips.items()})


def store_recording(
    analysed: Analysed, store: Store, data: Path, now: float, *, clips: bool = True
) -> StoredAnalysis:
    """Store a judged recording in `data` and `store`; doing it again changes nothing. `now` is UTC seconds."""
    task = analysed.task
    write_signals(data, task.camera.id, analysed.signals, task.site.zone, supersede=True)
    cut = _cut(analysed, data / "clips") if clips else {}
    events = analysed.judgement.events
    findings = (_found(event, cut.get(i), data) for i, event in enumerate(events))
    analysis = Analysis(
        task.site,
        footage(task, analysed),
        tuple(findings),
        analysed.judgement.coverage,
        stamp_of(analysed.profile),
    )
    saved = store.recordings.save(analysis, now)
    of_recording = list(days(task, analysed.info.start, analysed.info.start + analysed.cost.video_s))
    for day in of_recording:
        learn_day(store, data, SeatDay(task.camera, saved.counter_ids, day, task.site.zone), now)
    if clips:
        keep_quiet_time(analysed, store, data, of_recording, now)
    _keep_framing(analysed, store, now)
    touched = dict.fromkeys(
        (coverage.counter, day)
        for coverage in analysed.judgement.coverage
        for day in days(task, coverage.start, coverage.end)
    )
    scores = [
        score_day(store, analysed.profile, saved.counter_ids[counter], day, now) for counter, day in touched
    ]
    return StoredAnalysis(analysed, cut, tuple(scores))


def _keep_framing(analysed: Analysed, store: Store, now: float) -> None:
    """Store the camera's background for the next time; returns notices if the camera looks elsewhere than before."""
    task = analysed.task
    keep_background(store, task.site, task.camera, analysed.background, now)
    notify_moved(store, task.site, analysed.judgement.events, now)
    notify_no_detector(store, task.site, analysed.signals, now)
    if analysed.framing is not None:
        notify_shifted(store, task.site, task.camera, analysed.framing, now)


def already_judged(task: Task, store: Store) -> bool:
    """Whether this very footage was judged by this very profile before."""
    found = store.recordings.find(task.site.site, task.camera.id, _fingerprint(task.file))
    return found is not None and found.profile_hash == task.profile.hash


def footage(task: Task, analysed: Analysed) -> FootageSource:
    """The recording as the store knows it."""
    duration = analysed.info.duration_s if isfinite(analysed.info.duration_s) else analysed.cost.video_s
    return FootageSource(
        camera=task.camera.id,
        name=task.file.name,
        path=str(task.video.resolve()),
        fingerprint=_fingerprint(task.file),
        start=analysed.info.start,
        duration_s=duration,
        size=task.file.stat().st_size,
        start_known=analysed.info.start_known,
    )


def days(task: Task, start: float, end: float) -> Iterator[date]:
    """The days of the site's calendar that `start`..`end` (UTC seconds) touches."""
    day, last = (datetime.fromtimestamp(moment, task.site.zone).date() for moment in (start, end))
    while day <= last:
        yield day
        day += timedelta(days=1)


def keep_quiet_time(analysed: Analysed, store: Store, data: Path, among: Iterable[date], now: float) -> int:
    """Cut and store the drawn minutes of a recording in which nothing is flagged; returns how many were kept.

    The site has to be stored. A recording whose time is only guessed keeps none. `among` has its days.
    """
    task, info = analysed.task, analysed.info
    if task.site.quiet_time is None or not info.start_known:
        return 0
    found = {day: store.quiet_minutes.draw(task.site, day, now) for day in among}
    draws = {day: draw for day, draw in found.items() if draw is not None}
    span = (info.start, info.start + analysed.cost.video_s)
    events = analysed.judgement.events
    faults = [events[i] for i in _faults(events)]
    drawn = [
        (minute, draw)
        for counter in task.camera.counters
        for start, draw in drawn_minutes(draws, task.site, (task.camera.id, counter.id), span)
        if is_quiet(minute := quiet_event(task.camera.id, counter.id, start), faults)
    ]
    settings = quiet_settings(ClipSettings())
    clips = _clips(analysed, [minute for minute, _ in drawn], data / "clips", settings)
    kept = [(*pair, clip) for pair, clip in zip(drawn, clips, strict=True) if clip is not None]
    for minute, draw, clip in kept:
        cut = FoundEvent.cut(minute, data, (clip.path, clip.poster), fresh=clip.fresh)
        store.quiet_minutes.keep(draw, cut, now)
    return len(kept)


def _cut(analysed: Analysed, folder: Path) -> dict[int, Clip]:
    """Clips of the events that people may be held to, by the event's place; a lost picture is no clip."""
    events = analysed.judgement.events
    faults = _faults(events)
    clips = _clips(analysed, [events[i] for i in faults], folder, ClipSettings())
    return {i: clip for i, clip in zip(faults, clips, strict=True) if clip is not None}


def _faults(events: Sequence[Event]) -> list[int]:
    """The places of the events that people may be held to."""
    catalogue = load_catalogue()
    return [i for i, event in enumerate(events) if catalogue.is_fault(event.kind)]


def _clips(
    analysed: Analysed, events: Sequence[Event], folder: Path, settings: ClipSettings
) -> list[Clip | None]:
    if not events:
        return []
    task = analysed.task
    observed = ObservedPeople(views_of(task.camera), analysed.signals, analysed.sightings)
    with task.opened(analysed.info.start) as source:
        # Every recording can give the pictures of a span again; only cameras cannot.
        return cut_clips(
            cast(ClipFootage, source), events, observed, folder / safe_name(task.camera.id), settings
        )


def _found(event: Event, clip: Clip | None, data: Path) -> FoundEvent:
    if clip is None:
        return FoundEvent(event)
    return FoundEvent.cut(event, data, (clip.path, clip.poster), fresh=clip.fresh)


def _fingerprint(video: Path) -> str:
    """SHA-256 of a file's content, or of all names and contents of a folder of pictures."""
    if not video.is_dir():
        return fingerprint(video)
    parts = (f"{file.name} {fingerprint(file)}\n" for file in sorted(video.iterdir()) if file.is_file())
    return hashlib.sha256("".join(parts).encode()).hexdigest()
