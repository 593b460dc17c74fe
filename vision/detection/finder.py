"""The interface that finds the people of each zone for a CameraObserver, independent of the pose model."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from vision.core import Corrections, Gray, Image, ZoneView
from vision.measures.counter_view import CounterView
from vision.pose.backend import PoseBackend

ZoneViews = Mapping[str, Mapping[str, ZoneView]]
"""A ZoneView by counter id and role, for every zone."""


class Finder(Protocol):
    """Assigns people to the zones of one camera's counters. Pictures must come in order of time.

    `detects` is True when a person detector finds the people, so that a box is a person's whole outline.
    """

    detects: bool

    def look(self, image: Image, gray: Gray, time: float) -> ZoneViews:
        """The people in each zone of `image` (H, W, 3) uint8 BGR, with grey levels `gray`, taken at `time` (UTC s)."""
        ...

    def corrections(self) -> Corrections:
        """The corrections of earlier looks that follow from the last look."""
        ...


MakeFinder = Callable[[Sequence[CounterView], PoseBackend], Finder]
