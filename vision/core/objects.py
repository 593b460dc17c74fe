"""Objects that a detection model finds in pictures, and the classes that are looked for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class ObjectClasses:
    """What a model calls the things that are looked for; nothing of a kind that has no names."""

    phone: tuple[str, ...] = ()
    uniform: tuple[str, ...] = ()
    badge: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All that are wanted."""
        return (*self.phone, *self.uniform, *self.badge)


PHONES = ObjectClasses(phone=("cell phone",))
"""As models that were trained on COCO call them."""


@dataclass(frozen=True, slots=True)
class DetectedObjects:
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
    def none(cls) -> "DetectedObjects":
        """Nothing."""
        return cls(np.empty((0, 4), np.float32), np.empty(0, np.float32), ())

    def called(self, names: tuple[str, ...]) -> "DetectedObjects":
        """Only those of these classes."""
        mine = np.array([name in names for name in self.names], bool)
        return DetectedObjects(
            self.boxes[mine], self.scores[mine], tuple(n for n in self.names if n in names)
        )

    def moved(self, x: float, y: float) -> "DetectedObjects":
        """The same in a picture in which this one begins at (x, y) px."""
        return DetectedObjects(self.boxes + np.array([x, y, x, y], np.float32), self.scores, self.names)
