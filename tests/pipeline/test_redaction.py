"""The mask of a clip between two looks: people who walk, people who change places, and faces near the camera."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from pipeline.clips.blurring import LIMITS, blurred_background
from pipeline.clips.privacy import ObservedPeople, RedactionMask, blurred
from pipeline.clips.skeleton import COLOUR, draw_skeleton
from synthetic.stories import POST, START
from vision.core import Frame, Sighting, Signals
from vision.measures.counter_view import CounterView

Box = tuple[float, float, float, float]

SIDE = 1000  # pixels of the square pictures
HALL = CounterView(
    POST, [(0.02, 0.02), (0.98, 0.02), (0.98, 0.98), (0.02, 0.98)], [(0, 0), (1, 0), (1, 1)], None
)
FIRST, SECOND = 0.0, 0.2  # seconds of two looks


def mask(first: list[Box], second: list[Box]) -> RedactionMask:
    """The mask of a post that fills the picture, with customers at two looks."""
    people = [
        Sighting(START + look, POST, "customer", box)
        for look, boxes in ((FIRST, first), (SECOND, second))
        for box in boxes
    ]
    counted = {"customers": np.ones(2, np.float32)}
    signals = Signals(START + np.array([FIRST, SECOND]), counted)
    return RedactionMask(ObservedPeople([HALL], {POST: signals}, people), POST)


def shown(redaction: RedactionMask, x: float, y: float, at: float = 0.1) -> bool:
    """Whether the picture is shown as it is at a place, 0..1."""
    frame = Frame(np.zeros((SIDE, SIDE, 3), np.uint8), START + at, "hall")
    return bool(redaction.clear(frame)[round(y * SIDE), round(x * SIDE)] == 255)


# -- between two looks -------------------------------------------------------------------------------------------

# A step to the right and down, by less than the own width: one person.
HERE, THERE = (0.40, 0.30, 0.46, 0.42), (0.43, 0.32, 0.49, 0.44)
ONLY_ON_THE_WAY = [(0.48, 0.275), (0.40, 0.365)]  # corners that neither of the two places hides


@pytest.mark.parametrize(("x", "y"), ONLY_ON_THE_WAY)
def test_a_customer_who_walks_is_hidden_on_the_way(x: float, y: float) -> None:
    assert not shown(mask([HERE], [THERE]), x, y)
    assert shown(mask([HERE], [HERE]), x, y)
    assert shown(mask([THERE], [THERE]), x, y)


@pytest.mark.parametrize(("x", "y"), ONLY_ON_THE_WAY)
def test_each_of_several_customers_goes_on_to_the_nearest_place(x: float, y: float) -> None:
    right, below, corner = moved(HERE, 0.3, 0), moved(HERE, 0, 0.3), moved(HERE, 0.3, 0.3)
    others = [right, below, corner]
    assert not shown(mask([*others, HERE], [*others, THERE]), x, y)


@pytest.mark.parametrize(("x", "y"), ONLY_ON_THE_WAY)
def test_of_two_customers_one_of_whom_is_lost_either_may_be_the_one_that_is_found(x: float, y: float) -> None:
    """A nearer one is beside the place at which one of them is found or was found."""
    assert not shown(mask([HERE, moved(THERE, 0.01, 0)], [THERE]), x, y)
    assert not shown(mask([HERE], [THERE, moved(HERE, -0.01, 0)]), x, y)


@pytest.mark.parametrize(("aside", "down"), [(0.3, 0.0), (0.0, 0.3), (-0.3, 0.0), (0.0, 0.5), (0.25, 0.4)])
def test_a_customer_who_left_and_another_who_came_elsewhere_hide_nothing_between_them(
    aside: float, down: float
) -> None:
    other = moved(HERE, aside, down)
    middle = (HERE[0] + other[0]) / 2 + 0.03, max(HERE[1], other[1]) - 0.05
    assert shown(mask([HERE], [other]), *middle)
    for box in (HERE, other):
        assert not shown(mask([HERE], [other]), box[0] + 0.03, box[1] + 0.02)


@pytest.mark.parametrize(("step", "hidden"), [(0.058, True), (0.062, False)])
def test_a_step_is_shorter_than_a_person_is_wide(step: float, hidden: bool) -> None:
    """The upper right corner of the way is hidden only if both places belong to one person."""
    other = moved(HERE, step / 2, step / 2)
    assert shown(mask([HERE], [other]), 0.49, 0.275) is not hidden


def moved(box: Box, aside: float, down: float) -> Box:
    """The box at another place."""
    x0, y0, x1, y1 = box
    return x0 + aside, y0 + down, x1 + aside, y1 + down


# -- at the border -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("box", "x", "y"), [
    ((0.40, 0.0, 0.50, 0.3), 0.45, 0.03),
    ((0.0, 0.40, 0.10, 0.7), 0.03, 0.45),
    ((0.90, 0.40, 1.0, 0.7), 0.97, 0.45),
])  # fmt: skip
def test_a_head_that_reaches_over_the_border_of_the_picture_is_hidden(box: Box, x: float, y: float) -> None:
    assert not shown(mask([box], [box]), x, y)
    assert shown(mask([], []), x, y)


# -- faces near the camera ---------------------------------------------------------------------------------------


def striped(stripe: int) -> np.ndarray:
    """A picture of black and white stripes of this width in pixels."""
    row = (np.arange(SIDE) // stripe % 2 * 255).astype(np.uint8)
    return np.repeat(np.repeat(row[None, :, None], SIDE, axis=0), 3, axis=2)


def test_a_large_face_of_a_customer_keeps_six_pixels_and_the_rest_of_the_picture_more() -> None:
    """Stripes of 50 pixels are wider than those that the picture keeps, and narrower than those that a face keeps."""
    far_from_the_post = CounterView(
        POST, [(0.9, 0.9), (0.99, 0.9), (0.99, 0.99)], [(0, 0), (1, 0), (1, 1)], None
    )
    near = Sighting(START, POST, "customer", (0.3, 0.2, 0.7, 0.9))
    later = Sighting(START + 0.2, POST, "customer", near.box)
    signals = Signals(START + np.array([0.0, 0.2]), {"customers": np.ones(2, np.float32)})
    redaction = RedactionMask(ObservedPeople([far_from_the_post], {POST: signals}, [near, later]), POST)
    drawn = redaction.drawn(Frame(striped(50), START + 0.1, "hall"))
    face, beside = drawn[300, 350:650].astype(float), drawn[700, 350:650].astype(float)
    assert np.ptp(face) < 50
    assert np.ptp(beside) > 200


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
