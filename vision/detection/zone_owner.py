"""The owner of a zone: the one person among several in the zone whom the measurements describe."""

from dataclasses import dataclass

import numpy as np

from vision.core import Ids, People
from vision.detection.pose_tracker import MEMORY_S, body_distance, place, reach, size

# Limits of a match with the usual place, in shoulder widths and as a ratio of sizes. A person within them owns the
# zone also after the track was lost; a person who passes behind is smaller or higher up.
_AT_PLACE, _GROWN = 0.8, 1.3
# Weight of vertical distance: the owner also stands up.
_UP_DOWN = 0.5
# Time constant of the usual place: people lean aside for seconds and move the chair for an hour.
_USUAL_S = 30.0
# Another person who is nearer by this many shoulder widths for this many seconds has taken over.
_NEARER, _TAKEN_S = 0.7, 3.0


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
        grown = float(abs(np.log(now.size / self.size)) / np.log(_GROWN))
        away = float(np.hypot(now.x - self.x, _UP_DOWN * (now.y - self.y))) / self.size
        return away + _AT_PLACE * max(0.0, grown - 1)

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
        return nearest if lost or self._within(people, nearest, _AT_PLACE) else None

    def _within(self, people: People, row: int, near: float) -> bool:
        """Whether a person is at the usual place, or within `near` of the last position of the owner."""
        at_place = self._usual is not None and self._usual.off(people, row) <= _AT_PLACE
        return at_place or body_distance(self._joints, people.joints[row]) <= near

    def _taken_over(self, nearer: float, time: float) -> bool:
        self._rival_since = min(self._rival_since, time) if nearer >= _NEARER else np.inf
        return time - self._rival_since >= _TAKEN_S

    def _take(self, people: People, row: int, track: int, time: float) -> None:
        if track != self._id:
            self._rival_since = np.inf
        weight = 1 - float(np.exp(-min(time - self._seen, MEMORY_S) / _USUAL_S))
        usual = self._usual
        self._usual = _UsualPlace.of(people, row) if usual is None else usual.moved(people, row, weight)
        self._id, self._joints, self._seen = track, people.joints[row], time
