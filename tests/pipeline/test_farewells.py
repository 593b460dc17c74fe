"""The farewell to a customer, and a clerk who leaves while the customer stays."""

import pytest

from synthetic.stories import (
    Story,
    View,
    away,
    call,
    closely,
    customer_arrives,
    customer_leaves,
    dark,
    goes_on,
    judged,
    limits,
    looks_at,
    no_recording,
    nods,
    right_hand,
    seated,
    standing,
    stands_after,
    with_hands,
)

AWAY, TOWARD = -60, 85
SERVED = seated(40) + customer_arrives() + goes_on(30)


def missed(before: Story, after: Story, view: View | None = None) -> bool:
    """Whether the farewell was missing, with this right before and this right after the departure."""
    story = SERVED + before + customer_leaves() + after
    told = judged(story, view) if view else judged(story)
    assert not told.events("no_farewell") or told.all("no_farewell") == told.all("departure")
    return "no_farewell" in told.kinds


# -- seeing off ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sign",
    [nods(), standing(1), with_hands("waves", 1)],
    ids=["a nod", "standing up", "a wave"],
)
def test_a_sign_counts_shortly_before_and_shortly_after_and_not_long_before_or_after(sign: Story) -> None:
    back = seated(0)
    assert not missed(sign + back + goes_on(2), goes_on(15))
    assert not missed(goes_on(0), goes_on(2) + sign + back + goes_on(15))
    assert missed(sign + back + goes_on(7), goes_on(15))
    assert missed(goes_on(0), goes_on(7) + sign + back + goes_on(15))


def test_going_on_with_the_work_is_none() -> None:
    assert missed(goes_on(5), goes_on(15))


def test_a_hand_at_the_ear_waves_to_nobody() -> None:
    assert missed(call(4), call(4) + goes_on(15))


def test_a_hand_that_reaches_for_the_next_form_waves_to_nobody() -> None:
    assert missed(goes_on(2), right_hand((0.6, 0.2), 1.5) + goes_on(15))


@pytest.mark.parametrize(("seconds", "known"), [(4.8, False), (5.2, True)])
def test_five_seconds_after_the_departure_it_is_known(seconds: float, known: bool) -> None:
    assert missed(goes_on(5), goes_on(seconds)) is known


@pytest.mark.parametrize(
    "hidden",
    [dark(3), no_recording(3), away(4) + seated(0)],
    ids=["dark", "no picture", "away"],
)
def test_a_clerk_who_was_hardly_seen_may_have_done_it(hidden: Story) -> None:
    assert not missed(goes_on(4), hidden + goes_on(15))


def test_a_head_that_jumps_in_the_picture_tells_nothing() -> None:
    assert not missed(goes_on(5), goes_on(15), View(noise_m=0.06))


def test_how_long_the_norm_gives_is_the_norms_business() -> None:
    story = SERVED + customer_leaves() + goes_on(7) + nods() + goes_on(20)
    assert "no_farewell" in judged(story).kinds
    assert "no_farewell" not in judged(story, thresholds=limits(farewell_after_s=10.0)).kinds


def test_every_customer_is_seen_off_on_their_own() -> None:
    politely = customer_arrives() + goes_on(20) + customer_leaves() + goes_on(1) + nods() + goes_on(15)
    curtly = customer_arrives() + goes_on(20) + customer_leaves() + goes_on(20)
    told = judged(seated(40) + politely + curtly + politely)
    assert len(told.events("departure")) == 3
    assert len(told.events("no_farewell")) == 1


def test_who_is_still_there_when_the_recording_ends_was_not_let_go() -> None:
    assert "no_farewell" not in judged(SERVED + goes_on(30)).kinds


# -- going while the customer stays ----------------------------------------------------------------------------


def left(before: Story, view: View | None = None, gone: float = 20) -> bool:
    """Whether the clerk, who looked elsewhere and did this, left without telling the customer."""
    story = seated(40) + customer_arrives() + looks_at(AWAY) + goes_on(60) + before + away(gone) + seated(10)
    told = judged(story, view) if view else judged(story)
    return "left_without_telling" in told.kinds


def test_turned_away_and_gone() -> None:
    assert left(goes_on(5))


@pytest.mark.parametrize(
    "sign",
    [nods(), with_hands("waves", 1), looks_at(TOWARD) + goes_on(1) + looks_at(AWAY)],
    ids=["a nod", "a wave", "a look"],
)
def test_a_sign_shortly_before_is_a_word_and_one_long_before_is_not(sign: Story) -> None:
    assert not left(sign + goes_on(2))
    assert left(sign + goes_on(8))


def test_rising_to_go_is_no_word() -> None:
    assert left(stands_after(0) + goes_on(2) + seated(0))


@pytest.mark.parametrize(("seconds", "gone"), [(4.6, False), (5.4, True)])
def test_who_is_back_within_five_seconds_has_not_left(seconds: float, gone: bool) -> None:
    assert left(goes_on(5), gone=seconds) is gone


@pytest.mark.parametrize(("seconds", "told"), [(4.0, False), (7.0, True)])
def test_a_customer_who_came_just_now_was_not_being_served(seconds: float, told: bool) -> None:
    story = seated(40) + looks_at(AWAY) + customer_arrives() + goes_on(seconds) + away(20) + seated(10)
    assert ("left_without_telling" in judged(story).kinds) is told


def test_where_the_look_was_not_seen_nothing_is_said() -> None:
    assert not left(closely(0, eyes=False) + goes_on(6))


def test_where_a_nod_would_not_have_been_seen_nothing_is_said() -> None:
    assert not left(goes_on(5), View(noise_m=0.06))


def test_who_vanishes_in_the_dark_has_not_left() -> None:
    story = seated(40) + customer_arrives() + looks_at(AWAY) + goes_on(60) + dark(10) + away(20) + seated(10)
    assert "left_without_telling" not in judged(story).kinds
