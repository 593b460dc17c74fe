"""The occupant of a staff zone who sank out of sight: bent over the desk, below it or behind a screen.

A person who leaves walks away upright. A box whose upper edge falls while its lower edge stays belongs to a person who
sits down or bends. When both models lose that person at once, nobody saw them leave, and the zone is not seen until
they rise, another person takes the place, or too much time has passed.
"""

from collections import deque
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.core import UNTRACKED, Basis, ZoneView, limit

_BoxRow = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SinkLimits:
    """Limits of sinking, all of them choices; shares refer to the height or width of the box before."""

    by: float = limit(
        0.25,
        "of the height",
        Basis.CHOICE,
        "the upper edge falls by this share of the height: a nod lowers it by less",
    )
    within_s: float = limit(
        0.8,
        "s",
        Basis.CHOICE,
        "within this time: a person who walks away from the camera shrinks more slowly",
    )
    bottom: float = limit(
        0.1, "of the height", Basis.CHOICE, "the lower edge stays within this share of the height"
    )
    aside: float = limit(
        0.75,
        "of the width",
        Basis.CHOICE,
        "the middle goes aside by at most this share of the width: bending moves the head forward",
    )
    border: float = limit(
        0.97,
        "of the picture's height",
        Basis.CHOICE,
        "share of the picture height below which a box leaves the picture",
    )
    lost_s: float = limit(1.0, "s", Basis.CHOICE, "the person is lost within this time after the last find")
    hidden_s: float = limit(120.0, "s", Basis.CHOICE, "the zone is not seen for this long at most")
    stayed_s: float = limit(
        2.0,
        "s",
        Basis.CHOICE,
        "a person who was not seen to rise has the place after this time; a passer is gone by then",
    )
    resembles: float = limit(
        0.7,
        "correlation",
        Basis.CHOICE,
        "a place so like its last find shows the person: they sit still and are missed, not out of sight",
    )


class SunkOccupant:
    """Follows the occupant of one staff zone of a picture `height` px high. Times (UTC s) must not decrease."""

    def __init__(self, height: int, limits: SinkLimits | None = None) -> None:
        self._height, self._limits = height, limits or SinkLimits()
        self._boxes: deque[tuple[float, _BoxRow]] = deque()
        self._track, self._since, self._last = UNTRACKED, -np.inf, -np.inf
        self._began_low = False
        self._sunk_at, self._risen_above = -np.inf, 0.0

    def found(self, box: _BoxRow, track: int, time: float) -> None:
        """Record the person found in the zone on the box (4,) px."""
        if not self._boxes or track != self._track:
            self._boxes.clear()
            self._track, self._since = track, time
            self._began_low = bool(box[1] > self._risen_above)
        while self._boxes and time - self._boxes[0][0] > self._limits.within_s:
            self._boxes.popleft()
        self._boxes.append((time, box))
        self._last = time
        stayed = time - self._since >= self._limits.stayed_s
        if box[1] <= self._risen_above and (stayed or self._began_low):
            self._sunk_at = -np.inf

    def searched(self, time: float) -> None:
        """Record that the pose model found the occupant whom the detector lost."""
        self._last = time

    def lost(self, time: float, everybody: Collection[int]) -> None:
        """Record that nobody is found in the zone; `everybody` are the tracks of the picture."""
        if self._boxes and self._track not in everybody and time - self._last <= self._limits.lost_s:
            last = self._boxes[-1][1]
            fell = [box for _, box in self._boxes if self._sank(box, last)]
            if fell:
                self._sunk_at, self._risen_above = time, float(min(box[1] for box in fell) + last[1]) / 2
        self._boxes.clear()

    def give_up(self, tracks: Collection[int]) -> None:
        """Forget the occupant if its track is among `tracks`, which were not people."""
        if self._track in tracks:
            self._boxes.clear()
            self._sunk_at = -np.inf

    def hidden(self, time: float) -> bool:
        """Whether the occupant may still be in the zone, out of sight."""
        return time - self._sunk_at <= self._limits.hidden_s

    def unseen(self, view: ZoneView, time: float) -> bool:
        """Whether nobody is found in this `view` of the zone and its place does not show the occupant either."""
        lost = not len(view.people) and self.hidden(time)
        return lost and not view.likeness >= self._limits.resembles

    def _sank(self, before: _BoxRow, last: _BoxRow) -> bool:
        limits, high, wide = self._limits, float(before[3] - before[1]), float(before[2] - before[0])
        aside = abs(float(before[0] + before[2] - last[0] - last[2])) / 2
        return (
            last[1] - before[1] >= limits.by * high
            and abs(last[3] - before[3]) <= limits.bottom * high
            and aside <= limits.aside * wide
            and before[3] < limits.border * self._height
        )
