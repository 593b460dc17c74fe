"""The last pictures of a camera, small and grey, for comparison with later looks."""

from collections import deque
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.core import Basis, Box, Gray, limit


@dataclass(frozen=True, slots=True)
class PictureLimits:
    """Limits of the stored pictures."""

    side_px: int = limit(
        480,
        "pixels",
        Basis.CHOICE,
        "placed by hand: the longer side; at a window a head has 10 px, its mirror image still 5",
    )
    kept_s: float = limit(8.0, "s", Basis.CHOICE, "longer than any comparison reaches back")
    most: int = limit(40, "pictures", Basis.CHOICE, "8 s at five looks a second, 130 kB each")


@dataclass(frozen=True, slots=True)
class SmallPicture:
    """`gray` (h, w) uint8 of the look at `time` (UTC s), with `boxes` (n,4) and track `ids` (n,) in its pixels."""

    time: float
    gray: Gray
    boxes: Box
    ids: NDArray[np.intp]

    def box_of(self, track: int) -> Box | None:
        """(4,) px of the box of a track; None when it was not found."""
        row = np.flatnonzero(self.ids == track)
        return self.boxes[row[0]] if len(row) else None


class RecentPictures:
    """Stores small pictures of one camera. Times must increase."""

    def __init__(self, limits: PictureLimits | None = None) -> None:
        self._limits = limits or PictureLimits()
        self._pictures: deque[SmallPicture] = deque(maxlen=self._limits.most)

    def add(self, gray: Gray, boxes: Box, ids: NDArray[np.intp], time: float) -> SmallPicture:
        """Store the picture `gray` (H, W) of `time` with the boxes (n,4) px of the tracks found in it."""
        scale = min(1.0, self._limits.side_px / max(gray.shape))
        size = (max(1, round(gray.shape[1] * scale)), max(1, round(gray.shape[0] * scale)))
        small = np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.uint8)
        now = SmallPicture(time, small, (boxes * scale).astype(np.float32), ids)
        while self._pictures and time - self._pictures[0].time > self._limits.kept_s:
            self._pictures.popleft()
        self._pictures.append(now)
        return now

    def since(self, time: float) -> list[SmallPicture]:
        """The pictures of `time` (UTC s) and later, oldest first."""
        return [picture for picture in self._pictures if picture.time >= time]

    def latest(self, before: float) -> SmallPicture | None:
        """The latest picture not later than `before` (UTC s), or None."""
        return next((p for p in reversed(self._pictures) if p.time <= before), None)
