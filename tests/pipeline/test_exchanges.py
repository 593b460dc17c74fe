"""Papers from hand to hand: the giver, the number of hands, and movements that are no exchange."""

import pytest

from models import Certainty
from synthetic.stories import (
    DESK_LEFT,
    DESK_RIGHT,
    GIVEN_LEFT,
    GIVEN_RIGHT,
    HANGING,
    STEEP,
    TAKEN,
    Place,
    Story,
    Told,
    both_hands,
    closely,
    customer_arrives,
    customer_leaves,
    dark,
    flickering,
    goes_on,
    hands_over,
    hidden_hand,
    judged,
    passes_by,
    right_hand,
    seated,
    standing,
)

EXCHANGES = {"handover", "one_handed_handover"}


def told_of(exchange: Story, **how: object) -> Told:
    """The judged movements in the middle of a visit."""
    story = seated(30) + customer_arrives() + goes_on(10) + exchange + goes_on(10) + customer_leaves()
    return judged(story + goes_on(10), **how)  # type: ignore[arg-type]


@pytest.mark.parametrize("giver", ["staff", "customer"])
@pytest.mark.parametrize("two", [True, False], ids=["both hands", "one hand"])
def test_who_gives_and_with_how_many_hands(giver: str, two: bool) -> None:
    told = told_of(hands_over(two, giver))
    handover = told.one("handover")
    assert handover.attributes == {"giver": giver, "staff_hands": 2 if two else 1}
    assert handover.start - told.start == pytest.approx(40.6, abs=0.7)
    assert handover.evidence["hidden_hand"] is False
    assert told.all("one_handed_handover") == ([] if two else told.all("handover"))


@pytest.mark.parametrize("pose", [seated(0), standing(3)], ids=["seated", "standing"])
def test_on_ones_feet_as_in_the_chair(pose: Story) -> None:
    told = told_of(pose + hands_over(True) + goes_on(2) + seated(0))
    assert told.one("handover").attributes["staff_hands"] == 2


def test_a_hand_that_goes_another_way_than_toward_the_customer_was_still_first() -> None:
    """A camera over the customer's shoulder sees no way toward it: the hand only rises from the desk."""
    up, there = (0.3, -0.1), (-1.1, 0.45)
    first = closely(0.6, right=up) + closely(1.0, their_left=there, their_right=there)
    told = told_of(first + closely(0.4, right=None, their_left=HANGING, their_right=HANGING))
    assert told.one("handover").attributes["giver"] == "staff"


def test_giving_and_getting_something_back_are_two() -> None:
    told = told_of(hands_over(True, "staff") + goes_on(3) + hands_over(False, "customer"))
    assert [(e.attributes["giver"], e.attributes["staff_hands"]) for e in told.events("handover")] == [
        ("staff", 2),
        ("customer", 1),
    ]


# -- a hidden hand ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("two", [True, False], ids=["both hands", "one hand"])
def test_a_hidden_hand_is_a_question_and_no_fault(side: str, two: bool) -> None:
    """No points are charged until a person has reviewed it, whatever confidence the profile calls certain."""
    told = told_of(hidden_hand(side) + hands_over(two))
    question = told.one("one_handed_handover")
    seen = told_of(hands_over(False)).one("one_handed_handover")
    assert (question.certainty, seen.certainty) == (Certainty.QUESTION, Certainty.FACT)
    assert question.confidence < 0.5 < seen.confidence
    assert question.evidence["hidden_hand"] is True
    assert "staff_hands" not in told.one("handover").attributes


@pytest.mark.parametrize(
    ("still", "moving", "sure"),
    [(0.05, 0.35, False), (0.05, 0.75, True), (0.75, 0.3, True), (0.9, 0.05, False)],
    ids=["guessed at the exchange", "comes into sight", "dim", "vanishes"],
)
def test_a_hand_counts_that_was_seen_well_at_one_end_of_its_way(
    still: float, moving: float, sure: bool
) -> None:
    """A guess of a hidden hand follows the other one: a movement between two guesses is none."""
    given = closely(
        1.6, left=GIVEN_LEFT, right=GIVEN_RIGHT, their_left=TAKEN, their_right=TAKEN, left_seen=moving
    )
    home = closely(0, left=None, right=None, their_left=HANGING, their_right=HANGING, left_seen=still)
    told = told_of(closely(0, left_seen=still) + goes_on(5) + given + home)
    assert told.one("handover").attributes.get("staff_hands") == (2 if sure else None)


