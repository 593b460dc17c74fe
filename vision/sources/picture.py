"""Conversion of a decoded picture to an upright BGR array of the requested size."""

import struct
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

import numpy as np
from av import VideoFrame
from av.sidedata.sidedata import SideDataContainer, Type
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream

from vision.core import Basis, Image, limit


@dataclass(frozen=True, slots=True)
class PixelLimits:
    """Limits of the shape of a pixel."""

    oddest: int = limit(
        3,
        "width by height",
        Basis.CHOICE,
        "longer ones are damaged headers, not anamorphic recorders (the extreme, half D1, is 24:11)",
    )


LIMITS = PixelLimits()


@dataclass(frozen=True, slots=True)
class Orientation:
    """The way from the stored picture to the shown one: rows and columns change places, then each may be reversed."""

    transposed: bool = False
    rows_reversed: bool = False
    columns_reversed: bool = False

    @classmethod
    def of(cls, picture: VideoFrame) -> "Orientation":
        """The nearest of the eight orientations to the picture's display matrix, which may turn and mirror it."""
        # PyAV's types name one kind of side data only.
        attached = cast("SideDataContainer", picture.side_data)
        if Type.DISPLAYMATRIX not in attached:
            return cls()
        # (x', y') = (a x + c y, b x + d y), y downward (ISO 14496-12, 6.2.2)
        a, b, _, c, d = struct.unpack_from("=5i", bytes(attached[Type.DISPLAYMATRIX]))
        if abs(a) + abs(d) >= abs(b) + abs(c):
            return cls(False, d < 0, a < 0)
        return cls(True, b < 0, c < 0)

    def shown(self, image: Image) -> Image:
        """A view of the stored (H, W, 3) picture as it is shown."""
        turned = image.transpose(1, 0, 2) if self.transposed else image
        rows, columns = (-1 if back else 1 for back in (self.rows_reversed, self.columns_reversed))
        return turned[::rows, ::columns]


def shown_size(
    width: int, height: int, pixel: Fraction | None, orientation: Orientation | None = None
) -> tuple[int, int]:
    """(width, height) of the picture with square pixels, upright if its orientation is given."""
    if pixel and Fraction(1, LIMITS.oddest) <= pixel <= LIMITS.oddest:
        width, height = (round(width * pixel), height) if pixel >= 1 else (width, round(height / pixel))
    return (height, width) if orientation and orientation.transposed else (width, height)


def pixel_shape(stream: VideoStream) -> Fraction | None:
    """Width of a pixel by its height; GIFs that give one are shown with square pixels everywhere."""
    return None if stream.codec_context.name == "gif" else stream.sample_aspect_ratio


class PictureMaker:
    """Scales and converts in swscale, which keeps its context between pictures, and shows the result upright."""

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
        width, height = shown_size(picture.width, picture.height, self._pixel)
        shrink = min(1.0, self._max_side / max(width, height))
        bgr = self._reformatter.reformat(
            picture,
            width=max(1, round(width * shrink)),
            height=max(1, round(height * shrink)),
            format="bgr24",
            interpolation="BILINEAR",
            threads=1,
        ).to_ndarray()
        return np.ascontiguousarray(Orientation.of(picture).shown(np.asarray(bgr, np.uint8)))
