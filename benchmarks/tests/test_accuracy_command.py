"""The command that writes docs/accuracy.md, run on our own clip."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks.accuracy import __main__ as command
from benchmarks.accuracy.backends import backends, has_detectors
from benchmarks.accuracy.clips import chosen_clips
from benchmarks.accuracy.faces import answers, measure_faces, questions
from benchmarks.accuracy.looking import look_at, task_of
from benchmarks.accuracy.machine import seen_revision
from benchmarks.accuracy.people import load_pictures, measure_poses
from benchmarks.accuracy.short_page import CORE
from benchmarks.accuracy.strain import STRAINS
from benchmarks.kept_signals import Seen, judged, keep, kept
from benchmarks.tests.accuracy_pages import section
from counterwatch.demo_footage import FOOTAGE
from pipeline.errors import PipelineError
from pipeline.evaluation.truth import load_clips
from pipeline.recordings.analysis import analyse_recording
from pipeline.recordings.model_set import load_models
from vision.pose.choice import ModelRequest


def one_clip(folder: Path) -> Path:
    folder.mkdir()
    for file in FOOTAGE.glob("no_greet_A.*"):
        shutil.copy(file, folder)
    return folder


def test_one_command_measures_our_own_clip_and_what_was_seen_is_not_looked_at_again(tmp_path: Path) -> None:
    footage, out, figures = one_clip(tmp_path / "clips"), tmp_path / "accuracy.md", tmp_path / "f.json"
    arguments = ["--footage", str(footage), "--signals", str(tmp_path / "kept"), "--detector", "none"]
    arguments += ["--days", "1"]
    first = CliRunner().invoke(command.main, [*arguments, "--out", str(out)], catch_exceptions=False)
    assert first.exit_code == 0
    text = out.read_text("utf-8")
    assert "| mediapipe | rendered (1) |" in text
    assert "| mediapipe | rendered (1) |" in first.output
    assert "| synthetic days (1) | 2 |" in section(text, "## Long days with the shipped durations")
    assert "| mediapipe, rendered clips (1) | 2 |" in text
    assert "![Reliability of event confidences](accuracy-mediapipe.svg)" in text
    assert (tmp_path / "accuracy-mediapipe.svg").read_text("utf-8").startswith("<svg")
    arrivals = next(line for line in text.splitlines() if line.startswith("| arrival |"))
    assert arrivals.split("|")[2] == " 1 ", "the clip's one labelled arrival"

    (footage / "no_greet_A.mp4").write_bytes(b"no longer a video")
    CliRunner().invoke(command.main, [*arguments, "--out", str(out)], catch_exceptions=False)
    assert out.read_text("utf-8") == text
    CliRunner().invoke(command.main, [*arguments, "--json", str(figures)], catch_exceptions=False)
    (found_with,) = json.loads(figures.read_text("utf-8"))["backends"].items()
    assert found_with[0] == "mediapipe"
    assert found_with[1]["facts"]["overall"]["truth"] == found_with[1]["overall"]["truth"] > 1
    assert set(found_with[1]["core"]["kinds"]) <= set(CORE)
    assert set(found_with[1]["strained"]) == {strain.name for strain in STRAINS}


def test_judging_again_gives_what_the_analysis_gave(tmp_path: Path) -> None:
    (one,) = load_clips(one_clip(tmp_path / "clips"))
    with load_models() as models:
        analysed = analyse_recording(task_of(one), models)
    whole = analysed.report()
    keep(tmp_path, one, Seen.of(analysed))
    again = kept(tmp_path, one)
    assert again is not None
    report = judged(task_of(one), again)
    assert (report.events, report.states, report.coverage) == (whole.events, whole.states, whole.coverage)
    assert report.certain_from == whole.certain_from == 0.5


def test_a_clip_that_cannot_be_read_is_missed_and_the_run_goes_on(tmp_path: Path) -> None:
    footage = one_clip(tmp_path / "clips")
    (footage / "no_greet_A.mp4").write_bytes(b"no video")
    ran = CliRunner().invoke(
        command.main, ["--footage", str(footage), "--detector", "none", "--json", str(tmp_path / "f")]
    )
    assert ran.exit_code == 0
    (backend,) = json.loads((tmp_path / "f").read_text("utf-8"))["backends"].values()
    assert backend["overall"]["matched"] == 0
    assert "no_greet_A.mp4" in backend["clips"][0]["failed"]


def test_two_processes_share_the_clips(tmp_path: Path) -> None:
    for name in ("dev", "dev2"):
        (one_clip(tmp_path / name) / "no_greet_A.mp4").write_bytes(b"no video")
    failed = look_at(load_clips(tmp_path), ModelRequest("mediapipe"), tmp_path / "kept", jobs=2)
    assert set(failed) == {"dev/no_greet_A", "dev2/no_greet_A"}


def test_clips_are_chosen_by_folder_and_by_name(tmp_path: Path) -> None:
    one_clip(tmp_path / "dev")
    one_clip(tmp_path / "dev2")
    assert [c.name for c in chosen_clips(tmp_path, ["dev"])] == ["dev/no_greet_A"]
    assert [c.name for c in chosen_clips(tmp_path, ["dev2/no_greet_A"])] == ["dev2/no_greet_A"]
    assert len(chosen_clips(tmp_path)) == 2
    with pytest.raises(PipelineError, match="no clip named dev9"):
        chosen_clips(tmp_path, ["dev9"])


def test_each_backend_is_measured_once() -> None:
    alone = backends(["auto", "none"])
    assert [one.name for one in alone] == (["default", "mediapipe"] if has_detectors() else ["mediapipe"])
    assert [one.pictures for one in alone] == [True] + [False] * (len(alone) - 1)
    pose = backends(["none"], Path("yolo-pose.onnx"))
    assert [(one.name, one.pictures) for one in pose] == [("mediapipe", True), ("pose-yolo-pose", True)]
    assert pose[1].wish == ModelRequest("ultralytics", Path("yolo-pose.onnx"))


def test_what_looks_has_a_name_that_changes_with_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "vision").mkdir()
    (tmp_path / "vision" / "a.py").write_text("1", "utf-8")
    before = seen_revision()
    (tmp_path / "vision" / "a.py").write_text("2", "utf-8")
    assert before != seen_revision()
    (tmp_path / "vision" / "a.py").write_text("1", "utf-8")
    assert before == seen_revision()


@pytest.mark.footage
def test_the_labelled_pictures_give_every_row_of_pose_and_face(shared_footage: Path) -> None:
    with load_models() as models:
        assert models.face is not None
        poses = measure_poses(load_pictures(shared_footage / "pose")[:3], models.pose)
        faces = measure_faces(shared_footage / "face", models.face)
    assert np.mean([one.oks for one in poses.crops]) > 0.5
    assert all(answers(faces, question)[-1].yes for question in questions(eyes_closed_ratio=0.2))
