"""People by zone from a single-person pose model: every zone is cropped and searched separately."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vision.camera.motion import thumbnail
from vision.core import NO_CORRECTIONS, Corrections, Gray, Image, People, Zone, ZoneView, zone_members
from vision.detection.crop_search import CropSearch
from vision.detection.desk_sides import STAFF, DeskSides
from vision.detection.finder import ZoneViews
from vision.detection.newcomers import Newcomers
from vision.detection.pose_tracker import PoseTracker
from vision.detection.zone_look import ZoneLook
from vision.measures.counter_view import CounterView
from vision.pose.backend import PoseBackend

# People searched per zone: the clerk and a passing colleague; the customers of a window; waiting people.
MOST = {"staff": 2, "customer": 3, "waiting": 3}


@dataclass
class ZoneCropFinder:
    """A Finder that searches each zone when something moved in it or its last look is old."""

    counters: Sequence[CounterView]
    pose: PoseBackend
    detects: bool = field(default=False, init=False)
    _size: tuple[int, int] = field(default=(0, 0), init=False)
    _zones: dict[str, dict[str, "_CropZone"]] = field(default_factory=dict, init=False)
    _tracker: PoseTracker = field(default_factory=PoseTracker, init=False)
    _sides: DeskSides = field(default_factory=DeskSides, init=False)

    def look(self, image: Image, gray: Gray, time: float) -> ZoneViews:
        """See Finder.look."""
        size = (image.shape[1], image.shape[0])
        if size != self._size:
            self._size_changed(size)
        return {
            counter: {role: self._view(zone, image, gray, time) for role, zone in zones.items()}
            for counter, zones in self._zones.items()
        }

    def corrections(self) -> Corrections:
        """See Finder.corrections. This finder never corrects earlier looks."""
        return NO_CORRECTIONS

    def _size_changed(self, size: tuple[int, int]) -> None:
        self._size, self._tracker = size, PoseTracker()
        looks = [
            (view.id, ZoneLook(points, size, role))
            for view in self.counters
            for role, points in view.zones.items()
        ]
        zones = [look.zone for _, look in looks]
        self._sides = DeskSides([(look.role, look.zone) for _, look in looks])
        self._zones = {view.id: {} for view in self.counters}
        for place, (counter, look) in enumerate(looks):
            self._zones[counter][look.role] = _crop_zone(look, place, zones, size)

    def _view(self, zone: "_CropZone", image: Image, gray: Gray, time: float) -> ZoneView:
        due = zone.look.due(gray, time)
        if due:
            people = zone.people(image, gray, time, self.pose)
            ids = self._tracker.update(people, time)
            here = self._sides.here(zone.place, people, ids, time)
            zone.look.saw(people[here], ids[here], gray, time)
        else:
            self._tracker.still(zone.look.ids, time)
        return zone.look.view(gray, due)


class _CropZone:
    """One zone with its search.

    The search of a staff zone ends when its owner is found, that of another zone when no more people are possible.
    """

    def __init__(self, place: int, look: ZoneLook, search: CropSearch, newcomers: Newcomers | None) -> None:
        self.place, self.look, self._search, self._newcomers = place, look, search, newcomers

    def people(self, image: Image, gray: Gray, time: float, pose: PoseBackend) -> People:
        newcomers = self._newcomers
        if newcomers is None:
            return self._search.people(image, time, pose, lambda held: self.look.place.has(held, time))
        now = thumbnail(gray, self.look.crop)
        found = self._search.people(
            image,
            time,
            pose,
            lambda held: not newcomers.possible(now, held, time),
            self.look.place.usual_size,
        )
        if newcomers.possible(now, found, time) or not len(found):
            newcomers.searched(now, found, time)
        return found


def _crop_zone(look: ZoneLook, place: int, zones: Sequence[Zone], size: tuple[int, int]) -> _CropZone:
    """The state of a zone. The staff zone's search separates staff from customers itself; elsewhere DeskSides does."""
    if look.role == STAFF:
        return _CropZone(place, look, search_of_post(place, zones, size), None)
    search = CropSearch(look.zone, size, MOST[look.role], look.zone.holds)
    return _CropZone(place, look, search, Newcomers(look.zone, look.crop))


def search_of_post(place: int, zones: Sequence[Zone], size: tuple[int, int]) -> CropSearch:
    """The search in staff zone number `place` of all `zones`; customers in front of it are excluded."""

    def at_post(people: People) -> NDArray[np.bool_]:
        return zone_members(people, zones)[place]

    return CropSearch(zones[place], size, MOST[STAFF], at_post)
