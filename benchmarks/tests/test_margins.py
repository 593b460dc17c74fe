"""Margins of limits: each is changed alone, on stored signals, and restored afterwards."""

from pathlib import Path

import pytest

import pipeline.states.visits
from benchmarks import margins
from benchmarks.margins import Limit, Seen, changed, limits, look, page, wrong
from pipeline.archive.parquet_file import save
from pipeline.evaluation.truth import EvaluationClip, TrueEvent, Truth
from pipeline.scene.scene import LIMITS as SURE
from pipeline.states.calibration import LIMITS as SEAT
from synthetic.stories import EVALUATION, POST, Story, seated, slouching

TRUNK = "pipeline.states.trunk"
BARELY = EVALUATION.model_copy(update={"trunk_forward_deg": 30.0})


def clip(*events: TrueEvent) -> EvaluationClip:
    truth = Truth(
        video="W.mp4", origin="rendered", tolerance_s=0.5, events=events, exhaustive=frozenset({"slouching"})
    )
    return EvaluationClip(name="dev/W", video=Path("W.mp4"), site=Path("W.site.yaml"), truth=truth)


def seen(story: Story, *events: TrueEvent) -> Seen:
    return Seen(clip(*events), {POST: story.signals()})


SLOUCHES = seen(
    seated(60) + slouching(10) + seated(30), TrueEvent(counter=POST, kind="slouching", start=60, end=70)
)


def test_the_limits_of_code_and_profile_are_found() -> None:
    found = {limit.label for limit in limits(EVALUATION)}
    assert {
        "states.trunk LIMITS.bent_drop",
        "behaviours.handover LIMITS.touch_m",
        "scene.courtesies LIMITS.faced",
        "zoning.limits PLACES.aside",
        "states.phones LIMITS.at_face",
        "profile trunk_forward_deg",
    } <= found
    assert "profile yawn_after_s" not in found  # a duration is a norm's own choice
    assert "nightly.lock LIMITS.quiet_s" not in found  # imported there: a number has one place


def test_a_changed_confidence_stays_one() -> None:
    """A confidence made of two numbers stays within 0..1, whichever of them is greater."""
    near = Limit("pipeline.scene.scene", "LIMITS.near", SURE.near)
    for value in near.varied(0.5):
        with changed(near, value, EVALUATION):
            assert wrong([SLOUCHES], EVALUATION) == set()


def test_a_limit_is_changed_where_it_was_imported_too_and_put_back() -> None:
    limit = Limit("pipeline.states.calibration", "LIMITS.least_rise", SEAT.least_rise)
    with changed(limit, 0.5, EVALUATION):
        assert SEAT.least_rise == vars(pipeline.states.visits)["SEAT"].least_rise == 0.5
    assert SEAT.least_rise == vars(pipeline.states.visits)["SEAT"].least_rise == limit.value


def test_it_is_put_back_after_a_failure() -> None:
    limit = Limit("pipeline.states.calibration", "LIMITS.least_rise", SEAT.least_rise)
    with pytest.raises(ZeroDivisionError), changed(limit, 0.5, EVALUATION):
        _ = 1 / 0
    assert limit.value == SEAT.least_rise


def test_a_number_of_looks_stays_a_whole_number() -> None:
    assert Limit("pipeline.states.smiles", "LIMITS.looks", 3).varied(0.25) == (2, 4)
    assert Limit("pipeline.states.visits", "LIMITS.highest", 90, "percentile").varied(0.25) == (72, 100)
    assert Limit("pipeline.states.phones", "LIMITS.at_face", 0.24).varied(0.2) == pytest.approx((0.2, 0.288))


def test_what_is_missed_and_what_is_false_is_wrong() -> None:
    assert wrong([SLOUCHES], EVALUATION) == set()
    upright = EVALUATION.model_copy(update={"trunk_forward_deg": 80.0})
    assert wrong([SLOUCHES], upright) == {("missed", "dev/W", "slouching", 60.0)}
    nothing_true = seen(seated(60) + slouching(10) + seated(30))
    assert wrong([nothing_true], EVALUATION) == {("false", "dev/W", "slouching", 60.0)}


def test_the_page_says_which_limit_stands_too_near(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clerk is bent by 32 degrees: a limit of 30 is no margin, one of 20 is."""
    monkeypatch.setattr(
        margins, "limits", lambda of: [one for one in limits(of) if one.room in (None, TRUNK)]
    )
    lines = page([SLOUCHES], BARELY, 0.25)
    assert "(0 wrong without a change)" in lines[0]
    (row,) = (line for line in lines if line.startswith("| profile trunk_forward_deg"))
    assert "37.5" in row
    assert "missed slouching dev/W 60.0 s" in row
    assert not any("trunk_forward_deg" in line for line in page([SLOUCHES], EVALUATION, 0.25))


def test_what_was_looked_at_once_is_not_looked_at_again(tmp_path: Path) -> None:
    """There is no video: the rows come from the kept file."""
    save(tmp_path / "dev_W.parquet", "dev/W", SLOUCHES.signals)
    (found,) = look([SLOUCHES.clip], tmp_path)
    assert wrong([found], EVALUATION) == set()
