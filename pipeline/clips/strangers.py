"""Everybody in a clip who is not the staff of the judged post, as paths of faces and bodies."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.clips.box_paths import BoxPath, linked
from pipeline.clips.staff_place import StaffPlace, StaffPlaces
from vision.core import Basis, Box, limit, overlaps
from vision.detection.people_search import FoundPeople

__all__ = ["FoundPeople", "Strangers"]


@dataclass(frozen=True, slots=True)
class StrangerLimits:
    """Limits of who is the staff; a head is that of the staff."""

    face: float = limit(
        0.75, "heads", Basis.CHOICE, "from the staff's head to the middle of the staff's face"
    )
    body: float = limit(0.4, "intersection over union", Basis.CHOICE, "of two boxes of the staff")
    top: float = limit(
        0.6, "heads", Basis.CHOICE, "between the tops of two boxes of the staff, which may end elsewhere"
    )
    share: float = limit(
        0.7,
        "of the looks",
        Basis.CHOICE,
        "with a known place of the staff, in which the staff's path is there",
    )
    look_s: float = limit(0.5, "s", Basis.CHOICE, "from a look: what a picture shows later is not known")


LIMITS = StrangerLimits()


class Strangers:
    """The people of a clip but the staff. `looks` are in order of time; `staff` is the place of the post's staff."""

    def __init__(self, looks: Sequence[FoundPeople], staff: StaffPlaces) -> None:
        self._times = np.array([look.time for look in looks])
        faces = [(look.time, list(look.faces)) for look in looks if look.faces is not None]
        bodies = [(look.time, list(look.bodies)) for look in looks]
        self._faces = _Paths(linked(faces), staff, _is_face)
        self._bodies = _Paths(linked(bodies), staff, _is_body)

    def known(self, time: float) -> bool:
        """Whether somebody looked near `time` (UTC s)."""
        return bool(len(self._times)) and float(np.abs(self._times - time).min()) <= LIMITS.look_s

    def faces(self, time: float) -> list[Box]:
        """The faces that are not the staff's, picture heights."""
        return self._faces.others(time)

    def staff_faces(self, time: float) -> list[Box]:
        """The faces of the staff, picture heights."""
        return self._faces.mine(time)

    def bodies(self, time: float) -> list[Box]:
        """The bodies that are not the staff's, picture heights."""
        return self._bodies.others(time)


class _Paths:
    """Paths of faces or of bodies; a staff's path is at the staff's place most of the time."""

    def __init__(
        self, paths: Sequence[BoxPath], staff: StaffPlaces, same: Callable[[Box, StaffPlace], bool]
    ) -> None:
        self._places, self._same = staff, same
        self._paths = [(path, self._is_staff(path)) for path in paths]

    def others(self, time: float) -> list[Box]:
        """Where other people may be at `time`; a path of the staff that is elsewhere at that moment is one of them."""
        return [box for box, mine in self._at(time) if not mine]

    def mine(self, time: float) -> list[Box]:
        """Where the staff may be at `time`."""
        return [box for box, mine in self._at(time) if mine]

    def _at(self, time: float) -> list[tuple[Box, bool]]:
        place = self._places.at(time)
        return [
            (path.around(time), staff and place is not None and self._same(path.at(time), place))
            for path, staff in self._paths
            if path.covers(time)
        ]

    def _is_staff(self, path: BoxPath) -> bool:
        places = ((box, self._places.at(time)) for time, box in zip(path.times, path.boxes, strict=True))
        there = [self._same(box, place) for box, place in places if place is not None]
        return bool(there) and float(np.mean(there)) >= LIMITS.share


def _is_face(box: Box, staff: StaffPlace) -> bool:
    middle = (box[:2] + box[2:]) / 2
    return float(np.hypot(*(middle - staff.head))) <= LIMITS.face * staff.size


def _is_body(box: Box, staff: StaffPlace) -> bool:
    """Whether a body is the staff's: its box overlaps theirs, or has its top where their head is."""
    if np.isfinite(staff.box).all() and overlaps(box, staff.box[None].astype(np.float32))[0] >= LIMITS.body:
        return True
    aside = abs(float(box[0] + box[2]) / 2 - staff.head[0])
    crown = staff.head[1] - staff.size / 2
    return bool(aside <= staff.size / 2 and abs(float(box[1]) - crown) <= LIMITS.top * staff.size)
