"""What a site asked to be measured beyond the usual: columns of OPT_IN, for one counter."""

from collections import deque
from collections.abc import Mapping

import numpy as np

from vision.core.frame import Frame, Image
from vision.core.objects import ObjectClasses
from vision.core.people import People
from vision.core.zone_view import ZoneView
from vision.core.zones import Points
from vision.measures.clothes import chest, light_of
from vision.measures.counter_view import CounterView
from vision.measures.desk import surface, touches, usual
from vision.measures.objects import around, in_hand, on_chest, worn
from vision.measures.smile import smile
from vision.pose.backend import ThingBackend
from vision.pose.face import FaceLook

_CHEST = ("chest_l", "chest_a", "chest_b")
# A desk changes in minutes. Whoever passes before it between two looks is not in the median of five.
_DESK_S, _DESK_LOOKS = 5.0, 5
# Detection costs as much as a pose. A phone is in a hand for seconds.
_THINGS_S = 1.0


class Extras:
    """One counter's wishes, with the last look at the clothes: who did not move wears the same; and at the desk."""

    def __init__(self, counter: CounterView, things: ThingBackend | None = None) -> None:
        self._asked, self._things = counter, things
        self._held: dict[str, float] = {}
        self._held_at = float("-inf")
        self._clothes: dict[str, float] = {}
        self._surfaces: deque[Image] = deque(maxlen=_DESK_LOOKS)
        self._desk_at = float("-inf")

    @property
    def columns(self) -> list[str]:
        """The columns that rows have beside the usual ones."""
        names = ["smile"] if self._asked.smile else []
        names += _CHEST if self._asked.clothes else []
        names += _columns(self._things.classes) if self._things is not None else []
        return [*names, "desk_changed"] if self._asked.desk else names

    def row(self, views: Mapping[str, ZoneView], face: FaceLook | None, frame: Frame) -> dict[str, float]:
        """What was asked for at this look; what was not seen is left out."""
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
        """Anew when the last look is old or the person is gone; between, what is held or worn stays so."""
        if self._things is None or not len(staff.about):
            self._held, self._held_at = {}, float("-inf")
        elif staff.fresh and frame.time - self._held_at >= _THINGS_S:
            self._held, self._held_at = _things(self._things, staff.about, frame), frame.time
        return self._held

    def _desk(self, views: Mapping[str, ZoneView], frame: Frame) -> dict[str, float]:
        desk = self._asked.desk
        if desk is None or frame.time - self._desk_at < _DESK_S or _covered(views, frame, desk.zone):
            return {}
        self._desk_at = frame.time
        self._surfaces.append(surface(frame.image, desk.zone))
        return (
            {"desk_changed": desk.changed(usual(self._surfaces))}
            if len(self._surfaces) == _DESK_LOOKS
            else {}
        )


def _columns(classes: ObjectClasses) -> list[str]:
    wanted = {"phone_seen": classes.phone, "uniform_seen": classes.uniform, "badge_seen": classes.badge}
    return [name for name, names in wanted.items() if names]


def _things(backend: ThingBackend, people: People, frame: Frame) -> dict[str, float]:
    joints, world, wanted = people.joints[0], people.world[0], backend.classes
    x0, y0, x1, y1 = around(joints, world, frame.size, chest=bool(wanted.uniform or wanted.badge))
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
