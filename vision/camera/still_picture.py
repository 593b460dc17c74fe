"""Still pictures: what a complete look said holds until something changes."""

from dataclasses import dataclass

import cv2
import numpy as np

from vision.camera.thumbnail import SmallGray
from vision.core import Basis, limit


@dataclass(frozen=True, slots=True)
class StillLimits:
    """Limits of a still picture; pixels are those of the 160x90 picture (vision/camera/thumbnail.py)."""

    level: float = limit(
        6.0,
        "grey levels",
        Basis.CHOICE,
        "grey levels of a changed pixel, as for the cells of a zone (vision/camera/motion.py)",
    )
    pixels: int = limit(
        3, "pixels", Basis.CHOICE, "changed pixels; fewer are noise. A person far away covers ten and more"
    )
    again_s: float = limit(
        5.0,
        "s",
        Basis.CHOICE,
        "a complete look follows after it, whatever the picture shows: focus and glare that change less than a "
        "person far away are judged as often",
    )


class StillPicture:
    """Compares the pictures of one camera with that of its last complete look. Times (UTC s) must not decrease."""

    def __init__(self, limits: StillLimits | None = None) -> None:
        self._limits = limits or StillLimits()
        self._looked: tuple[float, SmallGray] | None = None

    def looked(self, small: SmallGray, time: float, *, holds: bool) -> None:
        """Record a complete look at the picture of `time`, and whether its result `holds` while nothing changes."""
        self._looked = (time, small) if holds else None

    def same(self, small: SmallGray, time: float) -> bool:
        """Whether the picture shows what the last complete look showed, so that its result still holds."""
        if self._looked is None or time - self._looked[0] >= self._limits.again_s:
            return False
        change = cv2.subtract(small, self._looked[1])
        # A lamp changes the whole picture at once; people do not.
        changed = np.abs(change - cv2.mean(change)[0]) > self._limits.level
        return int(np.count_nonzero(changed)) < self._limits.pixels
