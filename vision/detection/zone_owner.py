"""Whose place a zone is: of several people there, the one it is about."""

from dataclasses import dataclass

import numpy as np

from vision.core.people import People
from vision.core.zone_view import Ids
from vision.detection.pose_tracker import MEMORY_S, body_distance, place, reach, size

# Somebody as large as whoever is usually here, this near to where they usually are (shoulder widths), has the place
# also when the track was lost; who passes behind is smaller or higher up.
_AT_PLACE, _GROWN = 0.8, 1.3
# Up and down counts half: whoever has the place also stands up.
_UP_DOWN = 0.5
# The usual place follows slowly: somebody leans aside for seconds and moves the chair for an hour.
_USUAL_S = 30.0
# Another who is nearer to it by this much for this long has taken over.
_NEARER, _TAKEN_S = 0.7, 3.0


@dataclass(frozen=True, slots=True)
class _UsualPlace:
    """Where the one of the place usually is: px, and a shoulder width there in px."""

    x: float
    y: float
    size: float

    @classmethod
    def of(cls, people: People, row: int) -> "_UsualPlace":
        """Where that person is now."""
        x, y = place(people.joints[row])
        return cls(float(x), float(y), size(people.joints[row]))

    def off(self, people: People, row: int) -> float:
        """Shoulder widths from here, more for who is larger or smaller; standing up counts half."""
        now = _UsualPlace.of(people, row)
        grown = float(abs(np.log(now.size / self.size)) / np.log(_GROWN))
        away = float(np.hypot(now.x - self.x, _UP_DOWN * (now.y - self.y))) / self.size
        return away + _AT_PLACE * max(0.0, grown - 1)

    def moved(self, people: People, row: int, weight: float) -> "_UsualPlace":
        """The mean of this and where that person is now, which has `weight` 0..1."""
        now = _UsualPlace.of(people, row)
        return _UsualPlace(
            self.x + weight * (now.x - self.x),
            self.y + weight * (now.y - self.y),
            self.size + weight * (now.size - self.size),
        )


class ZoneOwner:
    """Remembers who has the place: by track while it lasts, else by being where they usually are."""

    def __init__(self) -> None:
        self._usual: _UsualPlace | None = None
        self._id, self._joints, self._seen = -1, np.empty((17, 3), np.float32), -np.inf
        self._rival_since = np.inf

    @property
    def usual_size(self) -> float:
        """A shoulder width of whoever is usually here, px; 0 while nobody was."""
        return 0.0 if self._usual is None else self._usual.size

    def has(self, people: People, time: float) -> bool:
        """Whether one of `people`, whose tracks are not known yet, can be the one of the place."""
        if time - self._seen > MEMORY_S:
            return len(people) > 0
        near = reach(time - self._seen)
        return any(self._within(people, row, near) for row in range(len(people)))

    def choose(self, people: People, ids: Ids, time: float) -> int | None:
        """The row of the one of the place; None when everybody here is somebody else, or nobody is here."""
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
        """Whether somebody is at the usual place, or `near` to where the one of the place was last seen."""
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
