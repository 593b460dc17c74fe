"""A frozen picture is detected, whatever the recorder draws over it; a live one never counts as frozen."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.support.demo_clips import CLIPS, STEP, healths, looks, through_codec, times
from vision.camera.health import CameraState
from vision.core import Image

Drawn = Callable[[Image, int], None]


def thousandths(picture: Image, k: int) -> None:
    """A large clock that counts thousandths, at the top right."""
    text = f"2026-11-23 09:00:{k * STEP:06.3f}"
    width = picture.shape[1]
    cv2.putText(picture, text, (width // 2, 24), cv2.FONT_HERSHEY_SIMPLEX, width / 1100, (255,) * 3, 2)


def small_letters(picture: Image, k: int) -> None:
    cv2.putText(picture, f"{k * 200:08d}", (8, 12), cv2.FONT_HERSHEY_SIMPLEX, 0.3, (255,) * 3, 1)


def running_text(picture: Image, k: int) -> None:
    height, width = picture.shape[:2]
    picture[height - 24 :] = (60, 20, 20)
    text = "please wait - the recorder is busy - " * 4
    cv2.putText(
        picture, text, (-4 * k % width - width, height - 8), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (255,) * 3
    )


def wheel(picture: Image, k: int) -> None:
    """A progress wheel in the middle."""
    height, width = picture.shape[:2]
    centre, turn = (width // 2, height // 2), k * 40.0
    cv2.ellipse(picture, centre, (height // 12,) * 2, turn, 0, 90, (230,) * 3, 6)


def two_clocks(picture: Image, k: int) -> None:
    thousandths(picture, k)
    height = picture.shape[0]
    cv2.putText(picture, f"CAM1 {k:05d}", (8, height - 8), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (255,) * 3, 2)


DRAWN = [thousandths, small_letters, running_text, wheel, two_clocks]


def written(pictures: list[Image], draw: Drawn) -> list[Image]:
    shown = [picture.copy() for picture in pictures]
    for k, picture in enumerate(shown):
        draw(picture, k)
    return shown


# All cases in H.264, which recorders write; the other codecs with the smallest and the largest text.
HANGING = [
    *(("absent_B", draw, "libx264") for draw in DRAWN),
    *(("no_greet_A", draw, "libx264") for draw in DRAWN),
    *(("slouch_C", draw, codec) for draw in (small_letters, wheel) for codec in ("mpeg4", "libx265")),
]


@pytest.mark.parametrize(("clip", "draw", "codec"), HANGING)
def test_a_picture_that_hangs_is_told_whatever_is_written_over_it(
    clip: str, draw: Drawn, codec: str, tmp_path: Path
) -> None:
    scene, hangs = list(looks(clip)), 25
    shown = written([*scene[:hangs], *([scene[hangs]] * 75), *scene[hangs : hangs + 60]], draw)
    found = healths(through_codec(shown, tmp_path / "hangs.mp4", codec))
    frozen = times(found, CameraState.FROZEN)
    assert frozen[0] < hangs * STEP + 10
    assert found[90].since == pytest.approx(1000 + hangs * STEP, abs=2)
    assert 19 < frozen[-1] < 26
    assert found[-1].state is CameraState.OK


@pytest.mark.parametrize(("clip", "draw"), [*zip(CLIPS, DRAWN, strict=False), ("slouch_C", two_clocks)])
def test_a_live_picture_with_the_same_writing_is_seen(clip: str, draw: Drawn, tmp_path: Path) -> None:
    shown = written(list(looks(clip)), draw)
    found = healths(through_codec(shown, tmp_path / "lives.mp4"))
    assert {health.state for health in found} == {CameraState.OK}


def test_a_camera_whose_noise_ends_goes_on_living_while_somebody_walks() -> None:
    """Infra-red at night: the noise of dusk ends, one person walks, everything else repeats to the last bit."""
    scene, noise = looks("full_service_A"), np.random.default_rng(4)
    grainy = [np.clip(p + noise.normal(0, 6, p.shape), 0, 255).astype(np.uint8) for p in scene[:50]]
    height, width = scene[0].shape[:2]
    walks = []
    for k in range(300):
        picture = scene[0].copy()
        x = int((0.1 + 0.8 * abs((k / 75) % 2 - 1)) * width)
        cv2.ellipse(picture, (x, height // 2), (width // 30, height // 5), 0, 0, 360, (70, 80, 90), -1)
        walks.append(picture)
    found = healths([*grainy, *walks])
    assert len(times(found, CameraState.FROZEN)) * STEP < 1
    assert found[-1].state is CameraState.OK
