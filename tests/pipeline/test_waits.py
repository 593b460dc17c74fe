"""Waiting: in the queue, for a clerk on the phone, for one who looks elsewhere, and for very long."""

import pytest

from models import Certainty
from models.norms import load_profile
from synthetic.stories import (
    Story,
    View,
    away,
    call,
    closely,
    colleague_beside,
    customer_arrives,
    customer_leaves,
    dark,
    flickering,
    goes_on,
    judged,
    limits,
    looks_at,
    no_recording,
    seated,
    somebody_waits,
)

AWAY, TOWARD = -60, 85
GENERAL = load_profile("general").thresholds


# -- the queue -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("seconds", "long"), [(9.8, False), (10.0, True)])
def test_ten_seconds_are_long_in_this_profile(seconds: float, long: bool) -> None:
    told = judged(seated(40) + somebody_waits(seconds) + goes_on(20))
    assert ("long_wait" in told.kinds) is long


@pytest.mark.parametrize(("gap", "queues"), [(2.8, 1), (5.0, 2)])
def test_when_its_head_is_served_and_the_next_steps_up_the_queue_goes_on(gap: float, queues: int) -> None:
    told = judged(seated(40) + somebody_waits(12) + goes_on(gap) + somebody_waits(12) + goes_on(20))
    assert len(told.events("long_wait")) == queues


def test_people_who_only_pass_make_no_queue() -> None:
    assert "long_wait" not in judged(seated(40) + (somebody_waits(2) + goes_on(4)) * 6 + goes_on(20)).kinds


def test_a_queue_that_is_found_in_most_looks_is_one_queue() -> None:
    told = judged(seated(40) + flickering(somebody_waits(20), 0.8) + goes_on(20))
    assert told.all("long_wait") == [(40, 60)]


@pytest.mark.parametrize("blind", [dark(30), no_recording(30)], ids=["dark", "no picture"])
def test_nobody_is_known_to_have_waited_through_the_dark(blind: Story) -> None:
    told = judged(seated(40) + somebody_waits(7) + blind + somebody_waits(7) + goes_on(20))
    assert "long_wait" not in told.kinds


def test_who_waits_before_the_doors_open_waits_from_the_opening_on() -> None:
    told = judged(seated(40) + somebody_waits(40) + goes_on(20), opened=((60, 100),))
    assert told.all("long_wait") == [(60, 80)]


# -- on the phone meanwhile ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("seconds", "fault"), [(14.8, False), (15.0, True)])
def test_ending_a_call_takes_no_longer_than_that(seconds: float, fault: bool) -> None:
    story = seated(40) + customer_arrives() + goes_on(10) + call(seconds) + goes_on(10)
    assert ("waiting_while_busy" in judged(story).kinds) is fault


def test_the_queue_waits_as_the_customer_at_the_window_does() -> None:
    queue = closely(0, waiting=True) + goes_on(5) + call(20) + goes_on(5) + closely(0, waiting=False)
    told = judged(seated(40) + queue + goes_on(10))
    assert told.all("waiting_while_busy") == [(45, 65)]


def test_only_the_part_of_the_call_with_somebody_there_counts() -> None:
    told = judged(seated(40) + call(20) + customer_arrives() + call(10) + goes_on(10))
    assert "phone" in told.kinds
    assert "waiting_while_busy" not in told.kinds


def test_a_hand_that_is_not_seen_calls_nobody() -> None:
    story = seated(40) + customer_arrives() + goes_on(10) + call(20, right_seen=0.1) + goes_on(10)
    assert "waiting_while_busy" not in judged(story).kinds


# -- looking elsewhere -----------------------------------------------------------------------------------------


def turned(seconds: float, *between: Story) -> Story:
    story = seated(40) + customer_arrives() + goes_on(10) + looks_at(AWAY) + goes_on(seconds)
    for step in between:
        story += step
    return story + looks_at(TOWARD) + goes_on(10)


@pytest.mark.parametrize(("seconds", "fault"), [(119, False), (121, True)])
def test_two_minutes_of_typing_are_work(seconds: float, fault: bool) -> None:
    assert ("not_facing" in judged(turned(seconds)).kinds) is fault


def test_a_look_at_the_customer_begins_it_anew() -> None:
    glance = looks_at(TOWARD) + goes_on(3) + looks_at(AWAY)
    assert "not_facing" not in judged(turned(70, glance, goes_on(70))).kinds


def test_where_the_head_is_not_seen_nobody_is_turned_away() -> None:
    story = closely(0, eyes=False) + turned(150)
    assert "not_facing" not in judged(story).kinds


def test_a_greeting_seen_for_half_a_second_does_not_tell_where_staff_looked() -> None:
    hidden, seen = closely(0, eyes=False), closely(0, eyes=True)
    story = looks_at(AWAY) + hidden + seated(40) + customer_arrives() + goes_on(4.2)
    told = judged(story + seen + goes_on(0.6) + hidden + goes_on(20))
    assert "faced" not in told.one("arrival").attributes
    assert "no_facing_greeting" not in told.kinds


@pytest.mark.parametrize(("seconds", "faced"), [(1.0, True), (4.0, False)])
def test_turning_to_the_customer_for_most_of_the_greeting_is_facing(seconds: float, faced: bool) -> None:
    """A clerk finishes typing the line, and looks up."""
    story = seated(40) + looks_at(AWAY) + customer_arrives() + goes_on(seconds) + looks_at(TOWARD)
    told = judged(story + goes_on(20))
    assert told.one("arrival").attributes["faced"] is faced
    assert ("no_facing_greeting" in told.kinds) is not faced


