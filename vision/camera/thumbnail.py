"""The small picture for the health of a camera: noise averages out, while defocus and covering cloth still show."""

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.core import Image

SmallGray = NDArray[np.float32]
"""(90, 160), 0..255."""
SMALL = (160, 90)
ROWS, COLUMNS = 9, 16
"""Rows and columns of tiles in the small picture; a tile is 10 pixels wide and high."""


def shrink(image: Image) -> SmallGray:
    """(90, 160) float32 grey levels of a BGR or a grey picture, each the mean over its area."""
    step = max(1, image.shape[0] // (2 * SMALL[1]))
    rows = image[::step]  # every few rows give the same at a third of the cost
    gray = rows if rows.ndim == 2 else cv2.cvtColor(rows, cv2.COLOR_BGR2GRAY)
    return cv2.resize(gray, SMALL, interpolation=cv2.INTER_AREA).astype(np.float32)


def tiles(small: SmallGray) -> NDArray[np.float32]:
    """(144,) mean of each tile."""
    return np.asarray(cv2.resize(small, (COLUMNS, ROWS), interpolation=cv2.INTER_AREA), np.float32).reshape(
        -1
    )
