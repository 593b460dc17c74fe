"""The background of a camera's view, matched with an earlier one by corner features to measure a shift.

People, light and the time of day change a picture. The corners of walls and desks stay at their places.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.core import Basis, Gray, Points, limit

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class BackgroundLimits:
    """Limits of comparing two backgrounds, against 33 rendered and 13 real clips and changed copies of them."""

    longer_side: int = limit(
        320, "pixels", Basis.CHOICE, "compared pictures still show corners of furniture, and take 20 kB each"
    )
    corners: int = limit(600, "corners", Basis.CHOICE, "of ORB (E. Rublee et al., ICCV 2011)")
    ratio: float = limit(
        0.8, "", Basis.STUDY, "distance of the best to the second best match (Lowe, IJCV 60, 2004)"
    )
    agrees_px: float = limit(
        2.5, "of 320 pixels", Basis.CHOICE, "rounding to pixels on several scales, and lens distortion"
    )
    enough: int = limit(
        40,
        "corners",
        Basis.CHOICE,
        "agree, placed by hand near 46 and more of a camera on a wall and 38 at most of hand-held close-ups",
    )
    most: float = limit(
        0.6,
        "of the matches",
        Basis.CHOICE,
        "agree, placed by hand near 63 % of a camera on a wall and half of hand-held close-ups",
    )
    few: int = limit(12, "corners", Basis.CHOICE, "another view: two different pictures agree in fewer")
    some_corners: int = limit(100, "corners", Basis.CHOICE, "another view: there are corners to compare")
    little: float = limit(0.35, "of the matches", Basis.CHOICE, "another view: fewer agree")
    middle_down: float = limit(
        0.28, "of the width", Basis.CHOICE, "the middle of a wide picture (16:9) is half as far down"
    )
    contrast: float = limit(2.0, "", Basis.CHOICE, "clip limit of the equalised histogram (CLAHE)")
    pyramid: float = limit(1.2, "", Basis.CHOICE, "usual scale of ORB's pyramid")


LIMITS = BackgroundLimits()


@dataclass(frozen=True, slots=True)
class Background:
    """A background: `picture` (h, w) grey, `longer_side` px long; `free` (h, w) marks pixels mostly without people.

    Pixels that are not free are black: no person is stored.
    """

    picture: Gray
    free: Bools

    @classmethod
    def of(cls, pictures: Sequence[Gray], covered: Sequence[Bools]) -> "Background":
        """The median of pictures of one size; `covered` (h, w) marks the people in each."""
        free = np.mean(covered, axis=0) < 0.5
        return cls(
            np.where(free, np.median(pictures, axis=0), 0).astype(np.uint8), np.asarray(free, np.bool_)
        )

    @classmethod
    def decoded(cls, png: bytes) -> "Background | None":
        """The background from `encoded`; None for other bytes."""
        picture = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE)
        return (
            None if picture is None else cls(np.asarray(picture, np.uint8), np.asarray(picture > 0, np.bool_))
        )

    def encoded(self) -> bytes:
        """A PNG of about 20 kB; pixels that are not free are black in it."""
        free = np.maximum(self.picture, 1)
        return cv2.imencode(".png", np.where(self.free, free, 0).astype(np.uint8))[1].tobytes()

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) px."""
        return self.picture.shape[1], self.picture.shape[0]


@dataclass(frozen=True, slots=True)
class ViewOffset:
    """The displacement of one background relative to another.

    `matrix` (2, 3) maps shares of the picture's width from before to now. `agreeing` of `matches` corners support it;
    `corners` is the number of corners in the present background.
    """

    matrix: NDArray[np.float64]
    matches: int
    agreeing: int
    corners: int

    @property
    def sure(self) -> bool:
        """Whether the displacement is reliable."""
        return self.agreeing >= LIMITS.enough and self.agreeing >= LIMITS.most * self.matches

    @property
    def strange(self) -> bool:
        """Whether this is another view: many corners, few of them recognised."""
        return self.corners >= LIMITS.some_corners and self.agreeing < max(
            LIMITS.few, LIMITS.little * self.matches
        )

    @property
    def shift(self) -> float:
        """Distance by which the middle of a wide picture moved, as a share of the width."""
        middle = np.array([0.5, LIMITS.middle_down, 1.0])
        return float(np.hypot(*(self.matrix @ middle - middle[:2])))

    @property
    def turn_deg(self) -> float:
        """Degrees by which the picture turned."""
        return float(np.degrees(np.arctan2(self.matrix[1, 0], self.matrix[0, 0])))

    @property
    def zoom(self) -> float:
        """Scale of objects relative to before."""
        return float(np.hypot(self.matrix[0, 0], self.matrix[1, 0]))

    def displaced(self, zones: Sequence[Points], height: float) -> float:
        """The greatest displacement of a zone, in units of its size; `height` is the picture's height by its width.

        The size of a zone is the square root of its area; its displacement is the mean of its corners.
        """
        return max((self._of_zone(np.asarray(zone, np.float64) * (1, height)) for zone in zones), default=0.0)

    def _of_zone(self, corners: NDArray[np.float64]) -> float:
        went = corners @ self.matrix[:, :2].T + self.matrix[:, 2] - corners
        area = float(cv2.contourArea(corners.astype(np.float32)))
        return float(np.hypot(*went.T).mean() / np.sqrt(area)) if area > 0 else 0.0


def small(gray: Gray) -> Gray:
    """The picture scaled to `longer_side` px."""
    scale = LIMITS.longer_side / max(gray.shape)
    size = (max(1, round(gray.shape[1] * scale)), max(1, round(gray.shape[0] * scale)))
    return np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.uint8)


class Corners:
    """The corners of a background, found once and matched with any number of others."""

    def __init__(self, still: Background) -> None:
        self.still = still
        even = cv2.createCLAHE(LIMITS.contrast, (6, 6)).apply(still.picture)
        orb = cv2.ORB_create(  # type: ignore[attr-defined]
            LIMITS.corners, LIMITS.pyramid, 6, edgeThreshold=8, patchSize=21, fastThreshold=5
        )
        # A border of a few pixels around people is excluded: their outlines are no corners of the hall.
        free = cv2.erode(still.free.astype(np.uint8), np.ones((9, 9), np.uint8))
        self._points, self._words = orb.detectAndCompute(even, free)

    def __len__(self) -> int:
        return len(self._points)

    def offset(self, now: "Corners") -> ViewOffset:
        """The displacement of `now` relative to this; without agreeing corners when it cannot be determined."""
        nothing = ViewOffset(np.eye(2, 3), 0, 0, len(now))
        if now.still.size != self.still.size or min(len(self), len(now)) < LIMITS.few:
            return nothing
        pairs = cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(self._words, now._words, k=2)
        good = [
            a for a, b in (pair for pair in pairs if len(pair) > 1) if a.distance < LIMITS.ratio * b.distance
        ]
        if len(good) < 3:
            return nothing
        before = np.array([self._points[m.queryIdx].pt for m in good]) / self.still.size[0]
        after = np.array([now._points[m.trainIdx].pt for m in good]) / self.still.size[0]
        reach = LIMITS.agrees_px / self.still.size[0]
        cv2.setRNGSeed(1)  # the same pictures give the same result
        matrix, agreeing = cv2.estimateAffinePartial2D(
            before, after, ransacReprojThreshold=reach, maxIters=500
        )
        if matrix is None:
            return nothing
        return ViewOffset(np.asarray(matrix, np.float64), len(good), int(agreeing.sum()), len(now))
