"""A person whom no look found is in the median of the pictures; still pictures that are kept do not show them."""

import numpy as np
import pytest

from counterwatch.demo_footage import FOOTAGE
from vision.camera.background import Background, small
from vision.core import Gray
from vision.detection.people_mask import without_people
from vision.sources.file import VideoFile
from vision.sources.opening import open_source


@pytest.fixture(scope="module")
def missed() -> Background:
    """The background of pictures in which a clerk and a customer were not found."""
    with open_source("full_service_A.mp4", camera="c", base=FOOTAGE, start=0.0) as source:
        assert isinstance(source, VideoFile)
        pictures: list[Gray] = [small(frame.image[..., 1]) for frame in source.window(18.0, 19.0, 2.0, 640)]
    return Background.of(pictures, [np.zeros(one.shape, np.bool_) for one in pictures])


@pytest.mark.parametrize(
    ("x", "y"), [(0.455, 0.16), (0.78, 0.3), (0.46, 0.4)], ids=["clerk", "customer", "hands"]
)
def test_nobody_is_in_a_background_that_is_kept(missed: Background, x: float, y: float) -> None:
    kept = without_people(missed)
    width, height = missed.size
    row, column = round(y * height), round(x * width)
    assert missed.free[row, column]
    assert not kept.free[row - 3 : row + 3, column - 3 : column + 3].any()
    assert not kept.picture[~kept.free].any()


def test_the_room_stays_in_it(missed: Background) -> None:
    kept = without_people(missed)
    assert kept.free.mean() > 0.55
    assert np.array_equal(kept.picture[kept.free], missed.picture[kept.free])
    assert kept.free[10:40, 10:60].all(), "the posters on the wall"
