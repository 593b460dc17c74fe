"""Tracking of people by their poses, for any pose model. One tracker per camera; it uses positions, not appearance."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from vision.core import ANCHORS, SHOULDERS, Basis, Ids, People, limit


@dataclass(frozen=True, slots=True)
class PoseTrackLimits:
    """Limits of following poses."""

    memory_s: float = limit(
        2.5,
        "s",
        Basis.CHOICE,
        "people hidden for two seconds keep their id, and looks may be half a second late",
    )
    jitter: float = limit(
        0.8,
        "shoulder widths",
        Basis.CHOICE,
        "around the expected position, 0.35 m each: models jitter and heads turn",
    )
    per_second: float = limit(
        2.0,
        "shoulder widths a second",
        Basis.CHOICE,
        "a person starts, stops or turns at 1.4 m/s, half of it because velocity is followed",
    )
    growth: float = limit(
        2.0,
        "times the size",
        Basis.CHOICE,
        "a person never doubles within two seconds, not even in a model's estimate",
    )
    apart: float = limit(
        0.5,
        "cost",
        Basis.CHOICE,
        "of boxes without overlap, beside the distance, which is 1 at the search radius",
    )
    grown: float = limit(0.5, "cost", Basis.CHOICE, "of twice the size")
    unseen: float = limit(0.3, "cost", Basis.CHOICE, "of a long time without a find")
    settle_s: float = limit(
        0.5, "s", Basis.CHOICE, "time constant of the velocity: nods last as long and are no walking"
    )
    sure: float = limit(0.3, "score", Basis.CHOICE, "of a keypoint that counts")
    head_up: float = limit(
        1.5,
        "",
        Basis.CHOICE,
        "a shoulder width by the height of the head over the shoulders, for a person turned sideways",
    )


LIMITS = PoseTrackLimits()
MEMORY_S = LIMITS.memory_s


_MOST_GROWTH = np.log(LIMITS.growth)


@dataclass
class _Track:
    """One person as last found at `seen` (UTC s), with the smoothed velocity (2,) px/s.

    `there`: the time until which the person was present, extended by pictures without motion.
    """

    id: int
    box: NDArray[np.float32]
    joints: NDArray[np.float32]
    seen: float
    velocity: NDArray[np.float64] = field(default_factory=lambda: np.zeros(2))
    there: float = -np.inf

    def found(self, box: NDArray[np.float32], joints: NDArray[np.float32], time: float) -> None:
        lapse = time - self.seen
        if lapse > 0:
            step = place(joints) - place(self.joints)
            self.velocity += (step / lapse - self.velocity) * (1 - np.exp(-lapse / LIMITS.settle_s))
        self.box, self.joints, self.seen = box, joints, time

    def lost(self, time: float) -> bool:
        """Whether the track was hidden for so long that a new find is another person."""
        return time - max(self.seen, self.there) > MEMORY_S


class PoseTracker:
    """Gives people ids that survive MEMORY_S without a find: constant velocity, minimum total cost at each look."""

    def __init__(self) -> None:
        self._tracks: list[_Track] = []
        self._next = 0

    def update(self, people: People, time: float) -> Ids:
        """(n,) an id for each of the `people` found at `time` (UTC s, not decreasing).

        `people` may be a part of those present: missing tracks are kept for MEMORY_S.
        """
        self._tracks = [track for track in self._tracks if not track.lost(time)]
        ids = np.full(len(people), -1, np.intp)
        costs = self._costs(people, time)
        # An impossible pair costs more than all possible ones, so it is assigned only when nothing else is left.
        for row, column in zip(*linear_sum_assignment(np.where(np.isfinite(costs), costs, 1e6)), strict=True):
            if np.isfinite(costs[row, column]):
                track = self._tracks[column]
                track.found(people.boxes[row], people.joints[row], time)
                ids[row] = track.id
        for row in np.flatnonzero(ids < 0):
            self._tracks.append(_Track(self._next, people.boxes[row], people.joints[row], time))
            ids[row] = self._next
            self._next += 1
        return ids

    def still(self, ids: Ids, time: float) -> None:
        """Record that nothing moved where `ids` were last found, so that they were present until `time` (UTC s)."""
        for track in self._tracks:
            if track.id in ids:
                track.there = time

    def _costs(self, people: People, time: float) -> NDArray[np.float64]:
        """(n, tracks) cost of assigning each found person to each track, infinite for impossible pairs."""
        costs = np.full((len(people), len(self._tracks)), np.inf)
        for column, track in enumerate(self._tracks):
            for row in range(len(people)):
                costs[row, column] = _cost(track, people.boxes[row], people.joints[row], time)
        return costs


def _cost(track: _Track, box: NDArray[np.float32], joints: NDArray[np.float32], time: float) -> float:
    lapse = min(time - track.seen, MEMORY_S)
    shift = (track.velocity * lapse).astype(np.float32)
    expected = track.joints.copy()
    expected[:, :2] += shift
    # A walking person may have stopped just then: an old velocity must not carry the expected position past them.
    off = min(body_distance(expected, joints), body_distance(track.joints, joints)) / reach(lapse)
    growth = abs(np.log(size(joints) / size(track.joints)))
    if off > 1 or growth > _MOST_GROWTH:
        return float("inf")
    meet = overlap(track.box + np.tile(shift, 2), box)
    return float(
        off
        + LIMITS.apart * (1 - meet)
        + LIMITS.grown * growth / _MOST_GROWTH
        + LIMITS.unseen * lapse / MEMORY_S
    )


def reach(lapse: float) -> float:
    """The search radius in shoulder widths `lapse` seconds after the last find."""
    return LIMITS.jitter + LIMITS.per_second * lapse


def place(joints: NDArray[np.float32]) -> NDArray[np.float64]:
    """(2,) px, the mean of head and shoulders of joints (17,3)."""
    return np.asarray(joints[list(ANCHORS), :2].mean(0), np.float64)


def size(joints: NDArray[np.float32]) -> float:
    """Approximate shoulder width in px, also for a person turned sideways; at least 1."""
    middle = joints[list(SHOULDERS), :2].mean(0)
    across = np.linalg.norm(joints[SHOULDERS[0], :2] - joints[SHOULDERS[1], :2])
    up = np.linalg.norm(joints[list(ANCHORS[:3]), :2].mean(0) - middle)
    return max(float(across), LIMITS.head_up * float(up), 1.0)


def body_distance(one: NDArray[np.float32], two: NDArray[np.float32]) -> float:
    """Mean distance in shoulder widths of two poses (17,3), over the keypoints that are sure in both."""
    rows = (one[:, 2] >= LIMITS.sure) & (two[:, 2] >= LIMITS.sure)
    rows = rows if rows[list(ANCHORS)].any() else np.isin(np.arange(len(one)), ANCHORS)
    gaps = np.linalg.norm(one[rows, :2] - two[rows, :2], axis=1)
    return float(gaps.mean() / max(size(one), size(two)))


def overlap(one: NDArray[np.float32], two: NDArray[np.float32]) -> float:
    """Intersection over union of two boxes (4,), 0..1."""
    low, high = np.maximum(one[:2], two[:2]), np.minimum(one[2:], two[2:])
    both = float(np.prod(np.clip(high - low, 0, None)))
    whole = float(np.prod(one[2:] - one[:2]) + np.prod(two[2:] - two[:2])) - both
    return both / whole if whole > 0 else 0.0
