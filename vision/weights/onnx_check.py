"""Checks of an ONNX file before its installation: it must find people, and our conversion must compute correctly."""

import numpy as np
from numpy.typing import NDArray

from vision.core import VisionError
from vision.weights.onnx_session import OnnxSession
from vision.weights.yolo_layout import Layout

TOLERANCE = 0.05
"""Largest difference of a logit from the recorded one; runtimes differ by 0.0001, a wrong layer by whole numbers."""
INT8_TOLERANCE = 3.0
"""The same for 8-bit numbers: a correct result is 1.6 off, a processor with overflowing sums more."""
LOGITS = (2, 17, 36, 53)
RECORDED = {
    0: (-12.958, 2.538, 7.306, 1.360, 0.974),
    97: (-11.757, 6.255, 2.206, 3.177, 1.651),
    166: (-10.798, 4.058, 0.917, 1.724, 2.789),
    201: (-13.189, 4.647, 1.640, 2.936, 1.531),
    229: (-12.383, 4.545, 7.407, 1.787, 0.604),
    248: (-10.991, 7.183, 10.122, 3.881, 4.802),
    266: (2.417, 9.099, 1.266, 4.437, 9.353),
    267: (2.630, 12.426, 1.346, 2.004, 9.663),
    273: (2.367, 12.338, -0.392, 2.346, 8.499),
    283: (-11.114, 5.453, 0.059, 4.849, 1.463),
    302: (-11.891, 5.812, 6.500, 1.759, 4.549),
    314: (-12.428, 5.364, 4.150, 2.290, 1.073),
}
"""By cell of the painted figure: the person's logit and the LOGITS of the distances, as computed by PyTorch.

Recorded with ultralytics 8.4.190 and torch from the same YOLOv8n weights, in float32.
"""


def check(content: bytes, name: str, tolerance: float = TOLERANCE) -> Layout:
    """The layout of an ONNX file that finds people; raises VisionError in one line, with `name`, for any other.

    A file in the layout of our own conversion must also give the recorded numbers, within `tolerance`.
    """
    session = OnnxSession(content, name)
    layout = session.layout()
    if layout.form == "cells" and (off := _deviation(session)) > tolerance:
        raise VisionError(
            f"{name}: converted wrongly, a logit is off by {off:.2f}; report this, do not use it"
        )
    return layout


def painted_figure(height: int = 160, width: int = 96) -> NDArray[np.uint8]:
    """A person painted from ellipses (height, width, 3) BGR, which YOLOv8n detects with a score of 0.93."""
    y, x = np.mgrid[:height, :width].astype(np.float64)
    y, x = (y - height * 0.06) / (height * 0.9), (x - width / 2) / (height * 0.9)
    picture = np.stack([170 + 0 * y, 165 - 30 * y, 160 + 40 * x], axis=-1)
    for side in (-1, 1):
        for ellipse in _LIMBS:
            _paint(picture, x * side, y, ellipse)
    for ellipse in _BODY:
        _paint(picture, x, y, ellipse)
    return picture.clip(0, 255).astype(np.uint8)


# Centre x and y, half width and half height in body heights, colour BGR.
_Ellipse = tuple[float, float, float, float, tuple[int, int, int]]
_LIMBS: tuple[_Ellipse, ...] = (
    (0.065, 0.74, 0.05, 0.27, (60, 50, 45)),
    (0.075, 0.985, 0.06, 0.025, (30, 30, 30)),
    (0.135, 0.33, 0.04, 0.19, (140, 60, 40)),
    (0.15, 0.53, 0.025, 0.035, (130, 160, 215)),
)
_BODY: tuple[_Ellipse, ...] = (
    (0.0, 0.33, 0.12, 0.2, (150, 70, 45)),
    (0.0, 0.155, 0.03, 0.05, (120, 150, 205)),
    (0.0, 0.085, 0.06, 0.085, (130, 160, 215)),
    (0.0, 0.05, 0.063, 0.055, (30, 40, 50)),
)


def _paint(picture: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64], e: _Ellipse) -> None:
    middle_x, middle_y, half_width, half_height, colour = e
    picture[((x - middle_x) / half_width) ** 2 + ((y - middle_y) / half_height) ** 2 < 1] = colour


def _deviation(session: OnnxSession) -> float:
    """The largest difference from the recorded numbers; infinite for an answer of another shape."""
    answers = session.run(painted_figure()[None])
    distances, scores = (np.asarray(answer, np.float64) for answer in answers)
    cells = list(RECORDED)
    if scores.shape != (1, cells[-1] + 1) or distances.shape != (1, 64, cells[-1] + 1):
        return float("inf")
    score = scores[0, cells].clip(1e-12, 1 - 1e-12)
    found = np.column_stack([np.log(score / (1 - score)), distances[0][LOGITS, :][:, cells].T])
    return float(np.nan_to_num(np.abs(found - np.array(list(RECORDED.values()))), nan=np.inf).max())
