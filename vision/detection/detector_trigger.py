"""Whether the detector must run again: known people do not explain a motion, or the last look is old."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.camera.motion import changed_cells, changes
from vision.core import Basis, Box, Detections, Zone, limit

Cells = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TriggerLimits:
    """Limits that trigger the detector; cells are those of a zone's thumbnail, 1024 in total."""

    cells: int = limit(
        6,
        "cells",
        Basis.CHOICE,
        "changed cells outside the known boxes; head and shoulders of an arriving person fill twenty",
    )
    beyond: float = limit(
        0.06,
        "of a side",
        Basis.CHOICE,
        "margin around boxes as a share of their sides, because boxes cut hair and hands",
    )
    gone: float = limit(
        0.5,
        "of the cells",
        Basis.CHOICE,
        "share of changed cells in a box after which its person may have left; a nod or an arm changes "
        "a quarter at most",
    )
    again_s: float = limit(
        2.0,
        "s",
        Basis.CHOICE,
        "seconds between looks with people: a person who arrives close behind another changes nothing "
        "beside them",
    )
    empty_s: float = limit(
        10.0,
        "s",
        Basis.CHOICE,
        "seconds between looks at an empty zone: people do not appear without motion, and so rare a "
        "look is cheap",
    )
    on_the_way: float = limit(
        0.1,
        "of the width",
        Basis.CHOICE,
        "a box that moved by so much since the last detection is a walking person's, whose next "
        "position is unknown",
    )
    still: int = limit(3, "cells", Basis.CHOICE, "changed cells; fewer are noise (vision/camera/motion.py)")


LIMITS = TriggerLimits()


def unsettled(before: Detections, now: Detections) -> bool:
    """Whether the next picture must be detected too: a track is new or walks, and one detection is weak evidence."""
    return any(
        _went_on(box, before.boxes[before.ids == track])
        for box, track in zip(now.boxes, now.ids, strict=True)
    )


def _went_on(box: Box, old: Box) -> bool:
    """Whether a box moved away from the last box (1,4) of its track, or the track has no last box (0,4)."""
    if not len(old):
        return True
    went = np.abs((box[:2] + box[2:]) - (old[0, :2] + old[0, 2:])).max() / 2
    return bool(went > LIMITS.on_the_way * min(box[2] - box[0], box[3] - box[1]))


class DetectorTrigger:
    """Remembers the thumbnail of one zone at the last detector run. `crop` is the thumbnail's rectangle in px."""

    def __init__(
        self, zone: Zone, crop: tuple[int, int, int, int], limits: TriggerLimits | None = None
    ) -> None:
        self._crop, self._limits = crop, limits or TriggerLimits()
        self._inside = self._filled([zone.polygon], (32, 32))
        self._then: Cells | None = None
        self._at = -np.inf

    def looked(self, cells: Cells, time: float) -> None:
        """Record a detector run at `time` (UTC s) with the zone thumbnail `cells` (32, 32)."""
        self._then, self._at = cells, time

    def unexplained(self, cells: Cells, boxes: Box, time: float) -> bool:
        """Whether something moved outside `boxes` (n,4) px of the last people, or the last look is old.

        A changed box interior counts too: the background behind a person differs from the person.
        """
        again_s = self._limits.again_s if len(boxes) else self._limits.empty_s
        if self._then is None or time - self._at >= again_s:
            return True
        if not len(boxes):
            return changed_cells(cells, self._then) >= self._limits.still
        changed = changes(cells, self._then)
        beside = changed & self._inside & ~self._filled(_corners(boxes, self._limits.beyond), cells.shape)
        return int(beside.sum()) >= self._limits.cells or self._left(changed, boxes)

    def _left(self, changed: NDArray[np.bool_], boxes: Box) -> bool:
        """Whether the interior of one of `boxes` changed so much that its person may have left."""
        for corners in _corners(boxes, 0.0):
            box = self._filled([corners], changed.shape)
            if box.any() and changed[box].mean() >= self._limits.gone:
                return True
        return False

    def _filled(self, polygons: list[NDArray[np.float32]], shape: tuple[int, ...]) -> NDArray[np.bool_]:
        """The cells (h, w) that polygons (k,2) px cover."""
        x0, y0, x1, y1 = self._crop
        scale = np.array([shape[1] / (x1 - x0), shape[0] / (y1 - y0)])
        points = [np.round((polygon - (x0, y0)) * scale).astype(np.int32) for polygon in polygons]
        filled = np.zeros(shape, np.uint8)
        for one in points:
            cv2.fillPoly(filled, [one], [1])
        return np.asarray(filled, np.bool_)


def _corners(boxes: Box, beyond: float) -> list[NDArray[np.float32]]:
    """(4,2) px corners of each of `boxes` (n,4), enlarged by `beyond` of its sides on every side."""
    more = (boxes[:, 2:] - boxes[:, :2]) * beyond
    low, high = boxes[:, :2] - more, boxes[:, 2:] + more
    return [np.array([(a, b), (c, b), (c, d), (a, d)]) for (a, b), (c, d) in zip(low, high, strict=True)]
