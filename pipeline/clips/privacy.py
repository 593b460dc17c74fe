"""Redaction of clips: everybody but the staff of the judged post is made unrecognisable, and places stay sharp."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.clips.blurring import LIMITS as BLUR
from pipeline.clips.staff_place import StaffPlaces
from pipeline.clips.strangers import FoundPeople, Strangers
from vision.core import Basis, Box, Frame, Image, Sighting, Signals, limit
from vision.measures.counter_view import CounterView


@dataclass(frozen=True, slots=True)
class RedactionLimits:
    """Limits of redaction. What is hidden is averaged to a few cells: no filter brings a face back."""

    head_cells: int = limit(
        3, "cells", Basis.CHOICE, "on the longer side of a head: eyes, nose and mouth are one"
    )
    body_cells: int = limit(
        8, "cells", Basis.CHOICE, "on the longer side of a body: arms are seen, clothes are not"
    )
    face_aside: float = limit(
        0.3, "of a face's width", Basis.CHOICE, "ears, hair and a turn until the next look"
    )
    face_up: float = limit(0.5, "of a face's height", Basis.CHOICE, "forehead and hair")
    face_down: float = limit(0.25, "of a face's height", Basis.CHOICE, "chin and beard")
    aside: float = limit(0.15, "of a box's width", Basis.CHOICE, "people lean so far between two looks")
    head_up: float = limit(0.15, "of a box's width", Basis.CHOICE, "hat and hair above a detector's box")
    joints_up: float = limit(
        0.45,
        "of a box's width",
        Basis.CHOICE,
        "a head with hair and hat reaches so far above its topmost joint",
    )
    head_down: float = limit(
        0.5,
        "of a box's height",
        Basis.CHOICE,
        "the head is in it, also of a person who bends over the counter",
    )
    head_width: float = limit(
        1.1, "of a box's width", Basis.CHOICE, "a head is not higher, also of a person seen from the side"
    )
    look_s: float = limit(0.6, "s", Basis.CHOICE, "looks come five times a second")


LIMITS = RedactionLimits()


@dataclass(frozen=True, slots=True)
class ObservedPeople:
    """The observations of a camera: who was where (`sightings`), and what was measured (`signals`), by counter."""

    counters: Sequence[CounterView]
    signals: Mapping[str, Signals]
    sightings: Sequence[Sighting]


@dataclass
class RedactionMask:
    """Hides everybody but the staff of one counter.

    `looks` are the people of the clip, None when no detector is installed: then all but the staff's box is hidden.
    """

    observed: ObservedPeople
    counter: str
    looks: Sequence[FoundPeople] | None = None
    _staff: StaffPlaces = field(init=False)
    _strangers: Strangers = field(init=False)
    _others: "_Sightings" = field(init=False)

    def __post_init__(self) -> None:
        self._staff = StaffPlaces(self.observed.signals.get(self.counter))
        self._strangers = Strangers(self.looks or [], self._staff)
        mine = ("staff", self.counter)
        self._others = _Sightings([s for s in self.observed.sightings if (s.role, s.counter) != mine])

    def drawn(self, frame: Frame) -> Image:
        """A new picture of the same size in which nobody but the staff of this counter can be recognised."""
        image = frame.image.copy()
        staff = self._staff.at(frame.time)
        if self._strangers.known(frame.time):
            for body in self._strangers.bodies(frame.time):
                _hide(image, body, LIMITS.body_cells)
        else:
            image = blurred_whole(image)
        if staff is not None:
            for box in staff.parts:
                rows, columns = _within(box, image)
                image[rows, columns] = frame.image[rows, columns]
        for head in self._heads(frame):
            hide_head(image, head)
        return image

    def staff_heads(self, time: float) -> list[Box]:
        """Where the head of the staff may be at `time` (UTC s), generously, in picture heights.

        Empty where nobody is shown as the staff: then everybody is hidden already.
        """
        staff = self._staff.at(time)
        if staff is None:
            return []
        heads = [_of_face(face) for face in self._strangers.staff_faces(time)]
        heads.append(staff.around_head)
        return heads + (
            [_of_body(staff.box.astype(np.float32), LIMITS.head_up)] if np.isfinite(staff.box).all() else []
        )

    def _heads(self, frame: Frame) -> list[Box]:
        time, (width, height) = frame.time, frame.size
        heads = [_of_face(face) for face in self._strangers.faces(time)]
        heads += [_of_body(body, LIMITS.head_up) for body in self._strangers.bodies(time)]
        shares = np.array([width / height, 1] * 2, np.float32)
        return heads + [_of_body(box * shares, LIMITS.joints_up) for box in self._others.boxes(time)]


class _Sightings:
    """People who were seen while the recording was judged, by the moments they were seen at."""

    def __init__(self, sightings: Sequence[Sighting]) -> None:
        self._looks: dict[float, list[Box]] = {}
        for sighting in sightings:
            self._looks.setdefault(sighting.time, []).append(np.array(sighting.box, np.float32))
        self._times = np.array(sorted(self._looks))

    def boxes(self, time: float) -> list[Box]:
        """The area of each box on its way to the nearest one of the other look, in 0..1 of the picture."""
        after = int(np.searchsorted(self._times, time, side="right"))
        before, behind = self._at(after - 1, time), self._at(after, time)
        ways = [_around(box, _nearest(box, behind)) for box in before]
        return ways + [_around(box, _nearest(box, before)) for box in behind]

    def _at(self, index: int, time: float) -> list[Box]:
        if not 0 <= index < len(self._times) or abs(self._times[index] - time) > LIMITS.look_s:
            return []
        return self._looks[float(self._times[index])]


def blurred_whole(image: Image) -> Image:
    """The picture with as much detail as a stored background has for people to look at."""
    return blurred(image, BLUR.side)


def blurred(image: Image, side: int) -> Image:
    """The picture, same size, with no more detail than `side` pixels on its longer side; 1 ms for 960x540."""
    height, width = image.shape[:2]
    shrink = min(1.0, side / max(height, width))
    small = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    coarse = cv2.resize(image, small, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def hide_head(image: Image, box: Box) -> None:
    """Replace a head, in picture heights, by a few cells."""
    _hide(image, box, LIMITS.head_cells)


def _hide(image: Image, box: Box, cells: int) -> None:
    """Replace a box, in picture heights, by the means of a few cells."""
    rows, columns = _within(box, image)
    if image[rows, columns].size:
        image[rows, columns] = blurred(image[rows, columns], cells)


def _of_face(box: Box) -> Box:
    width, height = box[2] - box[0], box[3] - box[1]
    aside = LIMITS.face_aside * width
    return np.array(
        [
            box[0] - aside,
            box[1] - LIMITS.face_up * height,
            box[2] + aside,
            box[3] + LIMITS.face_down * height,
        ],
        np.float32,
    )


def _of_body(box: Box, up: float) -> Box:
    """The part of a body that may hold the head, generously; `up` is the part of the width above the box."""
    width, height = box[2] - box[0], box[3] - box[1]
    down = min(LIMITS.head_down * height, LIMITS.head_width * width)
    aside = LIMITS.aside * width
    return np.array([box[0] - aside, box[1] - up * width, box[2] + aside, box[1] + down], np.float32)


def _around(one: Box, other: Box | None) -> Box:
    if other is None:
        return one
    return np.concatenate([np.minimum(one, other)[:2], np.maximum(one, other)[2:]])


def _nearest(box: Box, others: Sequence[Box]) -> Box | None:
    """The box of `others` whose middle is nearest, None when it is further than a person goes between looks."""
    offs = [float(np.abs((other[:2] + other[2:] - box[:2] - box[2:]) / 2).sum()) for other in others]
    if not offs or min(offs) >= box[2] - box[0]:
        return None
    return others[int(np.argmin(offs))]


def _within(box: Box, image: NDArray[np.uint8]) -> tuple[slice, slice]:
    """Rows and columns of a box in picture heights, rounded outwards."""
    height, width = image.shape[:2]
    low, high = np.floor(box[:2] * height), np.ceil(box[2:] * height)
    x0, x1 = (int(np.clip(x, 0, width)) for x in (low[0], high[0]))
    y0, y1 = (int(np.clip(y, 0, height)) for y in (low[1], high[1]))
    return slice(y0, y1), slice(x0, x1)
