"""Pictures of our own clips with a portrait on the wall, or with a person's mirror image in a pane of glass."""

from collections.abc import Sequence
from functools import cache
from itertools import takewhile

import cv2
import numpy as np
from numpy.typing import NDArray

from counterwatch.demo_footage import FOOTAGE
from vision.camera.motion import grey
from vision.core import Detections
from vision.detection.person_check import PersonCheck
from vision.sources.opening import open_source

Gray = NDArray[np.uint8]
Corners = tuple[int, int, int, int]
Look = tuple[float, Gray]
LOOKS_A_SECOND = 5.0


@cache
def clip(name: str, until: float) -> tuple[Look, ...]:
    """The grey pictures of one of our clips, five a second, with their times in s."""
    with open_source(f"{name}.mp4", camera="hall", base=FOOTAGE, start=0.0) as source:
        frames = takewhile(lambda frame: frame.time <= until, source.frames(LOOKS_A_SECOND))
        return tuple((frame.time, grey(frame.image)) for frame in frames)


def with_portrait(looks: Sequence[Look], portrait: Gray, at: tuple[int, int]) -> list[Look]:
    """The same pictures with `portrait` (h, w) at `at` (x, y) px."""
    (height, width), (x, y) = portrait.shape, at
    hung = []
    for time, gray in looks:
        picture = gray.copy()
        picture[y : y + height, x : x + width] = portrait
        hung.append((time, picture))
    return hung


def mirrored(
    looks: Sequence[Look],
    of: Corners,
    to: Corners,
    strength: float,
    *,
    turned: bool = True,
    dark: float = 0.0,
) -> list[Look]:
    """The same pictures with the area `of` over `to` at `strength` 0..1; `dark` 0..1 is the darkness of the pane."""
    (x0, y0, x1, y1), (left, top, right, bottom) = of, to
    glass = []
    for time, gray in looks:
        image = gray[y0:y1, x0:x1].astype(np.float32)
        image = image[:, ::-1] if turned else image
        image = cv2.resize(image, (right - left, bottom - top), interpolation=cv2.INTER_AREA)
        picture = gray.copy()
        behind = gray[top:bottom, left:right] * (1 - dark)
        picture[top:bottom, left:right] = np.round((1 - strength) * behind + strength * image)
        glass.append((time, picture))
    return glass


def dropped(
    looks: Sequence[Look], boxes: dict[int, Corners], check: PersonCheck | None = None
) -> dict[int, float]:
    """The time (s) from which each track at `boxes` was rejected as no person until the end."""
    check, since = check or PersonCheck(), {}
    found = Detections(
        np.array(list(boxes.values()), np.float32),
        np.ones(len(boxes), np.float32),
        np.array(list(boxes), np.intp),
    )
    for time, gray in looks:
        people = check.people(found, gray, time)
        gone = {track for track in boxes if track not in people.ids}
        since = {track: since.get(track, time) for track in gone}
    return since
