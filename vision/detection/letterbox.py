"""Pictures as a detector wants them: shrunk or enlarged to a side, filled up with grey to multiples of 32."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.core.frame import Image

STRIDE = 32
"""Pixels: YOLO's coarsest grid. Both sides of its input are multiples of this."""
GREY = 114
"""The filling that YOLO models are trained with."""


def letterbox(image: Image, side: int, *, square: bool = False) -> tuple[Image, float]:
    """`image` with its longer side `side` px, at the upper left of a grey picture; and the factor it was scaled by.

    The grey picture's sides are the least multiples of 32 that hold it, or `side` x `side` where `square`.
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
    """Pictures of one shape as one array (n, h, w, 3) uint8 BGR, or float32 RGB 0..1, with `planes` (n, 3, h, w)."""
    if not learned_on_rgb:
        return np.stack(canvases)
    if planes:
        return np.asarray(cv2.dnn.blobFromImages(canvases, 1 / 255, swapRB=True))
    return np.stack(canvases)[..., ::-1].astype(np.float32) / 255
