"""One decoded picture."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture and when it was taken.

    `image` is (H, W, 3) uint8 BGR. `time` is UTC seconds, made from presentation timestamps, never from
    frame counts. `size` of a frame is its picture's (width, height) in pixels.
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
    """One picture as it is looked at: (H, W, 3) uint8 BGR `image`, its (H, W) uint8 `gray` levels, `time` UTC s."""

    image: Image
    gray: NDArray[np.uint8]
    time: float
