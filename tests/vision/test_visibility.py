"""Bad pictures of a clerk who sits at the post all the time: they may hide the clerk, but never give an empty post."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import cv2
import numpy as np
import pytest

from counterwatch.demo_footage import FOOTAGE
from models import load_site
from models.norms import load_profile
from pipeline.judging.judge import Judgement, judge
from pipeline.recordings.model_set import ModelSet, load_models
from vision.camera.motion import grey
from vision.camera.visibility import VisibilityWatch, blockiness, softness, unclear
from vision.core import Image
from vision.measures.counter_view import CounterView
from vision.sources.opening import open_source

CLIP = FOOTAGE / "full_service_A.mp4"
SECONDS = 12.0
LIMITS = load_profile("evaluation").thresholds
Way = Callable[[Image], Image]


def plain(image: Image) -> Image:
    return image


def dark(image: Image) -> Image:
    noise = np.random.default_rng(1).normal(0, 4, image.shape)
    return np.asarray(np.clip(image * 0.06 + noise, 0, 255), np.uint8)


def backlit(image: Image) -> Image:
    """A window in the sun behind the clerk: the middle is white, everything else dim."""
    height, width = image.shape[:2]
    x, y = np.linspace(-1, 1, width)[None, :], np.linspace(-1, 1, height)[:, None]
    glow = np.exp(-((x / 0.35) ** 2) - ((y + 0.3) / 0.5) ** 2)[..., None]
    return np.asarray(np.clip(image * 0.25 + 280 * glow, 0, 255), np.uint8)


def out_of_focus(image: Image) -> Image:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), image.shape[1] / 190), np.uint8)


def far_out_of_focus(image: Image) -> Image:
    """So blurred that neither model finds a person."""
    return np.asarray(cv2.GaussianBlur(image, (0, 0), image.shape[1] / 60), np.uint8)


def in_blocks(image: Image) -> Image:
    """Heads of four pixels."""
    height, width = image.shape[:2]
    small = cv2.resize(image, (width // 10, height // 10), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)


def smaller(image: Image) -> Image:
    return np.asarray(cv2.resize(image, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), np.uint8)


@pytest.fixture(scope="module")
def models() -> Iterator[ModelSet]:
    with load_models() as opened:
        yield opened


def judged(models: ModelSet, way: Way) -> Judgement:
    """The clip's first seconds, changed by the way: nothing happens, and the clerk is present."""
    site = load_site(CLIP.with_suffix(".site.yaml"))
    watcher = models.watcher(site.cameras[0], site)
    with open_source(CLIP.name, camera="c", base=FOOTAGE, start=0.0) as source:
        for frame in source.frames(5):
            if frame.time > SECONDS - 4:
                break
            watcher.look(replace(frame, image=np.ascontiguousarray(way(frame.image))))
    return judge("c", watcher.signals(), LIMITS, (0.0, SECONDS - 4))


def test_a_clear_picture_and_a_small_one_are_seen_all_the_time(models: ModelSet) -> None:
    for way in (plain, smaller):
        found = judged(models, way)
        assert found.coverage[0].share > 0.9
        assert "absence" not in {event.kind for event in found.events}


@pytest.mark.parametrize("way", [dark, backlit, far_out_of_focus, in_blocks], ids=lambda w: w.__name__)
def test_a_picture_that_hides_people_lowers_coverage_and_makes_no_empty_post(
    models: ModelSet, way: Way
) -> None:
    found = judged(models, way)
    assert found.coverage[0].share < 0.6
    blamed = {event.kind for event in found.events} - {"camera_blind"}
    assert not blamed


def test_a_clerk_who_is_found_in_a_soft_picture_is_seen(models: ModelSet) -> None:
    """Only an empty zone is in doubt: a found person is present, however blurred the picture."""
    found = judged(models, out_of_focus)
    assert found.coverage[0].share > 0.9
    assert {"absence", "unattended_customer"}.isdisjoint({event.kind for event in found.events})


def test_a_post_that_is_lost_for_a_while_is_neither_empty_nor_come_to(models: ModelSet) -> None:
    """The picture below the forehead is lost for five seconds; the clerk sits there all the time."""
    looks = iter(range(1000))

    def lost(image: Image) -> Image:
        if 10 <= next(looks) < 34:
            image = image.copy()
            image[image.shape[0] // 5 :] = (0, 135, 0)
        return image

    found = judged(models, lost)
    assert 0.3 < found.coverage[0].share < 0.8
    assert not {event.kind for event in found.events} - {"camera_blind"}


def gray(way: Way = plain) -> np.ndarray:
    with open_source(CLIP.name, camera="c", base=FOOTAGE, start=0.0) as source:
        return grey(way(next(source.frames(1)).image))


@pytest.mark.parametrize("way", [plain, smaller, lambda image: image // 4], ids=["plain", "small", "dim"])
def test_a_sharp_picture_is_clear_whatever_its_size_and_light(way: Way) -> None:
    assert softness(gray(way)) > 0.4
    assert blockiness(gray(way)) < 0.45
    assert not unclear(gray(way))


def test_blur_and_blocks_are_told_apart_and_both_are_unclear() -> None:
    assert softness(gray(out_of_focus)) < 0.26
    assert blockiness(gray(out_of_focus)) < 0.45
    assert blockiness(gray(in_blocks)) > 0.9
    assert unclear(gray(out_of_focus))
    assert unclear(gray(in_blocks))


def test_glare_hides_the_zone_it_is_in_and_no_other_and_never_who_was_found() -> None:
    left, right = ([(x, 0.1), (x + 0.3, 0.1), (x + 0.3, 0.9), (x, 0.9)] for x in (0.1, 0.6))
    clarity, picture = VisibilityWatch([CounterView("W1", left, right)]), gray()
    picture[:, : picture.shape[1] // 2] = 255
    clarity.look(picture, 0.0)
    told = clarity.doubted("W1", {"staff": 0.0, "customer": 0.0})
    assert np.isnan(told["staff"])
    assert told["customer"] == 0
    assert clarity.doubted("W1", {"staff": 1.0}) == {"staff": 1.0}
