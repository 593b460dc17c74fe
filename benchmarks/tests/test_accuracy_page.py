"""docs/accuracy.md: its required content."""

from dataclasses import replace

from benchmarks.accuracy.failures_page import failures
from benchmarks.accuracy.page import Measured, page
from benchmarks.accuracy.people import Placed, Poses
from benchmarks.accuracy.short_page import parts_of
from benchmarks.tests.accuracy_pages import HOW, section, written
from models import Certainty
from pipeline.evaluation.findings import compare, not_analysed
from pipeline.processes import ProcessCost
from pipeline.recordings.analysis_report import AnalysisReport
from synthetic.labelled_clips import clip, found, true, went


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


def test_hints_have_a_table_of_their_own_and_are_no_failed_questions() -> None:
    hints = [replace(found("absence", *span), certainty=Certainty.HINT) for span in ((5, 20), (50, 60))]
    report = AnalysisReport(tuple(hints), (), (), ProcessCost(3600), certain_from=0.5)
    text = written(compare(clip(true("absence", 5, 20), name="dev/x_A"), report))
    tables = section(text, "### Rendered clips")
    assert "No questions were asked." in tables
    assert (
        "| absence | 2 | 1 | 1 | 0.500 | 1.000 |" in tables.partition("Hints, which never cost anything:")[2]
    )
    told = section(text, "### Remaining errors")
    assert "0 facts and 0 questions are not true. 1 of 2 hints are true." in told
    assert "1 found as a hint only (`dev/x_A` W1 5.0–20.0 s); 1 false hint (`dev/x_A` W1 50.0–60.0 s)" in told


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
