"""Places of objects that were taken for people, recognised again at once, also after a person stood in front."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.camera.motion import correlation, thumbnail
from vision.camera.recent_pictures import SmallPicture
from vision.core import Basis, Box, covered, limit, overlaps


@dataclass(frozen=True, slots=True)
class PlaceLimits:
    """Limits of recognising an object at its place."""

    same_box: float = limit(
        0.5,
        "intersection over union",
        Basis.CHOICE,
        "overlap of two boxes of one object; the detector cuts them differently",
    )
    alike: float = limit(
        0.85,
        "correlation",
        Basis.CHOICE,
        "placed by hand: correlation of a print with itself 0.97 and more, with a person in front of it "
        "under 0.6",
    )
    gone_s: float = limit(
        3.0, "s", Basis.CHOICE, "seconds uncovered and changed after which the object was taken away"
    )
    follow: float = limit(
        0.1, "weight", Basis.CHOICE, "weight of a new picture of the object in the stored one, for daylight"
    )
    most: int = limit(32, "objects", Basis.CHOICE, "objects of one camera")


@dataclass(slots=True)
class _Thing:
    """One object: its box and appearance; `gone` is the time (UTC s) from which its place has looked different."""

    box: Box
    look: NDArray[np.float32]
    gone: float = np.inf


class StaticObjectPlaces:
    """The places of the objects of one camera. Times must not decrease."""

    def __init__(self, limits: PlaceLimits | None = None) -> None:
        self._limits = limits or PlaceLimits()
        self._things: list[_Thing] = []

    def __len__(self) -> int:
        return len(self._things)

    def add(self, box: Box, picture: SmallPicture) -> None:
        """Record an object at `box` (4,) px of `picture`."""
        self.forget(box)
        self._things = [*self._things, _Thing(box, _look(box, picture))][-self._limits.most :]

    def holds(self, box: Box, picture: SmallPicture) -> bool:
        """Whether `box` (4,) px is at the place of an object and looks like it."""
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
        """Whether `box` (4,) px is at the place of an object, independent of appearance."""
        return any(overlaps(box, thing.box[None])[0] >= self._limits.same_box for thing in self._things)

    def forget(self, box: Box) -> None:
        """Remove the object at `box` (4,) px, because it moved by itself."""
        self._things = [t for t in self._things if overlaps(box, t.box[None])[0] < self._limits.same_box]

    def clear_away(self, picture: SmallPicture) -> list[Box]:
        """Forget objects whose uncovered place has looked different for some seconds; returns their boxes."""
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
