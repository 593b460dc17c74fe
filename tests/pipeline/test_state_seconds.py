"""Seconds of presence per role: labelled, found, and unknown."""

import json

import pytest

from pipeline.evaluation.document import document
from pipeline.evaluation.evaluate import Evaluation, summarise
from pipeline.evaluation.findings import ClipResult, compare, not_analysed
from pipeline.evaluation.truth import EvaluationClip, TrueEvent, TrueState, Truth
from pipeline.processes import ProcessCost
from pipeline.recordings.analysis_report import AnalysisReport, ReportedState
from tests.support.printed_evaluation import printed

Span = tuple[float, float]


def labelled(
    *spans: Span,
    blind: Span | None = None,
    name: str = "dev/x_A",
    origin: str = "rendered",
) -> EvaluationClip:
    truth = Truth.model_validate(
        {
            "video": "v.mp4",
            "origin": origin,
            "tolerance_s": 0.5,
            "states": [TrueState(counter="W1", state="staff_present", start=a, end=b) for a, b in spans],
            "events": [TrueEvent(counter="W1", kind="camera_blind", start=blind[0], end=blind[1])]
            if blind
            else [],
        }
    )
    return EvaluationClip.model_construct(name=name, video="v.mp4", site="v.site.yaml", truth=truth)


def seen(clip: EvaluationClip, *spans: Span, counter: str = "W1") -> ClipResult:
    states = tuple(ReportedState(counter, "staff_present", a, b) for a, b in spans)
    return compare(clip, AnalysisReport((), states, (), ProcessCost(video_s=100)))


def seconds(result: ClipResult) -> tuple[float, float, float]:
    figures = summarise([result]).states["staff_present"]
    return figures.labelled_s, figures.found_s, figures.both_s


def test_f1_is_of_seconds() -> None:
    figures = summarise([seen(labelled((0, 40)), (10, 50), (60, 80))]).states["staff_present"]
    assert (figures.recall, figures.precision) == (0.75, 0.5)
    assert figures.f1 == pytest.approx(0.6)


def test_time_that_a_person_calls_blind_is_left_out_on_both_sides() -> None:
    dark = labelled((0, 40), (60, 100), blind=(30, 70))
    assert seconds(seen(dark, (0, 35), (65, 100))) == (60, 60, 60)


def test_time_that_the_product_could_not_see_costs_recall_and_not_precision() -> None:
    figures = summarise([seen(labelled((0, 100)), (0, 40))]).states["staff_present"]
    assert (figures.recall, figures.precision) == (0.4, 1.0)


def test_another_window_that_does_not_label_the_state_does_not_count() -> None:
    assert seconds(seen(labelled((0, 40)), (0, 90), counter="W2")) == (40, 0, 0)


def test_a_clip_that_cannot_be_read_misses_its_seconds() -> None:
    assert seconds(not_analysed(labelled((0, 40)), "no picture in it")) == (40, 0, 0)


def two_halls() -> Evaluation:
    rendered = seen(labelled((0, 40)), (0, 40))
    real = seen(labelled((0, 40), name="real/hall", origin="real"), (0, 10))
    other = seen(labelled((0, 40), name="real2/shop", origin="real"), (0, 30))
    return summarise([rendered, real, other])


def test_roles_are_told_by_origin_and_by_folder() -> None:
    written = json.loads(json.dumps(document(two_halls()), allow_nan=False))
    assert written["states"]["staff_present"]["recall"] == pytest.approx(80 / 120, abs=1e-6)
    assert written["by_origin"]["rendered"]["states"]["staff_present"]["recall"] == 1
    assert written["by_origin"]["real"]["states"]["staff_present"]["recall"] == 0.5
    assert written["by_folder"]["real2"]["states"]["staff_present"]["f1"] == pytest.approx(60 / 70, abs=1e-6)


def test_presence_is_printed_by_origin() -> None:
    text = printed(two_halls())
    assert "presence by origin" in text
    row = next(line for line in text.split("presence by origin")[1].splitlines() if "real" in line)
    assert "staff_present" in row
    assert "0.500" in row
