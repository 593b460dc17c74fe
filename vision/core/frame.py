"""One decoded picture."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Gray = NDArray[np.uint8]
"""(H, W) grey levels."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture with its time.

    `image` is (H, W, 3) uint8 BGR. `time` is UTC seconds from presentation timestamps, never from frame counts.
    """

    image: Image
    time: float
    camera: str

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels."""
        return self.image.shape[1], self.image.shape[0]


@dataclass(frozen=True, slots=True)
class Picture:
    """One examined picture: `image` (H, W, 3) uint8 BGR, its `gray` levels (H, W) uint8, and `time` in UTC s."""

    image: Image
    gray: Gray
    time: float