@pytest.mark.parametrize(("share", "hands"), [(0.1, 1), (0.3, None), (0.5, 2)])
def test_a_hand_that_goes_a_third_of_the_way_along_is_a_question(share: float, hands: int | None) -> None:
    """One hand that reaches moves shoulders and the other arm a little."""
    some = (
        DESK_LEFT[0] + share * (GIVEN_RIGHT[0] - DESK_RIGHT[0]),
        DESK_LEFT[1] + share * (GIVEN_RIGHT[1] - DESK_RIGHT[1]),
    )
    told = told_of(both_hands(some, GIVEN_RIGHT, 1.6, their_left=TAKEN, their_right=TAKEN))
    assert told.one("handover").attributes.get("staff_hands") == hands
    asked = [event.confidence for event in told.events("one_handed_handover")]
    assert asked == ([] if hands == 2 else pytest.approx([0.4 if hands is None else 0.9], abs=0.1))


@pytest.mark.parametrize(("metres", "asked"), [(0.03, False), (0.13, True), (0.3, False)])
def test_hands_that_lay_half_way_and_go_little_are_a_question(metres: float, asked: bool) -> None:
    """A small movement of the other hand proves nothing."""
    before = closely(0, left=GIVEN_LEFT, right=GIVEN_RIGHT) + goes_on(8)
    further = (GIVEN_LEFT[0] + metres, GIVEN_LEFT[1]), (GIVEN_RIGHT[0] + metres, GIVEN_RIGHT[1])
    given = closely(1.6, left=further[0], right=further[1], their_left=TAKEN, their_right=TAKEN)
    home = closely(0, left=GIVEN_LEFT, right=GIVEN_RIGHT, their_left=HANGING, their_right=HANGING)
    told = told_of(before + given + home + goes_on(20))
    assert ("one_handed_handover" in told.kinds) is asked
    assert all(event.confidence < 0.5 for event in told.events("one_handed_handover"))
    assert told.one("handover").attributes.get("staff_hands") == (None if asked else 2)


# -- hands that are near and hand nothing over -----------------------------------------------------------------


def on_narrow_desk(metres: float) -> Story:
    """From now on the customer's hands rest this near to the right hand of staff."""
    place = -1.233 + metres, 0.765
    return closely(0, their_left=place, their_right=place)


@pytest.mark.parametrize("metres", [0.15, 0.3, 0.45, 0.59])
def test_hands_that_rest_on_a_narrow_desk_all_visit_long_hand_nothing_over(metres: float) -> None:
    assert not told_of(on_narrow_desk(metres) + goes_on(60)).kinds & EXCHANGES


def test_on_a_narrow_desk_things_still_change_hands() -> None:
    told = judged(
        seated(30)
        + customer_arrives()
        + on_narrow_desk(0.45)
        + goes_on(20)
        + closely(1.4, their_left=(-1.2, 0.765), their_right=(-1.2, 0.765))
        + on_narrow_desk(0.45)
        + goes_on(20)
    )
    assert len(told.events("handover")) == 1


def test_a_narrow_desk_makes_no_exchange_longer_than_it_is() -> None:
    """Resting hands are as near as exchanging hands at a wide desk: only much nearer ones belong to the exchange."""
    near = closely(1.4, their_left=(-1.2, 0.765), their_right=(-1.2, 0.765))
    story = on_narrow_desk(0.55) + goes_on(20) + near + on_narrow_desk(0.55) + goes_on(20)
    told = judged(seated(30) + customer_arrives() + story)
    assert told.one("handover").seconds == pytest.approx(1.4, abs=0.5)


