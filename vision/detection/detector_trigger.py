"""Whether the detector must look again: where motion is not explained by the people who are known, or time went by."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.camera.motion import changed_cells, changes
from vision.core.boxes import Box
from vision.core.detections import Detections
from vision.core.zones import Zone

Cells = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TriggerLimits:
    """Limits of looking again; cells are those of a zone's thumbnail, 1024 of them."""

    cells: int = 6  # outside the known boxes; head and shoulders of somebody who comes fill twenty
    beyond: float = 0.06  # of a box's sides: hair and hands that boxes cut
    gone: float = (
        0.5  # of a box's cells change: somebody left it; a nod or an arm changes a quarter at most (choice)
    )
    again_s: float = 2.0  # whoever comes close behind somebody changes nothing beside them
    empty_s: float = 10.0  # nobody appears without motion; a look as rare as this costs nothing
    still: int = 3  # cells: less is noise (vision/camera/motion.py)


# A box that went by this share of its breadth from one detection to the next belongs to somebody on the way: where the
# box will be at the next look nobody can say, so the detector looks.
_ON_THE_WAY = 0.1


def unsettled(before: Detections, now: Detections) -> bool:
    """Whether the next picture must be looked at as well: somebody is new or on the way, and one find proves little."""
    return any(
        _went_on(box, before.boxes[before.ids == track])
        for box, track in zip(now.boxes, now.ids, strict=True)
    )


def _went_on(box: Box, old: Box) -> bool:
    """Whether a box is not where its track's (1,4) was, or its track has none, (0,4)."""
    if not len(old):
        return True
    went = np.abs((box[:2] + box[2:]) - (old[0, :2] + old[0, 2:])).max() / 2
    return bool(went > _ON_THE_WAY * min(box[2] - box[0], box[3] - box[1]))


class DetectorTrigger:
    """Remembers how one zone looked when the detector last looked. `crop` is the zone's thumbnail in px."""

    def __init__(
        self, zone: Zone, crop: tuple[int, int, int, int], limits: TriggerLimits | None = None
    ) -> None:
        self._crop, self._limits = crop, limits or TriggerLimits()
        self._inside = self._filled([zone.polygon], (32, 32))
        self._then: Cells | None = None
        self._at = -np.inf

    def looked(self, cells: Cells, time: float) -> None:
        """The detector looked at `time` (UTC s), when the zone's thumbnail was `cells` (32, 32)."""
        self._then, self._at = cells, time

    def unexplained(self, cells: Cells, boxes: Box, time: float) -> bool:
        """Whether something moved beside `boxes` (n,4) px of the people of the last look, or that look is old.

        A person who left the own box is looked for as well: what is behind a person differs from the person.
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
        """Whether the place of one of `boxes` looks so different that its person may have left it."""
        for corners in _corners(boxes, 0.0):
            box = self._filled([corners], changed.shape)
            if box.any() and changed[box].mean() >= self._limits.gone:
                return True
        return False

    def _filled(self, polygons: list[NDArray[np.float32]], shape: tuple[int, ...]) -> NDArray[np.bool_]:
        """Which cells some polygons (k,2) px cover."""
        x0, y0, x1, y1 = self._crop
        scale = np.array([shape[1] / (x1 - x0), shape[0] / (y1 - y0)])
        points = [np.round((polygon - (x0, y0)) * scale).astype(np.int32) for polygon in polygons]
        filled = np.zeros(shape, np.uint8)
        for one in points:
            cv2.fillPoly(filled, [one], [1])
        return np.asarray(filled, np.bool_)


def _corners(boxes: Box, beyond: float) -> list[NDArray[np.float32]]:
    """(4,2) px of each of `boxes` (n,4), made larger by `beyond` of its sides on every side."""
    more = (boxes[:, 2:] - boxes[:, :2]) * beyond
    low, high = boxes[:, :2] - more, boxes[:, 2:] + more
    return [np.array([(a, b), (c, b), (c, d), (a, d)]) for (a, b), (c, d) in zip(low, high, strict=True)]
