"""A hand near the face: a call, a yawn, a rest or a page to read. The tests say which observations distinguish them."""

from collections.abc import Callable

import pytest

from models import Certainty
from pipeline.states import read_states
from synthetic.stories import (
    AT_EAR,
    EVALUATION,
    GESTURES,
    SLOUCHING,
    START,
    UNDER_CHIN,
    Story,
    away,
    both_hands,
    call,
    chin_propped,
    closely,
    covers_mouth,
    customer_arrives,
    gestures,
    goes_on,
    hidden_hand,
    judged,
    limits,
    right_hand,
    seated,
    standing,
    with_hands,
    yawns,
)

READING = (0.30, 0.08)


def reading(seconds: float, bowed: float = 0.04) -> Story:
    """An object held in front and looked at: a phone or a page."""
    return right_hand(READING, seconds, head=-bowed)


# -- how long --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gesture", "kind", "needed"),
    [
        (call, "phone", 4.0),
        (reading, "phone", 4.0),
        (chin_propped, "chin_on_hand", 3.0),
        (lambda s: with_hands("crossed", s), "arms_crossed", 4.0),
        (yawns, "yawning", 1.6),
        (covers_mouth, "yawning", 1.6),
    ],
    ids=["call", "reading", "chin", "arms", "yawn", "covered yawn"],
)
def test_it_counts_from_its_threshold_on_and_not_a_moment_before(
    gesture: Callable[[float], Story], kind: str, needed: float
) -> None:
    assert gestures(gesture(needed)) == {kind}
    assert gestures(gesture(needed - 0.2)) == set()


def test_how_long_is_said_by_the_profile() -> None:
    strict = limits(phone_after_s=2.0, chin_on_hand_after_s=2.0)
    lenient = limits(phone_after_s=20.0, chin_on_hand_after_s=20.0)
    story = seated(40) + call(6) + seated(10) + chin_propped(6) + seated(30)
    assert judged(story, thresholds=strict).kinds & GESTURES == {"phone", "chin_on_hand"}
    assert not judged(story, thresholds=lenient).kinds & GESTURES


def test_who_changes_ears_is_on_one_call() -> None:
    assert judged(seated(40) + call(3) + goes_on(1.2) + call(3) + seated(30)).all("phone") == [(40, 47.2)]


def test_two_short_looks_at_a_phone_are_no_long_one() -> None:
    assert gestures(reading(3) + goes_on(3) + reading(3)) == set()


# -- a call ----------------------------------------------------------------------------------------------------


def test_throwing_the_head_back_in_a_long_call_is_no_yawn_of_a_minute() -> None:
    told = judged(seated(40) + call(30) + call(0.8, head=0.03) + call(30) + seated(30))
    assert told.all("phone") == [(40, 100.8)]
    assert "yawning" not in told.kinds


def test_calling_out_in_a_long_call_is_no_yawn_of_a_minute_either() -> None:
    told = judged(seated(40) + call(30) + call(0.8, mouth=0.6) + call(30) + seated(30))
    assert told.all("phone") == [(40, 100.8)]
    assert "yawning" not in told.kinds


@pytest.mark.parametrize(
    "moment",
    [closely(0.6, mouth=0.6), call(0.6, mouth=0.6), call(1.2, head=0.03)],
    ids=["as the hand comes", "at the ear", "the head up"],
)
def test_a_moments_movement_makes_no_yawn_of_a_short_call(moment: Story) -> None:
    told = judged(seated(40) + moment + closely(0, mouth=0.02) + call(8) + seated(30))
    assert told.kinds & GESTURES == {"phone"}


def test_looking_up_from_a_call_to_the_one_who_stands_there_is_no_yawn() -> None:
    assert gestures(call(20, head=0.02)) == {"phone"}


def test_the_face_in_both_hands_is_no_call() -> None:
    assert "phone" not in gestures(both_hands(AT_EAR, AT_EAR, 8))


def test_a_hand_that_the_model_only_guesses_at_the_ear_holds_nothing() -> None:
    assert gestures(call(8, right_seen=0.2)) == set()
    assert gestures(call(8, right_seen=0.4)) == {"phone"}


