"""Who is in which zone: the question that a CameraObserver asks, whatever the pose model can do."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from vision.camera.motion import Gray
from vision.core.corrections import Corrections
from vision.core.frame import Image
from vision.core.zone_view import ZoneView
from vision.measures.counter_view import CounterView
from vision.pose.backend import PoseBackend

ZoneViews = Mapping[str, Mapping[str, ZoneView]]
"""A View by counter's id and role, for every zone that there is."""


class Finder(Protocol):
    """Tells people to the zones of one camera's counters. It remembers: pictures must come in order of time.

    `detects`: a person detector says who is there, so that a box is a person's whole outline.
    """

    detects: bool

    def look(self, image: Image, gray: Gray, time: float) -> ZoneViews:
        """Who is where in `image` (H, W, 3) uint8 BGR, also given as `gray`, taken at `time` (UTC s)."""
        ...

    def corrections(self) -> Corrections:
        """What the last look takes back of earlier ones."""
        ...


MakeFinder = Callable[[Sequence[CounterView], PoseBackend], Finder]
