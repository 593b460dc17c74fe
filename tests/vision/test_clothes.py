"""The colour of a chest: painted ones in any light, and rendered staff under dimmed lamps."""

from pathlib import Path

import numpy as np
import pytest

from counterwatch.demo_footage import FOOTAGE
from models import load_site
from pipeline.errors import PipelineError
from pipeline.recordings.analysis import Task
from pipeline.recordings.model_set import load_models
from pipeline.recordings.uniforms import uniform_colours_in
from tests.support.stick_people import person
from vision.core import Image
from vision.measures.clothes import chest, light_of
from vision.measures.colours import Lab, distance, hex_of, lab_of, linear

SHARED = Path(__file__).parents[2].parent / "shared" / "footage"
NAVY, TEAL, WINE, WHITE = "#26293e", "#243e43", "#331e26", "#c5bec2"
JOINTS = person(160, 80, 60).joints[0]


def picture(cloth: str, lamp: tuple[float, float, float] = (1, 1, 1)) -> Image:
    """A person in `cloth` in front of a room of greys, under a lamp of this blue, green and red."""
    room = np.random.default_rng(2).integers(60, 200, (240, 320, 1), np.uint8).repeat(3, axis=2)
    room[80:170, 130:190] = [int(cloth[i : i + 2], 16) for i in (5, 3, 1)]
    light = np.clip(linear(room) * lamp, 0, 1)
    share = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.asarray((255 * share).round(), np.uint8)


def seen(image: Image) -> Lab:
    found = chest(image, JOINTS, light_of(image))
    assert found is not None
    return found


def apart(one: Lab, other: Lab) -> float:
    return float(distance(np.array([one]), other)[0])


@pytest.mark.parametrize(
    "lamp", [(0.5, 0.5, 0.5), (0.6, 0.9, 1.2), (1.1, 0.9, 0.8)], ids=["dim", "warm", "cold"]
)
@pytest.mark.parametrize("cloth", [TEAL, WINE, WHITE])
def test_a_cloth_is_the_same_under_another_lamp_and_another_cloth_is_not(
    cloth: str, lamp: tuple[float, float, float]
) -> None:
    usual = seen(picture(cloth))
    assert apart(seen(picture(cloth, lamp)), usual) < 5
    others = [seen(picture(other, lamp)) for other in (TEAL, WINE, WHITE) if other != cloth]
    assert min(apart(other, usual) for other in others) > 9


def test_the_dark_glare_and_a_few_pixels_have_no_colour() -> None:
    night = picture(NAVY, (0.05, 0.05, 0.05))
    assert chest(night, JOINTS, light_of(night)) is None
    glare = np.full((240, 320, 3), 255, np.uint8)
    assert chest(glare, JOINTS, light_of(glare)) is None
    day = picture(NAVY)
    assert chest(day, person(160, 80, 6).joints[0], light_of(day)) is None
    assert chest(day, person(-400, 80, 60).joints[0], light_of(day)) is None


@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#26293e", "#c03020", "#7f7f7f"])
def test_a_colour_of_the_site_file_is_read_as_it_was_learned(colour: str) -> None:
    assert hex_of(lab_of(colour)) == colour


def test_white_is_light_and_red_is_red() -> None:
    assert lab_of("#ffffff") == pytest.approx((100, 0, 0), abs=0.1)
    assert lab_of("#ff0000") == pytest.approx((53.2, 80.1, 67.2), abs=0.2), "CIE Lab of the sRGB red primary"


def learned(video: Path, at: float) -> Lab:
    site_file = video.with_suffix(".site.yaml")
    site = load_site(site_file)
    with load_models() as models:
        (found,) = uniform_colours_in(Task(video, site, site_file, site.cameras[0]), models, at)
    return lab_of(found.colour)


def test_the_same_clothes_are_learned_from_other_moments_of_a_clip() -> None:
    clip = FOOTAGE / "full_service_A.mp4"
    assert apart(learned(clip, 0), learned(clip, 20)) < 5


@pytest.mark.footage
def test_dimmed_lamps_make_no_other_clothes_and_another_clerk_wears_others() -> None:
    if not SHARED.is_dir():
        pytest.skip("../shared/footage is not here: no clip with dimmed lamps")
    bright, dim = (learned(SHARED / "dev2" / f"{name}.mp4", 0) for name in ("full_service_A", "dim_A"))
    assert apart(bright, dim) < 6
    assert apart(learned(SHARED / "dev2" / "slouch_C.mp4", 0), bright) > 15


def test_where_nobody_is_nothing_is_learned() -> None:
    with pytest.raises(PipelineError, match=r"absent_B.mp4: nobody's chest is seen .* give --at a moment"):
        learned(FOOTAGE / "absent_B.mp4", 1000)
