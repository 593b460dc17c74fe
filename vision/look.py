"""Looking at one zone: only when something moved there or the last look is old, and at whom the zone holds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.backend import PoseBackend
from vision.frame import Image
from vision.people import ANCHORS, People
from vision.stillness import A_LITTLE, MUCH, Gray, LastSeen, Stillness, thumbnail
from vision.zones import CLOSE, WIDE, Zone


@dataclass(frozen=True, slots=True)
class Cadence:
    """Seconds between looks: `least_s` while much moves, `little_s` while a little does, and when nothing moves
    `present_s` with and `empty_s` without anybody.
    """

    least_s: float
    little_s: float = 0.75
    present_s: float = 2.0
    empty_s: float = 5.0


# Staff and customer hand things over within a second: every offered picture. A queue moves within tens of seconds.
CADENCES = {"staff": Cadence(0.0), "customer": Cadence(0.0), "waiting": Cadence(0.75)}
# Whoever is not found is searched for this long in the wider crop: as long as lying down takes.
_SEARCH_S = 15.0
# A neighbour, or the clerk behind the customer, may be what a single-person model sees first.
_OTHERS = 1
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
        fresh = self._due(time, now, gray)
        if fresh:
            self._people = self._found(image, time, backend)
            self._stillness.looked(now)
            self._looked_at = time
            self.looks += 1
            if len(self._people):
                self._seen_at = time
                self._last_seen.seen(gray, _upper_box(self._people.joints[0]))
        return View(self._people, self._last_seen.likeness(gray), fresh)

    def _due(self, time: float, now: NDArray[np.float32], gray: Gray) -> bool:
        age = time - self._looked_at + _EARLY
        longest = self._cadence.present_s if len(self._people) else self._cadence.empty_s
        if age < self._cadence.least_s or age >= longest:
            return age >= longest
        moved = self._stillness.moved(now)
        if moved >= MUCH or (len(self._people) and self._last_seen.moved(gray)):
            return True
        return moved >= A_LITTLE and age >= self._cadence.little_s

    def _found(self, image: Image, time: float, backend: PoseBackend) -> People:
        """The close crop first, the wide one where it finds nobody and somebody was there a moment ago."""
        for x0, y0, x1, y1 in self._tries if time - self._seen_at < _SEARCH_S else self._tries[:1]:
            people = self._behind_others(image[y0:y1, x0:x1], (x0, y0), backend)
            if len(people):
                return people
        return People.none()

    def _behind_others(self, crop: Image, corner: tuple[int, int], backend: PoseBackend) -> People:
        """Who of the zone is in the crop, where the model may see somebody else first: that one is covered."""
        for _ in range(1 + _OTHERS):
            people = backend.people(crop)
            here = people.moved(*corner)
            held = here[self._zone.holds(here)]
            if len(held) or not len(people):
                return held
            crop = _covered(crop, people.boxes)
        return People.none()


def _covered(crop: Image, boxes: NDArray[np.float32]) -> Image:
    """A copy with the mean colour over the boxes (n,4) px."""
    copy = crop.copy()
    for x0, y0, x1, y1 in np.clip(boxes, 0, None).astype(int):
        copy[y0:y1, x0:x1] = crop.mean((0, 1))
    return copy


def _upper_box(joints: NDArray[np.float32]) -> NDArray[np.float32]:
    """(4,) px around head and shoulders, widened by a third: hair, chin and collar belong to the likeness."""
    points = joints[list(ANCHORS), :2]
    low, high = points.min(0), points.max(0)
    wide = (high - low).max() / 3
    return np.concatenate([low - wide, high + wide]).astype(np.float32)