def test_a_visit_that_is_hardly_more_than_the_handover() -> None:
    """A person only brings a form; the resting place of hands is known from the other customers."""
    brief = customer_arrives() + closely(0.6) + hands_over(True, "customer") + customer_leaves()
    told = judged(
        seated(30) + customer_arrives() + goes_on(20) + customer_leaves() + seated(5) + brief + seated(9)
    )
    assert told.one("handover").start - told.start == pytest.approx(56, abs=0.7)


def reaches(metres: float) -> Story:
    """The customer's hand comes this near to the hand of staff that is held out to it, and goes back."""
    place: Place = GIVEN_RIGHT[0] - 1.5 + metres, GIVEN_RIGHT[1] + 0.43
    return right_hand(GIVEN_RIGHT, 1.6, their_left=place, their_right=place)


@pytest.mark.parametrize(("metres", "exchange"), [(0.2, True), (0.4, True), (0.56, False), (0.8, False)])
def test_how_near_hands_must_come(metres: float, exchange: bool) -> None:
    assert ("handover" in told_of(reaches(metres)).kinds) is exchange


@pytest.mark.parametrize(("seconds", "exchange"), [(0.4, False), (0.8, True)])
def test_how_long_they_stay_together(seconds: float, exchange: bool) -> None:
    together = both_hands(GIVEN_LEFT, GIVEN_RIGHT, seconds, their_left=TAKEN, their_right=TAKEN)
    assert ("handover" in told_of(together).kinds) is exchange


def test_pointing_at_the_form_is_no_handover() -> None:
    assert not told_of(right_hand((0.6, 0.25), 3)).kinds & EXCHANGES


def test_the_other_hand_that_makes_room_gave_nothing() -> None:
    """It moves half as far as the giving one, but in another direction."""
    aside = DESK_LEFT[0] - 0.35, DESK_LEFT[1]
    told = told_of(both_hands(aside, GIVEN_RIGHT, 1.6, their_left=TAKEN, their_right=TAKEN))
    assert told.one("handover").attributes["staff_hands"] == 1


def test_a_clear_handover_is_surer_than_a_bare_one() -> None:
    assert (
        told_of(reaches(0.2)).one("handover").confidence
        > told_of(reaches(0.45)).one("handover").confidence + 0.1
    )


def test_the_other_hand_that_only_twitches_gave_nothing() -> None:
    twitch = DESK_LEFT[0] + 0.1, DESK_LEFT[1]
    told = told_of(both_hands(twitch, GIVEN_RIGHT, 1.6, their_left=TAKEN, their_right=TAKEN))
    assert told.one("handover").attributes["staff_hands"] == 1


# -- nobody to give to, nothing to see -------------------------------------------------------------------------


def test_who_walks_past_is_given_nothing() -> None:
    told = judged(seated(30) + passes_by(1.2) + hands_over(True) + seated(20))
    assert not told.kinds & EXCHANGES


def test_in_the_dark_nothing_changes_hands() -> None:
    hands = {"left": GIVEN_LEFT, "right": GIVEN_RIGHT, "their_left": TAKEN, "their_right": TAKEN}
    told = told_of(closely(0, **hands) + dark(2) + closely(0.2, left=None, right=None))
    assert not told.kinds & EXCHANGES


@pytest.mark.parametrize("found", [0.8, 0.6])
def test_missed_looks_make_no_more_exchanges_and_no_fault_of_both_hands(found: float) -> None:
    told = told_of(flickering(hands_over(True), found))
    assert len(told.events("handover")) <= 1
    assert "one_handed_handover" not in told.kinds


@pytest.mark.parametrize("edge", [40.6, 41.0, 41.4, 41.5, 41.55, 41.58, 41.59, 41.6, 41.9])
def test_a_counter_that_opens_or_closes_in_the_middle_of_one(edge: float) -> None:
    """An exchange outside the hours is not judged, and a remainder shorter than a look is none."""
    for hours in ((edge, 62.0), (0.0, edge), (edge, edge + 0.05)):
        told = told_of(hands_over(False), opened=(hours,))
        for kind in EXCHANGES:
            assert all(hours[0] <= start <= end <= hours[1] + 0.1 for start, end in told.all(kind))


def test_the_steepest_camera_still_sees_hands() -> None:
    assert told_of(hands_over(True), view=STEEP).one("handover").attributes["staff_hands"] == 2
