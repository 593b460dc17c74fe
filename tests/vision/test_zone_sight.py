"""A zone under a patch is not visible while the rest of the picture is; a plain zone is visible like any other."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from models import load_site
from tests.support.demo_clips import FOOTAGE, STEP, looks, through_codec
from vision.camera.motion import grey
from vision.camera.visibility import VisibilityWatch
from vision.camera.zone_sight import Sight, ZoneSight
from vision.core import Image, Points
from vision.measures.counter_view import CounterView

Box = tuple[int, int, int, int]
Patch = Callable[[Image, Box], None]
BEGINS, ENDS = 15, 35


def flat(colour: tuple[int, int, int]) -> Patch:
    def cover(picture: Image, box: Box) -> None:
        x0, y0, x1, y1 = box
        picture[y0:y1, x0:x1] = colour

    return cover


def lost(colour: tuple[int, int, int]) -> Patch:
    """A decoder that lost the picture below the forehead."""

    def cover(picture: Image, box: Box) -> None:
        picture[box[1] + (box[3] - box[1]) // 4 :] = colour

    return cover


def smeared(picture: Image, box: Box) -> None:
    """The last received row is repeated down to the end."""
    row = box[1] + (box[3] - box[1]) // 4
    picture[row:] = picture[row]


def mosaic(size: int) -> Patch:
    def cover(picture: Image, box: Box) -> None:
        x0, y0, x1, y1 = box
        part = picture[y0:y1, x0:x1]
        small = cv2.resize(part, (part.shape[1] // size, part.shape[0] // size), interpolation=cv2.INTER_AREA)
        part[:] = cv2.resize(small, part.shape[1::-1], interpolation=cv2.INTER_NEAREST)

    return cover


def blurred(of_width: float) -> Patch:
    def cover(picture: Image, box: Box) -> None:
        x0, y0, x1, y1 = box
        part = picture[y0:y1, x0:x1]
        part[:] = cv2.GaussianBlur(part, (0, 0), picture.shape[1] * of_width)

    return cover


PATCHES: dict[str, Patch] = {
    "black": flat((0, 0, 0)),
    "grey": flat((128, 128, 128)),
    "green": flat((0, 135, 0)),
    "a sign": flat((180, 60, 40)),
    "white": flat((255, 255, 255)),
    "lost, green": lost((0, 135, 0)),
    "lost, grey": lost((128, 128, 128)),
    "lost, black": lost((0, 0, 0)),
    "smeared": smeared,
    "mosaic of 16": mosaic(16),
    "mosaic of 28": mosaic(28),
    "blurred by a hundredth": blurred(0.01),
    "blurred by a fortieth": blurred(0.025),
}


def zones(clip: str) -> tuple[CounterView, Points]:
    (counter,) = load_site(FOOTAGE / f"{clip}.site.yaml").cameras[0].counters
    return CounterView("W1", counter.staff_zone, counter.customer_zone), counter.staff_zone


def box_of(zone: Points, picture: Image) -> Box:
    points = np.asarray(zone) * picture.shape[1::-1]
    (x0, y0), (x1, y1) = points.min(0).astype(int), points.max(0).astype(int)
    return int(x0), int(y0), int(x1), int(y1)


def sights(view: CounterView, pictures: list[Image], role: str = "staff") -> list[Sight]:
    clarity, found = VisibilityWatch([view]), []
    for k, picture in enumerate(pictures):
        clarity.look(grey(picture), k * STEP)
        found.append(clarity.sight("W1", role))
    return found


def shown(clip: str, change: Callable[[Image], None], tmp_path: Path) -> list[Image]:
    """Ten seconds of the clip through a codec, changed from BEGINS to ENDS."""
    pictures = [p.copy() for p in looks(clip, side=960)[:50]]
    for picture in pictures[BEGINS:ENDS]:
        change(picture)
    return through_codec(pictures, tmp_path / "patched.mp4")


@pytest.mark.parametrize("clip", ["full_service_A", "slouch_C"])
@pytest.mark.parametrize("patch", PATCHES)
def test_a_patch_over_the_post_hides_it_from_its_first_look_to_its_last(
    clip: str, patch: str, tmp_path: Path
) -> None:
    view, zone = zones(clip)
    pictures = shown(clip, lambda p: PATCHES[patch](p, box_of(zone, p)), tmp_path)
    found = sights(view, pictures)
    assert Sight.CLEAR not in found[BEGINS + 1 : ENDS]
    assert set(found[:BEGINS] + found[ENDS + 1 :]) == {Sight.CLEAR}


@pytest.mark.parametrize("patch", ["black", "grey", "mosaic of 16", "blurred by a hundredth"])
def test_the_customers_place_is_seen_while_the_post_is_covered(patch: str, tmp_path: Path) -> None:
    view, zone = zones("full_service_A")
    x0, y0, x1, y1 = box_of(zone, looks("full_service_A", side=960)[0])
    pictures = shown("full_service_A", lambda p: PATCHES[patch](p, (x0, y0, x1, y1)), tmp_path)
    customer = box_of(view.customer or [], pictures[0])
    if x0 < customer[2] and customer[0] < x1 and y0 < customer[3] and customer[1] < y1:
        overlap = (min(x1, customer[2]) - max(x0, customer[0])) * (
            min(y1, customer[3]) - max(y0, customer[1])
        )
        assert overlap < 0.5 * (customer[2] - customer[0]) * (customer[3] - customer[1])
    assert Sight.COVERED not in sights(view, pictures, "customer")


def wall(picture: Image, box: Box) -> None:
    """A plain wall behind the post: only light that falls off and the sensor's noise in the zone."""
    x0, y0, x1, y1 = box
    noise = np.random.default_rng(9).normal(0, 1.5, (y1 - y0, x1 - x0, 3))
    light = np.linspace(150, 190, x1 - x0)[None, :, None] + noise
    picture[y0:y1, x0:x1] = np.clip(light, 0, 255).astype(np.uint8)


