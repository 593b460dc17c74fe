"""Where a camera looks: its still background held against an earlier one, corner by corner.

People, light and the time of day change what a camera shows, not where the corners of walls and desks are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.core.zones import Points

Gray = NDArray[np.uint8]
Bools = NDArray[np.bool_]

LONGER_SIDE = 320
"""Pixels of the pictures that are compared: corners of furniture are still there, and a fortnight is 20 kB a day."""

# ORB: E. Rublee et al., ICCV 2011; the ratio of the best to the second best match is Lowe's (IJCV 60, 2004).
_CORNERS, _RATIO = 600, 0.8
# Agreeing to 2.5 of 320 pixels: rounding to pixels on several scales, and a lens that bends the picture.
_AGREES_PX = 2.5
# Measured on 33 rendered and 13 real clips, beginning against end and against copies shifted, turned, zoomed, darkened
# to a third, with noise: a camera on a wall agrees in 46 corners or more and 63 % of the matches, and is right to 0.4 %
# of the width; hand-held close-ups agree in 38 or in half of them at most, or are wrong.
_ENOUGH, _MOST = 40, 0.6
# Nothing to be recognised: two different pictures agree in less than this, though there are corners to compare.
_FEW, _SOME_CORNERS, _LITTLE = 12, 100, 0.35


@dataclass(frozen=True, slots=True)
class Background:
    """A background: `picture` (h, w) gray, LONGER_SIDE px long; `free` (h, w) is where nobody stood most of the time.

    What was not free is black: no person is kept.
    """

    picture: Gray
    free: Bools

    @classmethod
    def of(cls, pictures: Sequence[Gray], covered: Sequence[Bools]) -> "Background":
        """The median of some pictures of one size; `covered` (h, w) is where people were in each."""
        free = np.mean(covered, axis=0) < 0.5
        return cls(
            np.where(free, np.median(pictures, axis=0), 0).astype(np.uint8), np.asarray(free, np.bool_)
        )

    @classmethod
    def decoded(cls, png: bytes) -> "Background | None":
        """From `encoded`; None for something else."""
        picture = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE)
        return (
            None if picture is None else cls(np.asarray(picture, np.uint8), np.asarray(picture > 0, np.bool_))
        )

    def encoded(self) -> bytes:
        """A PNG of about 20 kB; what was not free is black in it."""
        free = np.maximum(self.picture, 1)
        return cv2.imencode(".png", np.where(self.free, free, 0).astype(np.uint8))[1].tobytes()

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) px."""
        return self.picture.shape[1], self.picture.shape[0]


@dataclass(frozen=True, slots=True)
class ViewOffset:
    """How one background lies on another: `matrix` (2, 3) takes shares of the picture's width from before to now.

    `agreeing` of `matches` corners say so; `corners` is how many the present background has.
    """

    matrix: NDArray[np.float64]
    matches: int
    agreeing: int
    corners: int

    @property
    def sure(self) -> bool:
        """Whether it can be believed."""
        return self.agreeing >= _ENOUGH and self.agreeing >= _MOST * self.matches

    @property
    def strange(self) -> bool:
        """Whether this is another view altogether: plenty to see, nothing to recognise."""
        return self.corners >= _SOME_CORNERS and self.agreeing < max(_FEW, _LITTLE * self.matches)

    @property
    def shift(self) -> float:
        """How far the middle of a wide picture went, share of the width."""
        middle = np.array([0.5, 0.28, 1.0])
        return float(np.hypot(*(self.matrix @ middle - middle[:2])))

    @property
    def turn_deg(self) -> float:
        """Degrees by which the picture turned."""
        return float(np.degrees(np.arctan2(self.matrix[1, 0], self.matrix[0, 0])))

    @property
    def zoom(self) -> float:
        """How much larger things are."""
        return float(np.hypot(self.matrix[0, 0], self.matrix[1, 0]))

    def displaced(self, zones: Sequence[Points], height: float) -> float:
        """How far the zone that went farthest went, in its own size; `height` is that of the picture by its width.

        A zone is as large as the square of its area; the corners' mean counts.
        """
        return max((self._of_zone(np.asarray(zone, np.float64) * (1, height)) for zone in zones), default=0.0)

    def _of_zone(self, corners: NDArray[np.float64]) -> float:
        went = corners @ self.matrix[:, :2].T + self.matrix[:, 2] - corners
        area = float(cv2.contourArea(corners.astype(np.float32)))
        return float(np.hypot(*went.T).mean() / np.sqrt(area)) if area > 0 else 0.0


def small(gray: Gray) -> Gray:
    """The picture LONGER_SIDE px long."""
    scale = LONGER_SIDE / max(gray.shape)
    size = (max(1, round(gray.shape[1] * scale)), max(1, round(gray.shape[0] * scale)))
    return np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.uint8)


class Corners:
    """The corners of a background, found once and held against any number of others."""

    def __init__(self, still: Background) -> None:
        self.still = still
        even = cv2.createCLAHE(2.0, (6, 6)).apply(still.picture)
        orb = cv2.ORB_create(_CORNERS, 1.2, 6, edgeThreshold=8, patchSize=21, fastThreshold=5)  # type: ignore[attr-defined]
        # A border of a few pixels around where people were: their outline is no corner of the hall.
        free = cv2.erode(still.free.astype(np.uint8), np.ones((9, 9), np.uint8))
        self._points, self._words = orb.detectAndCompute(even, free)

    def __len__(self) -> int:
        return len(self._points)

    def offset(self, now: "Corners") -> ViewOffset:
        """How `now` lies on this; with no agreeing corner where nothing can be said."""
        nothing = ViewOffset(np.eye(2, 3), 0, 0, len(now))
        if now.still.size != self.still.size or min(len(self), len(now)) < _FEW:
            return nothing
        pairs = cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(self._words, now._words, k=2)
        good = [a for a, b in (pair for pair in pairs if len(pair) > 1) if a.distance < _RATIO * b.distance]
        if len(good) < 3:
            return nothing
        before = np.array([self._points[m.queryIdx].pt for m in good]) / self.still.size[0]
        after = np.array([now._points[m.trainIdx].pt for m in good]) / self.still.size[0]
        reach = _AGREES_PX / self.still.size[0]
        cv2.setRNGSeed(1)  # the same pictures give the same answer
        matrix, agreeing = cv2.estimateAffinePartial2D(
            before, after, ransacReprojThreshold=reach, maxIters=500
        )
        if matrix is None:
            return nothing
        return ViewOffset(np.asarray(matrix, np.float64), len(good), int(agreeing.sum()), len(now))