# -- very long -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("minutes", "long"), [(19, False), (21, True)])
def test_twenty_minutes_are_a_long_service(minutes: float, long: bool) -> None:
    story = seated(40) + customer_arrives() + goes_on(60 * minutes) + customer_leaves() + goes_on(20)
    told = judged(story, thresholds=GENERAL)
    assert ("long_service" in told.kinds) is long
    if long:
        assert told.all("long_service") == [(40, 40 + 60 * minutes)]


def test_two_customers_after_one_another_are_two_services() -> None:
    one = customer_arrives() + goes_on(25) + customer_leaves() + goes_on(5)
    assert "long_service" not in judged(seated(40) + one * 2, thresholds=limits(service_after_s=40.0)).kinds


def test_what_the_camera_lost_in_between_makes_no_long_service() -> None:
    story = seated(40) + customer_arrives() + goes_on(25) + dark(30) + goes_on(25) + customer_leaves()
    told = judged(story + goes_on(20), thresholds=limits(service_after_s=60.0))
    assert "long_service" not in told.kinds


def test_a_noisy_camera_measures_the_same_service() -> None:
    story = seated(40) + customer_arrives() + goes_on(60) + customer_leaves() + goes_on(20)
    told = judged(story, View(noise_m=0.06, noise_deg=20), limits(service_after_s=45.0))
    assert told.all("long_service") == [(40, 100)]


# -- busy with something else ----------------------------------------------------------------------------------


def busy(story: Story, **how: object) -> list[tuple[object, float, float]]:
    """(reason, start, end) of every wait while staff attended to something else."""
    told = judged(story, **how)  # type: ignore[arg-type]
    spans = told.all("waiting_while_busy")
    return [
        (e.attributes["reason"], *span)
        for e, span in zip(told.events("waiting_while_busy"), spans, strict=True)
    ]


def at_the_window(*steps: Story) -> Story:
    """A customer arrives, staff looks up, and then these steps follow."""
    story = seated(40) + customer_arrives() + goes_on(5)
    for step in steps:
        story += step
    return story + looks_at(TOWARD) + goes_on(10)


@pytest.mark.parametrize(("seconds", "fault"), [(14, False), (16, True)])
def test_talking_aside_with_a_colleague_while_the_customer_stands_there(seconds: float, fault: bool) -> None:
    told = busy(at_the_window(looks_at(AWAY), colleague_beside(seconds)))
    assert told == ([("aside", 45, 45 + seconds)] if fault else [])


def test_turned_aside_to_a_colleague_is_a_state_however_short() -> None:
    told = judged(at_the_window(looks_at(AWAY), colleague_beside(6)))
    ((start, end),) = told.when("talking_aside")
    assert (start, end) == pytest.approx((45, 51), abs=1)


def test_who_turns_to_the_screen_talks_to_nobody() -> None:
    story = at_the_window(looks_at(AWAY), goes_on(60))
    assert busy(story) == []
    assert judged(story).when("talking_aside") == []


def test_who_explains_with_a_colleague_at_hand_talks_to_the_customer() -> None:
    assert busy(at_the_window(colleague_beside(60))) == []


def test_a_colleague_who_passes_behind_is_nobody_to_talk_to() -> None:
    passes = colleague_beside(2) + goes_on(8)
    assert busy(at_the_window(looks_at(AWAY), passes * 5)) == []


@pytest.mark.parametrize(("seconds", "fault"), [(14, False), (17, True)])
def test_the_customer_who_came_and_was_not_looked_at(seconds: float, fault: bool) -> None:
    story = seated(40) + looks_at(AWAY) + customer_arrives() + goes_on(seconds) + looks_at(TOWARD)
    told = busy(story + goes_on(4) + looks_at(AWAY) + goes_on(60))
    assert told == ([("unnoticed", 40, 40 + seconds)] if fault else [])


def test_where_the_head_is_not_seen_nobody_overlooked_anybody() -> None:
    story = closely(0, eyes=False) + seated(40) + looks_at(AWAY) + customer_arrives() + goes_on(40)
    assert busy(story) == []


@pytest.mark.parametrize(("seconds", "fault"), [(59, False), (61, True)])
def test_somebody_waits_before_a_free_window(seconds: float, fault: bool) -> None:
    told = busy(seated(40) + somebody_waits(seconds) + goes_on(20))
    assert told == ([("idle", 40, 40 + seconds)] if fault else [])


def test_who_is_served_is_no_free_window_and_an_empty_post_is_an_absence() -> None:
    serving = customer_arrives() + somebody_waits(120) + customer_leaves()
    assert busy(seated(40) + serving + goes_on(20)) == []
    assert busy(seated(40) + away(0) + somebody_waits(120) + seated(20)) == []


def test_where_nobody_sees_the_window_it_is_not_known_to_be_free() -> None:
    assert busy(seated(40) + somebody_waits(120) + goes_on(20), customers=False) == []


def test_a_call_explains_the_wait_and_is_told_once() -> None:
    story = seated(40) + looks_at(AWAY) + customer_arrives() + call(30, beside=1) + goes_on(20)
    assert [reason for reason, *_ in busy(story)] == ["phone"]


def test_what_may_be_work_is_a_question() -> None:
    stories = (
        at_the_window(looks_at(AWAY), colleague_beside(120)),
        seated(40) + looks_at(AWAY) + customer_arrives() + goes_on(120),
        seated(40) + somebody_waits(300),
    )
    for story in stories:
        asked = judged(story).one("waiting_while_busy")
        assert asked.certainty is Certainty.QUESTION
        assert asked.confidence <= 0.45
