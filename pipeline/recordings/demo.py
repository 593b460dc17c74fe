"""The demo hall: four windows, one short recording each."""

from datetime import date
from pathlib import Path

from models import Score
from models.norms import Profile
from models.store import EventFilter, Store
from pipeline.errors import PipelineError
from pipeline.recordings.batch import Batch
from pipeline.recordings.result_tables import RecordingEvent
from pipeline.recordings.storing import already_judged
from pipeline.scoring.days import score_day

START = "2026-11-02T09:30:00"  # any Monday morning does, as long as it is the same one every time


def demo_batch(site_file: Path) -> Batch:
    """The recordings of the demo site, beside its site file; raises PipelineError where the file is missing."""
    if not site_file.is_file():
        raise PipelineError(f"{site_file}: the demo recordings are missing; install the program again")
    batch = Batch.of([], site_file, START)
    return batch.over([site_file.parent / camera.source for camera in batch.site.cameras])


def fresh(batch: Batch, store: Store) -> Batch:
    """The recordings of the batch that were not judged by today's profile before."""
    cameras = {site_camera.source: site_camera for site_camera in batch.site.cameras}
    tasks = [batch.task(video, cameras[video.name], batch.start) for video in batch.videos]
    return batch.over([task.video for task in tasks if not already_judged(task, store)])


def kept_events(batch: Batch, store: Store) -> list[RecordingEvent]:
    """Every stored event of the hall, by recording and time."""
    found = store.events.page(EventFilter(site=batch.site.site, found=True), limit=1000)
    recordings = {one.recording_id: store.recordings.get(one.recording_id) for one in found}
    rows = [
        RecordingEvent(held.name, held.start, one.event)
        for one in found
        if (held := recordings[one.recording_id])
    ]
    order = [video.name for video in batch.videos]
    return sorted(rows, key=lambda row: (order.index(row.video), row.event.start, row.event.kind))


def kept_scores(batch: Batch, store: Store, profile: Profile, now: float) -> list[Score]:
    """The day of every counter; `now` is UTC seconds."""
    places = store.sites.places()
    ours = [key for key, place in places.items() if place.site == batch.site.site]
    day = date.fromisoformat(START[:10])
    return sorted((score_day(store, profile, key, day, now) for key in ours), key=lambda s: s.counter)
