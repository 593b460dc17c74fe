"""Opening, closing, and an empty post that the roster excuses."""

import datetime as dt

import pytest

from models import Period, Status, Why
from models.norms import load_profile
from pipeline.intervals import Spans
from pipeline.judging.judge import judge
from pipeline.phrasing.sentences import sentence
from pipeline.scene.duty import Duty, Excuse
from pipeline.scoring.score import ScoringFacts, score_facts
from synthetic.stories import (
    EVALUATION,
    POST,
    START,
    Story,
    Told,
    away,
    customer_arrives,
    customer_leaves,
    dark,
    goes_on,
    judged,
    seated,
)

PROFILE = load_profile("evaluation")


def on_duty(story: Story, opened: tuple[float, float], *excuses: tuple[float, float, str]) -> Told:
    """The story under a duty, times in seconds of the story."""
    duty = Duty(
        Spans.of((START + opened[0], START + opened[1])),
        tuple(Excuse(START + start, START + end, reason) for start, end, reason in excuses),
    )
    span = (START, START + story.seconds)
    return Told(judge("hall", {POST: story.signals()}, EVALUATION, span, {POST: duty}), START)


def test_a_post_that_is_empty_when_the_counter_opens_is_a_late_opening_until_somebody_sits_down() -> None:
    told = judged(seated(60) + away(340) + seated(200), opened=((100, 600),))
    assert told.all("late_opening") == [(100, pytest.approx(400, abs=0.5))]
    assert told.one("late_opening").evidence["threshold_s"] == 60


def test_a_post_that_is_empty_until_the_counter_closes_is_an_early_closing() -> None:
    told = judged(seated(400) + away(300), opened=((0, 600),))
    assert told.all("early_closing") == [(pytest.approx(400, abs=0.5), 600)]
    assert told.all("late_opening") == []


def test_half_a_minute_late_is_within_what_clocks_differ() -> None:
    told = judged(seated(60) + away(70) + seated(200) + away(170), opened=((100, 360),))
    assert "late_opening" not in told.kinds
    assert "early_closing" not in told.kinds


def test_who_goes_for_a_walk_in_between_opened_in_time() -> None:
    told = judged(seated(200) + away(200) + seated(200), opened=((100, 600),))
    assert told.faults == {"absence"}


def test_nobody_knows_who_was_late_where_the_camera_began_to_see_after_the_opening() -> None:
    told = judged(dark(200) + away(200) + seated(200), opened=((100, 600),))
    assert told.faults == {"absence"}


def test_the_beginning_of_a_recording_is_no_opening() -> None:
    told = judged(away(200) + seated(200) + away(200))
    assert told.faults == {"absence"}


def test_coming_back_late_from_a_break_of_the_hall_is_late_and_going_early_is_early() -> None:
    told = judged(seated(400) + away(400) + seated(300), opened=((0, 500), (600, 1100)))
    assert told.all("early_closing") == [(pytest.approx(400, abs=0.5), 500)]
    assert told.all("late_opening") == [(600, pytest.approx(800, abs=0.5))]


def test_a_break_excuses_its_own_time_and_what_is_longer_is_told_apart() -> None:
    told = on_duty(seated(400) + away(400) + seated(200), (0, 1000), (450, 700, "break"))
    assert told.all("absence") == [
        (pytest.approx(400, abs=0.5), 450),
        (450, 700),
        (700, pytest.approx(800, abs=0.5)),
    ]
    early, pause, late = told.events("absence")
    assert (early.attributes.get("excused"), pause.attributes["excused"]) == (None, True)
    assert pause.evidence["excuse"] == "break"
    assert late.attributes.get("excused") is None
    assert told.all("late_opening") == [(700, pytest.approx(800, abs=0.5))]


def test_leave_from_the_opening_on_excuses_the_late_opening_and_says_so() -> None:
    told = on_duty(away(600) + seated(100), (50, 700), (0, 500, "leave"))
    first, second = told.events("late_opening")
    assert (first.start - START, first.end - START, first.evidence["excuse"]) == (50, 500, "leave")
    assert second.attributes.get("excused") is None
    said = sentence(first, PROFILE, dt.UTC, "en")
    assert "(excused by the roster: approved leave)" in said


def test_a_customer_before_a_post_with_a_break_is_excused_as_well() -> None:
    story = seated(100) + away(50) + customer_arrives() + goes_on(60) + customer_leaves() + goes_on(10)
    told = on_duty(story + seated(100), (0, 320), (90, 230, "break"))
    assert told.one("unattended_customer").attributes == {"excused": True}


def test_a_covered_post_costs_nothing_and_the_score_shows_why() -> None:
    covered = on_duty(seated(100) + away(700) + seated(100), (0, 900), (90, 810, "cover")).judgement
    blamed = on_duty(seated(100) + away(700) + seated(100), (0, 900)).judgement
    period = Period.of_day(dt.date(2026, 11, 23))
    free, charged = (
        score_facts(ScoringFacts(found.events, found.coverage), PROFILE, POST, period)
        for found in (covered, blamed)
    )
    assert (free.points, charged.points) == (100, 97)
    (line,) = (one for one in free.lines if one.clause == "R1")
    assert line.status is Status.NOTED
    assert [note.why for note in line.notes] == [Why.EXCUSED]
    assert "covered by a colleague" in line.notes[0].reason.en
    assert "nobody had to be at the post" in line.notes[0].reason.en
