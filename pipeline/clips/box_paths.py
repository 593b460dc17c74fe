"""The paths of the boxes of a clip, linked over time in both directions: a clip is written afterwards.

Boxes (4,) are x0, y0, x1, y1 in picture heights.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from vision.core import Basis, Box, limit


@dataclass(frozen=True, slots=True)
class PathLimits:
    """Limits of linking boxes of one person; a width is that of the box."""

    gap_s: float = limit(
        1.5, "s", Basis.CHOICE, "a detector misses a person who turns or passes behind another for so long"
    )
    hold_s: float = limit(
        0.8,
        "s",
        Basis.CHOICE,
        "before the first and after the last detection a person is assumed to be there",
    )
    near: float = limit(0.7, "widths", Basis.CHOICE, "from the expected place, of a person who stands")
    speed: float = limit(3.0, "widths a second", Basis.CHOICE, "more of one who walks; a face is 0.15 m wide")
    alike: float = limit(2.0, "times the width", Basis.CHOICE, "of the other box")
    slack_s: float = limit(
        0.15, "s", Basis.CHOICE, "a box covers its path for so long before and after: nobody walks evenly"
    )


LIMITS = PathLimits()


@dataclass
class BoxPath:
    """The boxes of one person at the looks of `times` (k,), and in between."""

    times: list[float] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    def add(self, time: float, box: Box) -> None:
        """Append a box; times increase."""
        self.times.append(time)
        self.boxes.append(box)

    def covers(self, time: float) -> bool:
        """Whether the person may be there at `time`."""
        return self.times[0] - LIMITS.hold_s <= time <= self.times[-1] + LIMITS.hold_s

    def at(self, time: float) -> Box:
        """The interpolated box; before the first and after the last it goes on as it went."""
        first, last = self.times[0], self.times[-1]
        stacked = np.array(self.boxes)
        box = np.array([np.interp(time, self.times, stacked[:, side]) for side in range(4)], np.float32)
        if time > last:
            return box + self._speed(-1) * np.float32(time - last)
        return box + self._speed(0) * np.float32(time - first) if time < first else box

    def around(self, time: float) -> Box:
        """The area that the person covers from a moment before `time` to a moment after."""
        parts = [self.at(time - LIMITS.slack_s), self.at(time), self.at(time + LIMITS.slack_s)]
        parts += [self.boxes[0]] if time < self.times[0] else []
        parts += [self.boxes[-1]] if time > self.times[-1] else []
        stacked = np.array(parts)
        return np.concatenate([stacked[:, :2].min(axis=0), stacked[:, 2:].max(axis=0)])

    def off(self, time: float, box: Box) -> float:
        """Distance of `box` from the expected place by the accepted one; above 1 it is another person."""
        before, width = self.at(time), max(float(np.diff(self.boxes[-1][[0, 2]])[0]), 1e-6)
        ratio = float(np.diff(box[[0, 2]])[0]) / width
        if not 1 / LIMITS.alike <= ratio <= LIMITS.alike:
            return np.inf
        reach = LIMITS.near + LIMITS.speed * (time - self.times[-1])
        return min(_apart(box, before), _apart(box, self.boxes[-1])) / width / reach

    def _speed(self, end: int) -> Box:
        """(4,) of the middle at one end, picture heights a second; 0 with a single box."""
        if len(self.times) < 2:
            return np.zeros(4, np.float32)
        one, other = (0, 1) if end == 0 else (-2, -1)
        went = _middle(self.boxes[other]) - _middle(self.boxes[one])
        return np.tile(went / max(self.times[other] - self.times[one], 1e-3), 2).astype(np.float32)


def linked(looks: Sequence[tuple[float, Sequence[Box]]]) -> list[BoxPath]:
    """The paths of the boxes of looks: (UTC s, boxes), in order of time."""
    paths: list[BoxPath] = []
    for time, boxes in looks:
        current = [path for path in paths if time - path.times[-1] <= LIMITS.gap_s]
        taken = {row: path for path, row in _matches(current, time, boxes)}
        for row, box in enumerate(boxes):
            path = taken.get(row)
            if path is None:
                path = BoxPath()
                paths.append(path)
            path.add(time, box)
    return paths


def _matches(paths: Sequence[BoxPath], time: float, boxes: Sequence[Box]) -> Iterator[tuple[BoxPath, int]]:
    """Pairs of a path and the row of its box, the nearest first."""
    pairs = sorted(
        (path.off(time, box), place, row) for place, path in enumerate(paths) for row, box in enumerate(boxes)
    )
    used: set[int] = set()
    rows: set[int] = set()
    for off, place, row in pairs:
        if off <= 1 and place not in used and row not in rows:
            used.add(place)
            rows.add(row)
            yield paths[place], row


def _middle(box: Box) -> Box:
    return np.asarray((box[:2] + box[2:]) / 2, np.float32)


def _apart(one: Box, other: Box) -> float:
    return float(np.hypot(*(_middle(one) - _middle(other))))
