"""Finding people with a model that finds one person at a time: every zone is cut out and looked at for itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from vision.backend import PoseBackend
from vision.finder import Views
from vision.frame import Image
from vision.look import View, ZoneLook
from vision.newcomers import Newcomers
from vision.people import People
from vision.search import Search
from vision.stillness import Gray, thumbnail
from vision.tracking import Tracker
from vision.zones import CounterView

# Whoever has the post, and a colleague who passes; the customers of a window and those who wait.
MOST = {"staff": 2, "customer": 3, "waiting": 3}


@dataclass
class CropFinder:
    """See Finder. Each zone is looked at when something moved in it or its last look is old."""

    counters: Sequence[CounterView]
    pose: PoseBackend
    _size: tuple[int, int] = field(default=(0, 0), init=False)
    _zones: dict[str, dict[str, "_CropZone"]] = field(default_factory=dict, init=False)
    _tracker: Tracker = field(default_factory=Tracker, init=False)

    def look(self, image: Image, gray: Gray, time: float) -> Views:
        """See Finder.look."""
        size = (image.shape[1], image.shape[0])
        if size != self._size:
            self._size, self._tracker = size, Tracker()
            self._zones = {view.id: _crop_zones(view, size) for view in self.counters}
        return {
            counter: {role: self._view(zone, image, gray, time) for role, zone in zones.items()}
            for counter, zones in self._zones.items()
        }

    def _view(self, zone: "_CropZone", image: Image, gray: Gray, time: float) -> View:
        due = zone.look.due(gray, time)
        if due:
            people = zone.people(image, gray, time, self.pose)
            zone.look.saw(people, self._tracker.update(people, time), gray, time)
        return zone.look.view(gray, due)


class _CropZone:
    """One zone: at the post the search goes on until whoever has it is found, elsewhere while somebody more may be."""

    def __init__(self, look: ZoneLook, search: Search, newcomers: Newcomers | None) -> None:
        self.look, self._search, self._newcomers = look, search, newcomers

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


def _crop_zones(view: CounterView, size: tuple[int, int]) -> dict[str, _CropZone]:
    zones = {}
    for role, points in view.zones.items():
        look = ZoneLook(points, size, role)
        newcomers = None if role == "staff" else Newcomers(look.zone, look.crop)
        zones[role] = _CropZone(look, Search(look.zone, size, MOST[role]), newcomers)
    return zones
