"""Faults of the camera above a counter, and their effect on the results."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from vision.camera.health import CameraHealth, CameraState, HealthWatch
from vision.core import Image
from vision.sources.opening import open_source

FOOTAGE = Path(__file__).parents[2].parent / "shared" / "footage"
pytestmark = [
    pytest.mark.footage,
    pytest.mark.skipif(not FOOTAGE.exists(), reason="needs ../shared/footage beside the project"),
]
STEP = 0.2  # five looks a second


@lru_cache
def looks(clip: str, seconds: float) -> tuple[Image, ...]:
    with open_source(f"dev/{clip}.mp4", camera="c", base=FOOTAGE) as source:
        frames = []
        for frame in source.frames(1 / STEP, max_side=640):
            if frame.time - source.info.start >= seconds:
                break
            frames.append(frame.image)
    return tuple(frames)


def judged(pictures: Iterable[Image]) -> list[CameraHealth]:
    watch = HealthWatch()
    return [watch.look(picture, 1000 + i * STEP) for i, picture in enumerate(pictures)]


def through_codec(pictures: list[Image], path: Path, codec: str) -> list[Image]:
    """The pictures as a recorder returns them: repeated pictures differ in the last bits."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream(codec, rate=5)
        stream.options = {"crf": "26"} if codec == "libx264" else {}
        stream.pix_fmt = "yuv420p"
        stream.height, stream.width = pictures[0].shape[:2]
        for picture in pictures:
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
        out.mux(stream.encode())
    with open_source(str(path), camera="c", base=path.parent) as source:
        return [frame.image for frame in source.frames(5)]


def states(healths: list[CameraHealth]) -> set[CameraState]:
    return {h.state for h in healths}


def times(healths: list[CameraHealth], state: CameraState) -> list[float]:
    return [round(i * STEP, 3) for i, h in enumerate(healths) if h.state is state]


@pytest.mark.parametrize("clip", ["quiet_A", "empty_B", "dim_A", "full_service_B"])
def test_quiet_empty_dim_and_busy_counters_are_all_judged(clip: str) -> None:
    assert states(judged(looks(clip, 90))) == {CameraState.OK}


def test_lights_that_go_down_to_a_third_leave_people_to_be_judged() -> None:
    scene = looks("full_service_A", 12)
    dimmed = [(p * max(0.33, 1 - i / 20)).astype(np.uint8) for i, p in enumerate(scene)]
    assert states(judged(dimmed)) == {CameraState.OK}


def test_auto_exposure_that_hunts_is_no_fault_of_the_camera() -> None:
    gains = 1 + 0.35 * np.sin(np.arange(60) / 3)
    hunting = [
        np.clip(p * g, 0, 255).astype(np.uint8)
        for p, g in zip(looks("full_service_A", 12), gains, strict=True)
    ]
    assert states(judged(hunting)) == {CameraState.OK}


def test_lights_out_is_dark_and_light_again_is_fine() -> None:
    scene = looks("full_service_A", 12)
    night = [(p * (0.06 if 20 <= i < 40 else 1)).astype(np.uint8) for i, p in enumerate(scene)]
    healths = judged(night)
    dark = times(healths, CameraState.DARK)
    assert dark[0] == pytest.approx(5.0, abs=0.21)  # confirmed after a second
    assert healths[30].since == pytest.approx(1004.0, abs=0.01)  # with the time of its begin
    assert healths[-1].state is CameraState.OK


def test_a_hand_over_the_lens_blocks_the_camera() -> None:
    scene = looks("full_service_A", 12)
    rng = np.random.default_rng(1)
    height, width = scene[0].shape[:2]
    skin = cv2.resize(
        rng.integers(90, 150, (3, 4, 3), dtype=np.uint8), (width, height), interpolation=cv2.INTER_CUBIC
    )
    noise = rng.integers(0, 6, skin.shape, dtype=np.uint8)
    healths = judged([skin + noise if i >= 25 else p for i, p in enumerate(scene)])
    assert states(healths[:25]) == {CameraState.OK}
    assert healths[-1].state is CameraState.BLOCKED
    assert healths[-1].since == pytest.approx(1005.0, abs=0.01)


def test_a_camera_out_of_focus_is_blocked() -> None:
    scene = looks("full_service_A", 10)
    healths = judged([cv2.GaussianBlur(p, (0, 0), 24) if i >= 25 else p for i, p in enumerate(scene)])
    assert healths[-1].state is CameraState.BLOCKED


def test_somebody_who_walks_past_close_to_the_camera_is_no_blockage() -> None:
    def passing(picture: Image, i: int) -> Image:
        covered = picture.copy()
        left = (i - 25) * 90 - 400  # a dark coat, two thirds of the picture wide, gone after two seconds
        covered[:, max(0, left) : max(0, left + 420)] = 45
        return covered

    scene = looks("full_service_A", 12)
    healths = judged([passing(p, i) if 25 <= i < 38 else p for i, p in enumerate(scene)])
    assert states(healths) == {CameraState.OK}


@pytest.mark.parametrize("codec", ["libx264", "mpeg4"])
def test_a_picture_that_hangs_is_frozen_though_the_codec_never_repeats_it_exactly(
    codec: str, tmp_path: Path
) -> None:
    scene = looks("full_service_A", 20)
    hanging = [*scene[:40], *([scene[40]] * 50), *scene[41:51]]
    healths = judged(through_codec(hanging, tmp_path / "hangs.mp4", codec))
    frozen = times(healths, CameraState.FROZEN)
    assert 10.0 <= frozen[0] <= 12.5
    assert healths[80].since == pytest.approx(1008.0, abs=1.0)
    assert 17.5 <= frozen[-1] <= 19.5
    assert healths[-1].state is CameraState.OK


def test_a_camera_that_hides_all_noise_is_not_frozen_because_nobody_moves() -> None:
    still = looks("quiet_A", 1)[0]
    assert states(judged([still] * 300)) == {CameraState.OK}


def test_the_same_camera_without_one_change_for_ten_minutes_hangs() -> None:
    still = looks("quiet_A", 1)[0]
    watch = HealthWatch()
    healths = [watch.look(still, 1000.0 + 2 * i) for i in range(310)]
    assert healths[-1].state is CameraState.FROZEN
    assert healths[290].state is CameraState.OK


def test_a_camera_that_was_knocked_aside_has_moved() -> None:
    scene = looks("full_service_A", 12)
    healths = judged([np.roll(p, 80, axis=1) if i >= 30 else p for i, p in enumerate(scene)])
    assert states(healths[:30]) == {CameraState.OK}
    assert healths[-1].state is CameraState.MOVED


def test_a_camera_that_swings_is_shaken_and_steadies_again() -> None:
    scene = looks("full_service_A", 14)
    swing = [int(40 * np.sin(1.7 * i)) if 20 <= i < 40 else 0 for i in range(len(scene))]
    healths = judged([np.roll(p, s, axis=1) for p, s in zip(scene, swing, strict=True)])
    assert healths[38].state is CameraState.SHAKEN
    assert healths[-1].state is CameraState.OK


def test_gray_and_colour_pictures_are_judged_alike() -> None:
    scene = looks("full_service_A", 4)
    gray = [cv2.cvtColor(p, cv2.COLOR_BGR2GRAY) for p in scene]
    assert [h.state for h in judged(gray)] == [h.state for h in judged(scene)]
