"""Whether the head of a known person left its place since the last look: a cheap search before a model is asked."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.core import Basis, Box, Gray, limit


@dataclass(frozen=True, slots=True)
class HeadShiftLimits:
    """Limits of a head that keeps its place; shares are of the side of head and shoulders, about 0.6 m."""

    side: int = limit(24, "pixels", Basis.CHOICE, "of the patch: half a pixel is a centimetre and a half")
    around: float = limit(0.4, "of the side", Basis.CHOICE, "so far it is searched on every side")
    moved: float = limit(
        0.05, "of the side", Basis.CHOICE, "3 cm: who types sways less, who nods or sinks moves more"
    )
    alike: float = limit(
        0.7, "correlation", Basis.CHOICE, "a head that turned, or a hand before it, is less alike"
    )


LIMITS = HeadShiftLimits()


class HeadShift:
    """Remembers head and shoulders of one person at the last look."""

    def __init__(self) -> None:
        self._patch: NDArray[np.uint8] | None = None
        self._window = (0, 0, 1, 1)

    def seen(self, gray: Gray, box: Box | None) -> None:
        """Take a look: `box` (4,) px is around head and shoulders, None when nobody was found."""
        self._patch = None
        if box is None:
            return
        more = LIMITS.around * (box[2] - box[0])
        self._window = _whole((box[0] - more, box[1] - more, box[2] + more, box[3] + more), gray)
        edge = round(LIMITS.around * LIMITS.side)
        small = self._small(gray)
        if min(small.shape) > 2 * edge + 2:
            self._patch = small[edge:-edge, edge:-edge].copy()

    def moved(self, gray: Gray) -> bool:
        """Whether head and shoulders are elsewhere or look different; False before a look that found somebody."""
        if self._patch is None:
            return False
        alike = cv2.matchTemplate(self._small(gray), self._patch, cv2.TM_CCOEFF_NORMED)
        _, best, _, (x, y) = cv2.minMaxLoc(alike)
        edge = round(LIMITS.around * LIMITS.side)
        return best < LIMITS.alike or max(abs(x - edge), abs(y - edge)) > LIMITS.moved * LIMITS.side

    def _small(self, gray: Gray) -> NDArray[np.uint8]:
        x0, y0, x1, y1 = self._window
        scale = (1 + 2 * LIMITS.around) * LIMITS.side / max(x1 - x0, 1)
        size = (max(1, round((x1 - x0) * scale)), max(1, round((y1 - y0) * scale)))
        return np.asarray(cv2.resize(gray[y0:y1, x0:x1], size, interpolation=cv2.INTER_AREA), np.uint8)


def _whole(box: tuple[float, float, float, float], gray: Gray) -> tuple[int, int, int, int]:
    """The part of the box that lies in the picture, in whole px, at least one wide and high."""
    height, width = gray.shape
    x0, y0 = int(np.clip(box[0], 0, width - 1)), int(np.clip(box[1], 0, height - 1))
    return x0, y0, int(np.clip(box[2], x0 + 1, width)), int(np.clip(box[3], y0 + 1, height))
