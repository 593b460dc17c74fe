"""The owner of a zone: the one person among several in the zone whom the measurements describe."""

from dataclasses import dataclass

import numpy as np

from vision.core import Basis, Ids, People, limit
from vision.detection.pose_tracker import MEMORY_S, body_distance, place, reach, size


@dataclass(frozen=True, slots=True)
class OwnerLimits:
    """Limits of who owns a zone."""

    at_place: float = limit(
        0.8, "shoulder widths", Basis.CHOICE, "from the usual place; a person who passes behind is higher up"
    )
    grown: float = limit(1.3, "times the size", Basis.CHOICE, "a person who passes behind is smaller")
    up_down: float = limit(0.5, "weight", Basis.CHOICE, "of vertical distance: the owner also stands up")
    usual_s: float = limit(
        30.0, "s", Basis.CHOICE, "time constant: people lean aside for seconds and move the chair for an hour"
    )
    nearer: float = limit(0.7, "shoulder widths", Basis.CHOICE, "another person who is nearer by so much")
    taken_s: float = limit(3.0, "s", Basis.CHOICE, "for so long has taken over")


LIMITS = OwnerLimits()


@dataclass(frozen=True, slots=True)
class _UsualPlace:
    """The usual position of the owner in px, and the shoulder width there in px."""

    x: float
    y: float
    size: float

    @classmethod
    def of(cls, people: People, row: int) -> "_UsualPlace":
        """The present position of that person."""
        x, y = place(people.joints[row])
        return cls(float(x), float(y), size(people.joints[row]))

    def off(self, people: People, row: int) -> float:
        """Distance from here in shoulder widths, larger for a different size; vertical distance counts half."""
        now = _UsualPlace.of(people, row)
        grown = float(abs(np.log(now.size / self.size)) / np.log(LIMITS.grown))
        away = float(np.hypot(now.x - self.x, LIMITS.up_down * (now.y - self.y))) / self.size
        return away + LIMITS.at_place * max(0.0, grown - 1)

    def moved(self, people: People, row: int, weight: float) -> "_UsualPlace":
        """The mean of this place and the person's present one, which has `weight` 0..1."""
        now = _UsualPlace.of(people, row)
        return _UsualPlace(
            self.x + weight * (now.x - self.x),
            self.y + weight * (now.y - self.y),
            self.size + weight * (now.size - self.size),
        )


class ZoneOwner:
    """Remembers the owner of a zone: by track while it lasts, then by the usual place."""

    def __init__(self) -> None:
        self._usual: _UsualPlace | None = None
        self._id, self._joints, self._seen = -1, np.empty((17, 3), np.float32), -np.inf
        self._rival_since = np.inf

    @property
    def usual_size(self) -> float:
        """The usual shoulder width of the owner in px; 0 before the first one."""
        return 0.0 if self._usual is None else self._usual.size

    def has(self, people: People, time: float) -> bool:
        """Whether one of `people`, whose tracks are not known yet, can be the owner."""
        if time - self._seen > MEMORY_S:
            return len(people) > 0
        near = reach(time - self._seen)
        return any(self._within(people, row, near) for row in range(len(people)))

    def choose(self, people: People, ids: Ids, time: float) -> int | None:
        """The row of the owner; None when nobody is in the zone or everybody in it is another person."""
        row = self._chosen(people, ids, time)
        if row is not None:
            self._take(people, row, int(ids[row]), time)
        return row

    def _chosen(self, people: People, ids: Ids, time: float) -> int | None:
        if not len(people):
            return None
        if self._usual is None:
            return int(np.argmax([size(joints) for joints in people.joints]))
        offs = [self._usual.off(people, row) for row in range(len(people))]
        nearest = int(np.argmin(offs))
        if self._id in ids:
            mine = int(np.flatnonzero(ids == self._id)[0])
            return nearest if self._taken_over(offs[mine] - offs[nearest], time) else mine
        lost = time - self._seen > MEMORY_S
        return nearest if lost or self._within(people, nearest, LIMITS.at_place) else None

    def _within(self, people: People, row: int, near: float) -> bool:
        """Whether a person is at the usual place, or within `near` of the last position of the owner."""
        at_place = self._usual is not None and self._usual.off(people, row) <= LIMITS.at_place
        return at_place or body_distance(self._joints, people.joints[row]) <= near

    def _taken_over(self, nearer: float, time: float) -> bool:
        self._rival_since = min(self._rival_since, time) if nearer >= LIMITS.nearer else np.inf
        return time - self._rival_since >= LIMITS.taken_s

    def _take(self, people: People, row: int, track: int, time: float) -> None:
        if track != self._id:
            self._rival_since = np.inf
        weight = 1 - float(np.exp(-min(time - self._seen, MEMORY_S) / LIMITS.usual_s))
        usual = self._usual
        self._usual = _UsualPlace.of(people, row) if usual is None else usual.moved(people, row, weight)
        self._id, self._joints, self._seen = track, people.joints[row], time
