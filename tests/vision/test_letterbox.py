"""Letterboxing: a picture at the upper left of a grey canvas with sides that are multiples of 32."""

import numpy as np
import pytest

from vision.detection.letterbox import letterbox


@pytest.mark.parametrize(
    ("size", "side", "square", "outer", "inner"),
    [
        ((540, 960), 640, False, (384, 640), (360, 640)),
        ((540, 960), 640, True, (640, 640), (360, 640)),
        ((960, 540), 320, False, (320, 192), (320, 180)),
        ((64, 64), 160, False, (160, 160), (160, 160)),
        ((1, 960), 160, False, (32, 160), (1, 160)),
    ],
)
def test_a_picture_lies_at_the_upper_left_of_multiples_of_32(
    size: tuple[int, int], side: int, square: bool, outer: tuple[int, int], inner: tuple[int, int]
) -> None:
    canvas, scale = letterbox(np.full((*size, 3), 200, np.uint8), side, square=square)
    assert canvas.shape == (*outer, 3)
    assert scale == side / max(size)
    assert (canvas[: inner[0], : inner[1]] == 200).all()
    assert (canvas[inner[0] :] == 114).all()
    assert (canvas[:, inner[1] :] == 114).all()
