"""The decision to search a zone for one more person: only after a change outside the known people."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.camera.motion import changes
from vision.core import Basis, People, Zone, limit
from vision.detection.pose_tracker import size

Cells = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class NewcomerLimits:
    """Limits that trigger a search."""

    cells: int = limit(
        8,
        "cells",
        Basis.CHOICE,
        "of 1024: head and shoulders in a queue fill about twenty, and half of them may be hidden",
    )
    hair: float = limit(
        0.5, "shoulder widths", Basis.CHOICE, "boxes of keypoints exclude hair, clothes and hands"
    )
    try_s: float = limit(
        2.0,
        "s",
        Basis.CHOICE,
        "a search is due in any case: a person close behind another changes nothing beside them",
    )


LIMITS = NewcomerLimits()


class Newcomers:
    """Remembers the zone thumbnail of the last complete search."""

    def __init__(self, zone: Zone, crop: tuple[int, int, int, int]) -> None:
        self._zone, self._crop = zone, crop
        self._searched: Cells | None = None
        self._known, self._at = People.none(), -np.inf

    def possible(self, now: Cells, found: People, time: float) -> bool:
        """Whether a person beside the `found` may be in the zone; `now` is the zone's thumbnail (32, 32)."""
        if self._searched is None or len(found) < len(self._known) or time - self._at >= LIMITS.try_s:
            return True
        changed = changes(now, self._searched) & self._inside(self._zone.polygon, now)
        for people in (found, self._known):
            for box, joints in zip(people.boxes, people.joints, strict=True):
                x0, y0, x1, y1 = box + np.array([-1, -1, 1, 1]) * LIMITS.hair * size(joints)
                changed &= ~self._inside(np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], np.float32), now)
        return int(changed.sum()) >= LIMITS.cells

    def searched(self, now: Cells, found: People, time: float) -> None:
        """Record a complete search at `time` (UTC s) that gave `found`; `now` is the zone's thumbnail."""
        self._searched, self._known, self._at = now, found, time

    def _inside(self, polygon: NDArray[np.float32], cells: Cells) -> NDArray[np.bool_]:
        """The cells that a polygon (k,2) px covers."""
        x0, y0, x1, y1 = self._crop
        points = (polygon - (x0, y0)) * (cells.shape[1] / (x1 - x0), cells.shape[0] / (y1 - y0))
        filled = cv2.fillPoly(np.zeros(cells.shape, np.uint8), [np.round(points).astype(np.int32)], [1])
        return np.asarray(filled, np.bool_)
