"""Postures at the counter: upright, hunched, sunk, leaning back, asleep on the desk."""

from dataclasses import replace

import pytest

from models import Certainty
from pipeline.intervals import Spans
from pipeline.judging.judge import judge
from pipeline.scene.duty import Duty
from pipeline.states import read_states
from synthetic.stories import (
    EVALUATION,
    FRONT,
    POST,
    SEATED,
    SIDE,
    SLOUCHING,
    START,
    STEEP,
    SUNK,
    View,
    asleep,
    chin_propped,
    closely,
    customer_arrives,
    dark,
    flickering,
    goes_on,
    judged,
    leaning_back,
    limits,
    seated,
    slouching,
    standing,
    sunk,
)
from vision.core import Signals

POSTURES = {"slouching", "leaning_back", "head_on_desk"}


@pytest.mark.parametrize("view", [SIDE, FRONT, STEEP], ids=["side", "front", "steep"])
def test_an_upright_clerk_who_sits_and_stands_is_never_at_fault(view: View) -> None:
    told = judged((seated(60) + standing(20)) * 3, view)
    assert not told.kinds & POSTURES


@pytest.mark.parametrize("view", [SIDE, FRONT], ids=["side", "front"])
def test_hunching_over_is_slouching(view: View) -> None:
    told = judged(seated(60) + slouching(10) + seated(30), view)
    assert told.all("slouching") == [(60, 70)]
    assert told.one("slouching").evidence["seconds"] == pytest.approx(10, abs=0.5)
    assert told.one("slouching").evidence["threshold_s"] == 4
    assert told.one("slouching").evidence["trunk_deg"] == pytest.approx(32, abs=4)


def test_a_short_bend_is_none() -> None:
    assert not judged(seated(60) + slouching(3) + seated(30)).kinds & POSTURES


def test_sinking_into_the_chair_is_slouching_too() -> None:
    assert judged(seated(60) + sunk(10) + seated(30)).all("slouching") == [(60, 70)]


def test_leaning_back_is_no_slouching() -> None:
    told = judged(seated(60) + leaning_back(10) + seated(30))
    assert told.all("leaning_back") == [(60, 70)]
    assert "slouching" not in told.kinds
    assert float(told.one("leaning_back").evidence["trunk_deg"]) < -25


def slid_back(by_m: float, down_m: float = 0.055, tilt_deg: float = 18.0) -> Signals:
    """A person whose shoulders go down and back while the model measures little of the angle."""
    lower = replace(SEATED, rise=-down_m, forward=SEATED.forward - tilt_deg)
    signals = (seated(60) + closely(10, staff=lower) + seated(30)).signals()
    there = (signals.time >= START + 60) & (signals.time < START + 70)
    signals["shoulder_x"][there] -= by_m * signals["scale"][there]  # the chest points to the picture's right
    return signals


def test_sliding_back_in_the_chair_is_leaning_back_where_the_angle_is_hidden() -> None:
    states = read_states(slid_back(0.06), EVALUATION)
    assert [(round(a - START), round(b - START)) for a, b in states.leaning_back.true] == [(60, 70)]
    assert not states.slouching.true


@pytest.mark.parametrize(("by_m", "down_m"), [(0.0, 0.055), (-0.06, 0.055), (0.06, 0.0)])
def test_sinking_coming_forward_or_rolling_away_alone_is_no_leaning_back(by_m: float, down_m: float) -> None:
    assert not read_states(slid_back(by_m, down_m), EVALUATION).leaning_back.true


def test_leaning_back_by_an_angle_that_was_not_measured_is_a_question() -> None:
    span = (START, START + 100)
    found = judge("hall", {POST: slid_back(0.06)}, EVALUATION, span, {POST: Duty(Spans.of(span))})
    (event,) = (e for e in found.events if e.kind == "leaning_back")
    measured = judged(seated(60) + leaning_back(10) + seated(30)).one("leaning_back")
    assert (event.certainty, measured.certainty) == (Certainty.QUESTION, Certainty.FACT)
    assert event.confidence < 0.5 < measured.confidence


def test_who_straightens_up_for_a_second_has_not_stopped() -> None:
    assert judged(seated(60) + slouching(8) + seated(1) + slouching(8) + seated(30)).all("slouching") == [
        (60, 77)
    ]


def test_who_sits_up_for_a_while_begins_anew() -> None:
    told = judged(seated(60) + slouching(8) + seated(10) + slouching(8) + seated(30))
    assert told.all("slouching") == [(60, 68), (78, 86)]


@pytest.mark.parametrize("found", [1.0, 0.5, 0.3])
def test_asleep_on_the_desk_is_seen_however_often_the_pose_is_lost(found: float) -> None:
    told = judged(seated(60) + asleep(30, found) + seated(30))
    assert told.kinds == {"head_on_desk"}
    assert told.one("head_on_desk").seconds == pytest.approx(30, abs=3)


def test_a_nap_shorter_than_the_norm_is_none() -> None:
    assert not judged(seated(60) + asleep(4, 1.0) + seated(30)).kinds


