"""People by zone from a person detector: one inference over the whole picture for all counters of a camera."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vision.core import (
    NO_CORRECTIONS,
    Box,
    Corrections,
    Detections,
    Doubt,
    Gray,
    Ids,
    Image,
    People,
    Picture,
    Zone,
    ZoneView,
    zone_members,
)
from vision.detection.box_anchors import people_from_boxes
from vision.detection.box_pose import BoxPose
from vision.detection.box_tracker import BoxTracker
from vision.detection.company import Company
from vision.detection.desk_sides import STAFF, DeskSides
from vision.detection.detector import Detector
from vision.detection.detector_trigger import unsettled
from vision.detection.duplicate_boxes import without_duplicates
from vision.detection.finder import ZoneViews
from vision.detection.input_size import InputSize
from vision.detection.person_check import PersonCheck
from vision.detection.walkers import Walkers
from vision.detection.weak_detections import WeakDetection, WeakDetections
from vision.detection.weak_people import WeakPeople
from vision.detection.zone_look import ZoneLook
from vision.detection.zone_second_look import ZoneSecondLook
from vision.detection.zone_state import ZoneState, follow_sinking, zone_state
from vision.measures.counter_view import CounterView
from vision.pose.backend import PoseBackend

# Seconds between poses. The owner of a zone is measured at every look, because gestures take less than a second. Only
# the position of other people is needed.
_ABOUT_S, _OTHERS_S = 0.0, 1.0
# Roles with measured poses. Only the number of waiting people counts.
_POSED = ("staff", "customer")


@dataclass
class DetectorFinder:
    """A Finder that detects and tracks everybody; `pose` measures the owners of zones.

    The detector runs when something moved in one of the zones, or when the last look at a zone is old.
    """

    counters: Sequence[CounterView]
    pose: PoseBackend
    detector: Detector
    detects: bool = field(default=True, init=False)
    _size: tuple[int, int] = field(default=(0, 0), init=False)
    _zones: list[ZoneState] = field(default_factory=list, init=False)
    _tracker: BoxTracker = field(default_factory=BoxTracker, init=False)
    _sides: DeskSides = field(default_factory=DeskSides, init=False)
    _poses: BoxPose = field(init=False)
    _weak: WeakPeople = field(init=False)
    _side: InputSize = field(init=False)
    _faint: WeakDetections = field(default_factory=WeakDetections, init=False)
    _check: PersonCheck = field(default_factory=PersonCheck, init=False)
    _corrections: Corrections = field(default=NO_CORRECTIONS, init=False)
    _tracked: Detections = field(default_factory=Detections.none, init=False)
    _unsettled: bool = field(default=False, init=False)
    _detecting: bool = field(default=False, init=False)
    _walkers: Walkers = field(default_factory=Walkers, init=False)
    _company: Company = field(default_factory=Company, init=False)
    _on_the_way: Ids = field(default_factory=lambda: np.empty(0, np.intp), init=False)

    def look(self, image: Image, gray: Gray, time: float) -> ZoneViews:
        """See Finder.look."""
        if (image.shape[1], image.shape[0]) != self._size:
            self._start((image.shape[1], image.shape[0]))
        alone = self._company.alone(gray, self._staff(), time)
        for zone in self._zones:
            zone.due = zone.look.due(gray, time, alone=alone and zone.look.role == STAFF)
        due = any(zone.due for zone in self._zones)
        self._corrections = NO_CORRECTIONS
        self._detecting = due and self._needed(gray, time)
        if not self._detecting:
            self._tracker.still(time)
        if due:
            picture = Picture(image, gray, time)
            doubts = self._track(picture) if self._detecting else ()
            found = self._checked(doubts, gray, time)
            people = self._posed(picture, found)
            for place in range(len(self._zones)):
                self._tell(place, people, found, (image, gray), time)
            at_post = {int(z.look.ids[0]) for z in self._zones if z.look.role == STAFF and len(z.look.ids)}
            self._company.look(found.ids.tolist(), at_post, time)
        return self._views(gray, time, fresh=due)

    def _staff(self) -> Box:
        """(n,4) px the boxes of the owners of staff zones."""
        boxes = [z.look.people.boxes[:1] for z in self._zones if z.look.role == STAFF]
        return np.concatenate([np.empty((0, 4), np.float32), *boxes])

    def corrections(self) -> Corrections:
        """See Finder.corrections."""
        return self._corrections

    def _needed(self, gray: Gray, time: float) -> bool:
        """Whether the detector must run: a person walks, or the known people do not explain the motion."""
        cells = [zone.look.cells(gray, time) for zone in self._zones]
        needed = self._unsettled or any(
            zone.due and zone.need.unexplained(now, zone.look.people.boxes, time)
            for zone, now in zip(self._zones, cells, strict=True)
        )
        if needed:
            for zone, now in zip(self._zones, cells, strict=True):
                zone.need.looked(now, time)
        return needed

    def _views(self, gray: Gray, time: float, *, fresh: bool) -> ZoneViews:
        views: dict[str, dict[str, ZoneView]] = {counter.id: {} for counter in self.counters}
        for zone in self._zones:
            views[zone.counter][zone.look.role] = zone.view(gray, fresh, time)
        return views

    def _start(self, size: tuple[int, int]) -> None:
        self._size, self._tracker, self._poses = size, BoxTracker(), BoxPose(self.pose)
        self._weak = WeakPeople(self._poses)
        self._faint, self._check = WeakDetections(), PersonCheck()
        self._tracked, self._unsettled = Detections.none(), False
        self._walkers, self._on_the_way = Walkers(), np.empty(0, np.intp)
        looks = [
            (view.id, ZoneLook(points, size, role))
            for view in self.counters
            for role, points in view.zones.items()
        ]
        zones = [look.zone for _, look in looks]
        self._zones = [
            zone_state(counter, look, place, zones, size) for place, (counter, look) in enumerate(looks)
        ]
        self._sides = DeskSides([(look.role, look.zone) for _, look in looks])
        self._side = InputSize(zones, size, self.detector.capabilities.sides)

    def _detected(self, picture: Picture) -> Detections:
        """Everybody in the picture, with the finds of enlarged second looks at zones that would stay empty."""
        side = self._side.side
        found = without_duplicates(self.detector.detect(picture.image, side))
        self._side.saw(found)
        people = people_from_boxes(found)
        for zone in self._zones:
            if zone.due and zone.second.gains(side) and not zone.look.zone.holds(people).any():
                found = found + self._second(zone.second, picture, found)
        return without_duplicates(found)

    def _second(self, look: ZoneSecondLook, picture: Picture, known: Detections) -> Detections:
        """The people whom an enlarged look finds beside the `known` ones; nobody in a crop that did not change."""
        if not look.due(picture.gray, picture.time):
            return Detections.none()
        found = look.people(picture.image, self.detector, known)
        look.searched(found, picture.gray, picture.time)
        return found

    def _track(self, picture: Picture) -> tuple[Doubt, ...]:
        """Detect and track everybody; returns the zones in which a new track may have been present earlier."""
        image, time = picture.image, picture.time
        detected = self._weak.confirmed(self._detected(picture), image, self._empty_posts(time), time)
        tracked = self._tracker.update(detected, time)
        near = tracked[self._near(tracked.boxes)]
        self._unsettled, self._tracked = unsettled(self._tracked, near), tracked
        self._on_the_way = self._walkers.ids
        self._walkers.look(tracked, time)
        return self._doubts(self._faint.before(tracked, detected, time), time)

    def _empty_posts(self, time: float) -> dict[int, Zone]:
        """The staff zones, by number, that are due and in which nobody was found; not those whose clerk sank."""
        return {
            number: zone.look.zone
            for number, zone in enumerate(self._zones)
            if zone.due and zone.sunk is not None and not len(zone.look.people) and not zone.sunk.hidden(time)
        }

    def _checked(self, doubts: tuple[Doubt, ...], gray: Gray, time: float) -> Detections:
        """The tracked detections that are people; tracks that are not are withdrawn from the zones."""
        people = self._check.people(self._tracked, gray, time)
        self._corrections = Corrections(self._check.withdrawn, doubts)
        for zone in self._zones:
            zone.give_up(self._corrections)
        return people

    def _doubts(self, looks: Sequence[WeakDetection], time: float) -> tuple[Doubt, ...]:
        """The zones with a detection too weak to count, from its first time until `time` (UTC s)."""
        if not looks:
            return ()
        people = people_from_boxes(
            Detections(np.stack([look.box for look in looks]), np.zeros(len(looks), np.float32))
        )
        times = np.array([look.time for look in looks])
        held = zone_members(people, [zone.look.zone for zone in self._zones])
        return tuple(
            Doubt(zone.counter, zone.look.role, float(times[here].min()), time)
            for zone, here in zip(self._zones, held, strict=True)
            if here.any()
        )

    def _posed(self, picture: Picture, found: Detections) -> People:
        """The people, with a measured pose for those in or near a staff or customer zone."""
        people, boxes = people_from_boxes(found), found.boxes
        about = {
            int(zone.look.ids[0])
            for zone in self._zones
            if zone.due and len(zone.look.ids) and zone.look.role in _POSED
        }
        near = self._near(boxes)
        for row in np.flatnonzero(near):
            track = int(found.ids[row])
            every = _ABOUT_S if track in about else _OTHERS_S
            others = boxes[np.arange(len(boxes)) != row]
            posed = self._poses.measured(picture, track, boxes[row], others, every)
            # A pose that no longer fits its box may lie on an old box: the detector runs at the next look.
            self._unsettled |= self._poses.is_lost(track, picture.time)
            if posed is not None:
                people = people[:row] + posed + people[row + 1 :]
        return people

    def _near(self, boxes: Box) -> NDArray[np.bool_]:
        """(n,) whether a box meets a staff or customer zone."""
        near = np.zeros(len(boxes), np.bool_)
        for zone in self._zones:
            if zone.look.role in _POSED:
                low, high = zone.look.zone.polygon.min(0), zone.look.zone.polygon.max(0)
                near |= ((boxes[:, :2] <= high) & (boxes[:, 2:] >= low)).all(axis=1)
        return near

    def _tell(
        self, place: int, people: People, found: Detections, picture: tuple[Image, Gray], time: float
    ) -> None:
        """Update one zone with its people; the pose model searches a staff zone whose occupant is lost."""
        zone = self._zones[place]
        here = self._sides.here(place, people, found.ids, time)
        held, ids = people[here], found.ids[here]
        if zone.occupant is not None and not len(held) and zone.occupant.missed(found, time):
            again = zone.occupant.found(picture[0], self.pose, time)
            held, ids = again or (held, ids)
        found_now = self._detecting or not here.any() or self._poses.is_new(int(ids[0]), time)
        if not len(held):
            zone.look.lost(found, self._on_the_way)
        zone.look.saw(held, ids, picture[1], time, found=found_now)
        if zone.sunk is not None:
            follow_sinking(zone.sunk, zone.look, (found, here), time)
        if zone.occupant is not None and here.any() and not zone.look.hidden:
            zone.occupant.saw(zone.look.people[:1], int(zone.look.ids[0]), time)
