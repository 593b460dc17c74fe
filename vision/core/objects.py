"""Objects that a detection model finds in pictures, and their wanted classes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class ObjectClasses:
    """The class names of a model by kind of object; a kind without names is not searched."""

    phone: tuple[str, ...] = ()
    uniform: tuple[str, ...] = ()
    badge: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All wanted class names."""
        return (*self.phone, *self.uniform, *self.badge)


PHONES = ObjectClasses(phone=("cell phone",))
"""The class name in models trained on COCO."""


@dataclass(frozen=True, slots=True)
class DetectedObjects:
    """`boxes` (n,4) px x0,y0,x1,y1; `scores` (n,) 0..1; `names` (n) class names of the model.

    Raises ValueError when the lengths differ.
    """

    boxes: NDArray[np.float32]
    scores: NDArray[np.float32]
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        if not len(self.boxes) == len(self.scores) == len(self.names):
            raise ValueError(
                f"things: {len(self.boxes)} boxes, {len(self.scores)} scores, {len(self.names)} names"
            )

    @classmethod
    def none(cls) -> "DetectedObjects":
        """No object."""
        return cls(np.empty((0, 4), np.float32), np.empty(0, np.float32), ())

    def called(self, names: tuple[str, ...]) -> "DetectedObjects":
        """The objects of these classes."""
        mine = np.array([name in names for name in self.names], bool)
        return DetectedObjects(
            self.boxes[mine], self.scores[mine], tuple(n for n in self.names if n in names)
        )

    def moved(self, x: float, y: float) -> "DetectedObjects":
        """The same objects in a picture that contains this one at (x, y) px."""
        return DetectedObjects(self.boxes + np.array([x, y, x, y], np.float32), self.scores, self.names)
