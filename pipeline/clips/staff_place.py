"""The place of the staff of a post, from the signals that were measured of them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.core import Basis, Box, Signals, limit

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class StaffPlaceLimits:
    """Limits of where the staff is; a head is as high as `head_m`."""

    head_m: float = limit(
        0.24, "m", Basis.STUDY, "height of a head (menton to vertex, mean of adults: 0.22 to 0.24)"
    )
    gap_s: float = limit(
        1.0, "s", Basis.CHOICE, "between two looks; after a longer pause the place is unknown"
    )
    step: float = limit(
        1.5, "heads", Basis.CHOICE, "between two looks: a head that is further away is another person's"
    )
    least_s: float = limit(
        2.0, "s", Basis.CHOICE, "a head at the post for less belongs to a person who passes through it"
    )
    hand_m: float = limit(0.2, "m", Basis.CHOICE, "around a wrist: the hand, and what it holds")
    around: float = limit(0.08, "of the box", Basis.CHOICE, "margin of the staff's box")


LIMITS = StaffPlaceLimits()
_BOX = ("box_left", "box_top", "box_right", "box_bottom")
_WRISTS = ("wrist_left_x", "wrist_left_y", "wrist_right_x", "wrist_right_y")
_COLUMNS = ("head_x", "head_y", "scale", *_BOX, *_WRISTS)


@dataclass(frozen=True, slots=True)
class StaffPlace:
    """Where the staff is, in picture heights: middle and height of the head, box (4,), and wrists (2, 2).

    `reach` is half the side of a square around a wrist. The box and the wrists are NaN when they are unknown.
    """

    head: Floats
    size: float
    box: Floats
    wrists: Floats
    reach: float

    @property
    def around_head(self) -> Box:
        """A square of twice the height of the head: the head is in it, also when it nods until the next look."""
        return np.concatenate([self.head - self.size, self.head + self.size]).astype(np.float32)

    @property
    def parts(self) -> list[Box]:
        """The box of the staff with a margin, and the squares around the hands, as far as they are known."""
        outwards = np.array([-1, -1, 1, 1])
        margin = LIMITS.around * np.tile(self.box[2:] - self.box[:2], 2) * outwards
        boxes = [self.box + margin, *(np.tile(wrist, 2) + self.reach * outwards for wrist in self.wrists)]
        return [box.astype(np.float32) for box in boxes if np.isfinite(box).all()]


class StaffPlaces:
    """The staff of one post over time. Without signals the place is unknown."""

    def __init__(self, signals: Signals | None) -> None:
        self._time = np.empty(0)
        self._rows: Mapping[str, Floats] = {}
        if signals is None or "head_x" not in signals.columns:
            return
        blank = np.full(len(signals), np.nan, np.float32)
        rows = {name: signals.columns.get(name, blank).astype(np.float64) for name in _COLUMNS}
        stays = _stays(signals.time, rows)
        self._time = signals.time[stays]
        self._rows = {name: column[stays] for name, column in rows.items()}

    def at(self, time: float) -> StaffPlace | None:
        """The place at `time` (UTC s), between the looks around it; None when it is unknown."""
        after = int(np.searchsorted(self._time, time))
        around = [i for i in (after - 1, after) if 0 <= i < len(self._time)]
        near = [i for i in around if abs(self._time[i] - time) <= LIMITS.gap_s]
        if not near or (len(near) == 2 and self._time[near[1]] - self._time[near[0]] > LIMITS.gap_s):
            near = [i for i in near if abs(self._time[i] - time) <= LIMITS.gap_s / 2]
        if not near:
            return None
        place = {
            name: float(np.interp(time, self._time[near], rows[near])) for name, rows in self._rows.items()
        }
        scale = place["scale"]
        return StaffPlace(
            np.array([place["head_x"], place["head_y"]]),
            LIMITS.head_m * scale,
            np.array([place[name] for name in _BOX]),
            np.array([place[name] for name in _WRISTS]).reshape(2, 2),
            LIMITS.hand_m * scale,
        )


def _stays(time: Floats, rows: Mapping[str, Floats]) -> NDArray[np.intp]:
    """The rows with a head that stays at the post."""
    known = np.flatnonzero(np.isfinite(rows["head_x"]) & (rows["scale"] > 0))
    kept: list[int] = []
    run: list[int] = []
    for row in known.tolist():
        if run and not _follows(run[-1], row, time, rows):
            kept += run if time[run[-1]] - time[run[0]] >= LIMITS.least_s else []
            run = []
        run.append(row)
    if run and time[run[-1]] - time[run[0]] >= LIMITS.least_s:
        kept += run
    return np.array(kept, np.intp)


def _follows(before: int, row: int, time: Floats, rows: Mapping[str, Floats]) -> bool:
    went = np.hypot(
        rows["head_x"][row] - rows["head_x"][before], rows["head_y"][row] - rows["head_y"][before]
    )
    size = LIMITS.head_m * rows["scale"][before]
    return bool(time[row] - time[before] <= LIMITS.gap_s and went <= LIMITS.step * size)