def window(picture: Image, box: Box) -> None:
    """An overexposed window takes two thirds of the zone."""
    x0, y0, x1, y1 = box
    picture[y0:y1, x0 : x0 + 2 * (x1 - x0) // 3] = 255


@pytest.mark.parametrize("hall", [wall, window], ids=lambda h: h.__name__)
def test_a_zone_that_is_plain_by_nature_is_seen_and_so_is_who_comes_into_it(
    hall: Patch, tmp_path: Path
) -> None:
    view, zone = zones("full_service_A")
    pictures = [p.copy() for p in looks("full_service_A", side=960)[:50]]
    for k, picture in enumerate(pictures):
        x0, y0, x1, y1 = box_of(zone, picture)
        hall(picture, (x0, y0, x1, y1))
        if k >= 10:  # a person in a dark coat walks in and stands there
            at = min(x0 + (k - 10) * (x1 - x0) // 20, (x0 + x1) // 2)
            size = ((x1 - x0) // 4, (y1 - y0) // 2)
            coat = np.random.default_rng(k).normal(40, 2.5, (*picture.shape[:2], 3))
            mask = np.zeros(picture.shape[:2], np.uint8)
            cv2.ellipse(mask, (at, y1), size, 0, 0, 360, 1, -1)
            cv2.circle(mask, (at, y1 - size[1] - size[0] // 3), size[0] // 2, 1, -1)
            picture[mask > 0] = coat[mask > 0].clip(0, 255).astype(np.uint8)
    found = sights(view, through_codec(pictures, tmp_path / "plain.mp4"))
    assert set(found) == {Sight.CLEAR}


def test_somebody_in_a_plain_coat_who_fills_the_zone_is_there(tmp_path: Path) -> None:
    view, zone = zones("full_service_A")
    pictures = [p.copy() for p in looks("full_service_A", side=960)[:50]]
    for k, picture in enumerate(pictures[15:35]):
        x0, y0, x1, y1 = box_of(zone, picture)
        folds = 8 * np.sin(np.linspace(0, 9, x1 - x0))[None, :, None]
        cloth = np.random.default_rng(k).normal(45, 2.0, (y1 - y0, x1 - x0, 3)) + folds
        picture[y0:y1, x0:x1] = cloth.clip(0, 255).astype(np.uint8)
    clarity = VisibilityWatch([view])
    for k, picture in enumerate(through_codec(pictures, tmp_path / "coat.mp4")):
        clarity.look(grey(picture), k * STEP)
        assert clarity.doubted("W1", {"staff": 1.0}) == {"staff": 1.0}


@pytest.mark.parametrize("clip", ["absent_B", "full_service_A", "no_greet_A", "slouch_C"])
@pytest.mark.parametrize("role", ["staff", "customer"])
def test_people_who_come_and_go_cover_nothing(clip: str, role: str) -> None:
    view, _ = zones(clip)
    assert set(sights(view, list(looks(clip, 40.0, 960)), role)) == {Sight.CLEAR}


def test_when_the_lights_go_down_everywhere_no_zone_is_covered() -> None:
    view, _ = zones("full_service_A")
    pictures = [
        p if k < 15 else (p * 0.3).astype(np.uint8)
        for k, p in enumerate(looks("full_service_A", side=960)[:50])
    ]
    assert set(sights(view, pictures)) == {Sight.CLEAR}


def boards(lines: int) -> NDArray[np.uint8]:
    """A cupboard with upright boards behind the post, and this many shelves across them."""
    patch = np.linspace(90, 200, 100)[None, :] + np.linspace(0, 30, 100)[:, None]
    patch[:, ::10] -= 30
    patch[5 :: 95 // lines][:lines] -= 30
    return patch.astype(np.uint8)


def test_a_cupboard_with_upright_boards_stays_seen_when_staff_walked_past_it() -> None:
    """Staff sat in front of it, and compression removes a shelf: hardly any change remains down the picture."""
    rng, sight = np.random.default_rng(3), ZoneSight()
    clothes = [rng.integers(40, 90, (100, 100), np.uint8) for _ in range(60)]
    pictures = [*clothes[:50], *[boards(4)] * 30, *clothes[50:], *[boards(3)] * 50]
    assert {sight.look(patch, 1.0, k * STEP, STEP) for k, patch in enumerate(pictures)} == {Sight.CLEAR}


def test_a_cupboard_with_upright_boards_is_covered_when_the_decoder_repeats_its_last_row() -> None:
    sight = ZoneSight()
    for k in range(50):
        assert sight.look(boards(4), 1.0, k * STEP, STEP) is Sight.CLEAR
    lost = boards(4)
    lost[10:] = lost[10]
    assert [sight.look(lost, 1.0, k * STEP, STEP) for k in range(50, 60)] == [Sight.COVERED] * 10
