"""Clips of events that only the nightly run found: cut from the recording if it still exists, else counted."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from models import Camera, StoredEvent, StoredRecording, day_span
from models.norms import load_catalogue
from models.store import EventFilter, FoundEvent, Position, Store, StoredSite
from pipeline.archive.signals import read_span, safe_name
from pipeline.clips.cutting import ClipFootage, ObservedPeople, cut_clips
from pipeline.errors import PipelineError
from pipeline.recordings import content_of, views_of
from vision.core import VisionError
from vision.sources.opening import open_source

_PAGE = 500


@dataclass(frozen=True, slots=True)
class CutResult:
    """How many clips were cut, and how many events stay without one because no recording shows them any more."""

    clips: int = 0
    without: int = 0


NO_CLIPS = CutResult()


@dataclass(frozen=True, slots=True)
class ClipTarget:
    """The place that clips are written to: a folder `clips` below `data`, and the store; `now` is UTC seconds."""

    store: Store
    data: Path
    now: float


def cut_missing(target: ClipTarget, site: StoredSite, camera: Camera, day: date) -> CutResult:
    """Cut the clips that a camera's day lacks, for events that people may be held to; a second call cuts nothing.

    The place of the staff is read from the archived signals. A recording that was replaced by another file of the same
    name is not used.
    """
    store, span = target.store, day_span(day, site.site.zone)
    lacking = list(_lacking(store, site.cameras[camera.id], span))
    recordings = store.recordings.around(site.site.site, camera.id, *span) if lacking else []
    by_recording: dict[int, list[StoredEvent]] = defaultdict(list)
    for event in lacking:
        shows = next((one for one in recordings if _shows(one, event)), None)
        if shows is not None:
            by_recording[shows.id].append(event)
    signals = read_span(target.data, camera.id, *span, site.site.zone) if lacking else {}
    observed = ObservedPeople(views_of(camera), signals, [])
    cut = sum(_cut(target, observed, one, by_recording[one.id]) for one in recordings)
    return CutResult(cut, len(lacking) - cut)


def _lacking(store: Store, camera_id: int, span: tuple[float, float]) -> Iterator[StoredEvent]:
    faults = frozenset(kind for kind, about in load_catalogue().kinds.items() if about.fault)
    want, after = EventFilter(*span, camera_id=camera_id, kinds=faults, found=True), None
    while page := store.events.page(want, _PAGE, after):
        yield from (one for one in page if one.clip is None)
        after = Position(page[-1].event.start, page[-1].id)


def _shows(recording: StoredRecording, event: StoredEvent) -> bool:
    if recording.duration_s is None or recording.fingerprint.startswith("live:"):
        return False
    inside = recording.start <= event.event.start < recording.start + recording.duration_s
    path = content_of(Path(recording.path))
    return inside and path.is_file() and path.stat().st_size == recording.size


def _cut(
    target: ClipTarget, observed: ObservedPeople, recording: StoredRecording, events: Sequence[StoredEvent]
) -> int:
    """The number of clips that were cut; a recording that cannot be read gives none."""
    if not events:
        return 0
    path, camera = Path(recording.path), events[0].event.camera
    folder = target.data / "clips" / safe_name(camera)
    try:
        with open_source(str(path), camera=camera, base=path.parent, start=recording.start) as source:
            clips = cut_clips(cast(ClipFootage, source), [one.event for one in events], observed, folder)
    except (VisionError, PipelineError):
        return 0
    for one, clip in zip(events, clips, strict=True):
        if clip is not None:
            found = FoundEvent.cut(one.event, target.data, (clip.path, clip.poster), fresh=clip.fresh)
            target.store.recordings.attach_clip(one.id, found, target.now)
    return sum(clip is not None for clip in clips)
