"""A camera turned over, mirrored or swapped is detected within seconds; light and people are no such change."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from tests.support.demo_clips import CLIPS, STEP, healths, looks, times
from vision.camera.background import Background, small
from vision.camera.health import CameraHealth, CameraState, HealthWatch
from vision.core import Image

BEGINS = 60  # looks: twelve seconds
Change = Callable[[Image], Image]

TURNS: dict[str, Change] = {
    "turned over": lambda p: p[::-1, ::-1],
    "left is right": lambda p: p[:, ::-1],
    "above is below": lambda p: p[::-1],
}


def shown(scene: tuple[Image, ...], change: Change) -> list[Image]:
    """The scene, changed from BEGINS on for ten seconds."""
    return [
        np.ascontiguousarray(change(p)) if BEGINS <= k < BEGINS + 50 else p for k, p in enumerate(scene[:125])
    ]


def check_moved(found: list[CameraHealth], within_s: float) -> None:
    moved = times(found, CameraState.MOVED)
    assert moved
    assert moved[0] <= BEGINS * STEP + within_s
    assert found[BEGINS + 48].state is CameraState.MOVED
    assert found[BEGINS + 48].since == pytest.approx(1000 + BEGINS * STEP, abs=0.3)
    assert {health.state for health in found[:BEGINS]} == {CameraState.OK}


@pytest.mark.parametrize("clip", CLIPS)
@pytest.mark.parametrize("turn", TURNS)
def test_a_picture_turned_over_or_mirrored_is_told_and_so_is_its_return(clip: str, turn: str) -> None:
    found = healths(shown(looks(clip), TURNS[turn]))
    check_moved(found, within_s=1.5)
    assert found[-1].state is CameraState.OK


@pytest.mark.parametrize(("clip", "channel"), [(a, b) for a in CLIPS for b in CLIPS if a < b])
def test_another_cameras_channel_is_told(clip: str, channel: str) -> None:
    other = looks(channel)
    scene = [*looks(clip)[:BEGINS], *other[:50], *looks(clip)[BEGINS : BEGINS + 15]]
    found = healths(scene)
    check_moved(found, within_s=10)
    assert found[-1].state is CameraState.OK


def background(clip: str) -> Background:
    pictures = [small(cv2.cvtColor(p, cv2.COLOR_BGR2GRAY)) for p in looks(clip)[::12]]
    return Background.of(pictures, [np.zeros(pictures[0].shape, np.bool_)] * len(pictures))


@pytest.mark.parametrize("clip", CLIPS)
@pytest.mark.parametrize("turn", TURNS)
def test_a_turned_camera_is_known_by_the_background_that_was_kept(clip: str, turn: str) -> None:
    pictures = [np.ascontiguousarray(TURNS[turn](p)) for p in looks(clip)[:20]]
    found = healths(pictures, HealthWatch(kept=background(clip)))
    assert {health.state for health in found[6:]} == {CameraState.MOVED}


def test_another_camera_is_known_by_the_background_that_was_kept() -> None:
    found = healths(looks("no_greet_A")[:60], HealthWatch(kept=background("slouch_C")))
    assert found[-1].state is CameraState.MOVED
    assert found[-1].since == pytest.approx(1000, abs=0.3)


def half_lit(picture: Image) -> Image:
    """A lamp at one side, the other half of the hall dark."""
    across = np.linspace(1.2, 0.15, picture.shape[1])[None, :, None]
    return np.asarray(np.clip(picture * across, 0, 255), np.uint8)


def infra_red(picture: Image) -> Image:
    """Grey, dim at the borders, cloth brighter than by day, grainy."""
    gray = 255 * (picture[..., 2] / 255.0) ** 0.6
    height, width = gray.shape
    x, y = np.linspace(-1, 1, width)[None, :], np.linspace(-1, 1, height)[:, None]
    noise = np.random.default_rng(6).normal(0, 5, gray.shape)
    lit = gray * np.clip(1.1 - 0.4 * (x**2 + y**2), 0.2, 1) + noise
    return np.repeat(np.clip(lit, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def lights_down(picture: Image) -> Image:
    noise = np.random.default_rng(7).normal(0, 4, picture.shape)
    return np.asarray(np.clip(picture * 0.35 + noise, 0, 255), np.uint8)


def door(picture: Image) -> Image:
    """A door opens into the sun."""
    height, width = picture.shape[:2]
    open_door = picture.copy()
    open_door[: height * 2 // 3, width // 8 : width // 3] = 250
    return np.asarray(np.clip(open_door * 0.8, 0, 255), np.uint8)


def close(picture: Image) -> Image:
    """A person in a patterned coat stands in front of the lens and covers two thirds of the picture."""
    height, width = picture.shape[:2]
    rng = np.random.default_rng(8)
    cloth = cv2.resize(rng.integers(40, 160, (12, 14, 3), dtype=np.uint8), (width * 2 // 3, height))
    covered = picture.copy()
    covered[:, width // 6 : width // 6 + cloth.shape[1]] = cloth
    return covered


def nudged(picture: Image) -> Image:
    """The camera yields by a hundredth of the width."""
    return np.roll(picture, 6, axis=1)


@pytest.mark.parametrize("clip", CLIPS)
@pytest.mark.parametrize(
    "change", [half_lit, infra_red, lights_down, door, close, nudged], ids=lambda c: c.__name__
)
def test_light_doors_people_and_the_night_do_not_move_a_camera(clip: str, change: Change) -> None:
    found = healths(shown(looks(clip), change))
    assert CameraState.MOVED not in {health.state for health in found}


@pytest.mark.parametrize("clip", CLIPS)
@pytest.mark.parametrize("change", [half_lit, infra_red, lights_down, door, nudged], ids=lambda c: c.__name__)
def test_the_kept_background_is_known_again_in_other_light(clip: str, change: Change) -> None:
    found = healths([change(p) for p in looks(clip)[:60]], HealthWatch(kept=background(clip)))
    assert CameraState.MOVED not in {health.state for health in found}
