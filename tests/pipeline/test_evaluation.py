"""Evaluation by an auditor: found events against labelled ones, over small clips worked by hand."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import PipelineError
from pipeline.evaluation.document import document
from pipeline.evaluation.evaluate import camera_of, evaluate_clips, scene_of, summarise
from pipeline.evaluation.findings import compare
from pipeline.evaluation.truth import TrueEvent, load_clips
from pipeline.processes import ProcessCost
from pipeline.recordings.analysis_report import AnalysisReport, ReportedEvent
from synthetic.labelled_clips import clip, found, true, went
from tests.support.printed_evaluation import printed
from vision.core import VisionError

FOOTAGE = Path(__file__).parents[2].parent / "shared" / "footage"


def test_a_morning_worked_by_hand() -> None:
    truth = clip(true("arrival", 10), true("arrival", 60), true("absence", 100, 120))
    result = went(truth, found("arrival", 11), found("arrival", 30), found("absence", 101, 119), hours=0.5)
    kinds = summarise([result]).all.kinds
    arrival = kinds["arrival"]
    assert (arrival.truth, arrival.found, arrival.matched, arrival.false_alarms) == (2, 2, 1, 1)
    assert arrival.precision == arrival.recall == arrival.f1 == 0.5
    assert arrival.onset_error_s == 1.0
    assert arrival.false_alarms_per_hour == 2.0, "one in half an hour"
    assert kinds["absence"].f1 == 1.0
    overall = summarise([result]).all.overall
    assert overall.precision == overall.recall == pytest.approx(2 / 3)


def test_what_is_not_labelled_completely_is_no_false_alarm_but_a_miss_is_a_miss() -> None:
    partly = clip(true("slouching", 10, 20), true("slouching", 50, 60), exhaustive="absence")
    figures = summarise([went(partly, found("slouching", 10, 20), found("slouching", 80, 90))]).all.kinds[
        "slouching"
    ]
    assert (figures.truth, figures.matched, figures.found, figures.false_alarms) == (2, 1, 1, 0)
    assert figures.recall == 0.5
    assert (figures.judged, figures.precision != figures.precision) == (0, True), "nothing can be said"
    assert figures.false_alarms_per_hour != figures.false_alarms_per_hour, "nobody would have noticed one"


def test_what_is_matched_was_found_also_where_the_kind_is_labelled_completely_in_one_clip_alone() -> None:
    whole = went(clip(true("arrival", 10)), found("arrival", 10), found("arrival", 40))
    partly = went(clip(true("arrival", 10), exhaustive="absence"), found("arrival", 10), found("arrival", 40))
    arrival = summarise([whole, partly]).all.kinds["arrival"]
    assert (arrival.found, arrival.matched, arrival.false_alarms) == (3, 2, 1)
    assert (arrival.judged, arrival.precision) == (2, 0.5), "of the clip that would have shown a false alarm"
    assert arrival.f1 == pytest.approx(4 / 5)


def test_in_a_dark_picture_nothing_counts_but_the_dark_itself() -> None:
    dark = clip(true("camera_blind", 20, 40), exhaustive="absence camera_blind")
    kinds = summarise([went(dark, found("absence", 22, 38), found("camera_blind", 20, 40))]).all.kinds
    assert kinds["absence"].false_alarms == 0
    assert kinds["camera_blind"].matched == 1
    reaching_out = summarise([went(dark, found("absence", 22, 41))]).all.kinds
    assert reaching_out["absence"].false_alarms == 1


def test_an_event_at_the_other_window_is_another_event() -> None:
    other = ReportedEvent("v.mp4", "c", "W2", "arrival", 10, 10)
    arrival = summarise([went(clip(true("arrival", 10)), other)]).all.kinds["arrival"]
    assert (arrival.matched, arrival.false_alarms) == (0, 1)


def test_attributes_count_on_matched_events_alone() -> None:
    truth = clip(
        true("arrival", 10, stood=True, latency_s=2.0),
        true("arrival", 60, stood=False),
        true("arrival", 90, stood=True, latency_s=1.0),
        true("arrival", 200, stood=True),
    )
    result = went(
        truth,
        found("arrival", 10, stood=True, latency_s=2.9),
        found("arrival", 60, stood=True),
        found("arrival", 90, latency_s=1.3),
    )
    names = summarise([result]).attributes["arrival"]
    assert (names["stood"].matched, names["stood"].said, names["stood"].right) == (3, 2, 1)
    assert names["stood"].accuracy == 0.5
    assert names["latency_s"].accuracy == 1.0, "0.9 s off is within half a second and the labels' 0.4 s"
    assert names["latency_s"].median_error == pytest.approx(0.6)


def test_states_agree_for_a_share_of_their_time() -> None:
    seated = summarise([went(clip())]).states["staff_seated"]
    assert (seated.labelled_s, seated.found_s, seated.both_s) == (40, 40, 30)
    assert seated.recall == seated.precision == 0.75


def test_rendered_and_real_are_never_one_figure() -> None:
    good = went(clip(true("arrival", 10)), found("arrival", 10))
    bad = went(clip(true("arrival", 10), origin="real", name="hall"))
    evaluation = summarise([good, bad])
    assert evaluation.by_origin["rendered"].overall.recall == 1
    assert evaluation.by_origin["real"].overall.recall == 0
    assert list(evaluation.by_camera) == ["A"], "the real clip's name tells no camera"


def test_names_tell_camera_and_scene() -> None:
    assert (camera_of("dev/dim_A"), scene_of("dev/dim_A")) == ("A", "dim")
    assert (camera_of("real/tug_trial1"), scene_of("real/tug_trial1")) == (None, None)


def test_the_interval_is_repeatable_and_holds_the_figure() -> None:
    clips = [clip(true("arrival", 10), true("arrival", 60)) for _ in range(12)]
    results = [went(one, *[found("arrival", 10)][: row % 3]) for row, one in enumerate(clips)]
    first, again = summarise(results, seed=7).all.overall, summarise(results, seed=7).all.overall
    assert first == again
    assert first.f1_low < first.f1 < first.f1_high
    assert first.f1_low > 0 and first.f1_high < 1


def test_other_kinds_can_be_left_out() -> None:
    truth = clip(true("arrival", 10), true("handover", 20, 22), exhaustive="arrival handover")
    evaluation = summarise([went(truth, found("arrival", 10))], kinds=["arrival"])
    assert evaluation.all.overall.recall == 1 and list(evaluation.all.kinds) == ["arrival"]


def test_a_kind_that_must_not_fire_has_its_row_even_when_all_is_well() -> None:
    absence = summarise([went(clip())]).all.kinds["absence"]
    assert (absence.truth, absence.found, absence.false_alarms_per_hour) == (0, 0, 0)
    assert absence.f1 != absence.f1, "nothing to find and nothing found is no success and no failure"


def test_a_clip_that_cannot_be_read_costs_its_events_and_not_the_run() -> None:
    def analyse(video: Path, _: Path) -> AnalysisReport:
        if video.name == "v.mp4":
            raise VisionError("v.mp4: no picture in it")
        return AnalysisReport((found("arrival", 10),), (), (), ProcessCost(video_s=60))

    fine = clip(true("arrival", 10)).model_copy(update={"video": Path("w.mp4")})
    results = list(evaluate_clips([clip(true("arrival", 10)), fine], analyse))
    assert [result.failed for result in results] == ["v.mp4: no picture in it", None]
    evaluation = summarise(results)
    assert evaluation.all.overall.recall == 0.5
    assert evaluation.cost.video_s == 60
    assert "not analysed: v.mp4: no picture in it" in printed(evaluation)


def test_the_auditor_is_told_where_to_look() -> None:
    result = went(clip(true("arrival", 61.5)), found("absence", 3, 12))
    text = printed(summarise([result]), misses=True)
    assert "x_A  false alarm     3.00–12.00 s  W1  absence" in text
    assert "x_A  missed         61.50–61.50 s  W1  arrival" in text
    assert "missed" not in printed(summarise([result]))


def test_the_file_has_what_the_format_names_and_no_nan() -> None:
    result = went(
        clip(true("arrival", 10, stood=True)), found("arrival", 10, stood=True), found("absence", 3, 12)
    )
    written = json.loads(json.dumps(document(summarise([result])), allow_nan=False))
    assert {"kinds", "overall", "by_origin", "attributes"} <= set(written)
    counts, shares = {"truth", "found", "matched"}, {"precision", "recall", "f1", "f1_low", "f1_high"}
    row = counts | shares | {"onset_error_s", "false_alarms_per_hour"}
    assert row <= set(written["kinds"]["arrival"]) and row <= set(written["overall"])
    assert row <= set(written["by_origin"]["rendered"]["overall"])
    assert written["kinds"]["absence"]["recall"] is None
    assert written["attributes"]["arrival"]["stood"]["accuracy"] == 1
    assert written["clips"][0]["false_alarms"] == [
        {"counter": "W1", "kind": "absence", "start": 3, "end": 12}
    ]


kinds = st.sampled_from(["absence", "arrival", "slouching"])
labels = st.lists(
    st.tuples(kinds, st.integers(0, 50), st.integers(0, 9)).map(lambda r: true(r[0], r[1], r[1] + r[2]))
)


def echo(event: TrueEvent) -> ReportedEvent:
    return found(event.kind, event.start, event.end, **event.attributes)


@settings(max_examples=40)
@given(st.lists(labels.filter(bool), min_size=1, max_size=4))
def test_who_finds_the_truth_has_a_perfect_score(truths: list[list[TrueEvent]]) -> None:
    results = [
        went(clip(*events, exhaustive="absence arrival slouching"), *map(echo, events)) for events in truths
    ]
    overall = summarise(results).all.overall
    assert overall.precision == overall.recall == overall.f1 == overall.f1_low == overall.f1_high == 1
    assert overall.onset_error_s == overall.false_alarms_per_hour == 0


@settings(max_examples=40)
@given(st.lists(st.tuples(labels, labels), min_size=1, max_size=4))
def test_the_counts_always_add_up(pairs: list[tuple[list[TrueEvent], list[TrueEvent]]]) -> None:
    results = [went(clip(*a, exhaustive="absence arrival slouching"), *map(echo, b)) for a, b in pairs]
    part = summarise(results).all
    for figures in (part.overall, *part.kinds.values()):
        assert figures.found == figures.matched + figures.false_alarms
        assert figures.matched <= min(figures.truth, figures.found)
    assert part.overall.truth == sum(len(a) for a, _ in pairs)
    assert part.overall.found == sum(len(b) for _, b in pairs)
    assert part.overall.matched == sum(figures.matched for figures in part.kinds.values())


# -- files --------------------------------------------------------


GOOD: dict[str, object] = {
    "video": "a.mp4",
    "origin": "real",
    "tolerance_s": 0.5,
    "states": [],
    "events": [{"counter": "W1", "kind": "arrival", "start": 3, "end": 3, "stood": True, "nodded": None}],
    "exhaustive": ["arrival"],
}


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[dict[str, object]], Path]:
    def write(truth: dict[str, object]) -> Path:
        (tmp_path / "a.mp4").touch()
        (tmp_path / "a.site.yaml").touch()
        (tmp_path / "a.truth.json").write_text(json.dumps(truth), encoding="utf-8")
        return tmp_path

    return write


def test_a_labelled_clip_is_read_with_its_attributes(folder: Callable[[dict[str, object]], Path]) -> None:
    (only,) = load_clips(folder(GOOD))
    assert (only.name, only.video.name, only.site.name) == ("a", "a.mp4", "a.site.yaml")
    assert only.truth.events[0].attributes == {"stood": True}, "null is unknown"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"origin": "painted"}, "origin: "),
        ({"tolerance_s": -1}, "tolerance_s: "),
        ({"video": "../b.mp4"}, "video: "),
        ({"video": "b.mp4"}, "video b.mp4 is not beside it"),
        ({"events": [{"counter": "W1", "kind": "arrival", "start": 3}]}, r"events\.0\.end: "),
        ({"events": [{"counter": "W1", "kind": "x", "start": 3, "end": 2}]}, "x: end 2 is before start 3"),
        ({"events": [{"counter": "W1", "kind": "x", "start": 3, "end": 4, "who": []}]}, r"events\.0\.who"),
        ({"states": [{"counter": "W1", "state": "s", "start": 3, "end": 2}]}, "end 2 is before start 3"),
    ],
)
def test_a_wrong_truth_file_is_one_clear_line(
    folder: Callable[[dict[str, object]], Path], change: dict[str, object], says: str
) -> None:
    with pytest.raises(PipelineError, match=says) as caught:
        load_clips(folder(GOOD | change))
    assert str(caught.value).count("\n") == 0
    assert "a.truth.json" in str(caught.value)


def test_no_json_no_folder_no_clip_are_clear_lines(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="no clip in it"):
        load_clips(tmp_path)
    with pytest.raises(PipelineError, match="no such folder"):
        load_clips(tmp_path / "nowhere")
    (tmp_path / "a.truth.json").write_bytes(b"\xff{")
    with pytest.raises(PipelineError, match=r"a\.truth\.json: top level: Invalid JSON"):
        load_clips(tmp_path)


@pytest.mark.footage
@pytest.mark.skipif(not FOOTAGE.is_dir(), reason="needs ../shared/footage")
def test_every_labelled_clip_we_have_is_readable_and_its_own_truth_is_perfect() -> None:
    clips = load_clips(FOOTAGE)
    reports = {
        c.name: AnalysisReport(tuple(map(at_its_counter, c.truth.events)), (), (), ProcessCost(video_s=60))
        for c in clips
    }
    evaluation = summarise([compare(c, reports[c.name]) for c in clips])
    assert len(clips) >= 46
    assert evaluation.all.overall.recall == evaluation.all.overall.precision == 1
    assert {"real", "rendered"} == set(evaluation.by_origin)


def at_its_counter(e: TrueEvent) -> ReportedEvent:
    return ReportedEvent("v", "c", e.counter, e.kind, e.start, e.end, 1.0, e.attributes)
