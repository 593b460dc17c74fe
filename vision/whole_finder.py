"""Finding people with a model that finds everybody: one look at all zones of a camera together."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from vision.backend import PoseBackend
from vision.finder import Views
from vision.frame import Image
from vision.look import ZoneLook
from vision.people import People
from vision.sides import STAFF, Sides
from vision.stillness import Gray
from vision.tracking import Tracker, apart, overlap
from vision.zones import WIDE, CounterView

Rectangle = tuple[int, int, int, int]
# Longer sides: a rectangle may be so many times as long as a zone in it. Of a model's 256 px a head and shoulders in
# such a zone then fill some thirty.
_FILLS = 4.5
# A post that seems empty is looked at more closely this often: nobody who leaves it is told later than that.
_AGAIN_S = 1.0
# Two finds are one person when their boxes share this much of their union, or head and shoulders are this near.
_SAME, _SAME_PLACE = 0.5, 0.5


@dataclass
class WholeFinder:
    """See Finder. Looks at the rectangle around all zones when something moved in one, or its last look is old.

    Small zones far from each other are looked at in several rectangles, and a post at which nobody is found once more
    for itself: these models see a picture of a few hundred pixels. Everybody there is tracked, also between zones.
    """

    counters: Sequence[CounterView]
    pose: PoseBackend
    _size: tuple[int, int] = field(default=(0, 0), init=False)
    _zones: dict[str, dict[str, ZoneLook]] = field(default_factory=dict, init=False)
    _crops: list[Rectangle] = field(default_factory=list, init=False)
    _closer_at: dict[int, float] = field(default_factory=dict, init=False)
    _tracker: Tracker = field(default_factory=Tracker, init=False)
    _sides: Sides = field(default_factory=Sides, init=False)

    def look(self, image: Image, gray: Gray, time: float) -> Views:
        """See Finder.look."""
        size = (image.shape[1], image.shape[0])
        if size != self._size:
            self._size_changed(size)
        zones = [zone for roles in self._zones.values() for zone in roles.values()]
        due = any(zone.due(gray, time) for zone in zones)
        if due:
            people = self._everybody(image, zones, time)
            ids = self._tracker.update(people, time)
            for place, zone in enumerate(zones):
                here = self._sides.here(place, people, ids, time)
                zone.saw(people[here], ids[here], gray, time)
        return {
            counter: {role: zone.view(gray, due) for role, zone in roles.items()}
            for counter, roles in self._zones.items()
        }

    def _everybody(self, image: Image, looks: Sequence[ZoneLook], time: float) -> People:
        people = People.none()
        for crop in self._crops:
            people = _joined(people, self._found(image, crop))
        for place, look in enumerate(looks):
            if look.role == STAFF and not look.zone.holds(people).any() and self._try_again(place, time):
                closer = self._found(image, look.crop)
                people = _joined(people, closer[look.zone.holds(closer)])
        return people

    def _found(self, image: Image, crop: Rectangle) -> People:
        x0, y0, x1, y1 = crop
        return self.pose.people(image[y0:y1, x0:x1]).moved(x0, y0)

    def _try_again(self, place: int, time: float) -> bool:
        """Whether it is time for a closer look at the post number `place`."""
        if time - self._closer_at.get(place, -np.inf) < _AGAIN_S:
            return False
        self._closer_at[place] = time
        return True

    def _size_changed(self, size: tuple[int, int]) -> None:
        self._size, self._tracker = size, Tracker()
        self._zones = {
            view.id: {role: ZoneLook(points, size, role) for role, points in view.zones.items()}
            for view in self.counters
        }
        looks = [zone for roles in self._zones.values() for zone in roles.values()]
        self._sides = Sides([(look.role, look.zone) for look in looks])
        self._crops = _rectangles([(look.zone.crop(size, WIDE), look.zone.longer_side) for look in looks])


def _rectangles(zones: Sequence[tuple[Rectangle, float]]) -> list[Rectangle]:
    """Few rectangles around the crops of zones, given with longer sides in px, that each zone fills well enough."""
    parts: list[tuple[Rectangle, float]] = []
    for zone in zones:
        fits = [_around(part, zone) for part in parts]
        place = next((k for k, (crop, side) in enumerate(fits) if _longer(crop) <= _FILLS * side), len(parts))
        parts[place : place + 1] = [fits[place] if place < len(parts) else zone]
    return [crop for crop, _ in parts]


def _around(one: tuple[Rectangle, float], two: tuple[Rectangle, float]) -> tuple[Rectangle, float]:
    (ax0, ay0, ax1, ay1), (bx0, by0, bx1, by1) = one[0], two[0]
    return (min(ax0, bx0), min(ay0, by0), max(ax1, bx1), max(ay1, by1)), min(one[1], two[1])


def _longer(crop: Rectangle) -> int:
    return max(crop[2] - crop[0], crop[3] - crop[1])


def _joined(people: People, more: People) -> People:
    """These, and of the others those who are somebody else."""
    new = [
        all(
            overlap(box, known) < _SAME and apart(joints, theirs) > _SAME_PLACE
            for known, theirs in zip(people.boxes, people.joints, strict=True)
        )
        for box, joints in zip(more.boxes, more.joints, strict=True)
    ]
    return people + more[np.array(new, np.bool_)]
