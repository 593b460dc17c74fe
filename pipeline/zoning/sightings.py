"""Sightings of people in a survey, as rows of numbers without pixels."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.core import ANCHORS, Basis, in_space, limit
from vision.detection.pose_tracker import size
from vision.detection.tile_sweep import SweepResult
from vision.measures.pose_measures import measured

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SightingLimits:
    """Limits of what a camera sees of a floor."""

    tilt: float = limit(
        0.5,
        "",
        Basis.CHOICE,
        "of a direction along the floor, from a camera two to three metres high: away and near count half",
    )


LIMITS = SightingLimits()


@dataclass(frozen=True, slots=True)
class Sightings:
    """One row per person and look. Lengths in picture heights, y downward.

    `time` (n,) UTC s; `track` (n,) ids; `anchors` (n,5,2) nose, ears, shoulders; `size` (n,) a shoulder width;
    `ahead` (n,2) unit vector in the picture to where the body faces, NaN where that is not known; `legs` (n,) score
    0..1 of the better seen knee. `marks[mask]` selects rows.
    """

    time: Floats
    track: NDArray[np.intp]
    anchors: Floats
    size: Floats
    ahead: Floats
    legs: Floats

    def __len__(self) -> int:
        return len(self.time)

    def __getitem__(self, rows: NDArray[np.bool_] | NDArray[np.intp]) -> "Sightings":
        return Sightings(
            self.time[rows],
            self.track[rows],
            self.anchors[rows],
            self.size[rows],
            self.ahead[rows],
            self.legs[rows],
        )

    @property
    def at(self) -> Floats:
        """(n,2) the middle of head and shoulders."""
        return np.asarray(self.anchors.mean(1), np.float64)

    @classmethod
    def of(cls, seen: Sequence[SweepResult], height: int) -> "Sightings":
        """From people found in pictures `height` px high, in order of time."""
        rows = [(look, row) for look in seen for row in range(len(look.people))]
        joints = np.array([look.people.joints[row] for look, row in rows], np.float64).reshape(-1, 17, 3)
        return cls(
            np.array([look.time for look, _ in rows], np.float64),
            np.array([look.ids[row] for look, row in rows], np.intp),
            joints[:, list(ANCHORS), :2] / height,
            np.array([size(look.people.joints[row]) for look, row in rows], np.float64) / height,
            np.array([_ahead(look, row, height) for look, row in rows], np.float64).reshape(-1, 2),
            joints[:, 13:15, 2].max(1, initial=0),
        )


def _ahead(look: SweepResult, row: int, height: int) -> Floats:
    """(2,) the direction of the chest, NaN without depth."""
    if np.isnan(in_space(look.people.joints[row], look.people.world[row])[[5, 6]]).any():
        return np.full(2, np.nan)
    yaw = np.radians(measured(look.people, row, height).body_yaw)
    way = np.array([np.sin(yaw), LIMITS.tilt * np.cos(yaw)])
    return np.asarray(way / np.linalg.norm(way), np.float64)
