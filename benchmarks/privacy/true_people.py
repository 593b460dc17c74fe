"""The true people of a rendered clip: whose head is where, from NAME.frames.json.gz."""

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_SHOULDERS, _WRISTS = slice(5, 7), (9, 10)
_LEAST_PX = 4.0


@dataclass(frozen=True, slots=True)
class TrueHead:
    """A person with a visible head: middle (2,) px, `size` from the head's middle to the shoulders in px.

    `wrists` are the visible ones (n, 2) px; `box` (4,) px is around the whole person.
    """

    who: str
    staff: bool
    middle: NDArray[np.float64]
    size: float
    wrists: NDArray[np.float64]
    box: NDArray[np.float64]

    def near(self, point: NDArray[np.float64], heads: float = 1.0) -> bool:
        """Whether a point is at this head."""
        return bool(np.hypot(*(self.middle - point)) < heads * self.size)


class TruePeople:
    """The people of one rendered clip. Raises OSError without a file."""

    def __init__(self, video: Path) -> None:
        with gzip.open(video.with_suffix(".frames.json.gz"), "rt", encoding="utf-8") as content:
            told = json.load(content)
        self._staff = {actor["id"] for actor in told["actors"] if actor["role"] == "staff"}
        self._frames, self.width = told["frames"], float(told["width"])
        self._times = np.array([frame["t"] for frame in self._frames])

    def at(self, time: float, width: int) -> list[TrueHead]:
        """Everybody in the picture nearest to `time` (s), in px of a picture of this width."""
        frame = self._frames[int(np.abs(self._times - time).argmin())]
        found = (self._head(person, width / self.width) for person in frame["people"] if person["present"])
        return [head for head in found if head is not None]

    def busiest(self, seconds: float) -> float:
        """The start (s) of the span of this length with most visible heads that are not the staff's."""
        shown = [
            sum(not head.staff for head in self.at(float(time), int(self.width))) for time in self._times[::4]
        ]
        count = max(1, int(np.searchsorted(self._times[::4], self._times[0] + seconds)))
        if count >= len(shown):
            return float(self._times[0])
        return float(self._times[::4][int(np.argmax(np.convolve(shown, np.ones(count), "valid")))])

    def _head(self, person: dict[str, Any], scale: float) -> TrueHead | None:
        points = np.array(person["kp"], np.float64).reshape(17, 3)
        if not (points[:5, 2] == 2).any():
            return None
        joints = points[:, :2] * scale
        middle = joints[:5].mean(axis=0)
        size = max(_LEAST_PX, float(np.hypot(*(joints[_SHOULDERS].mean(axis=0) - middle))))
        wrists = np.array([joints[row] for row in _WRISTS if points[row, 2] == 2]).reshape(-1, 2)
        box = np.array(person["bbox_full"], np.float64) * scale
        return TrueHead(person["id"], person["id"] in self._staff, middle, size, wrists, box)
