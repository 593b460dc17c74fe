"""People by zone from a multi-person pose model: one look at all zones of a camera together."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vision.core import ANCHORS, NO_CORRECTIONS, WIDE, Basis, Corrections, Gray, Image, People, limit
from vision.detection.close_looks import CloseLooks
from vision.detection.desk_sides import DeskSides
from vision.detection.finder import ZoneViews
from vision.detection.pose_tracker import PoseTracker, overlap, size
from vision.detection.zone_look import ZoneLook
from vision.measures.counter_view import CounterView
from vision.pose.backend import PoseBackend

Rectangle = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class WholePictureLimits:
    """Limits of searching all zones at once."""

    fills: float = limit(
        4.5,
        "",
        Basis.CHOICE,
        "longer side of a rectangle to that of a zone in it: head and shoulders fill about 30 of the "
        "model's 256 px",
    )
    same: float = limit(0.5, "intersection over union", Basis.CHOICE, "two finds are one person")
    same_place: float = limit(
        0.5,
        "shoulder widths",
        Basis.CHOICE,
        "or so near, placed by hand near 0 to 0.5 for second finds and 0.6 for neighbours",
    )


LIMITS = WholePictureLimits()


@dataclass
class WholePictureFinder:
    """A Finder that searches the rectangle around all zones when something moved in one, or its last look is old.

    Small zones far apart are searched in several rectangles, because these models reduce a picture to a few hundred
    pixels. `closer` is a second model for one person per crop: see CloseLooks. Everybody is tracked, also between
    zones.
    """

    counters: Sequence[CounterView]
    pose: PoseBackend
    closer: PoseBackend
    detects: bool = field(default=True, init=False)
    _size: tuple[int, int] = field(default=(0, 0), init=False)
    _zones: dict[str, dict[str, int]] = field(default_factory=dict, init=False)
    _looks: list[ZoneLook] = field(default_factory=list, init=False)
    _crops: list[Rectangle] = field(default_factory=list, init=False)
    _close: CloseLooks = field(init=False)
    _tracker: PoseTracker = field(default_factory=PoseTracker, init=False)
    _sides: DeskSides = field(default_factory=DeskSides, init=False)

    def look(self, image: Image, gray: Gray, time: float) -> ZoneViews:
        """See Finder.look."""
        if (image.shape[1], image.shape[0]) != self._size:
            self._size_changed((image.shape[1], image.shape[0]))
        fresh = [False] * len(self._looks)
        due = [zone.due(gray, time) for zone in self._looks]
        for zone, moved in zip(self._looks, due, strict=True):
            if not moved:
                self._tracker.still(zone.ids, time)
        if any(due):
            fresh = [due[place] or not self._close.is_post(place) for place in range(len(due))]
            self._tell(self._everybody(image, due, time), fresh, gray, time)
        return {
            counter: {role: self._looks[place].view(gray, fresh[place]) for role, place in roles.items()}
            for counter, roles in self._zones.items()
        }

    def corrections(self) -> Corrections:
        """See Finder.corrections. This finder never corrects earlier looks."""
        return NO_CORRECTIONS

    def _tell(self, people: People, fresh: Sequence[bool], gray: Gray, time: float) -> None:
        """Update the zones with their people; a staff zone that the second model did not search keeps its state."""
        ids = self._tracker.update(people, time)
        for place, zone in enumerate(self._looks):
            if fresh[place]:
                here = self._sides.here(place, people, ids, time)
                zone.saw(people[here], ids[here], gray, time)

    def _everybody(self, image: Image, due: Sequence[bool], time: float) -> People:
        people = self._close.posts(image, due, time)
        for crop in self._crops:
            people = _joined(people, self._found(image, crop))
        return _joined(people, self._close.windows(image, due, people, time))

    def _found(self, image: Image, crop: Rectangle) -> People:
        x0, y0, x1, y1 = crop
        return _once(self.pose.people(image[y0:y1, x0:x1])).moved(x0, y0)

    def _size_changed(self, size: tuple[int, int]) -> None:
        self._size, self._tracker = size, PoseTracker()
        self._looks, self._zones = [], {}
        for view in self.counters:
            first = len(self._looks)
            self._looks += [ZoneLook(points, size, role) for role, points in view.zones.items()]
            self._zones[view.id] = {role: first + k for k, role in enumerate(view.zones)}
        self._sides = DeskSides([(look.role, look.zone) for look in self._looks])
        self._close = CloseLooks(self._looks, size, self.closer)
        self._crops = _rectangles(
            [(look.zone.crop(size, WIDE), look.zone.longer_side) for look in self._looks]
        )


def _rectangles(zones: Sequence[tuple[Rectangle, float]]) -> list[Rectangle]:
    """Few rectangles around the crops of zones (given with longer sides in px) that each zone fills well enough."""
    parts: list[tuple[Rectangle, float]] = []
    for zone in zones:
        fits = [_around(part, zone) for part in parts]
        place = next(
            (k for k, (crop, side) in enumerate(fits) if _longer(crop) <= LIMITS.fills * side), len(parts)
        )
        parts[place : place + 1] = [fits[place] if place < len(parts) else zone]
    return [crop for crop, _ in parts]


def _around(one: tuple[Rectangle, float], two: tuple[Rectangle, float]) -> tuple[Rectangle, float]:
    (ax0, ay0, ax1, ay1), (bx0, by0, bx1, by1) = one[0], two[0]
    return (min(ax0, bx0), min(ay0, by0), max(ax1, bx1), max(ay1, by1)), min(one[1], two[1])


def _longer(crop: Rectangle) -> int:
    return max(crop[2] - crop[0], crop[3] - crop[1])


def _joined(people: People, more: People) -> People:
    """`people` and those of `more` who are different people."""
    new = [
        not any(
            overlap(box, known) >= LIMITS.same or _same_place(joints, theirs)
            for known, theirs in zip(people.boxes, people.joints, strict=True)
        )
        for box, joints in zip(more.boxes, more.joints, strict=True)
    ]
    return people + more[np.array(new, np.bool_)]


def _once(people: People) -> People:
    """Each person once, the surest find: models return a bending person with and without the legs."""
    kept: list[int] = []
    for row, joints in enumerate(people.joints):
        if not any(_same_place(joints, people.joints[other]) for other in kept):
            kept.append(row)
    return people[np.array(kept, np.intp)]


def _same_place(one: NDArray[np.float32], two: NDArray[np.float32]) -> bool:
    """Whether head and shoulders of two finds are so near that they belong to one person."""
    gaps = np.linalg.norm(one[list(ANCHORS), :2] - two[list(ANCHORS), :2], axis=1)
    return bool(gaps.mean() <= LIMITS.same_place * max(size(one), size(two)))
