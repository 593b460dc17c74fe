"""The occupant of a post whom the detector lost: still there until the person was seen leaving, or both models miss.

An absence needs two signs. Detectors overlook people who sleep on the desk, bend below it or sit behind a screen; a
pose model looks for them where they were, and the likeness of the place (vision/camera/motion.py) is kept beside.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from vision.core.boxes import Box
from vision.core.detections import UNTRACKED, Detections
from vision.core.frame import Image
from vision.core.people import People
from vision.core.zone_view import Ids
from vision.detection.crop_search import CropSearch
from vision.detection.pose_tracker import body_distance, size
from vision.pose.backend import PoseBackend


@dataclass(frozen=True, slots=True)
class OccupantLimits:
    """Limits of the search for an occupant whom the detector lost."""

    search_s: float = 15.0  # after the last look that found the occupant by either model
    near: float = 1.5  # a pose so far from the last place, in shoulder widths, is somebody else or a thing
    sizes: tuple[float, float] = (0.5, 1.7)  # nor does an occupant shrink or grow by more
    border: float = (
        0.02  # a box that touches the picture's border by this share of its size is on the way out
    )


class PostOccupant:
    """Remembers who was at one post. For one zone; times must not decrease."""

    def __init__(
        self, search: CropSearch, size: tuple[int, int], limits: OccupantLimits | None = None
    ) -> None:
        self._search, self._size, self._limits = search, size, limits or OccupantLimits()
        self._id, self._pose, self._seen = UNTRACKED, People.none(), -np.inf

    def saw(self, person: People, track: int, time: float) -> None:
        """The occupant was found at `time`: one person, with a pose if there is one."""
        self._id, self._pose, self._seen = track, person, time

    def give_up(self, tracks: Collection[int]) -> None:
        """Forget the occupant if it is one of these tracks: they were no people."""
        if self._id in tracks:
            self._id, self._pose, self._seen = UNTRACKED, People.none(), -np.inf

    def missed(self, everybody: Detections, time: float) -> bool:
        """Whether the occupant is lost without having been seen leaving, and worth a search."""
        if not len(self._pose) or time - self._seen > self._limits.search_s:
            return False
        return self._id not in everybody.ids and not self._at_border(self._pose.boxes[0])

    def found(self, image: Image, model: PoseBackend, time: float) -> tuple[People, Ids] | None:
        """The occupant as the pose model finds the person where the post is; None where it finds nobody like that."""
        people = self._search.people(image, time, model, lambda held: len(held) > 0)
        if not len(people) or not self._like(people):
            return None
        self._pose, self._seen = people[:1], time
        return people[:1], np.array([self._id], np.intp)

    def _like(self, people: People) -> bool:
        before, now = self._pose.joints[0], people.joints[0]
        ratio = size(now) / size(before)
        return (
            self._limits.sizes[0] <= ratio <= self._limits.sizes[1]
            and body_distance(before, now) <= self._limits.near
        )

    def _at_border(self, box: Box) -> bool:
        """At the left or right border people walk out; at the upper one they stand, at the lower one desks are."""
        wide = self._limits.border * float(box[2] - box[0])
        return bool(box[0] <= wide or box[2] >= self._size[0] - wide)
