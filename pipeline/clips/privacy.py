"""Redaction of clips: only the post and its staff are shown; everybody else is made unrecognisable.

No detection is needed to hide a person: the whole picture is blurred and only the post of the judged counter is shown
clear. Detections of customers only ever remove clear places again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.clips.blurring import LIMITS as BLUR
from vision.core import Basis, Frame, Image, Points, Sighting, Signals, limit
from vision.measures.counter_view import CounterView

Mask = NDArray[np.uint8]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class RedactionLimits:
    """Limits of redaction; a box is a person's."""

    face_side: int = limit(
        6, "pixels", Basis.CHOICE, "that the head of a known customer keeps, however close to the camera"
    )
    look_s: float = limit(
        0.6,
        "s",
        Basis.CHOICE,
        "looks come five times a second; a place not looked at for longer may have been entered unseen",
    )
    grow: float = limit(
        0.15,
        "of a box",
        Basis.CHOICE,
        "people lean so far between two looks, and boxes end at joints, not at clothes",
    )
    head_up: float = limit(
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
    post_grow: float = limit(0.02, "of the picture's width", Basis.CHOICE, "around the post")


LIMITS = RedactionLimits()


@dataclass(frozen=True, slots=True)
class ObservedPeople:
    """The observations of a camera: who was where (`sightings`), and when it looked (`signals`)."""

    counters: Sequence[CounterView]
    signals: Mapping[str, Signals]
    sightings: Sequence[Sighting]


@dataclass
class RedactionMask:
    """A mask that hides everybody but the staff of one counter."""

    observed: ObservedPeople
    counter: str
    _people: dict[str, "_Sightings"] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for role in ("staff", "customer", "waiting"):
            # Customers of every counter are hidden, the staff of this one alone is shown.
            mine = [
                s
                for s in self.observed.sightings
                if s.role == role and (role != "staff" or s.counter == self.counter)
            ]
            self._people[role] = _Sightings(mine)

    def drawn(self, frame: Frame) -> Image:
        """A new picture of the same size that shows only the staff of this counter."""
        hidden = blurred(frame.image, BLUR.side)
        for box in self._heads(frame.time):
            rows, columns = _part(box, hidden)
            if hidden[rows, columns].size:
                hidden[rows, columns] = blurred(hidden[rows, columns], LIMITS.face_side)
        cv2.copyTo(frame.image, self.clear(frame), hidden)
        return hidden

    def clear(self, frame: Frame) -> Mask:
        """(H, W) uint8, 255 where the picture is shown as it is."""
        mask = np.zeros(frame.image.shape[:2], np.uint8)
        view = next(c for c in self.observed.counters if c.id == self.counter)
        _fill(mask, view.staff, 255, LIMITS.post_grow)
        for box in self._people["staff"].boxes(frame.time):
            _fill_box(mask, _grown(box), 255)
        for other in self.observed.counters:
            zones = ((other.customer, "customers"), (other.waiting, "waiting"))
            for zone, column in zones:
                if zone is not None and not self._looked(other.id, column, frame.time):
                    _fill(mask, zone, 0, LIMITS.post_grow)
        for box in self._heads(frame.time):
            _fill_box(mask, box, 0)
        return mask

    def _heads(self, time: float) -> list[Box]:
        return [head(box) for role in ("customer", "waiting") for box in self._people[role].boxes(time)]

    def _looked(self, counter: str, column: str, time: float) -> bool:
        """Whether it is known who was in that counter's zone: looked at shortly before and after."""
        signals = self.observed.signals.get(counter)
        if signals is None or column not in signals.columns:
            return False
        after = int(np.searchsorted(signals.time, time))
        around = [
            i
            for i in (after - 1, after)
            if 0 <= i < len(signals) and abs(signals.time[i] - time) <= LIMITS.look_s
        ]
        return len(around) == 2 and bool(np.isfinite(signals[column][around]).all())


class _Sightings:
    """The people of one role, by the moments they were seen at."""

    def __init__(self, sightings: Sequence[Sighting]) -> None:
        self._looks: dict[float, list[Sighting]] = {}
        for sighting in sightings:
            self._looks.setdefault(sighting.time, []).append(sighting)
        self._times = np.array(sorted(self._looks))

    def near(self, time: float) -> tuple[list[Sighting], list[Sighting]]:
        """Those of the last look up to `time` and those of the first look after it, within LIMITS.look_s."""
        after = int(np.searchsorted(self._times, time, side="right"))
        return self._at(after - 1, time), self._at(after, time)

    def boxes(self, time: float) -> list[Box]:
        """The places where they may have been: the area of each box on its way to the nearest one of the other look."""
        before, after = self.near(time)
        ways = [_around(s.box, _nearest(s.box, after)) for s in before]
        return ways + [_around(s.box, _nearest(s.box, before)) for s in after]

    def _at(self, index: int, time: float) -> list[Sighting]:
        if not 0 <= index < len(self._times) or abs(self._times[index] - time) > LIMITS.look_s:
            return []
        return self._looks[float(self._times[index])]


def blurred(image: Image, side: int) -> Image:
    """The picture, same size, with no more detail than `side` pixels on its longer side; 1 ms for 960x540."""
    height, width = image.shape[:2]
    shrink = min(1.0, side / max(height, width))
    small = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    coarse = cv2.resize(image, small, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def head(box: Box) -> Box:
    """The part of a person's box that may hold the head, generously."""
    x0, y0, x1, y1 = box
    width, height = x1 - x0, y1 - y0
    return (
        x0 - LIMITS.grow * width,
        y0 - LIMITS.head_up * width,
        x1 + LIMITS.grow * width,
        y0 + LIMITS.head_down * height,
    )


def _grown(box: Box) -> Box:
    x0, y0, x1, y1 = box
    x, y = LIMITS.grow * (x1 - x0), LIMITS.grow * (y1 - y0)
    return x0 - x, y0 - 2 * y, x1 + x, y1 + y  # the topmost joint is an eye, not the hair


def _around(one: Box, other: Box | None) -> Box:
    if other is None:
        return one
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _nearest(box: Box, others: Sequence[Sighting]) -> Box | None:
    """The box of `others` whose middle is nearest, None when it is further than a person goes between looks."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    near = min(
        ((abs((o.box[0] + o.box[2]) / 2 - x) + abs((o.box[1] + o.box[3]) / 2 - y), o.box) for o in others),
        default=None,
    )
    return near[1] if near is not None and near[0] < box[2] - box[0] else None


def _fill(mask: Mask, polygon: Points, value: int, grow: float) -> None:
    height, width = mask.shape
    points = np.round(np.asarray(polygon) * (width, height)).astype(np.int32)
    cv2.fillPoly(mask, [points], value)
    cv2.polylines(mask, [points], isClosed=True, color=value, thickness=max(1, round(2 * grow * width)))


def _fill_box(mask: Mask, box: Box, value: int) -> None:
    mask[_part(box, mask)] = value


def _part(box: Box, image: NDArray[np.uint8]) -> tuple[slice, slice]:
    """Rows and columns of a box in 0..1."""
    height, width = image.shape[:2]
    x0, x1 = (round(float(np.clip(x, 0, 1)) * width) for x in (box[0], box[2]))
    y0, y1 = (round(float(np.clip(y, 0, 1)) * height) for y in (box[1], box[3]))
    return slice(y0, y1), slice(x0, x1)
