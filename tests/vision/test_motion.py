"""Motion in a zone and the likeness of a place: noise, lamps, people who sit still or leave."""

import numpy as np
import pytest

from vision.camera.motion import A_LITTLE, MUCH, LastSeen, ZoneMotion, correlation, grey, thumbnail
from vision.core import Gray

WHOLE = (0, 0, 320, 240)


def room(seed: int = 1) -> Gray:
    """A picture with objects in it."""
    blocks = np.random.default_rng(seed).integers(60, 180, (24, 32), np.uint8)
    return np.kron(blocks, np.ones((10, 10), np.uint8))


def noisy(picture: Gray, seed: int, level: float = 4.0) -> Gray:
    noise = np.random.default_rng(seed).normal(0, level, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def with_somebody(picture: Gray, x: int, size: int = 60) -> Gray:
    """A person with a face and a shirt."""
    changed = picture.copy()
    changed[60 : 60 + size, x : x + size] = 220
    changed[60 + size : 60 + 2 * size, x - 10 : x + size + 10] = 30
    return changed


def moved(before: Gray, after: Gray) -> int:
    stillness = ZoneMotion()
    stillness.looked(thumbnail(before, WHOLE))
    return stillness.moved(thumbnail(after, WHOLE))


def test_before_the_first_look_everything_is_new() -> None:
    assert ZoneMotion().moved(thumbnail(room(), WHOLE)) >= MUCH


@pytest.mark.parametrize("level", [2.0, 5.0, 8.0])
def test_the_noise_of_a_sensor_is_no_movement(level: float) -> None:
    assert moved(noisy(room(), 1, level), noisy(room(), 2, level)) < A_LITTLE


@pytest.mark.parametrize("lamp", [-30, 30])
def test_a_lamp_that_is_switched_is_no_movement(lamp: int) -> None:
    assert moved(room(), (room().astype(int) + lamp).astype(np.uint8)) < A_LITTLE


def test_somebody_who_comes_and_somebody_who_takes_a_step_has_moved() -> None:
    assert moved(room(), with_somebody(room(), 100)) >= MUCH
    assert moved(with_somebody(room(), 100), with_somebody(room(), 115)) >= MUCH


def test_a_moving_hand_is_a_little() -> None:
    before = with_somebody(room(), 100)
    after = before.copy()
    after[200:215, 200:225] = 230
    assert A_LITTLE <= moved(before, after) < MUCH


def test_where_nobody_was_ever_seen_the_place_is_like_nothing() -> None:
    assert np.isnan(LastSeen().likeness(room()))


BOX = np.array([90, 50, 170, 190], np.float32)


def seen(picture: Gray) -> LastSeen:
    """A person found at the same place, look after look."""
    last = LastSeen()
    for seed in range(3):
        last.seen(noisy(picture, seed, 2), BOX)
    return last


def test_who_sits_still_looks_the_same() -> None:
    somebody = with_somebody(room(), 100)
    assert seen(somebody).likeness(noisy(somebody, 9)) > 0.9


def test_who_leaves_leaves_a_place_that_looks_different() -> None:
    assert seen(with_somebody(room(), 100)).likeness(noisy(room(), 9)) < 0.5


def test_a_lamp_does_not_make_somebody_another() -> None:
    somebody = with_somebody(room(), 100)
    dimmed = (somebody * 0.6).astype(np.uint8)
    assert seen(somebody).likeness(dimmed) > 0.9


def test_a_box_beyond_the_picture_is_cut_at_its_border() -> None:
    last = LastSeen()
    for _ in range(3):
        last.seen(room(), np.array([-50, -50, 1000, 30], np.float32))
    assert last.likeness(room()) == pytest.approx(1, abs=0.01)
    for _ in range(3):
        last.seen(room(), np.array([400, 300, 500, 400], np.float32))
    assert not np.isnan(last.likeness(room()))


def test_correlation_is_one_with_itself_minus_one_with_its_negative_and_nought_with_a_wall() -> None:
    patch = thumbnail(room(), WHOLE)
    assert correlation(patch, patch) == pytest.approx(1)
    assert correlation(patch, 255 - patch) == pytest.approx(-1)
    assert correlation(patch, np.full_like(patch, 90)) == 0
    assert abs(correlation(patch, thumbnail(room(2), WHOLE))) < 0.3


def test_a_colour_picture_becomes_grey_of_the_same_size() -> None:
    colour = np.zeros((20, 30, 3), np.uint8)
    colour[..., 1] = 200
    assert grey(colour).shape == (20, 30)
    assert 100 < int(grey(colour)[0, 0]) < 200
