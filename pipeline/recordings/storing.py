"""Storing the results of a recording: signals, clips, events, coverage, and the scores of its days."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import isfinite
from pathlib import Path
from typing import cast

from models import Event, Score
from models.norms import load_catalogue
from models.store import Analysis, FootageSource, FoundEvent, Store, fingerprint
from pipeline.archive.backgrounds import keep_background, notify_moved, notify_shifted
from pipeline.archive.detectors import notify_no_detector
from pipeline.archive.signals import safe_name, write_signals
from pipeline.clips.cutting import Clip, ClipFootage, ObservedPeople, cut_clips
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
    for day in days(task, analysed.info.start, analysed.info.start + analysed.cost.video_s):
        learn_day(store, data, SeatDay(task.camera, saved.counter_ids, day, task.site.zone), now)
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


def _cut(analysed: Analysed, folder: Path) -> dict[int, Clip]:
    """Clips of the events that people may be held to, by the event's place; a lost picture is no clip."""
    task, catalogue = analysed.task, load_catalogue()
    faults = [i for i, e in enumerate(analysed.judgement.events) if catalogue.is_fault(e.kind)]
    events = [analysed.judgement.events[i] for i in faults]
    observed = ObservedPeople(views_of(task.camera), analysed.signals, analysed.sightings)
    with task.opened(analysed.info.start) as source:
        # Every recording can give the pictures of a span again; only cameras cannot.
        clips = cut_clips(cast(ClipFootage, source), events, observed, folder / safe_name(task.camera.id))
    return {i: clip for i, clip in zip(faults, clips, strict=True) if clip is not None}


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
