"""The page that says how accurate the product is: what must stand on it, and one made from a clip of our own."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks.accuracy import __main__ as command
from benchmarks.accuracy.clips import kept
from benchmarks.accuracy.faces import answers, measure_faces, questions
from benchmarks.accuracy.page import Circumstances, Measured, page
from benchmarks.accuracy.people import Placed, Poses, load_pictures, measure_poses
from benchmarks.accuracy.strain import STRAINS
from pipeline.cost import Cost
from pipeline.evaluation.findings import ClipResult, not_analysed
from pipeline.evaluation.truth import Clip
from pipeline.recordings.eyes import open_eyes
from pipeline.recordings.report import Report, ReportedCoverage, ReportedState
from tests.pipeline.test_evaluation import clip, found, true, went

FOOTAGE = Path(__file__).parents[1] / "footage"
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
    assert "| mediapipe | rendered (1) | 1 | 1.000 | 1.00–1.00 | arrival 1.000 | 0.40 | 0 | 0.00 |" in text
    assert "| mediapipe | real (1) | 1 | 0.000 | 0.00–0.00 | arrival 0.000 | – | 1 | 1.00 |" in text


def test_the_angles_of_the_camera_are_held_side_by_side() -> None:
    good = went(clip(true("arrival", 10), name="dev/x_A"), found("arrival", 10))
    bad = went(clip(true("arrival", 10), name="dev/x_B"))
    assert "| arrival | 1.000 | 0.000 |" in section(written(good, bad), "### Rendered clips")


def test_everything_that_fails_is_told_by_clip() -> None:
    truth = clip(true("arrival", 10, stood=True, latency_s=1.0), true("absence", 60.5, 72), name="dev/x_A")
    result = went(truth, found("arrival", 10, stood=False, latency_s=1.6), found("absence", 90, 99.9))
    told = section(written(result), "### What still fails")
    assert told.startswith(
        "\nRendered clips:\n\n* `dev/x_A`: missed: absence at W1, 60.5–72.0 s; false alarm: absence at W1, 90.0–99.9 s"
    )
    assert "wrong: arrival at 10.0 s: stood is yes, found no" in told
    assert "latency_s" not in told, "0.6 s off is within half a second and the labels' 0.4 s"


def test_confidence_is_told_as_found_and_where_signals_were_made_worse() -> None:
    good = went(clip(true("arrival", 10)), found("arrival", 10))
    worse = {"heavy": [went(clip(true("arrival", 10)), found("arrival", 10), found("arrival", 30))]}
    told = section(written(good, strained=worse, plot="x.svg"), "### Is the confidence worth its number?")
    assert "(x.svg)" in told
    assert "| 0.9 to 1.0 | 1 | 1.000 | 1.000 |" in told
    assert "| heavy | 40% | 4 | 10 | 0.500 | 1.000 | 0.667 | 0.00 | 1 | 1.00 |" in told
    assert "| arrival | 2 | 0.500 | 1.000 | 1.000 |" in told


def test_so_few_hours_without_a_false_alarm_prove_no_rate() -> None:
    quiet = went(clip(true("arrival", 10)), found("arrival", 10), hours=0.5)
    # a Poisson mean of 2.996 is no event in one case of twenty
    assert "0 false alarms in 0.50 camera-hours are compatible with up to 6.0 an hour" in written(quiet)


def test_a_clip_that_could_not_be_analysed_is_told_and_all_of_it_missed() -> None:
    told = section(
        written(not_analysed(clip(true("arrival", 10)), "no picture in it")), "### What still fails"
    )
    assert "not analysed: no picture in it; missed: arrival" in told.replace("\n* `x_A`: ", "; ")


def test_where_nothing_fails_it_says_so() -> None:
    perfect = went(clip(true("arrival", 10)), found("arrival", 10))
    assert "Rendered clips: nothing." in section(written(perfect), "### What still fails")


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
    assert "No clip was run through it." in section(text, "## Events, with ultralytics")
    assert "| ultralytics |" not in text
    assert "### ultralytics, by crop" in text


def test_a_kept_analysis_is_read_as_it_was_written(tmp_path: Path) -> None:
    state, seen = ReportedState("W1", "staff_seated", 0, 9), ReportedCoverage("W1", 0, 10, 9.5)
    report = Report((found("arrival", 10, stood=True),), (state,), (seen,), Cost(10, 1, 2, 300))
    looked: list[str] = []

    def look(one: Clip) -> list[Report]:
        looked.append(one.name)
        return [report, report]

    again = kept(look, tmp_path / "reports")
    assert again(clip(name="dev/x_A")) == [report, report] == again(clip(name="dev/x_A"))
    assert looked == ["dev/x_A"]


def one_clip(folder: Path) -> Path:
    for file in FOOTAGE.glob("no_greet_A.*"):
        shutil.copy(file, folder)
    return folder


def test_one_command_measures_our_own_clip_and_a_kept_analysis_is_not_made_again(tmp_path: Path) -> None:
    (tmp_path / "clips").mkdir()
    footage, out = one_clip(tmp_path / "clips"), tmp_path / "accuracy.md"
    arguments = ["--footage", str(footage), "--out", str(out), "--reports", str(tmp_path / "kept")]
    first = CliRunner().invoke(command.main, arguments, catch_exceptions=False)
    assert first.exit_code == 0
    text = out.read_text("utf-8")
    assert "| mediapipe | rendered (1) |" in text
    assert "![Reliability of event confidences](accuracy-mediapipe.svg)" in text
    assert (tmp_path / "accuracy-mediapipe.svg").read_text("utf-8").startswith("<svg")
    arrivals = next(line for line in text.splitlines() if line.startswith("| arrival |"))
    assert arrivals.split("|")[2] == " 1 ", "the clip's one labelled arrival"

    (footage / "no_greet_A.mp4").write_bytes(b"no longer a video")
    CliRunner().invoke(command.main, arguments, catch_exceptions=False)
    assert out.read_text("utf-8") == text
    (file,) = (tmp_path / "kept" / "mediapipe").iterdir()
    as_it_is, *strained = json.loads(file.read_text("utf-8"))
    assert {event["video"] for event in as_it_is["events"]} == {"no_greet_A.mp4"}
    assert len(strained) == len(STRAINS)


@pytest.mark.footage
def test_the_labelled_pictures_give_every_row_of_pose_and_face(shared_footage: Path) -> None:
    with open_eyes() as eyes:
        assert eyes.face is not None
        poses = measure_poses(load_pictures(shared_footage / "pose")[:3], eyes.pose)
        faces = measure_faces(shared_footage / "face", eyes.face)
    assert np.mean([one.oks for one in poses.crops]) > 0.5
    assert all(answers(faces, question)[-1].yes for question in questions(eyes_closed_ratio=0.2))
