"""`counterwatch setup` as somebody with a new camera meets it."""

import socket
from pathlib import Path

import cv2
import numpy as np
import pytest

from counterwatch.demo_footage import FOOTAGE
from models import load_site
from synthetic.network_camera import NEEDS, NetworkCamera, available
from tests.support.command_line import complaint, run
from tests.support.painted_people import hall

CLIP = FOOTAGE / "full_service_A.mp4"


def pictures(folder: Path, light: float) -> Path:
    """A folder of pictures of a room in which nobody is, with a share of its `light`."""
    folder.mkdir()
    for number in range(6):
        cv2.imwrite(str(folder / f"{number}.png"), (hall(time=number / 5).image * light).astype(np.uint8))
    return folder


def test_a_few_seconds_of_a_clerk_give_a_site_file_and_a_picture(tmp_path: Path) -> None:
    done = run("setup", CLIP, "--minutes", "0.1", "--out", "hall.site.yaml", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("1 counter proposed from ")
    assert "only staff was seen" in done.stdout
    site = load_site(tmp_path / "hall.site.yaml")
    drawn = load_site(FOOTAGE / "full_service_A.site.yaml").cameras[0].counters[0].staff_zone
    apart = np.mean(site.cameras[0].counters[0].staff_zone, axis=0) - np.mean(drawn, axis=0)
    assert np.abs(apart).max() < 0.08
    assert (tmp_path / site.cameras[0].source).resolve() == CLIP.resolve()
    picture = cv2.imread(str(tmp_path / "hall.site.png"))
    assert picture is not None
    assert picture.shape[1] >= 900


def test_a_site_file_that_is_there_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "hall.yaml").write_text("site: mine\n")
    line = complaint("setup", CLIP, "--out", "hall.yaml", folder=tmp_path)
    assert "hall.yaml: is there already" in line
    assert (tmp_path / "hall.yaml").read_text() == "site: mine\n"


def test_without_a_source_it_is_asked_for(tmp_path: Path) -> None:
    assert "name a video" in complaint("setup", folder=tmp_path)


def test_a_source_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "no such file" in complaint("setup", "gone.mp4", folder=tmp_path)


def test_a_camera_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"rtsp://viewer:secret@127.0.0.1:{free.getsockname()[1]}/hall"
        line = complaint("setup", address, "--out", "a.yaml", folder=tmp_path)
    assert "127.0.0.1" in line
    assert "secret" not in line


def test_a_network_camera_is_watched_for_as_long_as_asked(tmp_path: Path) -> None:
    if not available():
        pytest.skip(NEEDS)
    with NetworkCamera(CLIP) as camera:
        done = run("setup", camera.address, "--minutes", "0.15", "--out", "hall.yaml", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert load_site(tmp_path / "hall.yaml").cameras[0].source == camera.address


def test_an_empty_room_is_one_line_and_no_file(tmp_path: Path) -> None:
    line = complaint("setup", f"{pictures(tmp_path / 'room', 1.0)}?fps=1", "--out", "a.yaml", folder=tmp_path)
    assert "nobody was seen" in line
    assert not (tmp_path / "a.yaml").exists()
    assert "a.nothing.png has a grid to read them from" in line
    assert cv2.imread(str(tmp_path / "a.nothing.png")) is not None


def test_no_option_is_offered_that_does_nothing(tmp_path: Path) -> None:
    said = run("setup", "--help", folder=tmp_path).stdout
    assert "--weights" in said
    assert "--objects" not in said


def test_a_dark_picture_is_one_line(tmp_path: Path) -> None:
    line = complaint(
        "setup", f"{pictures(tmp_path / 'room', 0.05)}?fps=1", "--out", "a.yaml", folder=tmp_path
    )
    assert "dark" in line


def test_a_check_names_the_cameras_that_there_are(tmp_path: Path) -> None:
    line = complaint(
        "setup", "--check", FOOTAGE / "full_service_A.site.yaml", "--camera", "no", folder=tmp_path
    )
    assert "no camera 'no'; it has full_service_A" in line


def test_one_camera_of_a_site_gets_new_zones_and_keeps_its_name(tmp_path: Path) -> None:
    """Then the new zones are drawn on what is seen, which is what a person does after correcting them, too."""
    before = (FOOTAGE / "full_service_A.site.yaml").read_text().replace("source: ", f"source: {FOOTAGE}/")
    (tmp_path / "hall.yaml").write_text("# ours\n" + before.replace("- id: W1", "- id: W1\n    name: First"))
    done = run(
        "setup", "--out", "hall.yaml", "--camera", "full_service_A", "--minutes", "0.1", folder=tmp_path
    )
    assert done.returncode == 0, done.stderr
    (counter,) = load_site(tmp_path / "hall.yaml").cameras[0].counters
    (old,) = load_site(tmp_path / "hall.yaml.bak").cameras[0].counters
    assert (counter.id, counter.name) == (old.id, "First")
    assert counter.staff_zone != old.staff_zone
    assert (tmp_path / "hall.yaml").read_text().startswith("# ours\n")
    (tmp_path / "hall.full_service_A.png").unlink()
    drawn = run("setup", "--check", "hall.yaml", folder=tmp_path)
    assert drawn.returncode == 0, drawn.stderr
    assert (tmp_path / "hall.full_service_A.png").exists()
