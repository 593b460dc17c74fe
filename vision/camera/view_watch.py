"""Detection of a displaced camera, slow and reliable, from medians of many pictures.

vision.camera.health sees a large displacement at once. This module sees the remaining displacement, changes between
recordings, and displacements too small for an alarm.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.camera.background import Background, Bools, Corners, ViewOffset, small
from vision.core import Basis, Gray, Points, limit

__all__ = ["Background", "Fit", "Framing", "FramingWatch", "ViewOffset"]


@dataclass(frozen=True, slots=True)
class FramingLimits:
    """Limits of the match between zones and view."""

    pictures: int = limit(8, "pictures", Basis.CHOICE, "of a background")
    every_s: float = limit(
        2.0, "s", Basis.CHOICE, "between them: people at a counter do not stand still for half of that time"
    )
    later_s: float = limit(4.0, "s", Basis.CHOICE, "between pictures once the view is known")
    shifted: float = limit(
        0.08,
        "zone sizes",
        Basis.CHOICE,
        "zones still contain heads that are displaced by so much, the border of vision.core.zones",
    )
    moved: float = limit(0.25, "zone sizes", Basis.CHOICE, "from it on zones lose heads")
    steady: float = limit(
        0.01,
        "of the width",
        Basis.CHOICE,
        "between two backgrounds of a fixed camera, placed by hand near 0.004",
    )
    confirm: int = limit(2, "backgrounds", Basis.CHOICE, "confirm a displacement: half a minute")
    strange_for: int = limit(8, "backgrounds", Basis.CHOICE, "confirm another view: four minutes")
    around: float = limit(0.1, "of a box", Basis.CHOICE, "margin for hair, elbows and shadows")


LIMITS = FramingLimits()
SHIFTED, MOVED = LIMITS.shifted, LIMITS.moved


class Fit(StrEnum):
    """The match of zones with the camera's view."""

    UNKNOWN = "unknown"
    FITS = "fits"
    SHIFTED = "shifted"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Framing:
    """The match of zones, and its begin (UTC s) as far as known; `offset` is None for another view."""

    fit: Fit
    since: float
    offset: ViewOffset | None = None


@dataclass
class FramingWatch:
    """Follows one camera. `zones` are in 0..1 of the picture; `kept` is the background for which they were drawn.

    Without `kept`, the first background that stays is used instead.
    """

    zones: Sequence[Points]
    kept: Background | None = None
    _reference: Corners | None = field(default=None, init=False)
    _candidate: Corners | None = field(default=None, init=False)
    _pictures: list[Gray] = field(default_factory=list, init=False)
    _covered: list[Bools] = field(default_factory=list, init=False)
    _next: float = field(default=-np.inf, init=False)
    _fitted: float = field(default=np.nan, init=False)
    _doubts: list[ViewOffset] = field(default_factory=list, init=False)
    framing: Framing = field(default=Framing(Fit.UNKNOWN, float("nan")), init=False)

    def __post_init__(self) -> None:
        self._reference = None if self.kept is None else Corners(self.kept)

    @property
    def reference(self) -> Background | None:
        """The background to which the zones belong; None while none has stayed."""
        return None if self._reference is None else self._reference.still

    def look(self, gray: Gray, boxes: NDArray[np.float32], time: float) -> Framing:
        """Take a picture that can be judged, with the boxes (n, 4) px of its people; most calls do nothing."""
        if np.isnan(self._fitted):
            self._fitted = time  # until another result, the match counts from the first picture on
        if time < self._next:
            return self.framing
        unsettled = self.framing.fit is Fit.UNKNOWN or bool(self._doubts)
        self._next = time + (LIMITS.every_s if unsettled else LIMITS.later_s)
        self._pictures.append(small(gray))
        self._covered.append(_covered(self._pictures[-1].shape[:2], boxes / gray.shape[1]))
        if len(self._pictures) >= LIMITS.pictures:
            now = Corners(Background.of(self._pictures, self._covered))
            self._pictures, self._covered = [], []
            self._judge(now, time)
        return self.framing

    def _judge(self, now: Corners, time: float) -> None:
        if self._reference is None:
            self._found(now, time)
            return
        offset = self._reference.offset(now)
        if offset.sure:
            went = offset.displaced(self.zones, now.still.size[1] / now.still.size[0])
            if went < MOVED:
                self._doubts, self._fitted = [], time
                fit = Fit.SHIFTED if went >= SHIFTED else Fit.FITS
                if fit is not self.framing.fit:
                    self.framing = Framing(fit, time, offset)
                return
            self._doubt(offset, LIMITS.confirm)
        elif offset.strange and self.kept is not None:
            self._doubt(offset, LIMITS.strange_for)

    def _doubt(self, offset: ViewOffset, enough: int) -> None:
        """Record that the zones do not match this background; it counts after several equal results in a row."""
        if self._doubts and not _agree(self._doubts[-1], offset):
            self._doubts = []
        self._doubts.append(offset)
        if len(self._doubts) >= enough and self.framing.fit is not Fit.MOVED:
            self.framing = Framing(Fit.MOVED, self._fitted, offset if offset.sure else None)

    def _found(self, now: Corners, time: float) -> None:
        """Take the first of two agreeing backgrounds as the view; those of hand-held cameras never agree."""
        before, self._candidate = self._candidate, now
        if before is None:
            return
        offset = before.offset(now)
        if offset.sure and offset.shift < LIMITS.steady:
            self._reference, self._fitted = before, time
            self.framing = Framing(Fit.FITS, time, offset)


def _agree(one: ViewOffset, other: ViewOffset) -> bool:
    """Whether two backgrounds give the same result: both another view, or both the same displacement."""
    if not one.sure or not other.sure:
        return one.sure == other.sure
    return abs(one.shift - other.shift) < 2 * LIMITS.steady


def _covered(size: tuple[int, int], boxes: NDArray[np.float32]) -> Bools:
    """(h, w) mask of people; `boxes` (n, 4) in shares of the picture's width."""
    mask = np.zeros(size, np.uint8)
    for x0, y0, x1, y1 in boxes * size[1]:
        around = LIMITS.around * max(x1 - x0, y1 - y0)
        corners = (round(float(v)) for v in (x0 - around, y0 - around, x1 + around, y1 + around))
        left, top, right, bottom = corners
        cv2.rectangle(mask, (left, top), (right, bottom), 1, -1)
    return mask.astype(np.bool_)
