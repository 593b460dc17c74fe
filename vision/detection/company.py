"""Whether the staff of a camera are alone: gestures are made to somebody, and who comes moves in the picture."""

from collections.abc import Collection
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.camera.motion import changes
from vision.core import Basis, Box, Gray, limit


@dataclass(frozen=True, slots=True)
class CompanyLimits:
    """Limits of being alone; cells are those of the whole picture, 64 by 36."""

    width: int = limit(
        64, "cells", Basis.CHOICE, "a person who is seen from the head to the desk covers ten and more"
    )
    height: int = limit(36, "cells", Basis.CHOICE, "the same")
    cells: int = limit(2, "cells", Basis.CHOICE, "changed cells beside the staff; a single one is noise")
    beyond: float = limit(
        0.25,
        "of a side",
        Basis.CHOICE,
        "margin around the staff's boxes: arms, chair and shadow move with them",
    )
    after_s: float = limit(
        5.0,
        "s",
        Basis.CHOICE,
        "a customer who left is still company: a farewell is said to a back, and a lost track comes back",
    )


LIMITS = CompanyLimits()


class Company:
    """Remembers when somebody else than the staff was last in the picture. Times (UTC s) must not decrease."""

    def __init__(self) -> None:
        self._at = -float("inf")
        self._before: NDArray[np.float32] | None = None

    def look(self, tracks: Collection[int], staff: Collection[int], time: float) -> None:
        """Take the `tracks` of all people found in a picture, and those of the `staff` at their posts."""
        if any(track not in staff for track in tracks):
            self._at = time

    def alone(self, gray: Gray, staff: Box, time: float) -> bool:
        """Whether nobody else was seen for a while, and nothing moves beside the boxes (n,4) px of the `staff`."""
        size = (LIMITS.width, LIMITS.height)
        small = cv2.resize(gray, size, interpolation=cv2.INTER_AREA).astype(np.float32)
        if self._before is None or self._moves(small, self._before, _cells(staff, gray)):
            self._at = time
        self._before = small
        return time - self._at > LIMITS.after_s

    @staticmethod
    def _moves(now: NDArray[np.float32], before: NDArray[np.float32], staff: Box) -> bool:
        changed = changes(now, before)
        for x0, y0, x1, y1 in staff.astype(int):
            changed[y0:y1, x0:x1] = False
        return int(changed.sum()) >= LIMITS.cells


def _cells(boxes: Box, gray: Gray) -> Box:
    """Boxes (n,4) px of a picture, enlarged, in cells."""
    more = (boxes[:, 2:] - boxes[:, :2]) * LIMITS.beyond
    scale = np.array([LIMITS.width / gray.shape[1], LIMITS.height / gray.shape[0]])
    low, high = (boxes[:, :2] - more) * scale, (boxes[:, 2:] + more) * scale + 1
    return np.concatenate([low.clip(0), high], axis=1).astype(np.float32)
