"""Pictures of tidy desks, made from a recording for the counters that ask for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2

from models import Counter
from pipeline.errors import PipelineError
from pipeline.recordings.analysis import Task
from pipeline.recordings.model_set import LIMITS as LOOKS
from pipeline.recordings.model_set import ModelSet, views_of
from vision.camera_observer import CameraObserver
from vision.core import Basis, Frame, Image, Sighting, limit
from vision.measures.desk_surface import median_picture, surface_picture, touches


@dataclass(frozen=True, slots=True)
class TidyPictureLimits:
    """Limits of the picture of a tidy desk."""

    looks: int = limit(
        25,
        "pictures",
        Basis.CHOICE,
        "five seconds without a person before the desk: noise is gone from their median",
    )


LIMITS = TidyPictureLimits()


def tidy_pictures(task: Task, models: ModelSet, at: float) -> list[tuple[Counter, Path]]:
    """Write the picture of every desk of the camera from second `at` of the recording on.

    Raises PipelineError if no counter of the camera has a desk in the site file, or one is never free.
    """
    counters = [counter for counter in task.camera.counters if counter.desk is not None]
    if not counters:
        raise PipelineError(
            f"{task.site_file}: no counter of {task.camera.id} has a desk; give it one:"
            " desk: {zone: [[x, y], ...], tidy: FILE.png}"
        )
    surfaces = _surfaces(task, models, at, counters)
    return [(counter, _written(task, counter, surfaces[counter.id])) for counter in counters]


def _surfaces(task: Task, models: ModelSet, at: float, counters: list[Counter]) -> dict[str, list[Image]]:
    found: dict[str, list[Image]] = {counter.id: [] for counter in counters}
    watcher = CameraObserver(task.camera.id, views_of(task.camera), models.pose, None, models.finder)
    for frame in _frames(task, at):
        watcher.look(frame)
        for counter in counters:
            zone = counter.desk.zone if counter.desk else []
            if len(found[counter.id]) < LIMITS.looks and not _covered(watcher.sightings(), frame.time, zone):
                found[counter.id].append(surface_picture(frame.image, zone))
        if all(len(pictures) == LIMITS.looks for pictures in found.values()):
            break
    return found


def _frames(task: Task, at: float) -> Iterator[Frame]:
    with task.opened(0.0) as source:
        yield from (frame for frame in source.frames(LOOKS.rate) if frame.time >= at)


def _covered(sightings: list[Sighting], time: float, zone: list[tuple[float, float]]) -> bool:
    return any(touches(zone, one.box) for one in sightings if one.time == time)


def _written(task: Task, counter: Counter, pictures: list[Image]) -> Path:
    if len(pictures) < LIMITS.looks or counter.desk is None:
        raise PipelineError(
            f"{task.video}: somebody is before the desk of {counter.id} nearly all the time;"
            " give --at a moment when nobody is"
        )
    path = counter.desk.tidy
    if (
        path.suffix != ".png"
        or not path.parent.is_dir()
        or not cv2.imwrite(str(path), median_picture(pictures))
    ):
        raise PipelineError(
            f"{path}: cannot be written; let desk.tidy of {counter.id} be a .png in a folder that is there"
        )
    return path
