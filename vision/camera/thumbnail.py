"""The small picture on which the health of a camera is judged: noise averages out, defocus and cloth still show."""

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.core.frame import Image

Gray = NDArray[np.float32]
"""(90, 160), 0..255."""
SMALL = (160, 90)
ROWS, COLUMNS = 9, 16
"""Tiles of the small picture, 10 pixels wide and high."""


def shrink(image: Image) -> Gray:
    """(90, 160) float32 gray, each pixel a mean over what it covers, of a BGR or a gray picture."""
    step = max(1, image.shape[0] // (2 * SMALL[1]))
    rows = image[::step]  # every few rows say the same at a third of the cost
    small = cv2.resize(rows, SMALL, interpolation=cv2.INTER_AREA)
    gray = small if small.ndim == 2 else cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    return gray.astype(np.float32)


def tiles(small: Gray) -> NDArray[np.float32]:
    """(144,) mean of each tile."""
    return np.asarray(cv2.resize(small, (COLUMNS, ROWS), interpolation=cv2.INTER_AREA), np.float32).reshape(
        -1
    )
