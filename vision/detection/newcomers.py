"""Is it worth looking for one more person in a zone? Only where something changed beside the people who are known."""

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.camera.motion import changes
from vision.core.people import People
from vision.core.zones import Zone
from vision.detection.pose_tracker import size

Cells = NDArray[np.float32]
# Head and shoulders of somebody in a queue fill some twenty of a zone's 1024 cells; half of them may be hidden.
_CELLS = 8
# Boxes of joints leave out hair, clothes and hands by this much, in shoulder widths.
_HAIR = 0.5
# Whoever comes up close behind somebody changes nothing beside them: after this long it is worth a try all the same.
_TRY_S = 2.0


class Newcomers:
    """Remembers how a zone looked when it was last searched until nobody more was found."""

    def __init__(self, zone: Zone, crop: tuple[int, int, int, int]) -> None:
        self._zone, self._crop = zone, crop
        self._searched: Cells | None = None
        self._known, self._at = People.none(), -np.inf

    def possible(self, now: Cells, found: People, time: float) -> bool:
        """Whether somebody beside the `found` may be in the zone, of which `now` is the thumbnail (32, 32)."""
        if self._searched is None or len(found) < len(self._known) or time - self._at >= _TRY_S:
            return True
        changed = changes(now, self._searched) & self._inside(self._zone.polygon, now)
        for people in (found, self._known):
            for box, joints in zip(people.boxes, people.joints, strict=True):
                x0, y0, x1, y1 = box + np.array([-1, -1, 1, 1]) * _HAIR * size(joints)
                changed &= ~self._inside(np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], np.float32), now)
        return int(changed.sum()) >= _CELLS

    def searched(self, now: Cells, found: People, time: float) -> None:
        """Nobody but the `found` was in the zone at `time` (UTC s), `now` being its thumbnail."""
        self._searched, self._known, self._at = now, found, time

    def _inside(self, polygon: NDArray[np.float32], cells: Cells) -> NDArray[np.bool_]:
        """Which cells a polygon (k,2) px covers."""
        x0, y0, x1, y1 = self._crop
        points = (polygon - (x0, y0)) * (cells.shape[1] / (x1 - x0), cells.shape[0] / (y1 - y0))
        filled = cv2.fillPoly(np.zeros(cells.shape, np.uint8), [np.round(points).astype(np.int32)], [1])
        return np.asarray(filled, np.bool_)
