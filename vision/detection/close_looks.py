"""Crops of single zones for a second, single-person model beside a model that finds everybody."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from vision.core import Basis, Image, People, limit
from vision.detection.crop_search import CropSearch
from vision.detection.desk_sides import STAFF
from vision.detection.zone_crop_finder import search_of_post
from vision.detection.zone_look import ZoneLook
from vision.pose.backend import PoseBackend


@dataclass(frozen=True, slots=True)
class CloseLookLimits:
    """Limits of looking for a missed person."""

    missed_s: float = limit(
        15.0,
        "s",
        Basis.CHOICE,
        "a missed person at a window is searched for longer than people bend over a form or for a bag",
    )


LIMITS = CloseLookLimits()


@dataclass
class CloseLooks:
    """Runs the model `pose` on crops of the zones `looks`, in pictures of one `size` (width, height) px.

    A staff zone is cropped at every due look: head pose and gestures are measured there, and a model on the whole
    picture has few pixels for a head. A customer zone is cropped while a person who was there recently is missed.
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
        """The people found in the staff zones that are `due`."""
        found = People.none()
        for number in self._posts:
            if due[number]:
                found += self._post(number, image, time)
        return found

    def windows(self, image: Image, due: Sequence[bool], known: People, time: float) -> People:
        """People found in the `due` customer zones that hold none of the `known` people but held a person recently."""
        found = People.none()
        for place, search in self._windows.items():
            holds = self.looks[place].zone.holds
            if due[place] and not holds(known).any() and self._missed(place, time):
                found += search.people(image, time, self.pose, lambda held: len(held) > 0)
            if holds(known + found).any():
                self._there_at[place] = time
        return found

    def is_post(self, place: int) -> bool:
        """Whether zone number `place` is a staff zone."""
        return place in self._posts

    def _post(self, number: int, image: Image, time: float) -> People:
        place = self.looks[number].place
        return self._posts[number].people(image, time, self.pose, lambda held: place.has(held, time))

    def _missed(self, place: int, time: float) -> bool:
        return time - self._there_at.get(place, -np.inf) < LIMITS.missed_s
