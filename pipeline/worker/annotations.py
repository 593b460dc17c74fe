"""The annotations of the clip of an event, from the stored signals of its time."""

from pathlib import Path
from zoneinfo import ZoneInfo

import av
from av.error import FFmpegError

from models.store import Store
from pipeline.archive.signals import read_span
from pipeline.clips.clip_span import ClipSettings, clip_start
from pipeline.errors import PipelineError
from pipeline.exports.annotations import ClipPictures, annotated, to_coco, to_cvat

_WRITERS = {"coco": to_coco, "cvat": to_cvat}


def annotations_of(url: str, data: Path, event_id: int, form: str) -> str | None:
    """The annotations of an event with a clip as `coco` or `cvat`; None when no signals of its time are kept.

    Raises PipelineError for a clip or signals that cannot be read.
    """
    with Store(url) as store:
        event = store.events.get(event_id)
    if event is None or event.clip is None:
        return None
    start = clip_start(event.clip, event.event, event.footage_start)
    until, zone = start + ClipSettings().longest_s, ZoneInfo(event.timezone)
    rows = read_span(data, event.event.camera, start, until, zone).get(event.event.counter)
    if rows is None:
        return None
    clip = _pictures(data / event.clip, start)
    return _WRITERS[form](event, clip, annotated(rows, clip))


def _pictures(path: Path, start: float) -> ClipPictures:
    """The size of a clip and the time of each of its pictures, which is in its packets: nothing is decoded."""
    try:
        with av.open(str(path)) as clip:
            stream = clip.streams.video[0]
            tick = float(stream.time_base or 1)
            seconds = sorted(one.pts * tick for one in clip.demux(stream) if one.pts is not None)
            return ClipPictures(stream.width, stream.height, start, [one - seconds[0] for one in seconds])
    except (FFmpegError, OSError, IndexError) as error:
        raise PipelineError(f"the clip cannot be read: {error}") from error
