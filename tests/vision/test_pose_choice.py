"""The choice of the pose model, and the message about it."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from vision.core import VisionError
from vision.pose.choice import ModelRequest, choose_models
from vision.weights.store import DetectorFile

INSTALLED = find_spec("ultralytics") is not None


def weights(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).write_bytes(b"weights")
    return folder


def test_without_yolo_weights_mediapipe_looks_and_the_reason_says_so(tmp_path: Path) -> None:
    choice = choose_models(ModelRequest(), tmp_path)
    assert (choice.backend, choice.weights) == ("mediapipe", None)
    assert "no YOLO pose weights" in choice.why


def test_weights_that_only_lie_there_do_not_replace_what_measured_better(tmp_path: Path) -> None:
    choice = choose_models(ModelRequest(), weights(tmp_path, "yolo26n-pose.pt", "yolo26s.pt"))
    assert (choice.backend, choice.weights) == ("mediapipe", None)
    assert "yolo26n-pose.pt" in choice.why
    assert "name them with --weights" in choice.why


def test_weights_in_the_folder_are_found_by_who_asks_for_ultralytics(tmp_path: Path) -> None:
    choice = choose_models(ModelRequest("ultralytics"), weights(tmp_path, "yolo26s-pose.pt", "yolo26s.pt"))
    assert choice.weights == tmp_path / "yolo26s-pose.pt"


def test_weights_that_were_named_are_told_even_where_they_cannot_be_used(tmp_path: Path) -> None:
    choice = choose_models(ModelRequest("auto", tmp_path / "mine.onnx"), tmp_path)
    assert choice.backend == ("ultralytics" if INSTALLED else "mediapipe")
    assert "mine.onnx" in choice.why
    assert INSTALLED or "pip install" in choice.why


def test_two_files_of_weights_are_one_too_many_to_guess(tmp_path: Path) -> None:
    choice = choose_models(ModelRequest(), weights(tmp_path, "yolo26s-pose.pt", "yolo26m-pose.onnx"))
    assert choice.backend == "mediapipe"
    assert "2 files" in choice.why


def test_ultralytics_without_weights_is_refused_and_told_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(VisionError, match="--weights"):
        choose_models(ModelRequest("ultralytics"), tmp_path)


def test_mediapipe_with_yolo_weights_is_a_misunderstanding(tmp_path: Path) -> None:
    with pytest.raises(VisionError, match="its own weights"):
        choose_models(ModelRequest("mediapipe", tmp_path / "yolo26s-pose.pt"), tmp_path)


def test_mediapipe_that_was_asked_for_is_mediapipe(tmp_path: Path) -> None:
    assert choose_models(ModelRequest("mediapipe"), weights(tmp_path, "yolo26s-pose.pt")).why == "asked for"


def installs(monkeypatch: pytest.MonkeyPatch, found: DetectorFile, *providers: str) -> None:
    """A machine with this detector installed, and with these providers of ONNX Runtime."""
    monkeypatch.setattr("vision.pose.choice.person_detector", lambda: found)
    monkeypatch.setattr("vision.weights.onnx_session.available_providers", lambda: providers)


EXACT = DetectorFile(Path("detector.onnx"), "person detector yolov8n")
BOTH = DetectorFile(Path("detector.onnx"), "person detector yolov8n", Path("detector_int8.onnx"))


def test_the_installed_detector_looks_in_eight_bits_where_there_is_no_graphics_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installs(monkeypatch, BOTH, "CPUExecutionProvider")
    choice = choose_models(ModelRequest(), tmp_path)
    assert choice.detector == BOTH.int8
    assert choice.detector_why == "person detector yolov8n, in 8 bits"


def test_a_graphics_card_takes_the_exact_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installs(monkeypatch, BOTH, "CUDAExecutionProvider", "CPUExecutionProvider")
    choice = choose_models(ModelRequest(), tmp_path)
    assert (choice.detector, choice.detector_why) == (EXACT.path, EXACT.why)


def test_a_detector_without_a_sibling_in_eight_bits_looks_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installs(monkeypatch, EXACT)
    assert choose_models(ModelRequest("mediapipe"), tmp_path).detector == EXACT.path


def test_without_an_installed_detector_the_reason_says_what_looks_and_what_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTERWATCH_WEIGHTS", str(tmp_path))
    choice = choose_models(ModelRequest("mediapipe"), tmp_path)
    assert choice.detector is None
    assert choice.detector_why.startswith("no person detector, MediaPipe alone looks")
    assert "run counterwatch weights" in choice.detector_why


def test_a_detector_that_nobody_wants_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installs(monkeypatch, BOTH)
    choice = choose_models(ModelRequest(detector="none"), tmp_path)
    assert (choice.detector, choice.detector_why) == (None, "no person detector: asked for")


def test_a_detector_of_ones_own_is_taken_before_the_installed_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installs(monkeypatch, BOTH)
    choice = choose_models(ModelRequest(detector=tmp_path / "mine.onnx"), tmp_path)
    assert choice.detector == tmp_path / "mine.onnx"
    assert choice.detector_why == "person detector mine.onnx: asked for"


def test_pose_weights_find_everybody_and_need_no_detector(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installs(monkeypatch, BOTH)
    choice = choose_models(ModelRequest("ultralytics", tmp_path / "pose.onnx"), tmp_path)
    assert choice.detector is None
    assert "the pose weights find everybody" in choice.detector_why
