"""Removal of false detections: objects and mirror images that the detector takes for people."""

import numpy as np

from vision.camera.recent_pictures import RecentPictures
from vision.core import Detections, Gray
from vision.detection.reflections import Reflections
from vision.detection.static_objects import StaticObjects


class PersonCheck:
    """Checks the tracked detections of one camera. Times must increase."""

    def __init__(self) -> None:
        self._pictures, self._lifeless, self._reflections = RecentPictures(), StaticObjects(), Reflections()
        self._dropped: set[int] = set()
        self._withdrawn: dict[int, float] = {}

    def people(self, found: Detections, gray: Gray, time: float) -> Detections:
        """The tracked detections `found` in the picture `gray` (H, W) that are people."""
        now = self._pictures.add(gray, found.boxes, found.ids, time)
        things = self._lifeless.things(self._pictures, now)
        images = self._reflections.images(self._pictures, now) & ~things
        self._withdrawn = self._claims(found.ids[things].tolist(), found.ids[images].tolist())
        self._dropped = set(found.ids[things | images].tolist())
        return found[~things & ~images]

    @property
    def withdrawn(self) -> dict[int, float]:
        """Tracks that the last picture proved not to be people, with the begin of that time (UTC s)."""
        return self._withdrawn

    def _claims(self, things: list[int], images: list[int]) -> dict[int, float]:
        claims = {
            track: -np.inf
            for thing in things if thing not in self._dropped
            for track in self._lifeless.claimed_by(thing)
        }  # fmt: skip
        return claims | {i: self._reflections.since(i) for i in images if i not in self._dropped}
