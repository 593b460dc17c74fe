"""Sitting down: which of clerk and customer sits first, and movements that only look like it."""

from dataclasses import replace

import pytest

from synthetic.stories import (
    STANDING,
    Story,
    closely,
    customer_arrives,
    customer_leaves,
    customer_sits,
    dark,
    goes_on,
    judged,
    seated,
    standing,
)

HOME = customer_leaves() + goes_on(10)
RISEN = seated(40) + customer_arrives() + standing(5)


def bends(seconds: float, *, deep: float = 0.25, low: float = 0.0) -> Story:
    """The customer bends over the counter: shoulders and head lower, the head more."""
    return closely(seconds, customer_low=low + deep, their_head=0.15) + closely(
        0, customer_low=low, their_head=0.0
    )


def seats(story: Story) -> tuple[object, bool]:
    """(the arrival's figure for sitting after the customer, whether staff sat first)."""
    told = judged(story + HOME)
    (arrival,) = told.events("arrival")
    return arrival.attributes.get("seated_after_customer"), "sat_before_customer" in told.kinds


def test_after_the_customer() -> None:
    assert seats(RISEN + customer_sits(2) + seated(20)) == (True, False)


def test_before_the_customer() -> None:
    assert seats(RISEN + seated(2) + customer_sits(20)) == (False, True)


@pytest.mark.parametrize(("seconds", "fault"), [(0.4, False), (0.8, True)])
def test_sitting_down_together_is_within_half_a_second(seconds: float, fault: bool) -> None:
    assert seats(RISEN + seated(seconds) + customer_sits(20))[1] is fault


def test_where_customers_stand_nobody_sits_first() -> None:
    assert seats(RISEN + seated(30)) == (None, False)


def test_a_clerk_who_never_rose_did_not_sit_down() -> None:
    assert seats(seated(40) + customer_arrives() + goes_on(5) + customer_sits(20)) == (None, False)


def test_a_clerk_who_stays_on_the_feet_sat_before_nobody() -> None:
    assert seats(RISEN + customer_sits(20)) == (None, False)


def test_a_customer_who_was_there_before_the_camera_is_not_known_to_have_sat_down() -> None:
    told = judged(customer_arrives() + customer_sits(10) + standing(5) + seated(20) + HOME)
    assert "sat_before_customer" not in told.kinds


def test_a_long_visit_is_judged_as_a_short_one() -> None:
    """Seven seconds standing and ten minutes in the chair."""
    assert seats(RISEN + customer_sits(2) + seated(600)) == (True, False)
    assert seats(RISEN + seated(2) + customer_sits(600)) == (False, True)


def test_reaching_for_the_bag_in_a_long_visit_is_not_sitting_down() -> None:
    assert seats(RISEN + customer_sits(2) + seated(120) + bends(3, low=0.4) + goes_on(30)) == (True, False)


@pytest.mark.parametrize("seconds", [3, 20], ids=["a signature", "a whole form"])
def test_bending_over_the_counter_to_write_is_not_sitting_down(seconds: float) -> None:
    assert seats(RISEN + seated(10) + bends(seconds) + goes_on(20)) == (None, False)


def test_in_the_dark_nobody_sits_first() -> None:
    told = judged(RISEN + dark(6) + seated(2) + customer_sits(20) + HOME)
    assert "sat_before_customer" not in told.kinds


def test_rising_again_for_a_form_is_not_the_greeting() -> None:
    fetches = standing(5) + seated(20)
    assert seats(RISEN + customer_sits(2) + seated(20) + fetches) == (True, False)


def test_sitting_down_too_early_is_told_from_where_it_began() -> None:
    """The middle of the movement is a second later."""
    down = [replace(STANDING, rise=STANDING.rise * (1 - (step + 1) / 10)) for step in range(10)]
    sits = Story(tuple((0.2, {"staff": pose}) for pose in down)) + seated(3)
    told = judged(seated(30) + customer_arrives() + standing(6) + sits + customer_sits(20))
    assert told.one("sat_before_customer").start - told.start == pytest.approx(36, abs=0.4)
