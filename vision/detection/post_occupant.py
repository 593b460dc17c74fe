"""The occupant of a staff zone whom the detector lost: present until seen leaving or missed by both models.

An absence needs two signs. Detectors overlook people who sleep on the desk, bend below it or sit behind a screen. A
pose model searches for them at their last place, and the likeness of that place (vision/camera/motion.py) is kept as
well.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from vision.core import UNTRACKED, Basis, Box, Detections, Ids, Image, People, limit
from vision.detection.crop_search import CropSearch
from vision.detection.pose_tracker import body_distance, size
from vision.pose.backend import PoseBackend


@dataclass(frozen=True, slots=True)
class OccupantLimits:
    """Limits of the search for an occupant whom the detector lost."""

    search_s: float = limit(15.0, "s", Basis.CHOICE, "seconds of search after the last find by either model")
    near: float = limit(
        1.5,
        "shoulder widths",
        Basis.CHOICE,
        "greatest distance of a pose from the last place, in shoulder widths; others are another person "
        "or an object",
    )
    sizes: tuple[float, float] = limit(
        (0.5, 1.7), "", Basis.CHOICE, "accepted size ratios of a pose to the last one"
    )
    border: float = limit(
        0.02,
        "of the box's width",
        Basis.CHOICE,
        "a box that comes this near to the picture's border, as a share of its width, is leaving",
    )


class PostOccupant:
    """Remembers the occupant of one staff zone. Times must not decrease."""

    def __init__(
        self, search: CropSearch, size: tuple[int, int], limits: OccupantLimits | None = None
    ) -> None:
        self._search, self._size, self._limits = search, size, limits or OccupantLimits()
        self._id, self._pose, self._seen = UNTRACKED, People.none(), -np.inf

    def saw(self, person: People, track: int, time: float) -> None:
        """Record the occupant found at `time`: one person, with a pose when measured."""
        self._id, self._pose, self._seen = track, person, time

    def give_up(self, tracks: Collection[int]) -> None:
        """Forget the occupant if its track is among `tracks`, which were not people."""
        if self._id in tracks:
            self._id, self._pose, self._seen = UNTRACKED, People.none(), -np.inf

    def missed(self, everybody: Detections, time: float) -> bool:
        """Whether the occupant is lost without having been seen leaving, and a search is due."""
        if not len(self._pose) or time - self._seen > self._limits.search_s:
            return False
        return self._id not in everybody.ids and not self._at_border(self._pose.boxes[0])

    def found(self, image: Image, model: PoseBackend, time: float) -> tuple[People, Ids] | None:
        """The occupant as the pose model finds the person in the staff zone; None without a matching find."""
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
        """Whether the box is at the left or right border. People leave there, not at the upper or lower border."""
        wide = self._limits.border * float(box[2] - box[0])
        return bool(box[0] <= wide or box[2] >= self._size[0] - wide)
