"""Detections: the people found in one picture, as one struct of arrays."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.intp]
UNTRACKED = -1
"""The id of a detection without a track."""


@dataclass(frozen=True, slots=True)
class Detections:
    """`boxes` (n,4) float32 px x0,y0,x1,y1; `scores` (n,) float32 0..1; track `ids` (n,), UNTRACKED without one.

    `detections[mask]` selects rows. Raises ValueError when the lengths differ.
    """

    boxes: NDArray[np.float32]
    scores: NDArray[np.float32]
    ids: Ids = field(default_factory=lambda: np.empty(0, np.intp))

    def __post_init__(self) -> None:
        n = len(self.boxes)
        if n and not len(self.ids):
            object.__setattr__(self, "ids", np.full(n, UNTRACKED, np.intp))
        for name, array, shape in (
            ("boxes", self.boxes, (n, 4)), ("scores", self.scores, (n,)), ("ids", self.ids, (n,))
        ):  # fmt: skip
            if array.shape != shape:
                raise ValueError(f"detections: {name} has shape {array.shape}, expected {shape}")

    def __len__(self) -> int:
        return len(self.boxes)

    def __getitem__(self, rows: NDArray[np.bool_] | NDArray[np.intp] | slice) -> "Detections":
        return Detections(self.boxes[rows], self.scores[rows], self.ids[rows])

    @classmethod
    def none(cls) -> "Detections":
        """No detection."""
        return cls(np.empty((0, 4), np.float32), np.empty(0, np.float32))

    def __add__(self, other: "Detections") -> "Detections":
        """These detections followed by the others."""
        return Detections(
            np.concatenate([self.boxes, other.boxes]),
            np.concatenate([self.scores, other.scores]),
            np.concatenate([self.ids, other.ids]),
        )

    def moved(self, x: float, y: float) -> "Detections":
        """The same detections in a picture that contains this one at (x, y) px."""
        return Detections(self.boxes + np.array([x, y, x, y], np.float32), self.scores, self.ids)
