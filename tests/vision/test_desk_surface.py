"""A desk compared with its tidy picture: a rendered counter with drawn objects, in any light."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from counterwatch.demo_footage import FOOTAGE
from models import load_site
from pipeline.errors import PipelineError
from pipeline.recordings.analysis import Task
from pipeline.recordings.model_set import load_models
from pipeline.recordings.tidy_desks import tidy_pictures
from tests.support.stick_people import person
from vision.core import Frame, Image, People, VisionError, ZoneView
from vision.measures.counter_view import CounterView
from vision.measures.desk_surface import DeskSurface, median_picture, surface_picture, touches
from vision.measures.opt_in import OptInMeasures
from vision.sources.opening import open_source

# The left half of the counter's top in absent_B, without a person in front.
TOP = [(0.15, 0.83), (0.45, 0.57), (0.475, 0.605), (0.195, 0.92)]
SHEET = [(172, 452), (215, 430), (238, 448), (194, 474)]


@pytest.fixture(scope="module")
def pictures() -> list[Image]:
    """Six pictures of the hall, three seconds apart."""
    with open_source("absent_B.mp4", camera="c", base=FOOTAGE, start=0.0) as source:
        return [frame.image for frame in source.frames(1 / 3)][:6]


@pytest.fixture(scope="module")
def desk(pictures: list[Image]) -> DeskSurface:
    return DeskSurface(TOP, median_picture([surface_picture(picture, TOP) for picture in pictures[:3]]))


def with_sheet(picture: Image) -> Image:
    return np.asarray(cv2.fillPoly(picture.copy(), [np.array(SHEET)], (235, 238, 240)), np.uint8)


def with_cup(picture: Image) -> Image:
    return np.asarray(
        cv2.ellipse(picture.copy(), (300, 412), (11, 9), 0, 0, 360, (150, 60, 30), -1), np.uint8
    )


def lit(gain: float, slope: float = 0.0, gamma: float = 1.0) -> Callable[[Image], Image]:
    """Another lamp: this share of the light, more at one side, through a camera with another response curve."""

    def under(picture: Image) -> Image:
        side = 1 + slope * np.linspace(-1, 1, picture.shape[1])[None, :, None]
        light = gain * side * (picture / 255) ** gamma
        noise = np.random.default_rng(4).normal(0, 2, picture.shape)
        return np.clip(255 * light + noise, 0, 255).astype(np.uint8)

    return under


LAMPS = [lit(0.4), lit(1.3), lit(0.8, 0.3), lit(0.6, -0.4), lit(1, gamma=1.4), lit(1, gamma=0.7)]
NAMES = ["dim", "bright", "from the right", "from the left", "dark curve", "light curve"]


def test_a_tidy_desk_stays_tidy(pictures: list[Image], desk: DeskSurface) -> None:
    assert [desk.changed(surface_picture(picture, TOP)) for picture in pictures] == pytest.approx(
        [0] * 6, abs=0.005
    )


@pytest.mark.parametrize("lamp", LAMPS, ids=NAMES)
def test_another_light_moves_nothing_on_a_desk(
    pictures: list[Image], desk: DeskSurface, lamp: Callable[[Image], Image]
) -> None:
    assert desk.changed(surface_picture(lamp(pictures[4]), TOP)) < 0.02


@pytest.mark.parametrize("lamp", [lit(1), *LAMPS], ids=["as it was", *NAMES])
def test_what_was_left_behind_is_seen_in_any_light(
    pictures: list[Image], desk: DeskSurface, lamp: Callable[[Image], Image]
) -> None:
    assert desk.changed(surface_picture(lamp(with_sheet(pictures[4])), TOP)) > 0.08
    assert desk.changed(surface_picture(lamp(with_cup(with_sheet(pictures[4]))), TOP)) > 0.12


def test_what_was_taken_away_is_a_change_too(pictures: list[Image]) -> None:
    with_things = DeskSurface(TOP, surface_picture(with_sheet(pictures[0]), TOP))
    assert with_things.changed(surface_picture(pictures[4], TOP)) > 0.08


def test_who_reaches_over_the_desk_is_not_in_its_picture(pictures: list[Image], desk: DeskSurface) -> None:
    looks = [surface_picture(with_sheet(p) if i == 2 else p, TOP) for i, p in enumerate(pictures[:5])]
    assert desk.changed(median_picture(looks)) < 0.005


def test_only_the_desk_is_in_the_picture(pictures: list[Image]) -> None:
    kept = surface_picture(pictures[0], TOP)
    assert not kept[0, 0].any()
    assert not kept[-1, -1].any()


def test_somebody_stands_before_the_desk_or_beside_it() -> None:
    assert touches(TOP, np.array([0.2, 0.5, 0.3, 0.9]))
    assert not touches(TOP, np.array([0.5, 0.5, 0.6, 0.9]))
    assert not touches(TOP, np.array([0.15, 0.5, 0.2, 0.7])), "in the rectangle around it, above its edge"


def shares(pictures: list[Image], desk: DeskSurface, who: People) -> list[float]:
    """The measured shares of looks five seconds apart, while `who` is at the post."""
    extras = OptInMeasures(CounterView("W1", TOP, desk=desk))
    views = {"staff": ZoneView(who, 1.0, fresh=True)}
    rows = [extras.row(views, None, Frame(with_sheet(p), 5.0 * i, "c")) for i, p in enumerate(pictures)]
    return [row["desk_changed"] for row in rows if "desk_changed" in row]


def test_it_is_told_from_the_fifth_look_on_and_only_while_nobody_covers_it(
    pictures: list[Image], desk: DeskSurface
) -> None:
    assert len(shares(pictures, desk, People.none())) == 2
    assert len(shares(pictures, desk, person(600, 100, 40))) == 2, "at the other end of the hall"
    assert shares(pictures, desk, person(220, 380, 60)) == []


def test_a_picture_of_something_else_is_refused_in_one_line(tmp_path: Path, pictures: list[Image]) -> None:
    with pytest.raises(
        VisionError, match=r"none.png: no picture of a tidy desk; make one with counterwatch tidy"
    ):
        DeskSurface.of(TOP, tmp_path / "none.png")
    cv2.imwrite(str(tmp_path / "hall.png"), pictures[0])
    with pytest.raises(VisionError, match=r"hall.png: 960 px on its longer side"):
        DeskSurface.of(TOP, tmp_path / "hall.png")


def task(tmp_path: Path, desk: str) -> Task:
    original = (FOOTAGE / "absent_B.site.yaml").read_text("utf-8")
    site_file = tmp_path / "absent_B.site.yaml"
    site_file.write_text(original.replace("  - id: W1\n", f"  - id: W1\n{desk}"), "utf-8")
    site = load_site(site_file)
    return Task(FOOTAGE / "absent_B.mp4", site, site_file, site.cameras[0])


def test_the_picture_of_a_tidy_desk_is_made_from_a_recording(tmp_path: Path, pictures: list[Image]) -> None:
    wanted = task(tmp_path, f"    desk: {{zone: {[list(p) for p in TOP]}, tidy: tidy.png}}\n")
    with load_models() as models:
        ((counter, path),) = tidy_pictures(wanted, models, 0)
    assert (counter.id, path) == ("W1", tmp_path / "tidy.png")
    assert DeskSurface.of(TOP, path).changed(surface_picture(pictures[5], TOP)) < 0.005
    assert DeskSurface.of(TOP, path).changed(surface_picture(with_sheet(pictures[5]), TOP)) > 0.08


def test_a_desk_that_nobody_drew_or_that_is_never_free_is_one_line(tmp_path: Path) -> None:
    with load_models() as models:
        with pytest.raises(PipelineError, match="no counter of absent_B has a desk; give it one: desk: "):
            tidy_pictures(task(tmp_path, ""), models, 0)
        everywhere = "    desk: {zone: [[0, 0], [1, 0], [1, 1], [0, 1]], tidy: tidy.png}\n"
        with pytest.raises(
            PipelineError, match=r"absent_B.mp4: somebody is before the desk of W1 .* give --at"
        ):
            tidy_pictures(task(tmp_path, everywhere), models, 37)
