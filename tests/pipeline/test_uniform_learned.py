"""The uniform without typed numbers: from a picture of its cloth into the site file as people wrote it."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner

from counterwatch.commands.uniform import uniform
from models import load_site
from pipeline.errors import PipelineError
from pipeline.recordings.uniforms import cloth_colour, with_uniform
from vision.measures.colours import distance, lab_of

HALL = """\
# Our hall.
site: hall   # as on the door
{}
cameras:
- {{id: door, source: door.mp4, counters: [{{id: W1, staff_zone: [[0, 0], [1, 0], [1, 1]]}}]}}
"""


def hall(tmp_path: Path, line: str = "") -> Path:
    file = tmp_path / "hall.yaml"
    file.write_text(HALL.format(line), "utf-8")
    return file


def photo(tmp_path: Path, colour: str, light: float = 1.0) -> Path:
    """Folds and noise, a button, and a border of another colour."""
    rng, bgr = np.random.default_rng(4), [int(colour[i : i + 2], 16) for i in (5, 3, 1)]
    folds = 1 + 0.15 * np.sin(np.linspace(0, 12, 200))[None, :, None]
    image = np.clip(np.array(bgr) * folds * light + rng.normal(0, 3, (160, 200, 3)), 0, 255).astype(np.uint8)
    cv2.circle(image, (100, 80), 8, (240, 240, 240), -1)
    cv2.rectangle(image, (0, 0), (199, 159), (90, 200, 90), 20)
    cv2.imwrite(str(tmp_path / "cloth.png"), image)
    return tmp_path / "cloth.png"


@pytest.mark.parametrize("colour", ["#26293e", "#8c2030", "#c5bec2"])
def test_a_picture_of_the_cloth_has_its_colour_whatever_the_folds_and_the_button(
    tmp_path: Path, colour: str
) -> None:
    found = np.array([lab_of(cloth_colour(photo(tmp_path, colour)))])
    assert distance(found, lab_of(colour))[0] < 3


def test_a_black_picture_has_none_and_no_picture_neither(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match=r"cloth.png: its middle is too dark"):
        cloth_colour(photo(tmp_path, "#26293e", 0.1))
    (tmp_path / "broken.jpg").write_bytes(b"no picture")
    with pytest.raises(PipelineError, match=r"broken.jpg: no picture that can be read"):
        cloth_colour(tmp_path / "broken.jpg")


def test_the_site_file_keeps_its_comments_and_gains_the_uniform(tmp_path: Path) -> None:
    file = hall(tmp_path)
    assert with_uniform(file, ["#26293e"]) == ("#26293e",)
    assert with_uniform(file, ["#c5bec2", "#26293e"]) == ("#26293e", "#c5bec2")
    assert file.read_text("utf-8").startswith("# Our hall.\nsite: hall   # as on the door\n")
    site = load_site(file)
    assert site.uniform is not None
    assert site.uniform.colours == ("#26293e", "#c5bec2")


def test_a_uniform_over_several_lines_is_left_as_it_is_and_the_colours_are_said(tmp_path: Path) -> None:
    file = hall(tmp_path, 'uniform:\n  colours:\n  - "#26293e"')
    before = file.read_text("utf-8")
    with pytest.raises(
        PipelineError, match=r"hall.yaml: its uniform is not on one line; .*#26293e, #c5bec2$"
    ):
        with_uniform(file, ["#c5bec2"])
    assert file.read_text("utf-8") == before


def test_nobody_types_a_number(tmp_path: Path) -> None:
    file, picture = hall(tmp_path), photo(tmp_path, "#26293e")
    said = CliRunner().invoke(uniform, [str(picture), "--site", str(file), "--write"])
    assert said.exit_code == 0, said.output
    assert "the uniform is now #" in said.output
    found = load_site(file).uniform
    assert found is not None
    assert distance(np.array([lab_of(found.colours[0])]), lab_of("#26293e"))[0] < 3
