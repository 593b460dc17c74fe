"""Pose of detected people: measured on the crop around each box, kept between measurements."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.camera.motion import changed_cells, thumbnail
from vision.core import (
    ANCHORS,
    ELBOWS,
    SHOULDERS,
    WRISTS,
    Basis,
    Box,
    Gray,
    Image,
    People,
    Picture,
    limit,
)
from vision.pose.backend import PoseBackend


@dataclass(frozen=True, slots=True)
class PoseLimits:
    """Limits of the pose measurement on a box; shares refer to the sides of the box."""

    beyond: tuple[float, ...] = limit(
        (0.2, 0.45, 0.7),
        "of a side",
        Basis.CHOICE,
        "boxes cut hands and hair; small people are missed in one crop and found in a wider one, so the "
        "next is tried when no pose fits",
    )
    again_s: float = limit(0.4, "s", Basis.CHOICE, "the model rests for this long after no crop gave a pose")
    head_beyond: float = limit(
        0.15, "of a side", Basis.CHOICE, "a head this far outside the box belongs to another person"
    )
    head_down: float = limit(
        0.6,
        "of the height",
        Basis.CHOICE,
        "a head further down in the box is rejected too, unless the box is wider than high",
    )
    upright: float = limit(
        1.5, "height by width", Basis.CHOICE, "a box so much higher than wide shows an upright person"
    )
    top_of_height: float = limit(
        0.25,
        "of the height",
        Basis.CHOICE,
        "head, or an arm raised over it, is so near under the upper edge: the crown is 0.13 m over the "
        "middle of the head",
    )
    top_of_width: float = limit(
        0.6, "of the width", Basis.CHOICE, "the same by the width: a trunk is 0.3 m wide from the side"
    )
    arm_seen: float = limit(0.5, "score", Basis.CHOICE, "score of an elbow or a wrist that counts as raised")
    jump: float = limit(
        0.15,
        "of the shorter side",
        Basis.CHOICE,
        "a head that moves by more than this share of the shorter side of an unmoved box nods, bows or "
        "is another person's",
    )
    size_least: float = limit(
        0.2, "of the width", Basis.CHOICE, "least extent of head and shoulders, as a share of the box width"
    )
    kept_s: float = limit(1.0, "s", Basis.CHOICE, "a pose follows its box for this long")
    changed: int = limit(
        24,
        "cells",
        Basis.CHOICE,
        "of 1024 of the box's thumbnail: breathing and typing change about a dozen, a nod or an arm two "
        "dozen and more",
    )
    hidden_least: float = limit(
        0.02, "of the crop", Basis.CHOICE, "a smaller share in the boxes of others changes nothing"
    )
    least_px: int = limit(8, "pixels", Basis.CHOICE, "a smaller crop shows nobody")
    forget_s: float = limit(
        10.0, "s", Basis.CHOICE, "tracks without a measurement for this long are forgotten"
    )


LIMITS = PoseLimits()


@dataclass(frozen=True, slots=True)
class _Kept:
    """A pose as measured on `box` at `time` (UTC s)."""

    box: Box
    joints: NDArray[np.float32]
    world: NDArray[np.float32]
    time: float
    cells: NDArray[np.float32]

    def moved_to(self, box: Box) -> People:
        """The same pose, shifted to the present box."""
        joints = self.joints.copy()
        joints[:, :2] += _moved(self.box, box)
        return People(box[None], joints[None], self.world[None])


@dataclass
class _TrackPose:
    """What is remembered of one track: its last pose, and how it was found. Times are UTC s.

    `beyond` is the crop that gave the last pose, and `hides` whether the people beside it were hidden. `failed` is when
    no crop gave one, `lost` the first such time since the last pose.
    """

    kept: _Kept | None = None
    beyond: float | None = None
    hides: bool = False
    failed: float = -np.inf
    lost: float = np.nan

    @property
    def last(self) -> float:
        """The time of the last measurement, with or without a pose."""
        return max(self.failed, -np.inf if self.kept is None else self.kept.time)


class BoxPose:
    """Measures poses with one model for one camera. Times must not decrease."""

    def __init__(self, model: PoseBackend, limits: PoseLimits | None = None) -> None:
        self._model, self._limits = model, limits or PoseLimits()
        self._tracks: dict[int, _TrackPose] = {}

    def measured(self, picture: Picture, track: int, box: Box, others: Box, every_s: float) -> People | None:
        """The pose of `track` on its `box` (4,) px; None when it cannot be measured and no recent one exists.

        `others` (n,4) are the boxes of all other people. A pose is kept for `every_s` seconds, and longer while nothing
        changes in the box.
        """
        memory, time = self._tracks.setdefault(track, _TrackPose()), picture.time
        known = memory.kept
        fresh = known is not None and time - known.time < self._limits.kept_s
        if known is not None and (time - known.time < every_s or (fresh and self._still(known, picture))):
            return known.moved_to(box)
        # The model rests only where no recent pose says that there is one to find.
        rests = not fresh and time - memory.failed < self._limits.again_s
        found = None if rests else self._asked(picture, memory, box, others)
        if found is not None:
            cells = thumbnail(picture.gray, _within(box, picture.gray))
            memory.kept = _Kept(box, found.joints[0], found.world[0], time, cells)
            memory.lost = np.nan
            self._forget(time)
            return People(box[None], found.joints, found.world)
        if known is not None and not rests and np.isnan(memory.lost):
            memory.lost = time
        return known.moved_to(box) if known is not None and fresh else None

    def is_new(self, track: int, time: float) -> bool:
        """Whether the pose of `track` was measured in the picture of `time` (UTC s) and not in an earlier one."""
        memory = self._tracks.get(track)
        return memory is not None and memory.kept is not None and memory.kept.time == time

    def is_lost(self, track: int, time: float) -> bool:
        """Whether the picture of `time` (UTC s) is the first in which the model lost the pose of `track`."""
        return track in self._tracks and self._tracks[track].lost == time

    def on_crop(self, image: Image, box: Box, beyond: float) -> People | None:
        """The pose that fits the box (4,) px on one crop, which extends `beyond` it by this share; None without one."""
        return self._on_box(image, _TrackPose(), box, np.empty((0, 4), np.float32), beyond)

    def _asked(self, picture: Picture, memory: _TrackPose, box: Box, others: Box) -> People | None:
        """The model's pose of the track; None where no crop gives one."""
        usual = self._limits.beyond[0] if memory.beyond is None else memory.beyond
        for beyond in (usual, *(share for share in self._limits.beyond if share != usual)):
            beside = others if beyond == usual else others[:0]
            found = self._on_box(picture.image, memory, box, beside, beyond)
            if found is not None:
                memory.beyond = beyond
                return found
        memory.failed = picture.time
        return None

    def _still(self, known: _Kept, picture: Picture) -> bool:
        """Whether the picture at the box is unchanged since the pose was measured."""
        now = thumbnail(picture.gray, _within(known.box, picture.gray))
        return changed_cells(now, known.cells) < self._limits.changed

    def _forget(self, time: float) -> None:
        self._tracks = {i: m for i, m in self._tracks.items() if time - m.last <= self._limits.forget_s}

    def _on_box(
        self, image: Image, memory: _TrackPose, box: Box, others: Box, beyond: float
    ) -> People | None:
        """The pose on one crop: as it is, and with the others hidden; first the way that succeeded last."""
        x0, y0, x1, y1 = self._crop(image, box, beyond)
        crop = image[y0:y1, x0:x1]
        if min(crop.shape[:2]) < self._limits.least_px:
            return None
        corner = np.array([x0, y0] * 2, np.float32)
        again, spare = memory.hides, None
        for hides in (True, False) if again else (False, True):
            seen = _without(crop, others - corner, box - corner) if hides else crop
            found = None if seen is None else self._mine(self._model.people(seen).moved(x0, y0), box)
            if found is not None and hides and again and self._jumped(memory.kept, found, box):
                spare = found
            elif found is not None:
                memory.hides = hides
                return found
        return spare

    def _jumped(self, known: _Kept | None, found: People, box: Box) -> bool:
        """Whether the head left its place in the box since the last pose, so that the crop as it is must agree."""
        if known is None:
            return True
        heads = (one.joints[0, list(ANCHORS[:3]), :2].mean(0) for one in (known.moved_to(box), found))
        side = min(box[2] - box[0], box[3] - box[1])
        return bool(np.linalg.norm(np.subtract(*heads)) > self._limits.jump * side)

    def _crop(self, image: Image, box: Box, share: float) -> tuple[int, int, int, int]:
        wide, high = box[2] - box[0], box[3] - box[1]
        beyond = share * max(wide, min(high, 2 * wide))
        height, width = image.shape[:2]
        return (
            int(max(0, box[0] - beyond)), int(max(0, box[1] - beyond)),
            int(min(width, box[2] + beyond)), int(min(height, box[3] + beyond)),
        )  # fmt: skip

    def _mine(self, people: People, box: Box) -> People | None:
        """The first person whose head and shoulders lie in the box; None without one."""
        rows = [row for row in range(len(people)) if self._fits(people.joints[row], box)]
        return people[np.array(rows[:1], np.intp)] if rows else None

    def _fits(self, joints: NDArray[np.float32], box: Box) -> bool:
        limits, wide, high = self._limits, float(box[2] - box[0]), float(box[3] - box[1])
        head = joints[list(ANCHORS[:3]), :2].mean(0)
        shoulders = joints[list(SHOULDERS), :2].mean(0)
        margin = limits.head_beyond * max(wide, 1.0)
        across = (
            box[0] - margin <= min(head[0], shoulders[0]) and max(head[0], shoulders[0]) <= box[2] + margin
        )
        lowest = box[1] + max(limits.head_down * high, min(wide, high))
        down = box[1] - margin <= head[1] <= lowest and shoulders[1] <= box[3] + margin
        spread = float(np.ptp(joints[list(ANCHORS), :2], axis=0).max())
        sized = spread >= limits.size_least * min(wide, high)
        return bool(across and down and sized and self._at_the_top(joints, box))

    def _at_the_top(self, joints: NDArray[np.float32], box: Box) -> bool:
        """Whether head, shoulders or a raised arm are where an upright person's box begins; True for a broad box."""
        limits, wide, high = self._limits, float(box[2] - box[0]), float(box[3] - box[1])
        if high < limits.upright * wide:
            return True
        arms = joints[[*ELBOWS, *WRISTS]]
        raised = arms[arms[:, 2] >= limits.arm_seen, 1].min(initial=np.inf)
        top = min(joints[list(ANCHORS[:3]), 1].mean(), joints[list(SHOULDERS), 1].mean(), raised)
        return bool(top <= box[1] + max(limits.top_of_height * high, limits.top_of_width * wide))


