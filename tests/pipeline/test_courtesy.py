"""Courtesies beside rising: turning to the customer, nodding, offering the seat, sitting down later, farewell."""

import pytest

from synthetic.stories import (
    Story,
    View,
    away,
    customer_arrives,
    customer_leaves,
    customer_sits,
    dark,
    goes_on,
    judged,
    looks_at,
    nods,
    seated,
    standing,
    stands_after,
    with_hands,
)

AWAY, TOWARD = -60, 85


QUIET = goes_on(10)


def visit(greeting: Story, farewell: Story = QUIET) -> Story:
    """A customer who arrives, is met like this, stays half a minute and leaves."""
    return seated(40) + customer_arrives() + greeting + goes_on(30) + customer_leaves() + farewell


def test_a_nod_greets() -> None:
    told = judged(visit(goes_on(1) + nods()))
    assert told.one("arrival").attributes["nodded"] is True
    assert "no_nod_greeting" not in told.kinds


def test_no_nod_does_not() -> None:
    told = judged(visit(goes_on(2)))
    assert told.one("arrival").attributes["nodded"] is False
    assert told.all("no_nod_greeting") == [(40, 40)]


def test_looking_down_at_papers_is_no_nod() -> None:
    told = judged(visit(goes_on(1) + with_hands("rest", 6, head=-0.04)))
    assert told.one("arrival").attributes["nodded"] is False


def test_a_nod_long_before_and_a_nod_long_after_greet_nobody() -> None:
    early = judged(seated(30) + nods() + visit(goes_on(2)))
    late = judged(visit(goes_on(12) + nods()))
    assert early.one("arrival").attributes["nodded"] is False
    assert late.one("arrival").attributes["nodded"] is False


def test_where_the_camera_cannot_see_nods_nothing_is_said_of_them() -> None:
    view = View(noise_m=0.06)
    told = judged(visit(goes_on(2)), view)
    assert "nodded" not in told.one("arrival").attributes
    assert not told.kinds & {"no_nod_greeting", "no_farewell"}


def test_a_hand_that_offers_the_seat_invites() -> None:
    told = judged(visit(goes_on(2) + with_hands("invites", 1.5)))
    assert told.one("arrival").attributes["invited"] is True
    assert "no_invitation" not in told.kinds


def test_hands_that_stay_on_the_desk_invite_nobody() -> None:
    told = judged(visit(goes_on(2)))
    assert told.one("arrival").attributes["invited"] is False
    assert told.all("no_invitation") == [(40, 40)]


def test_turning_to_the_customer_and_turning_away() -> None:
    assert "no_facing_greeting" not in judged(looks_at(TOWARD) + visit(goes_on(2))).kinds
    told = judged(looks_at(AWAY) + visit(goes_on(2)))
    assert told.all("no_facing_greeting") == [(40, 40)]


def test_an_empty_post_is_blamed_for_being_empty_and_not_for_want_of_courtesy() -> None:
    told = judged(seated(40) + away(20) + customer_arrives() + goes_on(20) + seated(20))
    assert not told.kinds & {"no_nod_greeting", "no_invitation", "no_facing_greeting", "no_stand_greeting"}


def test_in_the_dark_nobody_was_discourteous() -> None:
    told = judged(visit(goes_on(2.6) + dark(20)))
    assert not told.kinds & {"no_nod_greeting", "no_invitation", "no_stand_greeting"}


# -- sitting down ----------------------------------------------------------------------------------------------


def seatings(*order: Story) -> Story:
    story = seated(40) + customer_arrives() + stands_after(1) + goes_on(4)
    for step in order:
        story += step
    return story + goes_on(20) + customer_leaves() + goes_on(10)


def test_sitting_down_after_the_customer_is_polite() -> None:
    told = judged(seatings(customer_sits(3), seated(10)))
    assert told.one("arrival").attributes["seated_after_customer"] is True
    assert "sat_before_customer" not in told.kinds


def test_sitting_down_before_the_customer_is_not() -> None:
    told = judged(seatings(seated(3), customer_sits(10)))
    assert told.one("arrival").attributes["seated_after_customer"] is False
    assert told.all("sat_before_customer") == [(45, 45)]
    assert told.one("sat_before_customer").evidence["customer_sat_after_s"] == pytest.approx(3, abs=0.3)


def test_where_the_customer_stays_on_the_feet_staff_may_sit() -> None:
    told = judged(seatings(seated(20)))
    assert "seated_after_customer" not in told.one("arrival").attributes
    assert "sat_before_customer" not in told.kinds


# -- seeing off -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "farewell",
    [
        goes_on(1) + nods() + goes_on(10),
        standing(3) + seated(10),
        goes_on(1) + with_hands("waves", 1.5) + goes_on(10),
    ],
    ids=["a nod", "rising", "a wave"],
)
def test_any_sign_sees_the_customer_off(farewell: Story) -> None:
    assert "no_farewell" not in judged(visit(goes_on(2), farewell)).kinds


def test_no_sign_at_all_does_not() -> None:
    told = judged(visit(goes_on(2)))
    assert told.all("no_farewell") == told.all("departure")


def test_a_recording_that_ends_with_the_customer_cannot_tell() -> None:
    assert "no_farewell" not in judged(visit(goes_on(2), goes_on(3))).kinds


def test_whoever_is_not_there_cannot_see_anybody_off() -> None:
    told = judged(seated(40) + customer_arrives() + goes_on(10) + away(30) + customer_leaves() + goes_on(10))
    assert "no_farewell" not in told.kinds


# -- leaving the customer ---------------------------------------------------------------------------------------


def leaving(before: Story) -> Story:
    return seated(40) + customer_arrives() + looks_at(AWAY) + goes_on(15) + before + away(20) + seated(10)


def test_leaving_a_customer_without_a_look_is_told() -> None:
    told = judged(leaving(goes_on(5)))
    assert told.all("left_without_telling") == [(60, 60)]


@pytest.mark.parametrize(
    "sign",
    [looks_at(TOWARD) + goes_on(2), with_hands("waves", 1.5) + goes_on(1)],
    ids=["a look", "a wave"],
)
def test_any_sign_before_leaving_is_enough(sign: Story) -> None:
    assert "left_without_telling" not in judged(leaving(goes_on(3) + sign)).kinds


def test_leaving_an_empty_window_needs_no_word() -> None:
    assert "left_without_telling" not in judged(looks_at(AWAY) + seated(40) + away(20) + seated(10)).kinds


def test_stepping_out_for_a_moment_is_not_leaving() -> None:
    story = seated(40) + customer_arrives() + looks_at(AWAY) + goes_on(20) + away(3) + seated(20)
    assert "left_without_telling" not in judged(story).kinds
