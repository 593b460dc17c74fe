"""Places of things that were taken for people: known again at once, also after somebody stood before them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.camera.motion import correlation, thumbnail
from vision.camera.recent_pictures import SmallPicture
from vision.core.boxes import Box, covered, overlaps


@dataclass(frozen=True, slots=True)
class PlaceLimits:
    """Limits of knowing a thing again at its place."""

    same_box: float = 0.5  # choice: overlap of two boxes of one thing; the detector cuts them differently
    alike: float = (
        0.85  # measured: correlation of a print with itself 0.97 and more, with a person before it under 0.6
    )
    gone_s: float = 3.0  # choice: so long uncovered and changed, the thing was taken away
    follow: float = 0.1  # choice: share of a new picture of the thing in what is remembered, for daylight
    most: int = 32  # choice: things of one camera


@dataclass(slots=True)
class _Thing:
    """One thing: its box and how it looked; `gone` is since when its place has looked otherwise (UTC s)."""

    box: Box
    look: NDArray[np.float32]
    gone: float = np.inf


class StaticObjectPlaces:
    """The places of the things of one camera. Times must not decrease."""

    def __init__(self, limits: PlaceLimits | None = None) -> None:
        self._limits = limits or PlaceLimits()
        self._things: list[_Thing] = []

    def __len__(self) -> int:
        return len(self._things)

    def add(self, box: Box, picture: SmallPicture) -> None:
        """A thing is at `box` (4,) px of `picture`."""
        self.forget(box)
        self._things = [*self._things, _Thing(box, _look(box, picture))][-self._limits.most :]

    def holds(self, box: Box, picture: SmallPicture) -> bool:
        """Whether `box` (4,) px is where a thing is, and looks like it."""
        for thing in self._things:
            if overlaps(box, thing.box[None])[0] < self._limits.same_box:
                continue
            now = _look(thing.box, picture)
            if correlation(now, thing.look) >= self._limits.alike:
                thing.look += self._limits.follow * (now - thing.look)
                thing.gone = np.inf
                return True
        return False

    def near(self, box: Box) -> bool:
        """Whether `box` (4,) px is where a thing is, whatever it looks like."""
        return any(overlaps(box, thing.box[None])[0] >= self._limits.same_box for thing in self._things)

    def forget(self, box: Box) -> None:
        """The thing at `box` (4,) px is none: it moved by itself."""
        self._things = [t for t in self._things if overlaps(box, t.box[None])[0] < self._limits.same_box]

    def clear_away(self, picture: SmallPicture) -> list[Box]:
        """Forget things whose place has looked otherwise for some seconds with nobody before it; their boxes."""
        for thing in self._things:
            if covered(thing.box, picture.boxes).max(initial=0.0) > 0:
                continue
            there = correlation(_look(thing.box, picture), thing.look) >= self._limits.alike
            thing.gone = np.inf if there else min(thing.gone, picture.time)
        gone = [t.box for t in self._things if picture.time - t.gone >= self._limits.gone_s]
        for box in gone:
            self.forget(box)
        return gone


def _look(box: Box, picture: SmallPicture) -> NDArray[np.float32]:
    height, width = picture.gray.shape
    x0, y0 = np.clip(box[:2], 0, [width - 2, height - 2]).astype(int).tolist()
    x1, y1 = np.clip(box[2:], [x0 + 2, y0 + 2], [width, height]).astype(int).tolist()
    return thumbnail(picture.gray, (x0, y0, x1, y1))
