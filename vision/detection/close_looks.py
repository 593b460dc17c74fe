"""The second model beside one that finds everybody: closer looks at single zones, one person at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from vision.core.frame import Image
from vision.core.people import People
from vision.detection.crop_search import CropSearch
from vision.detection.desk_sides import STAFF
from vision.detection.zone_crop_finder import search_of_post
from vision.detection.zone_look import ZoneLook
from vision.pose.backend import PoseBackend

# Somebody at a window who is missed is looked for this long: longer than anybody bends over a form or for a bag.
_MISSED_S = 15.0


@dataclass
class CloseLooks:
    """Closer looks at the zones `looks` of pictures of one `size` (width, height) px by the model `pose`.

    At a post whenever it is worth a look, since bearing and gestures are measured there and a model that sees the whole
    picture has a few pixels for a head; at a window while somebody who was there a moment ago is missed.
    """

    looks: Sequence[ZoneLook]
    size: tuple[int, int]
    pose: PoseBackend
    _posts: dict[int, CropSearch] = field(default_factory=dict, init=False)
    _windows: dict[int, CropSearch] = field(default_factory=dict, init=False)
    _there_at: dict[int, float] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        zones = [look.zone for look in self.looks]
        for place, look in enumerate(self.looks):
            if look.role == STAFF:
                self._posts[place] = search_of_post(place, zones, self.size)
            elif look.role == "customer":
                self._windows[place] = CropSearch(look.zone, self.size, 1)

    def posts(self, image: Image, due: Sequence[bool], time: float) -> People:
        """Who is at the posts that are `due`."""
        found = People.none()
        for number in self._posts:
            if due[number]:
                found += self._post(number, image, time)
        return found

    def windows(self, image: Image, due: Sequence[bool], known: People, time: float) -> People:
        """Who is at those windows that are `due` where nobody of the `known` is, and somebody was a moment ago."""
        found = People.none()
        for place, search in self._windows.items():
            holds = self.looks[place].zone.holds
            if due[place] and not holds(known).any() and self._missed(place, time):
                found += search.people(image, time, self.pose, lambda held: len(held) > 0)
            if holds(known + found).any():
                self._there_at[place] = time
        return found

    def is_post(self, place: int) -> bool:
        """Whether the zone number `place` is one."""
        return place in self._posts

    def _post(self, number: int, image: Image, time: float) -> People:
        place = self.looks[number].place
        return self._posts[number].people(image, time, self.pose, lambda held: place.has(held, time))

    def _missed(self, place: int, time: float) -> bool:
        return time - self._there_at.get(place, -np.inf) < _MISSED_S
