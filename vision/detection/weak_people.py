"""People at empty posts whom the detector finds too weakly, confirmed by the pose model.

A clerk behind a plant, a lamp or a pane gets a low score in every picture, and so does an empty chair. A pose that fits
the box on two different crops of the picture is a second sign, and both together begin a track.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vision.core import ANCHORS, Basis, Detections, Image, Zone, limit
from vision.detection.box_anchors import people_from_boxes
from vision.detection.box_pose import BoxPose

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class WeakPersonLimits:
    """Limits of weak detections, all of them choices."""

    least: float = limit(0.1, "score", Basis.CHOICE, "lower scores belong to anything")
    begin: float = limit(
        0.3, "score", Basis.CHOICE, "a detection with this score begins a track by itself, see box_tracker.py"
    )
    every_s: float = limit(1.0, "s", Basis.CHOICE, "a post is asked for at most once in this time")
    crops: tuple[float, float] = limit(
        (0.2, 0.7),
        "of a side",
        Basis.CHOICE,
        "how far the two crops extend beyond the box, as in box_pose.py",
    )
    same: float = limit(
        0.15,
        "of the shorter side",
        Basis.CHOICE,
        "both poses have their heads within this share of the box's shorter side",
    )


class WeakPeople:
    """Confirms weak detections for one camera. Times (UTC s) must not decrease."""

    def __init__(self, poses: BoxPose, limits: WeakPersonLimits | None = None) -> None:
        self._poses, self._limits = poses, limits or WeakPersonLimits()
        self._asked: dict[int, float] = {}

    def confirmed(
        self, found: Detections, image: Image, posts: Mapping[int, Zone], time: float
    ) -> Detections:
        """The detections, with the score `begin` for the confirmed one of each of the empty `posts` (by number)."""
        people = people_from_boxes(found)
        weak = (found.scores >= self._limits.least) & (found.scores < self._limits.begin)
        scores = found.scores.copy()
        for number, zone in posts.items():
            held = zone.holds(people)
            rows = np.flatnonzero(held & weak)
            if (
                not len(rows)
                or (held & ~weak).any()
                or time - self._asked.get(number, -np.inf) < self._limits.every_s
            ):
                continue
            self._asked[number] = time
            best = int(rows[np.argmax(found.scores[rows])])
            if self._has_pose(image, found.boxes[best]):
                scores[best] = self._limits.begin
        return replace(found, scores=scores)

    def _has_pose(self, image: Image, box: NDArray[np.float32]) -> bool:
        """Whether the pose model finds the same head in the box on both crops."""
        heads = []
        for beyond in self._limits.crops:
            people = self._poses.on_crop(image, box, beyond)
            if people is None:
                return False
            heads.append(people.joints[0, list(ANCHORS[:3]), :2].mean(0))
        shorter = float(min(box[2] - box[0], box[3] - box[1]))
        return bool(np.linalg.norm(heads[0] - heads[1]) <= self._limits.same * shorter)
