"""Empty posts: clerks who step out, come back, fall asleep, hand over, or cannot be seen."""

import pytest

from pipeline.judging.judge import judge
from synthetic.stories import (
    EVALUATION,
    START,
    asleep,
    away,
    colleague_takes_over,
    customer_arrives,
    customer_leaves,
    dark,
    flickering,
    goes_on,
    judged,
    limits,
    no_recording,
    passes_by,
    seated,
    standing,
)
from vision.core import Signals


def test_a_clerk_who_steps_out_for_five_seconds_was_not_absent() -> None:
    assert not judged(seated(60) + away(5) + seated(30)).faults


def test_a_clerk_who_steps_out_for_eight_seconds_was() -> None:
    absence = judged(seated(60) + away(8) + seated(30)).one("absence")
    assert absence.seconds == pytest.approx(8, abs=0.3)
    assert absence.attributes["unattended"] is False
    assert absence.evidence["seconds"] == pytest.approx(8, abs=0.3)
    assert absence.evidence["threshold_s"] == 6


def test_the_longer_the_absence_the_surer_it_is() -> None:
    sure = [judged(seated(60) + away(s) + seated(30)).one("absence").confidence for s in (6.2, 8, 10, 30)]
    assert sure == sorted(sure)
    assert sure[0] < 0.7
    assert sure[-1] == 1


def test_coming_back_for_two_seconds_is_not_coming_back() -> None:
    told = judged(seated(60) + away(20) + seated(2) + away(20) + seated(30))
    assert told.all("absence") == [(60, 102)]


def test_coming_back_for_longer_is_and_the_next_absence_is_another() -> None:
    told = judged(seated(60) + away(20) + seated(8) + away(20) + seated(30))
    assert told.all("absence") == [(60, 80), (88, 108)]


def test_whoever_comes_back_as_the_recording_ends_is_believed() -> None:
    told = judged(seated(60) + away(20) + seated(2))
    assert told.all("absence") == [(60, 80)]


def test_an_absence_that_the_recording_began_and_ended_with_is_one() -> None:
    assert judged(away(40)).all("absence") == [(0, 40)]


def test_somebody_who_only_walks_through_the_empty_post_ends_nothing() -> None:
    told = judged(seated(60) + away(20) + standing(0.6) + away(20) + seated(30))
    assert told.all("absence") == [(60, 100.6)]


def test_sleeping_is_not_being_absent() -> None:
    told = judged(seated(60) + asleep(40) + seated(30))
    assert told.faults == {"head_on_desk"}


def test_a_colleague_who_sits_down_within_the_time_ends_it() -> None:
    assert "absence" not in judged(seated(60) + colleague_takes_over(4) + goes_on(30)).kinds


def test_a_colleague_who_takes_too_long_does_not() -> None:
    assert judged(seated(60) + colleague_takes_over(15) + goes_on(30)).all("absence") == [(60, 75)]


def test_when_the_camera_goes_dark_while_the_clerk_is_there_nobody_was_absent() -> None:
    told = judged(seated(60) + dark(300) + seated(30))
    assert told.kinds == {"camera_blind"}
    assert told.judgement.coverage[0].share == pytest.approx(90 / 390, abs=0.01)


def test_when_the_camera_goes_dark_while_the_clerk_is_away_only_what_was_seen_is_held_against_them() -> None:
    told = judged(seated(60) + away(4) + dark(300) + away(4) + seated(30))
    assert told.kinds == {"camera_blind"}


def test_an_absence_ends_where_the_camera_goes_dark() -> None:
    told = judged(seated(60) + away(20) + dark(60) + seated(30))
    assert told.all("absence") == [(60, 80)]


def test_a_hole_in_the_recording_is_no_absence() -> None:
    told = judged(seated(60) + away(4) + no_recording(120) + away(4) + seated(30))
    assert "absence" not in told.kinds


def test_a_flickering_pose_is_no_absence_and_does_not_hide_one() -> None:
    told = judged(flickering(seated(60), 0.75) + away(20) + flickering(seated(60), 0.75))
    assert len(told.all("absence")) == 1
    assert told.one("absence").seconds == pytest.approx(20, abs=1)


