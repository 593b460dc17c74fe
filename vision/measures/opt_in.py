"""Measures that a site must enable: columns of OPT_IN, for one counter."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from vision.core import Basis, FaceLook, Frame, Image, ObjectClasses, People, Points, ZoneView, limit
from vision.measures.clothes import chest, light_of
from vision.measures.counter_view import CounterView
from vision.measures.desk_surface import median_picture, surface_picture, touches
from vision.measures.objects import in_hand, on_chest, search_area, worn
from vision.measures.smile import smile
from vision.pose.backend import ObjectBackend

_CHEST = ("chest_l", "chest_a", "chest_b")


@dataclass(frozen=True, slots=True)
class OptInLimits:
    """Limits of measures that a site turns on."""

    desk_s: float = limit(5.0, "s", Basis.CHOICE, "between looks at the desk, which changes in minutes")
    desk_looks: int = limit(
        5, "looks", Basis.CHOICE, "a person who passes between two of them is not in their median"
    )
    things_s: float = limit(
        1.0,
        "s",
        Basis.CHOICE,
        "between detections of objects: one costs as much as a pose, and a phone is in a hand for seconds",
    )


LIMITS = OptInLimits()


class OptInMeasures:
    """The enabled measures of one counter, with the last results for the clothes and the desk.

    The clothes of a person who did not move are not measured again.
    """

    def __init__(self, counter: CounterView, things: ObjectBackend | None = None) -> None:
        self._asked, self._things = counter, things
        self._held: dict[str, float] = {}
        self._held_at = float("-inf")
        self._clothes: dict[str, float] = {}
        self._surfaces: deque[Image] = deque(maxlen=LIMITS.desk_looks)
        self._desk_at = float("-inf")

    @property
    def columns(self) -> list[str]:
        """The columns in addition to the usual ones."""
        names = ["smile"] if self._asked.smile else []
        names += _CHEST if self._asked.clothes else []
        names += _columns(self._things.classes) if self._things is not None else []
        return [*names, "desk_changed"] if self._asked.desk else names

    def row(self, views: Mapping[str, ZoneView], face: FaceLook | None, frame: Frame) -> dict[str, float]:
        """The enabled measures at this look, without those that were not visible."""
        row: dict[str, float] = {}
        if self._asked.smile and face is not None and face.mesh is not None:
            row["smile"] = smile(face.mesh)
        if self._asked.clothes:
            row |= self._worn(views["staff"], frame)
        return row | self._had(views["staff"], frame) | self._desk(views, frame)

    def _worn(self, staff: ZoneView, frame: Frame) -> dict[str, float]:
        if staff.fresh or not len(staff.about):
            people = staff.about
            seen = chest(frame.image, people.joints[0], light_of(frame.image)) if len(people) else None
            self._clothes = {} if seen is None else dict(zip(_CHEST, seen, strict=True))
        return self._clothes

    def _had(self, staff: ZoneView, frame: Frame) -> dict[str, float]:
        """The last result, measured again when it is old or the person is gone."""
        if self._things is None or not len(staff.about):
            self._held, self._held_at = {}, float("-inf")
        elif staff.fresh and frame.time - self._held_at >= LIMITS.things_s:
            self._held, self._held_at = _things(self._things, staff.about, frame), frame.time
        return self._held

    def _desk(self, views: Mapping[str, ZoneView], frame: Frame) -> dict[str, float]:
        desk = self._asked.desk
        if desk is None or frame.time - self._desk_at < LIMITS.desk_s or _covered(views, frame, desk.zone):
            return {}
        self._desk_at = frame.time
        self._surfaces.append(surface_picture(frame.image, desk.zone))
        return (
            {"desk_changed": desk.changed(median_picture(self._surfaces))}
            if len(self._surfaces) == LIMITS.desk_looks
            else {}
        )


def _columns(classes: ObjectClasses) -> list[str]:
    wanted = {"phone_seen": classes.phone, "uniform_seen": classes.uniform, "badge_seen": classes.badge}
    return [name for name, names in wanted.items() if names]


def _things(backend: ObjectBackend, people: People, frame: Frame) -> dict[str, float]:
    joints, world, wanted = people.joints[0], people.world[0], backend.classes
    x0, y0, x1, y1 = search_area(joints, world, frame.size, chest=bool(wanted.uniform or wanted.badge))
    if x1 <= x0 or y1 <= y0:
        return {}
    things = backend.things(np.ascontiguousarray(frame.image[y0:y1, x0:x1])).moved(x0, y0)
    found = {
        "phone_seen": in_hand(things.called(wanted.phone), joints, world),
        "uniform_seen": worn(things.called(wanted.uniform), joints, frame.size),
        "badge_seen": on_chest(things.called(wanted.badge), joints, world, frame.size),
    }
    return {name: found[name] for name in _columns(wanted)}


def _covered(views: Mapping[str, ZoneView], frame: Frame, zone: Points) -> bool:
    boxes = [box / np.array([*frame.size] * 2) for view in views.values() for box in view.people.boxes]
    return any(touches(zone, box) for box in boxes)
