"""A few minutes of a camera, watched for everybody in the picture."""

from collections.abc import Callable
from dataclasses import dataclass
from math import isnan

import numpy as np

from pipeline.errors import PipelineError
from pipeline.eyes import Eyes
from vision.frame import Image
from vision.health import HealthWatch, State
from vision.sources import Source
from vision.stillness import grey
from vision.sweep import SIDES, SIDES_OF_MANY, Seen, Sweep

# Looks a second: who walks by is followed at one (vision/tracking.py), and a short recording has pictures to spare.
_RATE, _RATE_SHORT, _SHORT_S = 1.0, 2.0, 90.0
# Of this many pictures the median shows the room without whoever walked through it.
_STILLS = 15
_UNSEEN = (State.DARK, State.BLOCKED)

Progress = Callable[[float], None]
"""Called with the share 0..1 that is done."""


@dataclass(frozen=True, slots=True)
class Survey:
    """`seen` in order of time in pictures of `size` (width, height) px; `room` the median picture."""

    seen: tuple[Seen, ...]
    size: tuple[int, int]
    room: Image


def survey(source: Source, eyes: Eyes, seconds: float, progress: Progress | None = None) -> Survey:
    """Watch the first `seconds` of a source, or all of a shorter one.

    Raises PipelineError with one line when no picture could be judged, VisionError when none could be read.
    """
    length = source.info.duration_s
    length = seconds if isnan(length) or length <= 0 else min(seconds, length)
    sweep = Sweep(eyes.pose, SIDES if eyes.choice.weights is None else SIDES_OF_MANY)
    health, seen, stills = HealthWatch(), list[Seen](), list[Image]()
    unseen = State.OK
    for frame in source.frames(_RATE_SHORT if length <= _SHORT_S else _RATE):
        done = (frame.time - source.info.start) / length
        if done > 1:
            break
        state = health.look(grey(frame.image), frame.time).state
        if state in _UNSEEN:
            unseen = state
            continue
        if done * _STILLS >= len(stills) and (not stills or frame.image.shape == stills[0].shape):
            stills.append(frame.image)
        seen.append(sweep.look(frame))
        if progress:
            progress(min(1.0, done))
    if not stills:
        raise PipelineError(
            f"{source.camera}: the picture is {unseen.value} all the time; light and lens decide, then try again"
            if unseen is not State.OK
            else f"{source.camera}: no picture came"
        )
    height, width = stills[0].shape[:2]
    return Survey(tuple(seen), (width, height), np.median(stills, axis=0).astype(np.uint8))
