"""Objects on people: phones in a hand or at an ear, uniforms, badges on the chest."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.core import ANCHORS, EARS, HIPS, SHOULDERS, WRISTS, Basis, DetectedObjects, in_space, limit


@dataclass(frozen=True, slots=True)
class ObjectLimits:
    """Limits of objects on people."""

    near_m: float = limit(
        0.28,
        "m",
        Basis.CHOICE,
        "a phone's middle from the wrist that holds it, or from the ear: one and a half hands",
    )
    seen: float = limit(0.5, "score", Basis.CHOICE, "a wrist below it is an estimate of the pose model")
    around_m: float = limit(0.3, "m", Basis.CHOICE, "searched beyond the head, the shoulders and the wrists")
    beside_m: float = limit(
        0.08,
        "m",
        Basis.CHOICE,
        "a badge hangs between collar and belt, so far outside the arm joints at most",
    )
    least_px: float = limit(
        40.0,
        "pixels",
        Basis.CHOICE,
        "between the shoulders: on a smaller person a badge is a few, and its absence proves nothing",
    )


LIMITS = ObjectLimits()


def search_area(
    joints: NDArray[np.float32], world: NDArray[np.float32], size: tuple[int, int], *, chest: bool = False
) -> tuple[int, int, int, int]:
    """(x0, y0, x1, y1) px to search for a held object, in a picture of `size`; empty without a scale.

    With `chest` the area extends down to the hips, for worn objects.
    """
    hips = HIPS if chest else ()
    points = joints[[*ANCHORS, *hips, *(i for i in WRISTS if joints[i, 2] >= LIMITS.seen)], :2]
    beyond = LIMITS.around_m * _px_per_m(joints, world)
    if not np.isfinite(beyond):
        return 0, 0, 0, 0
    low, high = points.min(0) - beyond, points.max(0) + beyond
    return (
        int(max(0, low[0])), int(max(0, low[1])), int(min(size[0], high[0])), int(min(size[1], high[1]))
    )  # fmt: skip


def in_hand(things: DetectedObjects, joints: NDArray[np.float32], world: NDArray[np.float32]) -> float:
    """Score of the surest object near a visible wrist or an ear of this person; 0 without one.

    NaN when neither wrist is visible and no object was found, because a hidden hand may hold one.
    """
    places = joints[[*EARS, *(i for i in WRISTS if joints[i, 2] >= LIMITS.seen)], :2]
    reach = LIMITS.near_m * _px_per_m(joints, world)
    best = 0.0
    for box, score in zip(things.boxes, things.scores, strict=True):
        middle = (box[:2] + box[2:]) / 2
        if np.linalg.norm(places - middle, axis=1).min() <= reach:
            best = max(best, float(score))
    return best if best > 0 or len(places) > len(EARS) else float("nan")


def worn(things: DetectedObjects, joints: NDArray[np.float32], size: tuple[int, int]) -> float:
    """Score of the surest object that contains the middle of this person's chest; 0 without one.

    NaN when the chest is too small or outside the picture of `size`.
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
    """Score of the surest object with its middle on this person's chest; 0 and NaN as in `worn`."""
    trunk = _trunk(joints)
    if not _looked_at(trunk, size):
        return float("nan")
    beside = LIMITS.beside_m * np.nan_to_num(_px_per_m(joints, world))
    margin = np.array([beside, 0.0])
    low, high = trunk.min(0) - margin, trunk.max(0) + margin
    middles = (things.boxes[:, :2] + things.boxes[:, 2:]) / 2
    mine = ((middles >= low) & (middles <= high)).all(axis=1)
    return float(things.scores[mine].max(initial=0))


def _trunk(joints: NDArray[np.float32]) -> NDArray[np.float32]:
    """(4, 2) px: the shoulders, and the points half-way down to the hips, which desks hide."""
    shoulders = joints[list(SHOULDERS), :2]
    return np.concatenate([shoulders, (shoulders + joints[list(HIPS), :2]) / 2])


def _looked_at(trunk: NDArray[np.float32], size: tuple[int, int]) -> bool:
    inside = (trunk >= 0).all() and (trunk <= size).all()
    return bool(inside and np.linalg.norm(trunk[0] - trunk[1]) >= LIMITS.least_px)


def _px_per_m(joints: NDArray[np.float32], world: NDArray[np.float32]) -> float:
    """Pixels per metre from head and shoulders; NaN without depth."""
    rows = list(ANCHORS)
    spread = float(np.ptp(in_space(joints, world)[rows, :2], axis=0).max())
    return float(np.ptp(joints[rows, :2], axis=0).max()) / spread if spread > 0 else float("nan")
