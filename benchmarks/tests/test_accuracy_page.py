"""docs/accuracy.md: its required content, and a page made from our own clip."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks.accuracy import __main__ as command
from benchmarks.accuracy.backends import backends, has_detectors
from benchmarks.accuracy.clips import chosen_clips
from benchmarks.accuracy.faces import answers, measure_faces, questions
from benchmarks.accuracy.failures_page import failures
from benchmarks.accuracy.looking import look_at, task_of
from benchmarks.accuracy.machine import seen_revision
from benchmarks.accuracy.page import Circumstances, Measured, page
from benchmarks.accuracy.people import Placed, Poses, load_pictures, measure_poses
from benchmarks.accuracy.short_page import CORE, parts_of
from benchmarks.accuracy.strain import STRAINS
from benchmarks.kept_signals import Seen, judged, keep, kept
from counterwatch.demo_footage import FOOTAGE
from pipeline.errors import PipelineError
from pipeline.evaluation.findings import ClipResult, compare, not_analysed
from pipeline.evaluation.truth import load_clips
from pipeline.processes import ProcessCost
from pipeline.recordings.analysis import analyse_recording
from pipeline.recordings.analysis_report import AnalysisReport
from pipeline.recordings.model_set import load_models
from synthetic.labelled_clips import clip, found, true, went
from vision.pose.choice import ModelRequest

HOW = Circumstances(
    command="python -m benchmarks.accuracy --footage clips --out docs/accuracy.md",
    machine="a laptop",
    versions="mediapipe 1",
    revision="abc1234",
    day="2026-11-23",
    eyes_closed=0.2,
    not_run=("Not run: the other backend.",),
)


def written(*results: ClipResult, **parts: object) -> str:
    return page([Measured("mediapipe", "A model for one person.", results, **parts)], HOW)  # type: ignore[arg-type]


def section(text: str, title: str) -> str:
    return text.split(f"{title}\n", 1)[1].split("\n#", 1)[0]


def test_the_page_says_how_it_came_about_and_what_was_not_run() -> None:
    text = written(went(clip(true("arrival", 10)), found("arrival", 10)))
    for words in (
        "generated; do not edit",
        HOW.command,
        "a laptop",
        "abc1234",
        "Not run: the other backend.",
    ):
        assert words in text


def test_rendered_and_real_have_tables_of_their_own_and_none_together() -> None:
    rendered = went(clip(true("arrival", 10), name="dev/x_A"), found("arrival", 10.4))
    real = went(clip(true("arrival", 10), origin="real", name="real/hall"), found("arrival", 30))
    text = written(rendered, real)
    assert "| arrival | 1 | 1 | 1 | 0 | 1.000 | 1.000 | 1.000 |" in section(text, "### Rendered clips")
    assert "| arrival | 1 | 1 | 0 | 1 | 0.000 | 0.000 | 0.000 |" in section(text, "### Real clips")
    short = section(text, "## Summary")
    assert (
        "| mediapipe | dev (1) | 1 | 1.000 | 1.000 | 1.000 | 1.000 | 1.00–1.00 | 0 | 0.00 | 0 | 0 |" in short
    )
    assert (
        "| mediapipe | real (1) | 1 | 0.000 | 0.000 | 0.000 | 0.000 | 0.00–0.00 | 1 | 1.00 | 0 | 0 |" in short
    )


def test_every_folder_has_its_row_and_an_origin_of_several_one_of_all() -> None:
    names = {
        "real/a": "real",
        "real2/b": "real",
        "dev/c_A": "rendered",
        "dev3/d": "rendered",
        "dev3/e": "rendered",
    }
    parts = parts_of([went(clip(name=name, origin=origin)) for name, origin in names.items()])
    assert list(parts) == [
        "real (1)", "real2 (1)", "all real (2)", "dev (1)", "dev3 (2)", "all rendered (3)",
    ]  # fmt: skip
    assert list(parts_of([went(clip(name="x_A"))])) == ["rendered (1)"]


def test_core_kinds_and_all_kinds_facts_and_questions_stand_side_by_side() -> None:
    truth = clip(
        true("arrival", 10), true("slouching", 20, 30), exhaustive="arrival slouching", name="dev/x_A"
    )
    unsure = replace(found("slouching", 20, 30), confidence=0.4)
    result = compare(
        truth, AnalysisReport((found("arrival", 10), unsure), (), (), ProcessCost(3600), certain_from=0.5)
    )
    row = next(line for line in section(written(result), "## Summary").splitlines() if "| dev (1) |" in line)
    assert row.startswith("| mediapipe | dev (1) | 2 | 1.000 | 1.000 | 0.667 | 1.000 |")
    assert row.endswith("| 0 | 0.00 | 1 | 1 |")
    told = section(written(result), "### Rendered clips")
    assert "| slouching | 1 | 0 | 0 | 0 | – | 0.000 | 0.000 |" in told
    assert "| slouching | 1 | 1 | 0 | 1.000 | 1.000 |" in told


def test_presence_is_told_by_role() -> None:
    text = section(written(went(clip(name="dev/x_A"))), "## Summary")
    assert "| mediapipe | dev (1) | – | 0.750 / 0.750 | – | – | – |" in text


def test_the_angles_of_the_camera_are_held_side_by_side() -> None:
    good = went(clip(true("arrival", 10), name="dev/x_A"), found("arrival", 10))
    bad = went(clip(true("arrival", 10), name="dev/x_B"))
    assert "| arrival | 1.000 | 0.000 |" in section(written(good, bad), "### Rendered clips")


def test_everything_that_fails_is_told_by_kind_with_its_clips() -> None:
    truth = clip(true("arrival", 10, stood=True, latency_s=1.0), true("absence", 60.5, 72), name="dev/x_A")
    other = clip(true("absence", 5, 20), name="dev/y_B")
    first = went(truth, found("arrival", 10, stood=False, latency_s=1.6), found("absence", 90, 99.9))
    told = section(written(first, went(other)), "### Remaining errors")
    assert told.startswith(
        "\nRendered clips: of 3 true events 2 are missed and 0 are found as questions only;"
        " 1 facts and 0 questions are not true."
    )
    assert (
        "* absence: 2 missed (`dev/x_A` W1 60.5–72.0 s, `dev/y_B` W1 5.0–20.0 s); 1 false (`dev/x_A` W1 90.0–99.9 s)."
        in told
    )
    assert "* attributes in `dev/x_A`: arrival at 10.0 s: stood is yes, found no." in told
    assert "latency_s" not in told, "0.6 s off is within half a second and the labels' 0.4 s"


def test_questions_that_fail_are_told_apart() -> None:
    unsure = [replace(found("absence", *span), confidence=0.4) for span in ((5, 20), (50, 60))]
    report = AnalysisReport(tuple(unsure), (), (), ProcessCost(3600), certain_from=0.5)
    told = section(
        written(compare(clip(true("absence", 5, 20), name="dev/x_A"), report)), "### Remaining errors"
    )
    assert "0 are missed and 1 are found as questions only; 0 facts and 1 questions are not true" in told
    assert (
        "1 found as a question only (`dev/x_A` W1 5.0–20.0 s); 1 false question (`dev/x_A` W1 50.0–60.0 s)"
        in told
    )


def test_variants_are_told_by_clip() -> None:
    result = went(clip(true("arrival", 61.5)), found("absence", 3, 12))
    assert failures("As it is", [result])[2] == (
        "* `x_A`: false alarm: absence at W1, 3.0–12.0 s; missed: arrival at W1, 61.5 s"
    )


def test_confidence_is_told_as_found_and_where_signals_were_made_worse() -> None:
    good = went(clip(true("arrival", 10)), found("arrival", 10))
    worse = {"heavy": [went(clip(true("arrival", 10)), found("arrival", 10), found("arrival", 30))]}
    told = section(written(good, strained=worse, plot="x.svg"), "### Calibration of the confidence")
    assert "(x.svg)" in told
    assert "| 0.9 to 1.0 | 1 | 1.000 | 1.000 |" in told
    assert "| heavy | 40% | 4 | 10 | 0.500 | 1.000 | 0.667 | 0.00 | 1 | 1.00 |" in told
    assert "| arrival | 2 | 0.500 | 1.000 | 1.000 |" in told


def test_so_few_hours_without_a_false_alarm_prove_no_rate() -> None:
    quiet = went(clip(true("arrival", 10)), found("arrival", 10), hours=0.5)
    # a Poisson mean of 2.996 is no event in one case of twenty
    assert "0 false facts in 0.50 camera-hours are compatible with up to 6.0 an hour" in written(quiet)


def test_a_clip_that_could_not_be_analysed_is_told_and_all_of_it_missed() -> None:
    told = section(
        written(not_analysed(clip(true("arrival", 10)), "no picture in it")), "### Remaining errors"
    )
    assert "* `x_A` was not analysed: no picture in it" in told
    assert "* arrival: 1 missed" in told


def test_where_nothing_fails_it_says_so() -> None:
    perfect = went(clip(true("arrival", 10)), found("arrival", 10))
    assert "Rendered clips: nothing." in section(written(perfect), "### Remaining errors")


def test_poses_by_crop_and_whole_are_never_one_table() -> None:
    near, lost = Placed(0.9, 0.8, 150, "seated"), Placed(0.0, float("nan"), 60, "")
    text = written(poses=Poses(2, (near, lost), (lost, lost), found=1, nobody=0))
    assert "| all | 2 | 0.500 | 0.450 | 0.500 | 0.500 | 0.450 | 0.800 |" in section(
        text, "### mediapipe, by crop"
    )
    assert "| all | 2 | 0.000 | 0.000 |" in section(text, "### mediapipe, whole picture")
    assert "| standing, where labelled | 0 | – |" in text


def test_a_backend_that_saw_no_clip_has_no_figures_of_events() -> None:
    clips = went(clip(true("arrival", 10)), found("arrival", 10))
    both = [
        Measured("mediapipe", "One.", [clips]),
        Measured("ultralytics", "Two.", poses=Poses(0, (), (), 0, 0)),
    ]
    text = page(both, HOW)
    assert "No clip was analysed with it." in section(text, "## Events, with ultralytics")
    assert "| ultralytics |" not in text
    assert "### ultralytics, by crop" in text


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
