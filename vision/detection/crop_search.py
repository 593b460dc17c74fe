"""Search for several people in one zone with a single-person model: find one, mask them, search again."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.core import ANCHORS, CLOSE, HIPS, SHOULDERS, WIDE, Basis, Image, People, Zone, limit
from vision.detection.pose_tracker import size
from vision.pose.backend import PoseBackend

Enough = Callable[[People], bool]
"""Returns whether these people are all that must be found."""
Holds = Callable[[People], NDArray[np.bool_]]
"""Returns (n,) which of these people belong to the zone."""


@dataclass(frozen=True, slots=True)
class CropSearchLimits:
    """Limits of searching a crop."""

    search_s: float = limit(
        15.0,
        "s",
        Basis.CHOICE,
        "the wider crop is searched after the last find for as long as lying down takes",
    )
    others: int = limit(
        1,
        "people",
        Basis.CHOICE,
        "of other zones may be found first: a neighbour, or the clerk behind the customer",
    )
    same_share: float = limit(
        0.5,
        "of the keypoints",
        Basis.CHOICE,
        "a find whose head and shoulders are masked by so much is an earlier one",
    )
    ghost: float = limit(
        0.5,
        "of the usual size",
        Basis.CHOICE,
        "a smaller find is an object: people of one zone differ by half at most",
    )
    limb: float = limit(0.25, "shoulder widths", Basis.CHOICE, "half the width of a limb")
    head: float = limit(0.55, "shoulder widths", Basis.CHOICE, "radius of a head with its hair")


LIMITS = CropSearchLimits()


_LIMBS = ((5, 7), (7, 9), (6, 8), (8, 10), (11, 13), (13, 15), (12, 14), (14, 16))


class CropSearch:
    """Searches one zone in pictures of one `size` (width, height) px for at most `most` people.

    `holds` selects the people who belong to the zone; the default is the zone's own test.
    """

    def __init__(self, zone: Zone, size: tuple[int, int], most: int, holds: Holds | None = None) -> None:
        self._holds, self._most, self._outlines = holds or zone.holds, most, most > 2
        self._tries = [zone.crop(size, CLOSE)]
        if (
            not self._outlines
        ):  # Staff zone: a person who lies on the desk is found together with the desk. Customers just leave.
            self._tries.append(zone.crop(size, WIDE))
        self._seen_at = -np.inf

    def people(
        self, image: Image, time: float, backend: PoseBackend, enough: Enough, usual: float = 0.0
    ) -> People:
        """The people of the zone in px of the picture, surest first.

        The close crop is searched first; the wide one follows when the close one is empty and a person was found
        recently. `usual` is the usual person size here in px (vision/detection/pose_tracker.py), 0 when unknown.
        """
        for x0, y0, x1, y1 in self._tries if time - self._seen_at < LIMITS.search_s else self._tries[:1]:
            asked = _MaskedCrop(image[y0:y1, x0:x1], (x0, y0), LIMITS.ghost * usual, self._outlines)
            people = self._within(asked, backend, enough)
            if len(people):
                self._seen_at = time
                return people
        return People.none()

    def _within(self, asked: "_MaskedCrop", backend: PoseBackend, enough: Enough) -> People:
        held, others = People.none(), 0
        while others <= LIMITS.others and len(people := backend.people(asked.rest)):
            new = asked.new(people)
            new = new[self._holds(new)]
            held, others = held + new, others + (not len(new))
            if len(held) and (len(held) >= self._most or enough(held)):
                return held
            asked.cover(people)
        return held


class _MaskedCrop:
    """A crop in which found people are masked. Finds smaller than `ghost` px are not people here."""

    def __init__(self, crop: Image, corner: tuple[int, int], ghost: float, outlines: bool) -> None:
        self.rest, self._crop, self._corner, self._ghost = crop, crop, corner, ghost
        self._outlines = outlines
        self._covered: NDArray[np.uint8] = np.zeros(crop.shape[:2], np.uint8)

    def new(self, people: People) -> People:
        """The people found in `rest` who are neither masked earlier finds nor objects, in px of the picture."""
        return people[~(self._again(people) | self._ghosts(people))].moved(*self._corner)

    def cover(self, people: People) -> None:
        """Fill the areas of these people with the mean colour of the crop."""
        for joints, (x0, y0, x1, y1) in zip(people.joints, people.boxes.clip(0).astype(int), strict=True):
            if self._outlines:
                _cover(self._covered, joints)
            else:
                self._covered[y0:y1, x0:x1] = 1
        self.rest = np.where(self._covered[..., None], self._crop.mean((0, 1)), self._crop).astype(np.uint8)

    def _again(self, people: People) -> NDArray[np.bool_]:
        """(n,) whether head and shoulders lie in an area that is masked already."""
        height, width = self._covered.shape
        points = people.joints[:, list(ANCHORS), :2].astype(int).clip(0, (width - 1, height - 1))
        return np.asarray(
            self._covered[points[..., 1], points[..., 0]].mean(1) >= LIMITS.same_share, np.bool_
        )

    def _ghosts(self, people: People) -> NDArray[np.bool_]:
        """(n,) whether a find is too small once a person is masked: models take screens for people in empty crops."""
        small = [size(joints) < self._ghost for joints in people.joints]
        return np.array(small, np.bool_) & bool(self._covered.any())


def _cover(covered: NDArray[np.uint8], joints: NDArray[np.float32]) -> None:
    """Set the mask to 1 over a person with joints (17,3) px; a box would also mask the heads of neighbours."""
    points, width = joints[:, :2].astype(int), size(joints)
    trunk = points[[*SHOULDERS, *HIPS[::-1]]]
    thick = max(1, int(2 * LIMITS.limb * width))
    cv2.fillConvexPoly(covered, cv2.convexHull(trunk), 1)
    for one, two in (*_LIMBS, (5, 6), (5, 11), (6, 12), (11, 12)):
        cv2.line(covered, points[one].tolist(), points[two].tolist(), 1, thick)
    head = points[list(ANCHORS[:3])].mean(0).astype(int)
    cv2.circle(covered, head.tolist(), int(LIMITS.head * width), 1, -1)
