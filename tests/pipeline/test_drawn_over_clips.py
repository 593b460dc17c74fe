"""What is blurred whole, and the skeleton of the staff over a clip."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from pipeline.clips.blurring import LIMITS, blurred_background
from pipeline.clips.privacy import blurred
from pipeline.clips.skeleton import COLOUR, draw_skeleton
from synthetic.stories import POST, START
from vision.core import Frame, Sighting


@pytest.mark.parametrize("size", [(480, 640), (640, 480)])
def test_a_blurred_picture_keeps_so_many_pixels_on_its_longer_side(size: tuple[int, int]) -> None:
    """Stripes as wide as one of them are gray, stripes of four are not."""
    noise = np.random.default_rng(3).integers(0, 2, (*size, 3)).astype(np.uint8) * 255
    assert blurred(noise, LIMITS.side).shape == noise.shape
    assert blurred(noise, LIMITS.side).std() < 20 < blurred(noise, 640).std()
    small = np.random.default_rng(3).integers(0, 2, (30, 40, 3)).astype(np.uint8) * 255
    assert np.array_equal(blurred(small, LIMITS.side), small), "a picture that small keeps what it has"


def gray_png(picture: np.ndarray) -> bytes:
    made = BytesIO()
    Image.fromarray(picture).save(made, "PNG")
    return made.getvalue()


def test_a_stored_background_keeps_its_size_and_what_is_wide_and_no_face() -> None:
    picture = np.repeat(np.random.default_rng(5).integers(0, 2, (1, 640)).astype(np.uint8) * 255, 320, axis=0)
    picture[:, 320:] = 255
    told = Image.open(BytesIO(blurred_background(gray_png(picture))))
    assert (told.format, told.mode, told.size) == ("PNG", "L", (640, 320))
    shown = np.asarray(told).astype(float)
    assert np.ptp(shown[:, 60:260]) < 200, "columns of one pixel run into each other"
    assert shown[:, 340:].min() > 250, "a wall stays a wall"
    assert np.ptp(shown[:, :310], axis=0).max() <= 1
    few = np.random.default_rng(5).integers(0, 255, (20, 30)).astype(np.uint8)
    kept = np.asarray(Image.open(BytesIO(blurred_background(gray_png(few)))))
    assert np.array_equal(kept, few), "a picture with few pixels keeps them"


# -- the skeleton ------------------------------------------------------------------------------------------------


def joints(x: float, y: float, score: float = 0.9) -> np.ndarray:
    """(17, 3) joints at one place, but for the right wrist half a picture to the right."""
    placed = np.tile(np.array([x, y, score], np.float32), (17, 1))
    placed[10, 0] = x + 0.5
    return placed


def drawn(frame_at: float, *seen: tuple[float, np.ndarray]) -> np.ndarray:
    """(H, W) where a clip of a black picture shows the skeleton, from joints seen at some seconds."""
    image = np.zeros((320, 640, 3), np.uint8)
    staff = [Sighting(START + at, POST, "staff", (0, 0, 1, 1), found) for at, found in seen]
    draw_skeleton(Frame(image, START + frame_at, "hall"), image, staff)
    return (image == COLOUR).all(axis=2)


def test_joints_are_drawn_where_they_are_and_between_two_looks_on_the_way() -> None:
    still = drawn(0.0, (0.0, joints(0.25, 0.5)))
    assert still[160, 160]
    assert still[160, 480], "the wrist"
    assert still[160, 320], "the bone to it"
    assert not still[80, 160]
    half_way = drawn(0.1, (0.0, joints(0.25, 0.5)), (0.2, joints(0.25, 0.75)))
    assert half_way[200, 160]
    assert not half_way[160, 160]
    assert not half_way[240, 160]


@pytest.mark.parametrize(("score", "visible"), [(0.49, False), (0.5, True)])
def test_a_joint_that_was_not_seen_is_not_drawn_nor_are_its_bones(score: float, visible: bool) -> None:
    found = joints(0.25, 0.5)
    found[10, 2] = score
    picture = drawn(0.0, (0.0, found))
    assert picture[160, 480] == picture[160, 320] == visible
    assert picture[160, 160]


@pytest.mark.parametrize(("apart", "visible"), [(0.29, True), (0.31, False)])
@pytest.mark.parametrize("sign", [-1, 1])
def test_a_skeleton_is_drawn_until_it_is_old(apart: float, visible: bool, sign: int) -> None:
    assert drawn(0.0, (sign * apart, joints(0.25, 0.5))).any() == visible