def test_a_call_is_made_standing_too() -> None:
    told = judged(seated(40) + standing(10) + call(8) + standing(5) + seated(30))
    assert told.all("phone") == [(50, 58)]


# -- something to read -----------------------------------------------------------------------------------------


def test_a_call_is_sure_and_a_page_held_up_is_a_question_for_a_person() -> None:
    """The camera sees a hand and a bowed head, but not whether the hand holds a phone or a form."""
    called, read = (judged(seated(40) + story + seated(30)).one("phone") for story in (call(8), reading(60)))
    assert (called.certainty, read.certainty) == (Certainty.FACT, Certainty.QUESTION)
    assert read.confidence < 0.5 < called.confidence


def test_reading_the_customers_form_is_not_held_against_anybody_as_keeping_him_waiting() -> None:
    told = judged(seated(40) + customer_arrives() + goes_on(10) + reading(60) + goes_on(10))
    assert told.one("waiting_while_busy").certainty is Certainty.QUESTION


@pytest.mark.parametrize("bowed", [0.0, 0.01, 0.09], ids=["not at all", "hardly", "as in writing"])
def test_a_hand_held_up_that_nobody_looks_at_is_no_phone(bowed: float) -> None:
    assert gestures(reading(8, bowed)) == set()


def test_writing_keeps_the_hands_on_the_desk() -> None:
    assert gestures(right_hand((0.24, 0.30), 20, head=-0.04)) == set()


def test_a_guessed_hand_is_nothing_to_read() -> None:
    assert gestures(right_hand(READING, 8, head=-0.04, right_seen=0.2)) == set()


def test_reading_on_ones_feet_is_not_judged() -> None:
    told = judged(seated(40) + standing(10) + reading(10) + standing(5) + seated(30))
    assert "phone" not in told.kinds


# -- the chin --------------------------------------------------------------------------------------------------


def test_a_hand_under_a_head_held_high_props_nothing() -> None:
    assert gestures(chin_propped(8, head=-0.01)) == set()


def test_a_head_that_hangs_is_not_propped() -> None:
    assert "chin_on_hand" not in gestures(chin_propped(8, head=-0.19))


def test_both_hands_may_prop_it() -> None:
    assert gestures(both_hands(UNDER_CHIN, UNDER_CHIN, 8, head=-0.07)) == {"chin_on_hand"}


def test_a_guessed_hand_props_nothing() -> None:
    assert gestures(chin_propped(8, right_seen=0.2)) == set()


@pytest.mark.parametrize(("elbow_m", "propped"), [(0.28, True), (0.06, False)], ids=["upright", "lying"])
def test_beside_the_camera_the_forearm_tells_a_propped_chin_from_a_head_hunched_over_the_hands(
    elbow_m: float, propped: bool
) -> None:
    hunched = right_hand(UNDER_CHIN, 8, staff=SLOUCHING) + seated(0)
    signals = (seated(40) + hunched + seated(30)).signals()
    there = (signals.time >= START + 40) & (signals.time < START + 48)
    for side in ("left", "right"):
        signals[f"elbow_{side}_y"][there] = (signals["shoulder_y"] + elbow_m * signals["scale"])[there]
    states = read_states(signals, EVALUATION)
    assert bool(states.gestures.chin_on_hand.true) is propped
    assert bool(states.slouching.true) is not propped


# -- the arms --------------------------------------------------------------------------------------------------


def test_crossed_arms_hide_one_hand_and_are_seen_by_the_other() -> None:
    told = judged(seated(40) + hidden_hand("left") + with_hands("crossed", 8) + seated(30))
    assert told.all("arms_crossed") == [(40, 48)]


def test_arms_of_which_no_hand_is_seen_are_not_known_to_be_crossed() -> None:
    hidden = hidden_hand("left") + hidden_hand("right")
    assert "arms_crossed" not in judged(seated(40) + hidden + with_hands("crossed", 8) + seated(30)).kinds


def test_folded_hands_are_no_crossed_arms() -> None:
    assert gestures(both_hands((0.10, 0.3), (0.08, 0.3), 20)) == set()


def test_an_empty_post_makes_no_gestures() -> None:
    assert judged(seated(40) + call(2) + away(20) + seated(30)).kinds & GESTURES == set()
