"""Zones: polygons of the picture in which the heads and shoulders of people appear."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.core.limits import Basis, limit
from vision.core.people import ANCHORS, HIPS, People


@dataclass(frozen=True, slots=True)
class ZoneLimits:
    """Limits of who is in a zone; shares are of its longer side."""

    loose: float = limit(
        0.08,
        "of the longer side",
        Basis.CHOICE,
        "a keypoint outside counts: customers lean over the borders of an area that is not marked",
    )
    strict: float = limit(
        0.05, "of the longer side", Basis.CHOICE, "the same for staff, who have left when they are outside"
    )
    leaning: float = limit(
        0.35,
        "of the longer side",
        Basis.CHOICE,
        "a person who reaches over the desk: half an arm for a zone of about a metre",
    )
    anchors_inside: float = limit(
        0.6,
        "of the keypoints",
        Basis.CHOICE,
        "three of five of head and shoulders: one ear and one shoulder may be hidden",
    )
    close_beside: float = limit(
        0.15,
        "of the longer side",
        Basis.CHOICE,
        "a crop has arms and no neighbours: models select the neighbour in a wider crop",
    )
    close_up: float = limit(0.3, "of the longer side", Basis.CHOICE, "the same above")
    close_down: float = limit(0.4, "of the longer side", Basis.CHOICE, "the same below, for the torso")
    wide_beside: float = limit(
        0.35,
        "of the longer side",
        Basis.CHOICE,
        "a person who lies on the desk is found together with the desk: the second try",
    )
    wide_up: float = limit(0.3, "of the longer side", Basis.CHOICE, "the same above")
    wide_down: float = limit(0.7, "of the longer side", Basis.CHOICE, "the same below")


LIMITS = ZoneLimits()
LOOSE, STRICT = LIMITS.loose, LIMITS.strict


Points = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class CropMargins:
    """Margins of a crop around a zone, as shares of the zone's longer side."""

    side: float
    up: float
    down: float


CLOSE = CropMargins(LIMITS.close_beside, LIMITS.close_up, LIMITS.close_down)
WIDE = CropMargins(LIMITS.wide_beside, LIMITS.wide_up, LIMITS.wide_down)


@dataclass(frozen=True)
class Zone:
    """A polygon (k,2) in pixels of pictures of one size, with a `border` as a share of its longer side."""

    polygon: NDArray[np.float32]
    border: float = LOOSE

    @classmethod
    def of(cls, points: Points, size: tuple[int, int], border: float = LOOSE) -> "Zone":
        """A zone from points in 0..1 of a picture of `size` (width, height) px."""
        return cls(np.asarray(points, np.float32) * np.asarray(size, np.float32), border)

    @property
    def longer_side(self) -> float:
        """Longer side of the bounding rectangle, px."""
        return float(np.ptp(self.polygon, axis=0).max())

    def crop(self, size: tuple[int, int], reach: CropMargins = CLOSE) -> tuple[int, int, int, int]:
        """(x0, y0, x1, y1) px of the crop for a person whose head is in this zone, in a picture of `size`."""
        (x0, y0), (x1, y1) = self.polygon.min(0), self.polygon.max(0)
        side = self.longer_side
        return (
            int(max(0, x0 - reach.side * side)),
            int(max(0, y0 - reach.up * side)),
            int(min(size[0], x1 + reach.side * side)),
            int(min(size[1], y1 + reach.down * side)),
        )

    def holds(self, people: People) -> NDArray[np.bool_]:
        """(n,) whether each person's head and shoulders are in the zone."""
        return np.array(
            [self._share_inside(joints) >= LIMITS.anchors_inside for joints in people.joints], bool
        )

    def leant_out(self, people: People) -> NDArray[np.bool_]:
        """(n,) whether the head is slightly outside while the measured hips are still below the zone.

        Staff who reach over the desk lean out of the zone in which they sit or stand.
        """
        reach = LIMITS.leaning * self.longer_side
        low, high = self.polygon.min(0), self.polygon.max(0)
        found = np.zeros(len(people), np.bool_)
        for row, joints in enumerate(people.joints):
            hips = joints[list(HIPS), 0].mean()  # NaN without a pose, so the comparison is False
            found[row] = bool(low[0] <= hips <= high[0]) and bool((self._distances(joints) >= -reach).all())
        return found

    def depths(self, people: People) -> NDArray[np.float64]:
        """(n,) mean distance of head and shoulders from the edge, positive inside, as a share of the longer side."""
        depths = [self._distances(joints).mean() / self.longer_side for joints in people.joints]
        return np.array(depths, np.float64)

    def _share_inside(self, joints: NDArray[np.float32]) -> float:
        return float((self._distances(joints) >= -self.border * self.longer_side).mean())

    def _distances(self, joints: NDArray[np.float32]) -> NDArray[np.float64]:
        """(5,) px of head and shoulders from the edge, positive inside."""
        points = joints[list(ANCHORS), :2]
        import cv2  # noqa: PLC0415 - processes that only read signals do without OpenCV

        return np.array([cv2.pointPolygonTest(self.polygon, (float(x), float(y)), True) for x, y in points])


def zone_members(people: People, zones: Sequence[Zone]) -> list[NDArray[np.bool_]]:
    """For each zone (n,) which of `people` are in it: in the zone that holds them deepest, or in all equal ones.

    Zones have overlapping borders, and a person is never staff and customer at once. Two windows may share a waiting
    zone.
    """
    depths = np.array([zone.depths(people) for zone in zones]).reshape(len(zones), len(people))
    held = np.array([zone.holds(people) for zone in zones]).reshape(depths.shape)
    deepest = np.where(held, depths, -np.inf).max(0, initial=-np.inf)
    return [mine & (depth >= deepest - 1e-6) for mine, depth in zip(held, depths, strict=True)]
