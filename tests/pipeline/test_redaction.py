"""Clips hide people, not places: customers wherever they walk, colleagues and neighbours; the staff's hands stay sharp.

Lengths are shares of a square picture's side.
"""

import numpy as np
import pytest

from pipeline.clips.privacy import ObservedPeople, RedactionMask
from synthetic.stories import POST, START
from vision.core import Frame, Sighting, Signals
from vision.detection.people_search import FoundPeople
from vision.measures.counter_view import CounterView

Box = tuple[float, float, float, float]

SIDE = 500  # pixels of the square pictures
HALL = CounterView(POST, [(0.4, 0.2), (0.6, 0.2), (0.6, 0.5), (0.4, 0.5)], [(0, 0), (1, 0), (1, 1)], None)
CROWD = np.random.default_rng(3).integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8)  # detail in every corner
SECONDS = np.arange(0.0, 8.0, 0.25)  # of the looks
CLERK, CLERK_FACE = (0.42, 0.2, 0.58, 0.55), (0.475, 0.215, 0.525, 0.285)
FAR = (0.05, 0.3, 0.15, 0.6)


def face_of(body: Box) -> Box:
    """The face of a person who faces the camera."""
    x0, y0, x1, _ = body
    middle, width = (x0 + x1) / 2, (x1 - x0) / 3
    return middle - width / 2, y0 + 0.2 * width, middle + width / 2, y0 + 1.5 * width


def arms(box: Box) -> Box:
    """The lower half of a body."""
    return box[0], (box[1] + box[3]) / 2, box[2], box[3]


def moved(box: Box, aside: float, down: float = 0.0) -> Box:
    """The box at another place."""
    x0, y0, x1, y1 = box
    return x0 + aside, y0 + down, x1 + aside, y1 + down


def found(at: float, *bodies: Box, faces: list[Box] | None = None) -> FoundPeople:
    """A look at people; their faces are seen too unless `faces` says which are."""
    seen = [face_of(body) for body in bodies] if faces is None else faces
    boxes, small = (np.array(one, np.float32).reshape(-1, 4) for one in (bodies, seen))
    return FoundPeople(START + at, boxes, small)


def clerk(head_x: np.ndarray | float = 0.5, seconds: np.ndarray = SECONDS, **wrist: float) -> Signals:
    """The signals of a clerk at the post with a head of 0.07."""
    there = {
        "head_x": head_x, "head_y": 0.25, "scale": 0.07 / 0.24, "box_left": CLERK[0], "box_top": CLERK[1],
        "box_right": CLERK[2], "box_bottom": CLERK[3], **wrist,
    }  # fmt: skip
    rows = {name: np.full(len(seconds), value, np.float32) for name, value in there.items()}
    return Signals(START + seconds, rows)


def picture(
    looks: list[FoundPeople] | None, at: float, signals: Signals | None = None, *sightings: Sighting
) -> np.ndarray:
    """What the clip shows of a picture full of detail."""
    known = {} if signals is None else {POST: signals}
    mask = RedactionMask(ObservedPeople([HALL], known, sightings), POST, looks)
    return mask.drawn(Frame(CROWD, START + at, "hall"))


def hidden(image: np.ndarray, box: Box) -> bool:
    """Whether nothing of a box is shown as it is; False when all of it is, and an error in between."""
    x0, y0, x1, y1 = (round(v * SIDE) for v in box)
    same = (image[y0:y1, x0:x1] == CROWD[y0:y1, x0:x1]).all(axis=2).mean()
    assert same < 0.02 or same > 0.98, f"{same:.0%} of {box} is shown"
    return bool(same < 0.02)


# -- who is hidden -----------------------------------------------------------------------------------------------


def test_a_customer_outside_every_zone_is_hidden_and_the_hall_and_the_clerk_are_not() -> None:
    image = picture([found(at, FAR, CLERK) for at in SECONDS], 4.0, clerk())
    assert hidden(image, FAR)
    for place in (CLERK, (0.7, 0.05, 0.98, 0.98), (0.2, 0.7, 0.38, 0.98)):
        assert not hidden(image, place)


def test_a_face_near_the_camera_is_hidden_although_no_body_was_found() -> None:
    close = (0.68, 0.3, 0.98, 0.75)
    image = picture([found(at, CLERK, faces=[CLERK_FACE, close]) for at in SECONDS], 4.0, clerk())
    assert hidden(image, close)
    assert not hidden(image, CLERK_FACE)


def test_a_child_below_the_counter_is_hidden_as_well() -> None:
    child = (0.3, 0.8, 0.34, 0.95)
    assert hidden(picture([found(at, child, CLERK) for at in SECONDS], 4.0, clerk()), child)


def test_two_customers_who_cross_are_hidden_on_the_way() -> None:
    looks = [found(at, moved(FAR, 0.1 * at), moved(FAR, 0.8 - 0.1 * at), CLERK) for at in SECONDS]
    for at in (1.1, 3.9, 4.1, 7.0):
        image = picture(looks, at, clerk())
        assert hidden(image, face_of(moved(FAR, 0.1 * at)))
        assert hidden(image, face_of(moved(FAR, 0.8 - 0.1 * at)))


