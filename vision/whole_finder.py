"""Finding people with a model that finds everybody: one look at all zones of a camera together."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vision.backend import PoseBackend
from vision.finder import Views
from vision.frame import Image
from vision.look import ZoneLook
from vision.people import People
from vision.stillness import Gray
from vision.tracking import Ids, Tracker
from vision.zones import WIDE, CounterView


@dataclass
class WholeFinder:
    """See Finder. Looks at the rectangle around all zones when something moved in one, or its last look is old.

    Everybody there is tracked, also between zones, and belongs to the zone that they are deepest in.
    """

    counters: Sequence[CounterView]
    pose: PoseBackend
    _size: tuple[int, int] = field(default=(0, 0), init=False)
    _zones: dict[str, dict[str, ZoneLook]] = field(default_factory=dict, init=False)
    _crop: tuple[int, int, int, int] = field(default=(0, 0, 0, 0), init=False)
    _tracker: Tracker = field(default_factory=Tracker, init=False)

    def look(self, image: Image, gray: Gray, time: float) -> Views:
        """See Finder.look."""
        size = (image.shape[1], image.shape[0])
        if size != self._size:
            self._size_changed(size)
        zones = [zone for roles in self._zones.values() for zone in roles.values()]
        due = any(zone.due(gray, time) for zone in zones)
        if due:
            people, ids = self._everybody(image, time)
            for zone, here in zip(zones, _told(people, zones), strict=True):
                zone.saw(people[here], ids[here], gray, time)
        return {
            counter: {role: zone.view(gray, due) for role, zone in roles.items()}
            for counter, roles in self._zones.items()
        }

    def _everybody(self, image: Image, time: float) -> tuple[People, Ids]:
        x0, y0, x1, y1 = self._crop
        people = self.pose.people(image[y0:y1, x0:x1]).moved(x0, y0)
        return people, self._tracker.update(people, time)

    def _size_changed(self, size: tuple[int, int]) -> None:
        self._size, self._tracker = size, Tracker()
        self._zones = {
            view.id: {role: ZoneLook(points, size, role) for role, points in view.zones.items()}
            for view in self.counters
        }
        crops = np.array([z.zone.crop(size, WIDE) for roles in self._zones.values() for z in roles.values()])
        (x0, y0), (x1, y1) = crops[:, :2].min(0), crops[:, 2:].max(0)
        self._crop = (int(x0), int(y0), int(x1), int(y1))


def _told(people: People, zones: Sequence[ZoneLook]) -> list[NDArray[np.bool_]]:
    """For each zone (n,) who of `people` is in it: in the one that holds them deepest, or in all that equal it.

    Zones have borders that overlap, and nobody is staff and customer at once; two windows may share a waiting zone.
    """
    depths = np.array([look.zone.depths(people) for look in zones]).reshape(len(zones), len(people))
    held = np.array([look.zone.holds(people) for look in zones]).reshape(depths.shape)
    deepest = np.where(held, depths, -np.inf).max(0, initial=-np.inf)
    return [mine & (depth >= deepest - 1e-6) for mine, depth in zip(held, depths, strict=True)]
