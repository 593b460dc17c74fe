"""Things in pictures: phones in somebody's hand or at the ear, uniforms that somebody wears, badges on the chest."""

import numpy as np
from numpy.typing import NDArray

from vision.core.objects import DetectedObjects
from vision.core.people import ANCHORS, EARS, HIPS, SHOULDERS, WRISTS
from vision.pose.lift import in_space

# A phone's middle is this near to the wrist of the hand that holds it, or to the ear: a hand's length and a half.
NEAR_M = 0.28
# Under this score a wrist is a guess of the pose model.
_SEEN = 0.5
# The picture around somebody that is looked through, in metres beyond the head, the shoulders and the wrists.
_AROUND_M = 0.3


# A badge hangs from the collar to the belt, and its middle may be as far beyond an arm's joint, in metres.
_BESIDE_M = 0.08
# Of somebody whose shoulders are nearer to each other a badge is a few pixels, and not seeing it says nothing.
_LEAST_PX = 40.0


def around(
    joints: NDArray[np.float32], world: NDArray[np.float32], size: tuple[int, int], *, chest: bool = False
) -> tuple[int, int, int, int]:
    """(x0, y0, x1, y1) px of a picture of `size` to look through for what somebody holds; empty without a scale.

    With the `chest` down to the hips, for what is worn.
    """
    hips = HIPS if chest else ()
    points = joints[[*ANCHORS, *hips, *(i for i in WRISTS if joints[i, 2] >= _SEEN)], :2]
    beyond = _AROUND_M * _px_per_m(joints, world)
    if not np.isfinite(beyond):
        return 0, 0, 0, 0
    low, high = points.min(0) - beyond, points.max(0) + beyond
    return (
        int(max(0, low[0])), int(max(0, low[1])), int(min(size[0], high[0])), int(min(size[1], high[1]))
    )  # fmt: skip


def in_hand(things: DetectedObjects, joints: NDArray[np.float32], world: NDArray[np.float32]) -> float:
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


def worn(things: DetectedObjects, joints: NDArray[np.float32], size: tuple[int, int]) -> float:
    """Score of the surest thing in which the middle of this person's chest is; 0 where there is none.

    NaN where the chest is too small or beyond the picture of `size`.
    """
    trunk = _trunk(joints)
    if not _looked_at(trunk, size):
        return float("nan")
    middle = trunk.mean(0)
    around_it = [bool((box[:2] <= middle).all() and (middle <= box[2:]).all()) for box in things.boxes]
    return float(things.scores[around_it].max(initial=0))


def on_chest(
    things: DetectedObjects, joints: NDArray[np.float32], world: NDArray[np.float32], size: tuple[int, int]
) -> float:
    """Score of the surest thing whose middle is on this person's chest; 0 and NaN as `worn`."""
    trunk = _trunk(joints)
    if not _looked_at(trunk, size):
        return float("nan")
    beside = _BESIDE_M * np.nan_to_num(_px_per_m(joints, world))
    margin = np.array([beside, 0.0])
    low, high = trunk.min(0) - margin, trunk.max(0) + margin
    middles = (things.boxes[:, :2] + things.boxes[:, 2:]) / 2
    mine = ((middles >= low) & (middles <= high)).all(axis=1)
    return float(things.scores[mine].max(initial=0))


def _trunk(joints: NDArray[np.float32]) -> NDArray[np.float32]:
    """(4, 2) px: shoulders, and half of the way from them to the hips, which desks hide."""
    shoulders = joints[list(SHOULDERS), :2]
    return np.concatenate([shoulders, (shoulders + joints[list(HIPS), :2]) / 2])


def _looked_at(trunk: NDArray[np.float32], size: tuple[int, int]) -> bool:
    inside = (trunk >= 0).all() and (trunk <= size).all()
    return bool(inside and np.linalg.norm(trunk[0] - trunk[1]) >= _LEAST_PX)


def _px_per_m(joints: NDArray[np.float32], world: NDArray[np.float32]) -> float:
    """Of head and shoulders; NaN where the model's depth says nothing."""
    rows = list(ANCHORS)
    spread = float(np.ptp(in_space(joints, world)[rows, :2], axis=0).max())
    return float(np.ptp(joints[rows, :2], axis=0).max()) / spread if spread > 0 else float("nan")