def test_a_day_of_lounging_does_not_make_lounging_upright() -> None:
    told = judged((seated(40) + leaning_back(60)) * 4)
    assert len(told.all("leaning_back")) == 4
    assert "slouching" not in told.kinds


def test_a_day_of_slouching_does_not_make_slouching_upright() -> None:
    told = judged((seated(40) + slouching(50)) * 4)
    assert len(told.all("slouching")) == 4
    assert "leaning_back" not in told.kinds


def test_a_camera_that_only_guesses_the_trunk_accuses_nobody() -> None:
    told = judged((seated(30) + slouching(20) + leaning_back(20)) * 3, STEEP)
    assert not told.kinds & POSTURES


def test_a_posture_is_over_where_the_camera_goes_dark() -> None:
    told = judged(seated(60) + slouching(10) + dark(60) + seated(30))
    assert told.all("slouching") == [(60, 70)]


def test_two_halves_under_the_norm_with_darkness_between_make_no_whole() -> None:
    told = judged(seated(60) + slouching(3) + dark(30) + slouching(3) + seated(30))
    assert "slouching" not in told.kinds


def test_missed_looks_do_not_end_a_posture() -> None:
    told = judged(seated(60) + flickering(slouching(20), 0.7) + seated(30))
    assert told.one("slouching").seconds == pytest.approx(20, abs=1)


def test_slouching_before_a_customer_is_the_same_slouching() -> None:
    told = judged(seated(60) + customer_arrives() + slouching(10) + seated(30))
    assert told.all("slouching") == [(60, 70)]


def test_in_the_break_everybody_may_lean_back() -> None:
    told = judged(seated(60) + leaning_back(30) + seated(30), opened=((0, 60), (90, 120)))
    assert not told.faults


def test_how_far_is_too_far_is_said_by_the_profile() -> None:
    story = seated(60) + slouching(10) + seated(30)
    assert "slouching" not in judged(story, thresholds=limits(trunk_forward_deg=50.0)).kinds
    assert "slouching" not in judged(story, thresholds=limits(slouch_after_s=20.0)).kinds
    assert judged(story, thresholds=limits(trunk_forward_deg=50.0)).state("slouching").total == 0


def test_a_held_posture_is_told_as_a_state_from_its_beginning() -> None:
    told = judged(seated(60) + leaning_back(10) + goes_on(5) + seated(30))
    assert told.when("leaning_back") == [(60, 75)]


@pytest.mark.parametrize(
    ("back", "lower", "slouches"),
    [(17, 0.06, True), (9, 0.09, True), (9, 0.03, False), (0, 0.09, False), (4, 0.05, False)],
)
def test_sinking_is_to_tilt_back_and_to_come_down(back: float, lower: float, slouches: bool) -> None:
    """The lower the shoulders, the less tilt is needed; either alone is normal movement at work."""
    low = replace(SUNK, forward=3.0 - back, rise=-lower)
    told = judged(seated(60) + closely(10, staff=low) + seated(30))
    assert ("slouching" in told.kinds) is slouches


@pytest.mark.parametrize(("back", "kinds"), [(27, {"leaning_back"}), (18, {"slouching"})])
def test_how_far_back_is_leaning(back: float, kinds: set[str]) -> None:
    low = replace(SUNK, forward=3.0 - back, rise=-0.08)
    assert judged(seated(60) + closely(10, staff=low) + seated(30)).kinds == kinds


def test_who_bends_to_the_propping_hand_has_one_bad_posture_and_not_two() -> None:
    bent = closely(0, staff=replace(SLOUCHING, rise=-0.12, head=0.2))
    told = judged(seated(60) + bent + chin_propped(10) + seated(30), FRONT)
    assert told.kinds == {"chin_on_hand"}


def test_from_the_side_the_picture_is_believed_more_than_the_models_space() -> None:
    """The model turns the chest too far: in its space half of the lean is one to the side."""
    signals = (seated(60) + leaning_back(10) + seated(30)).signals()
    leant = (signals.time >= START + 60) & (signals.time < START + 70)
    signals["trunk_forward"][leant] += 14
    signals["trunk_side"][leant] += 30
    states = read_states(signals, EVALUATION)
    assert states.leaning_back.true.total == pytest.approx(10, abs=0.5)
    assert states.slouching.true.total < 0.5


@pytest.mark.parametrize(("lower", "begins"), [(0.26, 60.4), (0.1, 63.0)], ids=["going down", "reading"])
def test_who_is_lost_on_the_way_down_lay_down_then(lower: float, begins: float) -> None:
    """For two seconds the model finds no person in the heap on the desk."""
    down = closely(0.6, staff=replace(SLOUCHING, rise=-lower, forward=40.0))
    told = judged(seated(60) + down + closely(2.4, found=0.0, still=False) + asleep(20, 1.0) + seated(30))
    assert told.state("head_on_desk").start[0] == pytest.approx(begins, abs=0.3)
