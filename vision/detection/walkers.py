"""Tracks that walk. A person who is lost while walking did not sit down at the last position."""

from collections import deque
from dataclasses import dataclass

import numpy as np

from vision.core import Basis, Detections, Ids, limit


@dataclass(frozen=True, slots=True)
class WalkerLimits:
    """Limits of walking."""

    speed: float = limit(
        0.6,
        "box widths a second",
        Basis.CHOICE,
        "box widths a second, 0.27 m/s: people walk at 1.4 m/s and shift their weight at a tenth of that",
    )
    over_s: float = limit(
        0.35,
        "s",
        Basis.CHOICE,
        "least seconds between two boxes that give a speed: boxes jitter by a twentieth of their width",
    )
    memory_s: float = limit(
        1.0, "s", Basis.CHOICE, "seconds after which a box is too old to give the present speed"
    )


class Walkers:
    """Follows the boxes of one camera's tracks. Times (UTC s) must increase."""

    def __init__(self, limits: WalkerLimits | None = None) -> None:
        self._limits = limits or WalkerLimits()
        self._looks: deque[tuple[float, Detections]] = deque()
        self.ids: Ids = np.empty(0, np.intp)

    def look(self, found: Detections, time: float) -> None:
        """Take the tracked people of one detection; `ids` are then the walking tracks."""
        while self._looks and time - self._looks[0][0] > self._limits.memory_s:
            self._looks.popleft()
        before = next(((t, f) for t, f in reversed(self._looks) if time - t >= self._limits.over_s), None)
        self.ids = (
            np.empty(0, np.intp) if before is None else self._walking(found, before[1], time - before[0])
        )
        self._looks.append((time, found))

    def _walking(self, found: Detections, before: Detections, lapse: float) -> Ids:
        walking = []
        for box, track in zip(found.boxes, found.ids.tolist(), strict=True):
            for old in before.boxes[before.ids == track]:
                went = np.abs((box[:2] + box[2:]) - (old[:2] + old[2:])).max() / 2
                if went >= self._limits.speed * lapse * min(box[2] - box[0], box[3] - box[1]):
                    walking.append(track)
        return np.array(walking, np.intp)
