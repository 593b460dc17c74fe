"""Rising for an arriving customer: clerks who stood, clerks who did not, and unknown cases."""

import pytest

from synthetic.stories import (
    FRONT,
    away,
    customer_arrives,
    customer_leaves,
    dark,
    goes_on,
    judged,
    limits,
    looks_at,
    no_recording,
    passes_by,
    rises,
    seated,
    sits_after,
    standing,
    stands_after,
)


def test_a_clerk_who_rises_at_once_has_greeted() -> None:
    told = judged(seated(60) + customer_arrives() + stands_after(2.5) + goes_on(20))
    arrival = told.one("arrival")
    assert arrival.start - told.start == pytest.approx(60, abs=0.3)
    assert arrival.start == arrival.end
    assert arrival.attributes["stood"] is True
    assert arrival.attributes["latency_s"] == pytest.approx(2.5, abs=0.3)
    assert "no_stand_greeting" not in told.kinds


def test_a_clerk_who_stays_seated_has_not() -> None:
    told = judged(seated(60) + customer_arrives() + goes_on(20) + customer_leaves() + goes_on(10))
    assert told.one("arrival").attributes["stood"] is False
    fault = told.one("no_stand_greeting")
    assert told.all("no_stand_greeting") == told.all("arrival") == [(60, 60)]
    assert fault.confidence == pytest.approx(
        0.84, abs=0.03
    )  # the body shows that one height all the time is sitting
    assert fault.evidence["within_s"] == 5


def test_a_clerk_who_stays_seated_and_rose_before_has_surely_not() -> None:
    told = judged(seated(60) + standing(5) + seated(60) + customer_arrives() + goes_on(20))
    assert told.one("no_stand_greeting").confidence == 1


@pytest.mark.parametrize(("seconds", "stood"), [(4.9, True), (5.1, False)])
def test_five_seconds_are_the_time_to_rise(seconds: float, stood: bool) -> None:
    told = judged(seated(60) + customer_arrives() + stands_after(seconds) + goes_on(20))
    assert told.one("arrival").attributes["stood"] is stood
    assert ("no_stand_greeting" in told.kinds) is not stood


def test_rising_takes_two_seconds_and_its_beginning_counts_within_a_second() -> None:
    told = judged(seated(60) + customer_arrives() + goes_on(2) + rises(2.0) + goes_on(20) + seated(5))
    assert told.one("arrival").attributes["latency_s"] == pytest.approx(2, abs=1.2)


def test_standing_up_while_the_customer_walks_up_is_a_greeting_too() -> None:
    told = judged(seated(60) + standing(3) + customer_arrives() + goes_on(10) + sits_after(0) + goes_on(9))
    arrival = told.one("arrival")
    assert arrival.attributes["stood"] is True
    assert arrival.attributes["latency_s"] == pytest.approx(-3, abs=0.3)
    assert arrival.attributes["seated_again"] is True


def test_who_stood_all_morning_is_met_standing_no_earlier_than_the_norm_counts() -> None:
    told = judged(seated(60) + standing(60) + customer_arrives() + goes_on(10))
    assert told.one("arrival").attributes["latency_s"] == -6


def test_who_stood_up_and_sat_down_again_before_the_customer_came_did_not_greet() -> None:
    told = judged(seated(60) + standing(3) + seated(2) + customer_arrives() + goes_on(20))
    assert told.one("arrival").attributes["stood"] is False


def test_a_passer_by_is_no_arrival() -> None:
    told = judged(seated(60) + passes_by(1) + goes_on(20))
    assert not told.kinds & {"arrival", "departure", "no_stand_greeting"}


def test_who_was_there_when_the_recording_began_has_not_arrived_but_leaves() -> None:
    told = judged(customer_arrives() + seated(30) + customer_leaves() + goes_on(10))
    assert not told.kinds & {"arrival", "no_stand_greeting"}
    assert told.all("departure") == [(30, 30)]


def test_who_is_still_there_when_it_ends_has_not_left() -> None:
    assert "departure" not in judged(seated(60) + customer_arrives() + stands_after(1) + goes_on(20)).kinds


def test_who_comes_in_the_dark_was_not_seen_to_come() -> None:
    told = judged(seated(60) + dark(5) + customer_arrives() + goes_on(20))
    assert not told.kinds & {"arrival", "no_stand_greeting"}