def test_a_customer_before_an_empty_post_makes_it_worse() -> None:
    told = judged(seated(60) + away(10) + customer_arrives() + goes_on(20) + seated(30))
    assert told.all("absence") == [(60, 90)]
    assert told.one("absence").attributes["unattended"] is True
    assert told.one("absence").evidence["customer_s"] == pytest.approx(20, abs=0.5)
    assert told.all("unattended_customer") == [(70, 90)]


def test_somebody_who_walks_past_an_empty_post_was_not_left_unattended() -> None:
    told = judged(seated(60) + away(10) + passes_by(1) + goes_on(10) + seated(30))
    assert told.one("absence").attributes["unattended"] is False
    assert "unattended_customer" not in told.kinds


def test_a_customer_who_gives_up_after_three_seconds_was_not_left_waiting_for_five() -> None:
    told = judged(
        seated(60) + away(10) + customer_arrives() + goes_on(3) + customer_leaves() + away(10) + seated(9)
    )
    assert "unattended_customer" not in told.kinds
    assert told.one("absence").attributes["unattended"] is True


def test_a_customer_who_was_there_before_the_clerk_left_is_unattended_from_then_on() -> None:
    told = judged(seated(60) + customer_arrives() + standing(10) + away(20) + seated(30))
    assert told.all("unattended_customer") == [(70, 90)]


def test_where_there_is_no_customers_place_the_empty_post_is_still_seen() -> None:
    told = judged(seated(60) + away(20) + seated(30), customers=False)
    assert told.all("absence") == [(60, 80)]
    assert told.one("absence").attributes["unattended"] is False


def test_how_long_is_too_long_is_said_by_the_profile() -> None:
    story = seated(60) + away(20) + seated(30)
    assert "absence" not in judged(story, thresholds=limits(absence_after_s=30.0)).kinds
    assert judged(story, thresholds=limits(absence_after_s=3.0)).one("absence").evidence["threshold_s"] == 3


def test_before_opening_and_in_the_break_the_post_may_be_empty() -> None:
    story = away(30) + seated(60) + away(40) + seated(60)
    assert not judged(story, opened=((30, 90), (130, 190))).faults


def test_an_absence_that_reaches_into_the_break_ends_with_it() -> None:
    told = judged(seated(60) + away(60) + seated(60), opened=((0, 80), (110, 180)))
    assert told.all("absence") == [(60, 80), (110, 120)]


def test_a_post_at_which_nobody_was_ever_seen_is_a_question_and_no_charge() -> None:
    """The zone may be wrong, or the model may not find people there."""
    told = judged(away(120))
    assert told.one("absence").confidence == pytest.approx(0.4)
    assert told.one("absence").evidence["staffed_s"] == 0
    told = judged(seated(20) + away(120))
    assert told.one("absence").confidence == 1
    assert told.one("absence").evidence["staffed_s"] == pytest.approx(20, abs=0.5)


def test_the_next_customer_waits_for_himself() -> None:
    """Two customers who wait for four and for seven seconds are not one who waits for fourteen."""
    story = away(30) + customer_arrives() + goes_on(4) + customer_leaves() + goes_on(3) + customer_arrives()
    told = judged(seated(10) + story + goes_on(7) + customer_leaves() + goes_on(10))
    assert told.all("unattended_customer") == [(47, 54)]


def test_one_customer_whom_the_camera_loses_for_three_seconds_waits_on() -> None:
    story = seated(10) + away(20) + customer_arrives() + goes_on(4) + customer_leaves() + goes_on(3)
    signals = (story + customer_arrives() + goes_on(4) + customer_leaves() + goes_on(10)).signals()
    columns = {name: column.copy() for name, column in signals.columns.items()}
    columns["customer_id"][columns["customers"] > 0] = 7
    found = judge("hall", {"W1": Signals(signals.time, columns)}, EVALUATION, (START, START + 55)).events
    spans = [(e.start - START, e.end - START) for e in found if e.kind == "unattended_customer"]
    assert spans == [(pytest.approx(30), pytest.approx(41))]
