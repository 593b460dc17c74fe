"""Search for everybody in the picture of a camera without zones, by a single-person or a multi-person model.

Overlapping tiles of several sizes cover the picture. A tile is searched when the known people do not explain a motion
in it. Found people are searched again in a crop of their own, which also separates people from objects that one crop
takes for a person.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vision.camera.motion import A_LITTLE, changes, grey, thumbnail
from vision.core import CLOSE, SHOULDERS, Basis, Frame, Gray, Ids, Image, People, Zone, limit
from vision.detection.crop_search import CropSearch
from vision.detection.pose_tracker import PoseTracker, body_distance, place, size
from vision.pose.backend import PoseBackend


@dataclass(frozen=True, slots=True)
class SweepLimits:
    """Limits of searching a whole picture tile by tile."""

    sides: tuple[float, float, float, float] = limit(
        (1.0, 0.58, 0.34, 0.2),
        "picture heights",
        Basis.CHOICE,
        "a crop shows a person well whose shoulders are a seventh to a quarter of it: these four leave "
        "no gap",
    )
    sides_of_many: tuple[float, float] = limit(
        (1.0, 0.58), "picture heights", Basis.CHOICE, "a multi-person model needs tiles only for small people"
    )
    step: float = limit(0.7, "of a side", Basis.CHOICE, "head and shoulders lie inside at least one tile")
    most: int = limit(3, "people", Basis.CHOICE, "searched per tile")
    tiles: int = limit(
        4, "tiles", Basis.CHOICE, "per picture; further ones with motion wait for the next picture"
    )
    own: float = limit(3.5, "shoulder widths", Basis.CHOICE, "side of a person's own zone")
    same: float = limit(
        0.5, "shoulder widths", Basis.CHOICE, "mean distance of keypoints of two finds of one person"
    )
    part: float = limit(0.8, "of the size", Basis.CHOICE, "a part of a known person is smaller")
    body_aside: float = limit(0.8, "shoulder widths", Basis.CHOICE, "and so near to the side")
    body_down: float = limit(
        3.5, "shoulder widths", Basis.CHOICE, "and so near below: hands, bags and badges look like people"
    )


LIMITS = SweepLimits()
SIDES, SIDES_OF_MANY = LIMITS.sides, LIMITS.sides_of_many


@dataclass(frozen=True, slots=True)
class SweepResult:
    """Everybody at `time` (UTC s): `people` in pixels of the picture and their track `ids` (n,)."""

    time: float
    people: People
    ids: Ids


@dataclass
class _Tile:
    zone: Zone
    crop: tuple[int, int, int, int]
    search: CropSearch
    looked: NDArray[np.float32] | None = None

    @classmethod
    def of(cls, corner: NDArray[np.float64], side: float, size: tuple[int, int], most: int) -> "_Tile":
        (x0, y0), (x1, y1) = corner, corner + side
        zone = Zone(np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], np.float32))
        return cls(zone, zone.crop(size, CLOSE), CropSearch(zone, size, most))

    def unexplained(self, gray: Gray, known: People) -> int:
        """The number of 1024 cells that changed since the last search, outside known people."""
        if self.looked is None:
            return 1024
        changed = changes(thumbnail(gray, self.crop), self.looked)
        x0, y0, x1, y1 = self.crop
        cells = np.array([changed.shape[1] / (x1 - x0), changed.shape[0] / (y1 - y0)] * 2)
        for box, joints in zip(known.boxes, known.joints, strict=True):
            wide = 0.5 * size(joints) * np.array([-1, -1, 1, 1])
            a, b, c, d = ((box + wide - [x0, y0, x0, y0]) * cells).clip(0, changed.shape[0]).astype(int)
            changed[b : d + 1, a : c + 1] = False
        return int(changed.sum())


@dataclass
class TileSweep:
    """Searches everybody in one camera's pictures, which must come in order of time."""

    pose: PoseBackend
    sides: Sequence[float] = SIDES
    _tiles: list[_Tile] = field(default_factory=list, init=False)
    _size: tuple[int, int] = field(default=(0, 0), init=False)
    _known: People = field(default_factory=People.none, init=False)
    _tracker: PoseTracker = field(default_factory=PoseTracker, init=False)

    def look(self, frame: Frame) -> SweepResult:
        """Everybody who is found in one picture."""
        gray = grey(frame.image)
        if frame.size != self._size:
            self._start(frame.size)
        found = self._known_again(frame.image, frame.time)
        for tile in self._due(gray, found):
            if tile.looked is None or tile.unexplained(gray, found) >= A_LITTLE:
                new = tile.search.people(frame.image, frame.time, self.pose, lambda _: False)
                found = merged(found, new)
                tile.looked = thumbnail(gray, tile.crop)
        self._known = found
        return SweepResult(frame.time, found, self._tracker.update(found, frame.time))

    def _start(self, size: tuple[int, int]) -> None:
        self._size, self._tracker, self._known = size, PoseTracker(), People.none()
        self._tiles = [_Tile.of(corner, side, size, LIMITS.most) for corner, side in tiles(size, self.sides)]

    def _due(self, gray: Gray, known: People) -> list[_Tile]:
        amounts = np.array([tile.unexplained(gray, known) for tile in self._tiles])
        first = any(tile.looked is None for tile in self._tiles)
        order = np.argsort(-amounts, kind="stable")
        return [self._tiles[i] for i in order[: None if first else LIMITS.tiles] if amounts[i] >= A_LITTLE]

    def _known_again(self, image: Image, time: float) -> People:
        found = People.none()
        for row in range(len(self._known)):
            tile = self._own(self._known.joints[row])
            found = merged(found, tile.search.people(image, time, self.pose, lambda held: len(held) > 0))
        return found

    def _own(self, joints: NDArray[np.float32]) -> _Tile:
        side = LIMITS.own * size(joints)
        return _Tile.of(place(joints) - side / 2, side, self._size, 2)


def tiles(size: tuple[int, int], sides: Sequence[float]) -> Iterator[tuple[NDArray[np.float64], float]]:
    """Upper left corner (2,) px and side px of the tiles of a picture of `size`, largest first."""
    for share in sides:
        side = share * min(size)
        counts = [max(1, int(np.ceil((length - side) / (LIMITS.step * side))) + 1) for length in size]
        columns, rows = (np.linspace(0, max(0.0, n - side), k) for n, k in zip(size, counts, strict=True))
        yield from ((np.array([x, y]), side) for y in rows for x in columns)


def merged(people: People, more: People) -> People:
    """`people` and those of `more` who are different people."""
    for row in range(len(more)):
        joints = more.joints[row]
        if not any(_same(joints, other) or _within(joints, other) for other in people.joints):
            people = people[~np.array([_within(other, joints) for other in people.joints], bool)]
            people = people + more[row : row + 1]
    return people


def _within(one: NDArray[np.float32], two: NDArray[np.float32]) -> bool:
    """Whether `one` is a smaller figure inside the body of `two`: hands, bags and badges look like people."""
    if size(one) > LIMITS.part * size(two):
        return False
    shoulders, wide = two[list(SHOULDERS), :2], size(two)
    middle, (x, y) = shoulders.mean(0), place(one)
    return bool(
        abs(x - middle[0]) <= LIMITS.body_aside * wide and 0 <= (y - middle[1]) / wide <= LIMITS.body_down
    )


def _same(one: NDArray[np.float32], two: NDArray[np.float32]) -> bool:
    gap = np.linalg.norm(place(one) - place(two)) / max(size(one), size(two))
    return bool(gap <= LIMITS.same or body_distance(one, two) <= LIMITS.same)
