"""Letterboxing of pictures for a detector: scaled to a side and padded with grey to multiples of 32."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.core import Image

STRIDE = 32
"""Pixels of YOLO's coarsest grid. Both sides of its input are multiples of this."""
GREY = 114
"""The grey level of the padding that YOLO models are trained with."""


def letterbox(image: Image, side: int, *, square: bool = False) -> tuple[Image, float]:
    """`image` scaled to a longer side of `side` px at the upper left of a grey canvas, and the scale factor.

    The sides of the canvas are the least multiples of 32 that hold the image, or `side` x `side` when `square`.
    """
    height, width = image.shape[:2]
    scale = side / max(height, width)
    inner = max(1, round(height * scale)), max(1, round(width * scale))
    outer = (side, side) if square else tuple(-(-n // STRIDE) * STRIDE for n in inner)
    canvas = np.full((*outer, 3), GREY, np.uint8)
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    canvas[: inner[0], : inner[1]] = (
        image if scale == 1 else cv2.resize(image, inner[::-1], interpolation=method)
    )
    return canvas, scale


def stacked(canvases: list[Image], *, planes: bool, learned_on_rgb: bool) -> NDArray[Any]:
    """Pictures of one shape as one array: (n, h, w, 3) uint8 BGR, or float32 RGB 0..1 when `learned_on_rgb`.

    With `planes` the RGB array is (n, 3, h, w).
    """
    if not learned_on_rgb:
        return np.stack(canvases)
    if planes:
        return np.asarray(cv2.dnn.blobFromImages(canvases, 1 / 255, swapRB=True))
    return np.stack(canvases)[..., ::-1].astype(np.float32) / 255
