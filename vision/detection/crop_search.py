"""Finding several people in one zone with a model that finds one: find, cover, find again."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.core.frame import Image
from vision.core.people import ANCHORS, HIPS, SHOULDERS, People
from vision.core.zones import CLOSE, WIDE, Zone
from vision.detection.pose_tracker import size
from vision.pose.backend import PoseBackend

Enough = Callable[[People], bool]
"""Whether these are all whom it is worth looking for."""
Holds = Callable[[People], NDArray[np.bool_]]
"""(n,) who of these people belongs to the zone."""
# Whoever is not found is searched for this long in the wider crop: as long as lying down takes.
_SEARCH_S = 15.0
# A neighbour, or the clerk behind the customer, may be what a single-person model sees first.
_OTHERS = 1
# With this share of head and shoulders where somebody is covered already, it is the one who was covered badly.
_SAME_SHARE = 0.5
# Under this share of the usual size it is a thing: people of one zone differ by their distance, by half at most.
_GHOST = 0.5
# Half the breadth of a limb, and the radius of a head with its hair, in shoulder widths.
_LIMB, _HEAD = 0.25, 0.55
_LIMBS = ((5, 7), (7, 9), (6, 8), (8, 10), (11, 13), (13, 15), (12, 14), (14, 16))


class CropSearch:
    """One zone of pictures of one `size` (width, height) px; `most` people are looked for, of whom it `holds`.

    Without a `holds` the zone's own.
    """

    def __init__(self, zone: Zone, size: tuple[int, int], most: int, holds: Holds | None = None) -> None:
        self._holds, self._most, self._outlines = holds or zone.holds, most, most > 2
        self._tries = [zone.crop(size, CLOSE)]
        if (
            not self._outlines
        ):  # the post: who lies down on the desk is found with the desk; customers just go
            self._tries.append(zone.crop(size, WIDE))
        self._seen_at = -np.inf

    def people(
        self, image: Image, time: float, backend: PoseBackend, enough: Enough, usual: float = 0.0
    ) -> People:
        """The zone's people, the surest first: the close crop first, the wide one where it finds nobody and somebody
        was there a moment ago. People here are `usual` px large (vision/detection/pose_tracker.py), 0 when not known.
        """
        for x0, y0, x1, y1 in self._tries if time - self._seen_at < _SEARCH_S else self._tries[:1]:
            asked = _MaskedCrop(image[y0:y1, x0:x1], (x0, y0), _GHOST * usual, self._outlines)
            people = self._within(asked, backend, enough)
            if len(people):
                self._seen_at = time
                return people
        return People.none()

    def _within(self, asked: "_MaskedCrop", backend: PoseBackend, enough: Enough) -> People:
        held, others = People.none(), 0
        while others <= _OTHERS and len(people := backend.people(asked.rest)):
            new = asked.new(people)
            new = new[self._holds(new)]
            held, others = held + new, others + (not len(new))
            if len(held) and (len(held) >= self._most or enough(held)):
                return held
            asked.cover(people)
        return held


class _MaskedCrop:
    """A crop from which people are taken as they are found. `ghost` px: smaller than that is no person here."""

    def __init__(self, crop: Image, corner: tuple[int, int], ghost: float, outlines: bool) -> None:
        self.rest, self._crop, self._corner, self._ghost = crop, crop, corner, ghost
        self._outlines = outlines
        self._covered: NDArray[np.uint8] = np.zeros(crop.shape[:2], np.uint8)

    def new(self, people: People) -> People:
        """In pixels of the picture, who of those found in `rest` is not somebody covered badly, or a thing."""
        return people[~(self._again(people) | self._ghosts(people))].moved(*self._corner)

    def cover(self, people: People) -> None:
        """Put the crop's mean colour where these people are."""
        for joints, (x0, y0, x1, y1) in zip(people.joints, people.boxes.clip(0).astype(int), strict=True):
            if self._outlines:
                _cover(self._covered, joints)
            else:
                self._covered[y0:y1, x0:x1] = 1
        self.rest = np.where(self._covered[..., None], self._crop.mean((0, 1)), self._crop).astype(np.uint8)

    def _again(self, people: People) -> NDArray[np.bool_]:
        """(n,) whose head and shoulders are where somebody is covered already."""
        height, width = self._covered.shape
        points = people.joints[:, list(ANCHORS), :2].astype(int).clip(0, (width - 1, height - 1))
        return np.asarray(self._covered[points[..., 1], points[..., 0]].mean(1) >= _SAME_SHARE, np.bool_)

    def _ghosts(self, people: People) -> NDArray[np.bool_]:
        """(n,) who is too small, once somebody is covered: with nobody left, models take screens for people."""
        small = [size(joints) < self._ghost for joints in people.joints]
        return np.array(small, np.bool_) & bool(self._covered.any())


def _cover(covered: NDArray[np.uint8], joints: NDArray[np.float32]) -> None:
    """Set to 1 where a person of joints (17,3) px is; a box would take the neighbours' heads away too."""
    points, width = joints[:, :2].astype(int), size(joints)
    trunk = points[[*SHOULDERS, *HIPS[::-1]]]
    thick = max(1, int(2 * _LIMB * width))
    cv2.fillConvexPoly(covered, cv2.convexHull(trunk), 1)
    for one, two in (*_LIMBS, (5, 6), (5, 11), (6, 12), (11, 12)):
        cv2.line(covered, points[one].tolist(), points[two].tolist(), 1, thick)
    head = points[list(ANCHORS[:3])].mean(0).astype(int)
    cv2.circle(covered, head.tolist(), int(_HEAD * width), 1, -1)