def test_a_customer_who_walks_through_the_post_is_not_the_clerk() -> None:
    """For a moment the only head in the staff's zone is that of a customer, and the measures are the customer's."""
    at_post = (SECONDS > 3) & (SECONDS < 4.5)
    path = 0.1 + 0.1 * SECONDS
    heads = np.where(at_post, path, np.nan)
    looks = [found(at, moved(CLERK, x - 0.5)) for at, x in zip(SECONDS, path, strict=True)]
    for at in (3.2, 3.9, 4.3):
        assert hidden(picture(looks, at, clerk(heads)), face_of(moved(CLERK, 0.1 + 0.1 * at - 0.5)))


def test_a_customer_who_stands_before_the_clerk_for_a_moment_is_hidden() -> None:
    """Face before face: both are at the clerk's place, and the path of one of them comes from elsewhere."""
    looks = [found(at, moved(FAR, 0.1 * at), CLERK) for at in SECONDS]
    passing = [4.0]
    for at in passing:
        assert hidden(picture(looks, at, clerk()), face_of(moved(FAR, 0.1 * at)))


def test_a_customers_face_within_the_box_of_the_clerk_is_hidden_and_the_clerks_is_not() -> None:
    leaning = (0.535, 0.36, 0.575, 0.42)
    looks = [found(at, CLERK, faces=[CLERK_FACE, leaning]) for at in SECONDS]
    image = picture(looks, 4.0, clerk())
    assert hidden(image, leaning)
    assert not hidden(image, CLERK_FACE)


def test_the_clerk_of_the_next_window_and_a_colleague_behind_are_hidden() -> None:
    next_window, colleague = moved(CLERK, 0.35), (0.3, 0.1, 0.38, 0.3)
    looks = [found(at, CLERK, next_window, colleague) for at in SECONDS]
    image = picture(looks, 4.0, clerk())
    assert hidden(image, next_window)
    assert hidden(image, colleague)
    assert not hidden(image, CLERK)


def test_where_nobody_knows_who_the_staff_is_everybody_is_hidden() -> None:
    looks = [found(at, CLERK) for at in SECONDS]
    assert hidden(picture(looks, 4.0), CLERK)
    assert hidden(picture(looks, 4.0, clerk(seconds=SECONDS[:4])), CLERK)


def test_a_person_whom_only_the_looks_of_the_judgement_found_is_hidden() -> None:
    seen = [Sighting(START + at, POST, "customer", FAR) for at in SECONDS]
    image = picture([found(at, CLERK) for at in SECONDS], 4.1, clerk(), *seen)
    assert hidden(image, (FAR[0], FAR[1], FAR[2], FAR[1] + 0.1))
    own = [Sighting(START + at, POST, "staff", CLERK) for at in SECONDS]
    assert not hidden(picture([found(at, CLERK) for at in SECONDS], 4.1, clerk(), *own), CLERK)


# -- while a detector blinks -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("blink_s", "gone"), [(1.25, True), (1.75, False)])
def test_a_customer_is_hidden_while_the_detector_blinks(blink_s: float, gone: bool) -> None:
    """On the way between the last and the next detection; after a longer pause it is another person."""
    step = 0.04
    looks = [
        found(at, *([] if 3 < at < 3 + blink_s else [moved(FAR, step * at)]), CLERK, faces=[CLERK_FACE])
        for at in SECONDS
    ]
    middle = 3 + blink_s / 2
    shown = picture(looks, middle, clerk())
    there = moved(FAR, step * middle)
    head = (there[0] + 0.02, there[1], there[2] - 0.02, there[1] + 0.1)
    assert hidden(shown, head) or not gone


@pytest.mark.parametrize(("at", "gone"), [(2.3, True), (1.9, False), (5.7, True), (6.1, False)])
def test_a_customer_is_hidden_a_little_before_and_after_the_detector_finds_them(
    at: float, gone: bool
) -> None:
    looks = [found(t, *([FAR] if 3 <= t <= 5 else []), CLERK) for t in SECONDS]
    assert hidden(picture(looks, at, clerk()), face_of(FAR)) == gone


@pytest.mark.parametrize(("apart", "whole"), [(0.45, False), (0.55, True)])
def test_a_picture_long_after_the_last_look_is_hidden_whole(apart: float, whole: bool) -> None:
    looks = [found(at, CLERK) for at in SECONDS if at <= 4]
    assert hidden(picture(looks, 4 + apart), (0.7, 0.05, 0.98, 0.98)) == whole


def test_without_detectors_only_the_clerk_is_shown() -> None:
    image = picture(None, 4.0, clerk())
    assert not hidden(image, CLERK)
    assert hidden(image, (0.7, 0.05, 0.98, 0.98))


# -- what stays sharp, and what is destroyed ---------------------------------------------------------------------


