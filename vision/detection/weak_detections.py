"""Weak detections before the begin of a track: looks at which an absence is uncertain."""

from collections import deque
from dataclasses import dataclass

import numpy as np

from vision.core import UNTRACKED, Basis, Box, Detections, limit, overlaps


@dataclass(frozen=True, slots=True)
class WeakLimits:
    """Limits of following a new track back through detections too weak to begin one."""

    back_s: float = limit(
        2.0, "s", Basis.CHOICE, "a present person gets one sufficient score within two seconds"
    )
    overlap: float = limit(
        0.3,
        "intersection over union",
        Basis.CHOICE,
        "overlap of the boxes of one person in successive looks, unless the person runs",
    )
    same_box: float = limit(
        0.5,
        "intersection over union",
        Basis.CHOICE,
        "overlap with a tracked box from which a detection is that tracked person",
    )


@dataclass(frozen=True, slots=True)
class WeakDetection:
    """A detection at `time` (UTC s) and `box` (4,) px too weak to begin a track."""

    time: float
    box: Box


class WeakDetections:
    """Remembers the weak detections of one camera. Times must increase."""

    def __init__(self, limits: WeakLimits | None = None) -> None:
        self._limits = limits or WeakLimits()
        self._looks: deque[tuple[float, Box]] = deque()
        self._newest = UNTRACKED

    def before(self, tracked: Detections, found: Detections, time: float) -> list[WeakDetection]:
        """The weak detections that precede the tracks that begin in this look, latest first.

        `found` are all detections of the look, `tracked` those of tracks. Track ids must increase.
        """
        begun = tracked.boxes[tracked.ids > self._newest]
        self._newest = max(self._newest, int(tracked.ids.max(initial=UNTRACKED)))
        while self._looks and time - self._looks[0][0] > self._limits.back_s:
            self._looks.popleft()
        looks = [look for box in begun for look in self._back(box)]
        faint = [box for box in found.boxes if self._untracked(box, tracked)]
        self._looks.append((time, np.array(faint, np.float32).reshape(-1, 4)))
        return looks

    def _untracked(self, box: Box, tracked: Detections) -> bool:
        return bool(overlaps(box, tracked.boxes).max(initial=0.0) < self._limits.same_box)

    def _back(self, box: Box) -> list[WeakDetection]:
        """The chain of weak detections that ends at `box`, latest first."""
        chain: list[WeakDetection] = []
        for time, boxes in reversed(self._looks):
            shared = overlaps(box, boxes)
            if shared.max(initial=0.0) < self._limits.overlap:
                break
            box = boxes[int(np.argmax(shared))]
            chain.append(WeakDetection(time, box))
        return chain
