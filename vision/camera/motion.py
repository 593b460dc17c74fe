"""Motion in a zone since its last look, and the likeness of the place of a lost person: cheap checks before a model."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.core import Basis, Gray, Image, limit


@dataclass(frozen=True, slots=True)
class MotionLimits:
    """Limits of motion in a thumbnail of 32 by 32 cells; a cell is about a hand of a person who fills the zone."""

    cells: int = limit(32, "cells", Basis.CHOICE, "a side of a thumbnail")
    moved: float = limit(
        6.0,
        "grey levels",
        Basis.CHOICE,
        "of a changed cell, placed by hand near noise under 2 in quiet clips and nods of 8 and more",
    )
    a_little: int = limit(3, "cells", Basis.CHOICE, "breathing and typing change up to a dozen of 1024")
    much: int = limit(16, "cells", Basis.CHOICE, "a nod, an arm, or a person who comes or goes changes more")
    head_moved: int = limit(
        48,
        "cells",
        Basis.CHOICE,
        "of a thumbnail of head and shoulders: a nod changes a tenth, breathing almost nothing",
    )
    same_place: float = limit(
        0.3,
        "intersection over union",
        Basis.CHOICE,
        "of the boxes of one person in successive looks, unless the person runs",
    )


LIMITS = MotionLimits()
A_LITTLE, MUCH = LIMITS.a_little, LIMITS.much


def thumbnail(gray: Gray, crop: tuple[int, int, int, int]) -> NDArray[np.float32]:
    """(32, 32) float32 mean grey levels of `crop` (x0, y0, x1, y1 px) of `gray`."""
    x0, y0, x1, y1 = crop
    small = cv2.resize(gray[y0:y1, x0:x1], (LIMITS.cells, LIMITS.cells), interpolation=cv2.INTER_AREA)
    return small.astype(np.float32)


class ZoneMotion:
    """Remembers the thumbnail of a zone at the last look."""

    def __init__(self) -> None:
        self._last: NDArray[np.float32] | None = None

    def moved(self, now: NDArray[np.float32]) -> int:
        """The number of 1024 cells that differ from the last look (see A_LITTLE, MUCH); all before the first look."""
        if self._last is None:
            return now.size
        return changed_cells(now, self._last)

    def looked(self, now: NDArray[np.float32]) -> None:
        """Store `now` as the last look."""
        self._last = now


# The likeness of a place whose person was seen leaving.
GONE = -1.0


class LastSeen:
    """The appearance of a person's last place: a still person whom the model misses leaves it unchanged."""

    def __init__(self) -> None:
        self._patch: NDArray[np.float32] | None = None
        self._box = (0, 0, 1, 1)
        self._hit: NDArray[np.float32] | None = None
        self._left = False

    def forget(self) -> None:
        """Forget the place, because its person was walking when last found."""
        self._patch, self._hit, self._left = None, None, False

    def left(self) -> None:
        """Record that the person was seen leaving, so that nothing at the place resembles them."""
        self._patch, self._hit, self._left = None, None, True

    def seen(self, gray: Gray, box: NDArray[np.float32]) -> None:
        """Record a person found at `box` (x0, y0, x1, y1 px).

        The place is stored from the second find at about the same place on: a single find may be a hat stand or a
        shadow, and an empty place must never count as a person who sits still.
        """
        self._left = False
        again = self._hit is not None and _overlap(self._hit, box) >= LIMITS.same_place
        self._hit = box
        if again:
            self._remember(gray, box)

    def _remember(self, gray: Gray, box: NDArray[np.float32]) -> None:
        height, width = gray.shape
        x0, y0 = (int(v) for v in np.floor(np.clip(box[:2], 0, [width - 4, height - 4])))
        x1, y1 = (int(v) for v in np.ceil(np.clip(box[2:], [x0 + 4, y0 + 4], [width, height])))
        self._box = (x0, y0, x1, y1)
        self._patch = thumbnail(gray, self._box)

    def likeness(self, gray: Gray) -> float:
        """Normalised cross-correlation (-1..1) of the place now with the stored one.

        GONE when the person was seen leaving; NaN when no person was ever found.
        """
        if self._patch is None:
            return GONE if self._left else float("nan")
        return correlation(thumbnail(gray, self._box), self._patch)

    def moved(self, gray: Gray) -> bool:
        """Whether head or shoulders have moved since the last find: a nod is too small to show in a whole zone."""
        return (
            self._patch is not None
            and changed_cells(thumbnail(gray, self._box), self._patch) >= LIMITS.head_moved
        )


def _overlap(one: NDArray[np.float32], two: NDArray[np.float32]) -> float:
    """Intersection over union of two boxes (4,), 0..1."""
    sides = np.minimum(one[2:], two[2:]) - np.maximum(one[:2], two[:2])
    shared = float(np.prod(np.clip(sides, 0, None)))
    return shared / float(np.prod(one[2:] - one[:2]) + np.prod(two[2:] - two[:2]) - shared + 1e-6)


def changed_cells(now: NDArray[np.float32], then: NDArray[np.float32]) -> int:
    """The number of cells of two thumbnails that differ by more than noise."""
    return int(changes(now, then).sum())


def changes(now: NDArray[np.float32], then: NDArray[np.float32]) -> NDArray[np.bool_]:
    """The cells of two thumbnails that differ by more than noise."""
    difference = now - then
    if (
        float(np.ptp(difference)) <= LIMITS.moved
    ):  # no cell is further from the median: the usual case of a still hall
        return np.zeros(difference.shape, np.bool_)
    # A lamp or the camera's gain changes the whole picture at once; people do not.
    return np.asarray(np.abs(difference - np.median(difference)) > LIMITS.moved, np.bool_)


def correlation(one: NDArray[np.float32], two: NDArray[np.float32]) -> float:
    """Normalised cross-correlation of two patches of equal size, -1..1; 0 when one is flat."""
    one, two = one - one.mean(), two - two.mean()
    size = float(np.linalg.norm(one) * np.linalg.norm(two))
    return float((one * two).sum() / size) if size > 1e-6 else 0.0


def grey(image: Image) -> Gray:
    """(H, W) uint8 grey levels of a BGR picture."""
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)
