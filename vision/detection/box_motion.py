"""Motion of the picture inside a box, relative to noise: a person breathes, a print does not."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.camera.recent_pictures import SmallPicture
from vision.core import Basis, Box, limit

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class NoiseLimits:
    """Limits of noise; grey levels 0..255 of cells of 4 x 4 px of a picture 960 px wide."""

    share: float = limit(
        0.95,
        "quantile",
        Basis.CHOICE,
        "quantile of the pixel changes that is the change of an area; single pixels prove nothing",
    )
    least: float = limit(
        1.0,
        "grey levels",
        Basis.CHOICE,
        "placed by hand: a print in a recording of 100 kbit/s changes by up to 1 level, a person by 2 to 400",
    )
    most: float = limit(
        6.0,
        "grey levels",
        Basis.CHOICE,
        "placed by hand: sensor noise of 8 levels gives 5 to 6; larger values are a walking crowd",
    )
    gain_least: float = limit(
        0.4, "", Basis.CHOICE, "contrast to that of a second before, when only the light has changed"
    )
    gain_most: float = limit(2.5, "", Basis.CHOICE, "the same")
    sample: int = limit(1000, "values", Basis.CHOICE, "enough for a percentile; more change it little")
    around: int = limit(
        2,
        "cells",
        Basis.CHOICE,
        "cells around boxes that are excluded from the background, for shadows and hair",
    )


LIMITS = NoiseLimits()


def motion_in_boxes(
    now: SmallPicture, then: SmallPicture, boxes: Box, others: Box, limits: NoiseLimits | None = None
) -> Floats:
    """(n,) change inside `boxes` (n,4) from `then` to `now`, in multiples of the noise outside all boxes.

    `others` (m,4) are the boxes of all other people in or between the two pictures. Change is the 95th percentile of
    the absolute difference that a change of light and contrast of the whole box does not explain: lamps and sun are no
    motion. The value 1 equals noise.
    """
    limits = limits or NoiseLimits()
    pair = np.stack([_cells(then.gray), _cells(now.gray)])
    outside = _outside(pair.shape[1:], np.concatenate([boxes, others]) / 2, limits.around)
    background = pair[:, ::2, ::2][:, outside[::2, ::2]]
    level = float(np.clip(_change(background, limits.share), limits.least, limits.most))
    inside = [_change(_part(pair, box / 2), limits.share) for box in boxes]
    return np.array(inside, np.float32) / level


def _cells(gray: NDArray[np.uint8]) -> Floats:
    height, width = gray.shape
    half = (max(1, width // 2), max(1, height // 2))
    return cv2.resize(gray.astype(np.float32), half, interpolation=cv2.INTER_AREA).astype(np.float32)


def _part(pair: Floats, box: Box) -> Floats:
    """(2, k) cells inside a box."""
    height, width = pair.shape[1:]
    x0, y0, x1, y1 = np.clip(box, 0, [width, height] * 2).astype(int)
    return pair[:, y0:y1, x0:x1].reshape(2, -1)


def _outside(shape: tuple[int, ...], boxes: NDArray[np.floating], around: int) -> Mask:
    mask = np.ones(shape, np.bool_)
    for x0, y0, x1, y1 in boxes.astype(int).tolist():
        mask[max(0, y0 - around) : y1 + around + 1, max(0, x0 - around) : x1 + around + 1] = False
    return mask


def _change(pair: Floats, share: float) -> float:
    """Change between the rows of (2, k) cells beyond light and contrast, at the quantile `share`; 0 without cells."""
    then, now = pair[:, :: 1 + pair.shape[1] // LIMITS.sample]
    if not len(then):
        return 0.0
    lit = then - then.mean()
    gain = float(lit @ (now - now.mean()) / max(float(lit @ lit), 1e-3))
    left = now - np.clip(gain, LIMITS.gain_least, LIMITS.gain_most) * then
    return _quantile(np.abs(left - _quantile(left, 0.5)), share)


def _quantile(values: Floats, share: float) -> float:
    place = int(share * (len(values) - 1))
    return float(np.sort(values)[place])
