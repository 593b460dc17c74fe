"""A survey: a few minutes of a camera, with everybody in the picture found."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isnan

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.errors import PipelineError
from pipeline.recordings import ModelSet
from vision.camera.health import CameraState, HealthWatch
from vision.camera.motion import grey
from vision.core import Basis, Frame, Image, limit
from vision.detection.tile_sweep import SIDES, SIDES_OF_MANY, SweepResult, TileSweep
from vision.sources.opening import LiveCamera, PictureSource


@dataclass(frozen=True, slots=True)
class SurveyLimits:
    """Limits of a survey."""

    rate: float = limit(
        1.0,
        "looks a second",
        Basis.CHOICE,
        "enough to follow a person who walks by (vision/detection/pose_tracker.py)",
    )
    rate_short: float = limit(2.0, "looks a second", Basis.CHOICE, "a short recording has pictures to spare")
    short_s: float = limit(90.0, "s", Basis.CHOICE, "such a recording")
    stills: int = limit(
        15, "pictures", Basis.CHOICE, "their median shows the room without people who walked through it"
    )
    patience_s: float = limit(
        15.0,
        "s",
        Basis.CHOICE,
        "a camera silent for so long is reported: a person waits at the terminal, connecting over the "
        "internet takes 10",
    )


LIMITS = SurveyLimits()


_UNSEEN = (CameraState.DARK, CameraState.BLOCKED)

Progress = Callable[[float], None]
"""Called with the share 0..1 that is done."""


@dataclass(frozen=True, slots=True)
class Survey:
    """`seen` in order of time in pictures of `size` (width, height) px; `room` the median picture."""

    seen: tuple[SweepResult, ...]
    size: tuple[int, int]
    room: Image


def survey(
    source: PictureSource, models: ModelSet, seconds: float, progress: Progress | None = None
) -> Survey:
    """Watch the first `seconds` of a source, or all of a shorter one.

    Raises PipelineError with one line when no picture could be judged, VisionError when none could be read.
    """
    length = source.info.duration_s
    length = seconds if isnan(length) or length <= 0 else min(seconds, length)
    sweep = TileSweep(models.pose, SIDES if models.choice.weights is None else SIDES_OF_MANY)
    health, seen, stills = HealthWatch(), list[SweepResult](), list[Image]()
    unseen, begin = CameraState.OK, None
    for frame in _pictures(source, LIMITS.rate_short if length <= LIMITS.short_s else LIMITS.rate, length):
        begin = frame.time if begin is None else begin
        done = (frame.time - begin) / length
        if done > 1:
            break
        state = health.look(grey(frame.image), frame.time).state
        if state in _UNSEEN:
            unseen = state
            continue
        if done * LIMITS.stills >= len(stills) and (not stills or frame.image.shape == stills[0].shape):
            stills.append(frame.image)
        seen.append(sweep.look(frame))
        if progress:
            progress(min(1.0, done))
    if not stills:
        raise PipelineError(
            f"{source.camera}: the picture is {unseen.value} all the time; light and lens decide, then try again"
            if unseen is not CameraState.OK
            else f"{source.camera}: no picture came"
        )
    height, width = stills[0].shape[:2]
    return Survey(tuple(seen), (width, height), np.median(stills, axis=0).astype(np.uint8))


def _pictures(source: PictureSource, rate: float, seconds: float) -> Iterator[Frame]:
    """The source's pictures. A camera is recorded first, as JPEG: looking may be slower than it is."""
    if not isinstance(source, LiveCamera):
        yield from source.frames(rate)
        return
    recorded = list(_recorded(source, rate, seconds))
    if not recorded:
        raise PipelineError(source.trouble or f"{source.name}: no picture came in {LIMITS.patience_s:.0f} s")
    for at, data in recorded:
        yield Frame(np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8), at, source.camera)


def _recorded(camera: LiveCamera, rate: float, seconds: float) -> Iterator[tuple[float, NDArray[np.uint8]]]:
    """(UTC s, JPEG) from the first picture on for that long, or until the camera falls silent."""
    heard, first = time.monotonic(), None
    while time.monotonic() - heard <= LIMITS.patience_s:
        frame = camera.poll(rate, wait_s=0.5)
        if frame is None:
            continue
        heard, first = time.monotonic(), frame.time if first is None else first
        if frame.time - first > seconds:
            return
        yield frame.time, np.asarray(cv2.imencode(".jpg", frame.image)[1], np.uint8)