def test_who_comes_in_a_hole_of_the_recording_neither() -> None:
    told = judged(seated(60) + no_recording(5) + customer_arrives() + goes_on(20))
    assert not told.kinds & {"arrival", "no_stand_greeting"}


def test_when_the_camera_goes_dark_before_the_time_is_over_nothing_is_claimed() -> None:
    told = judged(seated(60) + customer_arrives() + goes_on(2.6) + dark(30) + goes_on(20))
    assert "stood" not in told.one("arrival").attributes
    assert "no_stand_greeting" not in told.kinds


def test_when_the_recording_ends_before_the_time_is_over_nothing_is_claimed() -> None:
    told = judged(seated(60) + customer_arrives() + goes_on(4))
    assert "stood" not in told.one("arrival").attributes
    assert "no_stand_greeting" not in told.kinds


def test_a_clerk_who_has_risen_by_then_is_praised_all_the_same() -> None:
    told = judged(seated(60) + customer_arrives() + stands_after(1) + goes_on(2))
    assert told.one("arrival").attributes["stood"] is True


def test_an_empty_post_is_left_unattended_it_does_not_stay_seated() -> None:
    told = judged(seated(60) + away(30) + customer_arrives() + goes_on(20) + seated(30))
    assert told.one("arrival").attributes["stood"] is False
    assert "no_stand_greeting" not in told.kinds
    assert {"absence", "unattended_customer"} <= told.kinds


def test_coming_back_for_the_customer_is_not_staying_seated() -> None:
    told = judged(seated(60) + away(30) + customer_arrives() + goes_on(2) + seated(30))
    assert "no_stand_greeting" not in told.kinds


def test_coming_back_and_standing_is_a_greeting() -> None:
    told = judged(seated(60) + away(30) + customer_arrives() + goes_on(2) + standing(30))
    assert told.one("arrival").attributes["stood"] is True
    assert told.one("arrival").attributes["latency_s"] == pytest.approx(2, abs=0.3)


def test_leaving_as_the_customer_comes_is_an_absence_not_staying_seated() -> None:
    told = judged(seated(60) + customer_arrives() + goes_on(1) + away(30) + seated(20))
    assert "no_stand_greeting" not in told.kinds
    assert "unattended_customer" in told.kinds


def test_every_customer_is_a_greeting_of_its_own() -> None:
    visit = customer_arrives() + stands_after(1) + goes_on(5) + customer_leaves() + seated(20)
    ignored = customer_arrives() + goes_on(6) + customer_leaves() + goes_on(20)
    told = judged(seated(30) + visit + ignored + visit)
    assert [e.attributes["stood"] for e in told.events("arrival")] == [True, False, True]
    assert len(told.events("departure")) == 3
    assert len(told.events("no_stand_greeting")) == 1


def test_facing_is_told_where_the_head_points_at_the_customer() -> None:
    toward = judged(seated(60) + looks_at(85) + customer_arrives() + stands_after(1) + goes_on(20))
    elsewhere = judged(seated(60) + looks_at(-30) + customer_arrives() + stands_after(1) + goes_on(20))
    assert toward.one("arrival").attributes["faced"] is True
    assert elsewhere.one("arrival").attributes["faced"] is False


def test_customers_before_opening_and_after_closing_are_nobodys_fault() -> None:
    story = customer_arrives() + goes_on(10) + customer_leaves() + goes_on(10)
    assert not judged(seated(20) + story + goes_on(60), opened=((45, 100),)).kinds


def test_who_waits_at_the_window_when_it_opens_has_not_arrived() -> None:
    told = judged(seated(20) + customer_arrives() + goes_on(60), opened=((40, 80),))
    assert not told.kinds


def test_how_long_a_customer_must_stay_is_said_by_the_profile() -> None:
    story = seated(60) + customer_arrives() + stands_after(1) + goes_on(3) + customer_leaves() + goes_on(20)
    assert "arrival" in judged(story).kinds
    assert "arrival" not in judged(story, thresholds=limits(visit_min_s=6.0)).kinds


def test_a_camera_from_the_front_sees_it_too() -> None:
    told = judged(seated(60) + customer_arrives() + stands_after(2) + goes_on(20), FRONT)
    assert told.one("arrival").attributes["stood"] is True
