"""Things in pictures, and the phones among them that are in somebody's hand or at the ear."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.lift import in_space
from vision.people import ANCHORS, EARS, WRISTS

# A phone's middle is this near to the wrist of the hand that holds it, or to the ear: a hand's length and a half.
NEAR_M = 0.28
# Under this score a wrist is a guess of the pose model.
_SEEN = 0.5
# The picture around somebody that is looked through, in metres beyond the head, the shoulders and the wrists.
_AROUND_M = 0.3


@dataclass(frozen=True, slots=True)
class Things:
    """`boxes` (n,4) px x0,y0,x1,y1; `scores` (n,) 0..1; `names` the class of each, as the model calls it."""

    boxes: NDArray[np.float32]
    scores: NDArray[np.float32]
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        if not len(self.boxes) == len(self.scores) == len(self.names):
            raise ValueError(
                f"things: {len(self.boxes)} boxes, {len(self.scores)} scores, {len(self.names)} names"
            )

    @classmethod
    def none(cls) -> "Things":
        """Nothing."""
        return cls(np.empty((0, 4), np.float32), np.empty(0, np.float32), ())

    def moved(self, x: float, y: float) -> "Things":
        """The same in a picture in which this one begins at (x, y) px."""
        return Things(self.boxes + np.array([x, y, x, y], np.float32), self.scores, self.names)


def around(
    joints: NDArray[np.float32], world: NDArray[np.float32], size: tuple[int, int]
) -> tuple[int, int, int, int]:
    """(x0, y0, x1, y1) px of a picture of `size` to look through for what somebody holds; empty without a scale."""
    points = joints[[*ANCHORS, *(i for i in WRISTS if joints[i, 2] >= _SEEN)], :2]
    beyond = _AROUND_M * _px_per_m(joints, world)
    if not np.isfinite(beyond):
        return 0, 0, 0, 0
    low, high = points.min(0) - beyond, points.max(0) + beyond
    return (
        int(max(0, low[0])), int(max(0, low[1])), int(min(size[0], high[0])), int(min(size[1], high[1]))
    )  # fmt: skip


def in_hand(things: Things, joints: NDArray[np.float32], world: NDArray[np.float32]) -> float:
    """Score of the surest thing near a seen wrist or an ear of this person; 0 where there is none.

    NaN where neither wrist was seen and nothing was found: what a hidden hand holds nobody knows.
    """
    places = joints[[*EARS, *(i for i in WRISTS if joints[i, 2] >= _SEEN)], :2]
    reach = NEAR_M * _px_per_m(joints, world)
    best = 0.0
    for box, score in zip(things.boxes, things.scores, strict=True):
        middle = (box[:2] + box[2:]) / 2
        if np.linalg.norm(places - middle, axis=1).min() <= reach:
            best = max(best, float(score))
    return best if best > 0 or len(places) > len(EARS) else float("nan")


def _px_per_m(joints: NDArray[np.float32], world: NDArray[np.float32]) -> float:
    """Of head and shoulders; NaN where the model's depth says nothing."""
    rows = list(ANCHORS)
    spread = float(np.ptp(in_space(joints, world)[rows, :2], axis=0).max())
    return float(np.ptp(joints[rows, :2], axis=0).max()) / spread if spread > 0 else float("nan")
