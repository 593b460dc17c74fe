"""Pictures and devices for the tests of person detectors."""

from importlib.util import find_spec

import av
import numpy as np
import pytest

from counterwatch.demo_footage import FOOTAGE
from vision.core import Image

CPU = [
    "cpu",
    "int8",
    pytest.param(
        "openvino", marks=pytest.mark.skipif(find_spec("openvino") is None, reason="needs the extra openvino")
    ),
]
WALL = np.full((90, 160, 3), 128, np.uint8)


def picture(clip: str, second: float) -> Image:
    """The picture of a clip of the demo footage at `second`."""
    with av.open(str(FOOTAGE / f"{clip}.mp4")) as container:
        frame = next(f for f in container.decode(video=0) if f.time >= second)
        return frame.to_ndarray(format="bgr24")
