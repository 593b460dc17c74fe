"""Which pose model looks, and what is told about it."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from vision.core.errors import VisionError
from vision.pose.choice import Wish, choose
from vision.weights.store import person_detector

INSTALLED = find_spec("ultralytics") is not None


def weights(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).write_bytes(b"weights")
    return folder


def test_without_yolo_weights_mediapipe_looks_and_the_reason_says_so(tmp_path: Path) -> None:
    choice = choose(Wish(), tmp_path)
    assert (choice.backend, choice.weights) == ("mediapipe", None)
    assert "no YOLO pose weights" in choice.why


def test_weights_that_only_lie_there_do_not_replace_what_measured_better(tmp_path: Path) -> None:
    choice = choose(Wish(), weights(tmp_path, "yolo26n-pose.pt", "yolo26s.pt"))
    assert (choice.backend, choice.weights) == ("mediapipe", None)
    assert "yolo26n-pose.pt" in choice.why
    assert "name them with --weights" in choice.why


def test_weights_in_the_folder_are_found_by_who_asks_for_ultralytics(tmp_path: Path) -> None:
    choice = choose(Wish("ultralytics"), weights(tmp_path, "yolo26s-pose.pt", "yolo26s.pt"))
    assert choice.weights == tmp_path / "yolo26s-pose.pt"


def test_weights_that_were_named_are_told_even_where_they_cannot_be_used(tmp_path: Path) -> None:
    choice = choose(Wish("auto", tmp_path / "mine.onnx"), tmp_path)
    assert choice.backend == ("ultralytics" if INSTALLED else "mediapipe")
    assert "mine.onnx" in choice.why
    assert INSTALLED or "pip install" in choice.why


def test_two_files_of_weights_are_one_too_many_to_guess(tmp_path: Path) -> None:
    choice = choose(Wish(), weights(tmp_path, "yolo26s-pose.pt", "yolo26m-pose.onnx"))
    assert choice.backend == "mediapipe"
    assert "2 files" in choice.why


def test_ultralytics_without_weights_is_refused_and_told_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(VisionError, match="--weights"):
        choose(Wish("ultralytics"), tmp_path)


def test_mediapipe_with_yolo_weights_is_a_misunderstanding(tmp_path: Path) -> None:
    with pytest.raises(VisionError, match="its own weights"):
        choose(Wish("mediapipe", tmp_path / "yolo26s-pose.pt"), tmp_path)


def test_mediapipe_that_was_asked_for_is_mediapipe(tmp_path: Path) -> None:
    assert choose(Wish("mediapipe"), weights(tmp_path, "yolo26s-pose.pt")).why == "asked for"


def test_the_person_detector_is_named_or_why_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = person_detector()
    choice = choose(Wish(), tmp_path)
    assert (choice.detector, choice.detector_why) == (installed.path, installed.why)
    monkeypatch.setenv("COUNTERWATCH_WEIGHTS", str(tmp_path))
    choice = choose(Wish("mediapipe"), tmp_path)
    assert choice.detector is None
    assert "run counterwatch weights" in choice.detector_why