def _within(box: Box, gray: Gray) -> tuple[int, int, int, int]:
    """The box in whole px of the picture, at least 4 px wide and high."""
    height, width = gray.shape
    x0, y0 = int(np.clip(box[0], 0, width - 4)), int(np.clip(box[1], 0, height - 4))
    return x0, y0, int(np.clip(box[2], x0 + 4, width)), int(np.clip(box[3], y0 + 4, height))


def _moved(before: Box, now: Box) -> NDArray[np.float32]:
    """(2,) px by which a body moved with its box.

    A stretched arm moves one side of the box alone, so the smaller shift of the two sides counts.
    """
    left, right = float(now[0] - before[0]), float(now[2] - before[2])
    across = 0.0 if left * right < 0 else min(left, right, key=abs)
    return np.array([across, now[1] - before[1]], np.float32)


def _without(crop: Image, others: Box, own: Box) -> Image | None:
    """The crop with the boxes of other people filled with its mean colour; None when no other person is in it.

    The middle of the own box is not filled.
    """
    height, width = crop.shape[:2]
    hidden = np.zeros((height, width), np.uint8)
    for x0, y0, x1, y1 in others.clip(0).astype(int):
        hidden[y0:y1, x0:x1] = 1
    x0, y0, x1, y1 = own.clip(0).astype(int)
    middle = (x1 - x0) // 4
    hidden[y0:y1, x0 + middle : max(x0 + middle + 1, x1 - middle)] = 0
    if cv2.countNonZero(hidden) < LIMITS.hidden_least * hidden.size:
        return None
    filled = crop.copy()
    filled[hidden.view(np.bool_)] = np.asarray(cv2.mean(crop)[:3], np.uint8)
    return filled
