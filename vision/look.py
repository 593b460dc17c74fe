"""Looking at one zone: only when something moved there or the last look is old, and at whom the zone holds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.backend import PoseBackend
from vision.frame import Image
from vision.people import ANCHORS, People
from vision.stillness import Gray, LastSeen, Stillness, thumbnail
from vision.zones import CLOSE, WIDE, Zone


@dataclass(frozen=True, slots=True)
class Cadence:
    """Seconds between looks: at least `least_s` apart, at most `present_s` with and `empty_s` without anybody."""

    least_s: float
    present_s: float = 2.0
    empty_s: float = 5.0


# Staff is what is judged: every offered picture. Customers come and go within seconds; queues within tens of them.
STAFF, CUSTOMER, WAITING = Cadence(0.0), Cadence(0.35), Cadence(0.75)
# Whoever is not found is searched for this long in the wider crop: as long as lying down takes.
_SEARCH_S = 15.0
# Half a look: pictures arrive a few milliseconds early or late.
_EARLY = 0.05


@dataclass(frozen=True, slots=True)
class View:
    """Who is in a zone now. `likeness` as LastSeen.likeness; `fresh` is False when this was not looked at anew."""

    people: People
    likeness: float
    fresh: bool


class ZoneLook:
    """One zone of one camera over time."""

    def __init__(self, zone: Zone, size: tuple[int, int], cadence: Cadence) -> None:
        self._zone, self._cadence = zone, cadence
        self._crop = zone.crop(size, CLOSE)
        self._tries = [self._crop, zone.crop(size, WIDE)]
        self._stillness, self._last_seen = Stillness(), LastSeen()
        self._people, self._looked_at, self._seen_at = People.none(), -np.inf, -np.inf
        self.looks = 0

    def look(self, image: Image, gray: Gray, time: float, backend: PoseBackend) -> View:
        """Who is in the zone of this picture."""
        now = thumbnail(gray, self._crop)
        fresh = self._due(time, now)
        if fresh:
            self._people = self._found(image, time, backend)
            self._stillness.looked(now)
            self._looked_at = time
            self.looks += 1
            if len(self._people):
                self._seen_at = time
                self._last_seen.seen(gray, _upper_box(self._people.joints[0]))
        return View(self._people, self._last_seen.likeness(gray), fresh)

    def _due(self, time: float, now: NDArray[np.float32]) -> bool:
        age = time - self._looked_at + _EARLY
        longest = self._cadence.present_s if len(self._people) else self._cadence.empty_s
        return age >= longest or (age >= self._cadence.least_s and self._stillness.moved(now))

    def _found(self, image: Image, time: float, backend: PoseBackend) -> People:
        """The close crop first, the wide one where it finds nobody and somebody was there a moment ago."""
        for x0, y0, x1, y1 in self._tries if time - self._seen_at < _SEARCH_S else self._tries[:1]:
            people = backend.people(image[y0:y1, x0:x1]).moved(x0, y0)
            people = people[self._zone.holds(people)]
            if len(people):
                return people
        return People.none()


def _upper_box(joints: NDArray[np.float32]) -> NDArray[np.float32]:
    """(4,) px around head and shoulders, widened by a third: hair, chin and collar belong to the likeness."""
    points = joints[list(ANCHORS), :2]
    low, high = points.min(0), points.max(0)
    wide = (high - low).max() / 3
    return np.concatenate([low - wide, high + wide]).astype(np.float32)
