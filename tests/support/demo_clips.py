"""Pictures of our own clips, unchanged and as a recorder returns them."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

import av
import numpy as np

from counterwatch.demo_footage import FOOTAGE
from vision.camera.health import CameraHealth, CameraState, HealthWatch
from vision.core import Image
from vision.sources.opening import open_source

CLIPS = ("absent_B", "full_service_A", "no_greet_A", "slouch_C")
STEP = 0.2  # five looks a second
START = 1000.0

Way = Callable[[Image, int], Image]
"""A change of a picture, given its number in the order of looks."""


@lru_cache
def looks(clip: str, seconds: float = 25.0, side: int = 640) -> tuple[Image, ...]:
    """Five pictures a second of the clip's first seconds, `side` px wide."""
    with open_source(f"{clip}.mp4", camera="c", base=FOOTAGE, start=0.0) as source:
        found = [frame.image for frame in source.frames(1 / STEP, max_side=side) if frame.time < seconds]
    return tuple(found)


def through_codec(
    pictures: Sequence[Image], path: Path, codec: str = "libx264", crf: int = 26, rate: int = 5
) -> list[Image]:
    """The pictures as a recorder returns them: repeated pictures differ in the last bits."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream(codec, rate=rate)
        stream.options = {"crf": str(crf)} if codec == "libx264" else {}
        if codec == "libx265":
            stream.options = {"crf": str(crf), "x265-params": "log-level=none"}
        if codec == "mpeg4":
            stream.bit_rate = 4_000_000 if crf < 30 else 400_000
        stream.pix_fmt = "yuv420p"
        stream.height, stream.width = pictures[0].shape[:2]
        for picture in pictures:
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="bgr24")
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
    with open_source(str(path), camera="c", base=path.parent) as source:
        return [frame.image for frame in source.frames(rate)]


def healths(pictures: Sequence[Image], watch: HealthWatch | None = None) -> list[CameraHealth]:
    """The health of each picture, five looks a second from START on."""
    watch = watch or HealthWatch()
    return [watch.look(picture, START + i * STEP) for i, picture in enumerate(pictures)]


def times(found: Sequence[CameraHealth], state: CameraState) -> list[float]:
    """Seconds at which the camera was in this state."""
    return [round(i * STEP, 3) for i, health in enumerate(found) if health.state is state]