def test_the_clerks_hands_stay_sharp_before_a_customers_body_and_not_before_a_customers_head() -> None:
    customer = (0.55, 0.3, 0.8, 0.95)
    hand = {"wrist_left_x": 0.66, "wrist_left_y": 0.75, "wrist_right_x": 0.675, "wrist_right_y": 0.36}
    image = picture([found(at, CLERK, customer) for at in SECONDS], 4.0, clerk(seconds=SECONDS, **hand))
    assert not hidden(image, (0.62, 0.72, 0.7, 0.78))
    assert hidden(image, (0.62, 0.85, 0.7, 0.94))
    assert hidden(image, (0.65, 0.34, 0.7, 0.38))


def test_a_head_keeps_three_cells_and_a_body_eight() -> None:
    """Stripes of a sixth of a body are wider than its cells, and narrower than those of its head."""
    body = (0.2, 0.1, 0.68, 0.98)
    row = (np.arange(SIDE) // 40 % 2 * 255).astype(np.uint8)
    stripes = np.repeat(np.repeat(row[None, :, None], SIDE, axis=0), 3, axis=2)
    mask = RedactionMask(ObservedPeople([HALL], {}, []), POST, [found(0, body, faces=[])])
    drawn = mask.drawn(Frame(stripes, START, "hall")).astype(float)
    assert np.ptp(drawn[150, 150:300]) < 60
    assert np.ptp(drawn[400, 150:300]) > 60


BOX = (0.4, 0.4, 0.5, 0.7)


@pytest.mark.parametrize(
    ("x", "y", "is_hidden"),
    [
        (0.4 - 0.008, 0.45, True),  # a tenth of the width beside the box: hair and an ear
        (0.4 - 0.022, 0.45, False),
        (0.5 + 0.008, 0.45, True),
        (0.5 + 0.022, 0.45, False),
        (0.45, 0.4 - 0.035, True),  # over the topmost joint: hair and a hat
        (0.45, 0.4 - 0.055, False),
        (0.45, 0.4 + 0.10, True),  # the lower part of a head that is bowed
        (0.45, 0.4 + 0.12, False),
    ],
)
def test_the_head_of_a_customer_is_hidden_with_a_margin(x: float, y: float, is_hidden: bool) -> None:
    """The looks of the judgement tell joints, and the head reaches over the topmost one."""
    seen = [Sighting(START + at, POST, "customer", BOX) for at in (3.9, 4.1)]
    image = picture([found(4.0)], 4.0, None, *seen)
    assert hidden(image, (x - 0.004, y - 0.004, x + 0.004, y + 0.004)) == is_hidden


FACE = (0.4, 0.4, 0.5, 0.5)


@pytest.mark.parametrize(
    ("x", "y", "is_hidden"),
    [
        (0.4 - 0.024, 0.45, True),  # three tenths of the width beside a face: ears and hair
        (0.4 - 0.036, 0.45, False),
        (0.5 + 0.024, 0.45, True),
        (0.5 + 0.036, 0.45, False),
        (0.45, 0.4 - 0.044, True),  # half of its height above it: forehead and hat
        (0.45, 0.4 - 0.056, False),
        (0.45, 0.5 + 0.019, True),  # a quarter below it: chin and beard
        (0.45, 0.5 + 0.031, False),
    ],
)
def test_a_face_is_hidden_with_the_head_around_it(x: float, y: float, is_hidden: bool) -> None:
    image = picture([found(at, faces=[FACE]) for at in SECONDS], 4.0)
    assert hidden(image, (x - 0.004, y - 0.004, x + 0.004, y + 0.004)) == is_hidden


@pytest.mark.parametrize(("width", "height", "down"), [(0.1, 0.5, 0.11), (0.3, 0.3, 0.15)])
def test_a_head_is_in_the_upper_half_of_a_body_and_no_higher_than_it_is_wide(
    width: float, height: float, down: float
) -> None:
    body = (0.3, 0.3, 0.3 + width, 0.3 + height)
    seen = [Sighting(START + at, POST, "customer", body) for at in (3.9, 4.1)]
    image = picture([found(4.0)], 4.0, None, *seen)
    assert hidden(image, (0.34, 0.3 + down - 0.03, 0.36, 0.3 + down - 0.004))
    assert not hidden(image, (0.34, 0.3 + down + 0.004, 0.36, 0.3 + down + 0.03))


@pytest.mark.parametrize(("box", "x", "y"), [
    ((0.40, 0.0, 0.50, 0.3), 0.45, 0.03),
    ((-0.03, 0.40, 0.10, 0.7), 0.03, 0.45),
    ((0.90, 0.40, 1.1, 0.7), 0.97, 0.45),
])  # fmt: skip
def test_a_head_that_reaches_over_the_border_of_the_picture_is_hidden(box: Box, x: float, y: float) -> None:
    image = picture([found(at, box) for at in SECONDS], 4.0)
    assert hidden(image, (x - 0.01, y - 0.01, x + 0.01, y + 0.01))
