"""Conversion of a decoded picture to an upright BGR array of the requested size."""

from fractions import Fraction

import numpy as np
from av import VideoFrame
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream

from vision.core import Image

# pixels longer than 3:1 are damaged headers, not anamorphic recorders (the extreme, half D1, is 24:11)
ODDEST_PIXEL = 3


def shown_size(width: int, height: int, pixel: Fraction | None, rotation: int) -> tuple[int, int]:
    """(width, height) of the upright picture with square pixels; `rotation` in degrees."""
    if pixel and Fraction(1, ODDEST_PIXEL) <= pixel <= ODDEST_PIXEL:
        width, height = (round(width * pixel), height) if pixel >= 1 else (width, round(height / pixel))
    return (height, width) if quarter_turns(rotation) % 2 else (width, height)


def quarter_turns(rotation: int) -> int:
    """Counter-clockwise quarter turns, 0..3, nearest to `rotation` degrees."""
    return round(rotation / 90) % 4


def pixel_shape(stream: VideoStream) -> Fraction | None:
    """Width of a pixel by its height; GIFs that give one are shown with square pixels everywhere."""
    return None if stream.codec_context.name == "gif" else stream.sample_aspect_ratio


class PictureMaker:
    """Scales and converts in swscale, which keeps its context between pictures, and turns the result upright."""

    def __init__(self, pixel: Fraction | None, max_side: int) -> None:
        self._pixel = pixel
        self._max_side = max_side
        self._reformatter = VideoReformatter()

    @classmethod
    def of(cls, stream: VideoStream, max_side: int) -> "PictureMaker":
        """A PictureMaker for the pictures of `stream`."""
        return cls(pixel_shape(stream), max_side)

    def __call__(self, picture: VideoFrame) -> Image:
        """(H, W, 3) uint8 BGR, a new contiguous array."""
        width, height = shown_size(picture.width, picture.height, self._pixel, 0)
        shrink = min(1.0, self._max_side / max(width, height))
        bgr = self._reformatter.reformat(
            picture,
            width=max(1, round(width * shrink)),
            height=max(1, round(height * shrink)),
            format="bgr24",
            interpolation="BILINEAR",
            threads=1,
        ).to_ndarray()
        turned = np.rot90(bgr, quarter_turns(picture.rotation))
        return np.ascontiguousarray(turned, dtype=np.uint8)
