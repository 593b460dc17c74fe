"""The schedule of looks at one zone, and the result of the last look.

A look is due when something moved in the zone or when the last look is old.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.camera.motion import A_LITTLE, MUCH, LastSeen, ZoneMotion, thumbnail
from vision.core import (
    ANCHORS,
    CLOSE,
    LOOSE,
    STRICT,
    UNTRACKED,
    Basis,
    Detections,
    Gray,
    Ids,
    People,
    Points,
    Zone,
    ZoneView,
    limit,
    overlaps,
)
from vision.detection.desk_sides import STAFF
from vision.detection.head_shift import HeadShift
from vision.detection.zone_owner import ZoneOwner


@dataclass(frozen=True, slots=True)
class ZoneLookLimits:
    """Limits of the time between looks at a zone."""

    least_s: float = limit(
        0.0,
        "s",
        Basis.CHOICE,
        "while much moves: a handover takes a second, so every offered picture is used",
    )
    queue_s: float = limit(
        0.75, "s", Basis.CHOICE, "the same for a queue, which moves within tens of seconds"
    )
    little_s: float = limit(0.75, "s", Basis.CHOICE, "while little moves")
    great: int = limit(
        128,
        "cells",
        Basis.CHOICE,
        "changed cells of 1024 that are looked at at once: who rises, leaves or leans changes an eighth",
    )
    present_s: float = limit(2.0, "s", Basis.CHOICE, "without motion, at an occupied zone")
    empty_s: float = limit(5.0, "s", Basis.CHOICE, "without motion, at an empty zone")
    same_box: float = limit(
        0.5, "intersection over union", Basis.CHOICE, "of the boxes of one person in successive looks"
    )
    early: float = limit(0.05, "s", Basis.CHOICE, "pictures arrive a few milliseconds early or late")


LIMITS = ZoneLookLimits()


@dataclass(frozen=True, slots=True)
class Cadence:
    """Seconds between looks at a zone.

    `least_s` applies while much moves, `little_s` while little moves. Without motion `present_s` applies to an occupied
    zone and `empty_s` to an empty one.
    """

    least_s: float
    little_s: float = LIMITS.little_s
    present_s: float = LIMITS.present_s
    empty_s: float = LIMITS.empty_s


CADENCES = {
    "staff": Cadence(LIMITS.least_s),
    "customer": Cadence(LIMITS.least_s),
    "waiting": Cadence(LIMITS.queue_s),
}


class ZoneLook:
    """One zone of one camera over time."""

    def __init__(self, points: Points, size: tuple[int, int], role: str) -> None:
        self.zone = Zone.of(points, size, STRICT if role == STAFF else LOOSE)
        self.crop, self.place = self.zone.crop(size, CLOSE), ZoneOwner()
        self.role, self._cadence, self._may_hide = role, CADENCES[role], role == STAFF
        self._stillness, self._last_seen, self._head = ZoneMotion(), LastSeen(), HeadShift()
        self._people, self._ids, self._hidden = People.none(), np.empty(0, np.intp), False
        self._looked_at, self._seen_track = -np.inf, UNTRACKED
        self._cells, self._cells_at = np.zeros((32, 32), np.float32), -np.inf

    def due(self, gray: Gray, time: float, *, alone: bool = False) -> bool:
        """Whether the zone must be searched in this picture.

        While its owner is `alone`, hands that type are no motion: postures last, and gestures are made to somebody.
        """
        return self._due(time, self.cells(gray, time), gray, alone=alone and self._is_posed())

    def _is_posed(self) -> bool:
        """Whether the owner's pose was measured at the last look: who hides or lies is looked at more often."""
        return not self._hidden and self._people.posed

    def cells(self, gray: Gray, time: float) -> NDArray[np.float32]:
        """(32, 32) the thumbnail of the zone in the picture of `time` (UTC s), made once for each picture."""
        if time != self._cells_at:
            self._cells, self._cells_at = thumbnail(gray, self.crop), time
        return self._cells

    def lost(self, everybody: Detections, on_the_way: Ids) -> None:
        """Record that nobody is found in the zone, and decide whether its owner left.

        The owner left when the track, or another one with nearly the same box, is found outside the zone. A track that
        was `on_the_way` when last found is forgotten.
        """
        if not len(self._ids):
            return
        again = overlaps(self._people.boxes[0], everybody.boxes) >= LIMITS.same_box
        if self._ids[0] in everybody.ids or again.any():
            self._last_seen.left()
        elif self._ids[0] in on_the_way:
            self._last_seen.forget()

    def saw(self, people: People, ids: Ids, gray: Gray, time: float, *, found: bool = True) -> None:
        """Take the people in the zone in this picture, with their tracks.

        `found` is False when no model looked for them: they are assumed to be where they were, and the appearance of
        their place is not stored, because a person who leaves in a dim picture may have moved unnoticed.
        """
        row = self.place.choose(people, ids, time)
        order = np.argsort(np.arange(len(people)) != row, kind="stable")
        self._people, self._ids = people[order], ids[order]
        self._hidden = self._may_hide and row is None and len(people) > 0
        self._stillness.looked(self.cells(gray, time))
        self._looked_at = time
        self._head.seen(gray, _upper_box(self._people.joints[0]) if self._is_posed() else None)
        if found and len(self._people) and not self._hidden:
            self._last_seen.seen(gray, _upper_box(self._people.joints[0]))
            self._seen_track = int(self._ids[0])

    def give_up(self, tracks: Collection[int]) -> None:
        """Forget these tracks, which were not people, and the appearance of the place with them."""
        if self._seen_track in tracks:
            self._last_seen, self.place, self._seen_track = LastSeen(), ZoneOwner(), UNTRACKED
        kept = np.array([track not in tracks for track in self._ids.tolist()], np.bool_)
        self._people, self._ids = self._people[kept], self._ids[kept]

    @property
    def people(self) -> People:
        """Everybody found at the last look, the owner of the zone first."""
        return self._people

    @property
    def hidden(self) -> bool:
        """Whether only a passing person was found."""
        return self._hidden

    @property
    def ids(self) -> Ids:
        """(n,) track ids of the people found at the last look."""
        return self._ids

    def view(self, gray: Gray, fresh: bool) -> ZoneView:
        """The people in the zone as far as known; `fresh` is True when `saw` was called for this picture."""
        return ZoneView(self._people, self._last_seen.likeness(gray), fresh, self._ids, self._hidden)

    def _due(self, time: float, now: NDArray[np.float32], gray: Gray, *, alone: bool) -> bool:
        age = time - self._looked_at + LIMITS.early
        longest = self._cadence.present_s if len(self._people) else self._cadence.empty_s
        if age < self._cadence.least_s or age >= longest:
            return age >= longest
        moved = self._stillness.moved(now)
        if alone:
            return moved >= LIMITS.great or (moved >= A_LITTLE and self._head.moved(gray))
        if moved >= MUCH or (len(self._people) and self._last_seen.moved(gray)):
            return True
        return moved >= A_LITTLE and age >= self._cadence.little_s


def _upper_box(joints: NDArray[np.float32]) -> NDArray[np.float32]:
    """(4,) px around head and shoulders, enlarged by a third: hair, chin and collar belong to the likeness."""
    points = joints[list(ANCHORS), :2]
    low, high = points.min(0), points.max(0)
    wide = (high - low).max() / 3
    return np.concatenate([low - wide, high + wide]).astype(np.float32)
