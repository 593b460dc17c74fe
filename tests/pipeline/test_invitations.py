"""The hand that offers the seat, and hands with another purpose."""

import pytest

from synthetic.stories import (
    DESK_LEFT,
    DESK_RIGHT,
    OFFERING,
    Place,
    Story,
    away,
    both_hands,
    call,
    closely,
    customer_arrives,
    dark,
    goes_on,
    hands_over,
    hidden_hand,
    invites,
    judged,
    right_hand,
    seated,
)


def met(after: Story, before: Story = Story()) -> object:  # noqa: B008 a story is frozen
    """The arrival's attribute for an invitation; None if it has none."""
    told = judged(before + seated(40) + customer_arrives() + after)
    invited = told.one("arrival").attributes.get("invited")
    assert ("no_invitation" in told.kinds) is (invited is False)
    return invited


def aside(metres: float) -> Place:
    return DESK_RIGHT[0] + metres, DESK_RIGHT[1]


def test_one_hand_stretched_out_invites() -> None:
    assert met(goes_on(2) + invites() + goes_on(20)) is True


@pytest.mark.parametrize(("metres", "invited"), [(0.05, False), (0.11, None), (0.2, True), (0.4, True)])
def test_how_far_it_goes(metres: float, invited: bool | None) -> None:
    assert met(goes_on(2) + right_hand(aside(metres), 1.2) + goes_on(20)) is invited


@pytest.mark.parametrize(("seconds", "invited"), [(0.4, False), (0.6, True)])
def test_how_long_it_stays(seconds: float, invited: bool) -> None:
    assert met(goes_on(2) + right_hand(OFFERING, seconds) + goes_on(20)) is invited


def test_both_hands_that_tidy_the_desk_invite_nobody() -> None:
    away_left = DESK_LEFT[0] + 0.3, DESK_LEFT[1]
    assert met(goes_on(2) + both_hands(away_left, aside(0.3), 1.2) + goes_on(20)) is False


def test_the_hand_that_takes_the_papers_invites_nobody() -> None:
    assert met(goes_on(2) + hands_over(False, "customer") + goes_on(20)) is False


@pytest.mark.parametrize(("seconds", "invited"), [(7.0, True), (8.6, False)])
def test_it_belongs_to_the_arrival(seconds: float, invited: bool) -> None:
    assert met(goes_on(seconds) + invites() + goes_on(20)) is invited


def test_before_the_customer_it_is_for_somebody_else() -> None:
    told = judged(seated(40) + invites() + customer_arrives() + goes_on(20))
    assert told.one("arrival").attributes["invited"] is False


# -- not seen ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_hidden_arm_may_have_invited(side: str) -> None:
    assert met(goes_on(20), hidden_hand(side)) is None


def test_the_arm_that_is_seen_may_do_it_alone() -> None:
    assert met(goes_on(2) + invites() + goes_on(20), hidden_hand("left")) is True


def test_while_there_is_time_left_nobody_has_failed_to() -> None:
    assert "no_invitation" not in judged(seated(40) + customer_arrives() + goes_on(7)).kinds
    assert "no_invitation" in judged(seated(40) + customer_arrives() + goes_on(9)).kinds


def test_in_the_dark_nobody_has_failed_to() -> None:
    assert met(goes_on(2.4) + dark(5) + goes_on(20)) is None


def test_where_the_customers_pose_is_lost_nothing_is_handed_over_and_nothing_offered() -> None:
    lost = closely(0, customer=False)
    told = judged(seated(40) + customer_arrives() + goes_on(2.4) + lost + goes_on(30))
    assert told.one("arrival").attributes.get("invited") is None


def test_an_empty_post_invites_nobody_and_is_not_blamed_for_it_twice() -> None:
    told = judged(seated(40) + away(20) + customer_arrives() + goes_on(15) + seated(30))
    assert "no_invitation" not in told.kinds


def test_a_call_that_begins_as_the_customer_comes_invites_nobody() -> None:
    assert met(goes_on(2) + call(4) + goes_on(20)) is not True


# -- the state ---------------------------------------------------------------------------------------------------


def test_while_the_hand_is_held_out_staff_is_inviting() -> None:
    told = judged(seated(40) + customer_arrives() + goes_on(2) + invites() + goes_on(20))
    ((start, end),) = told.when("inviting")
    assert 42 <= start < end <= 44.5


def test_a_hand_held_out_later_offers_no_seat() -> None:
    told = judged(seated(40) + customer_arrives() + goes_on(12) + invites() + goes_on(20))
    assert told.when("inviting") == []
