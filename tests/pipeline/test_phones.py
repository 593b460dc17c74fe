"""Phones and similar gestures: waving, scratching, writing, propped cheeks, papers."""

import pytest

from pipeline.states import read_states
from pipeline.states.phones import PhoneLimits
from synthetic.stories import (
    AT_EAR,
    AT_JAW,
    EVALUATION,
    CloseUp,
    Story,
    both_hands,
    call,
    closely,
    judged,
    restless,
    right_hand,
    seated,
    types,
    with_hands,
)
from vision.core import origins

CERTAIN = 0.5  # the least confidence of a fact in the profiles


def phones(story: Story) -> list[tuple[float, float]]:
    return judged(story).all("phone")


def scratching(seconds: float) -> CloseUp:
    return restless(AT_EAR, seconds)


# -- at the ear --------------------------------------------------------------------------------------------------


def test_a_phone_at_the_ear_all_the_time_is_one_and_a_fact() -> None:
    """No other minute shows the person's usual pose without it."""
    told = judged(closely(20, right=AT_EAR))
    assert told.one("phone").seconds == pytest.approx(20, abs=0.5)
    assert told.one("phone").confidence > CERTAIN


@pytest.mark.parametrize("place", [AT_EAR, (0.05, 0.0), (0.3, -0.1)], ids=["ear", "cheek", "beside"])
@pytest.mark.parametrize("seconds", [6, 30])
def test_a_scratching_or_waving_hand_is_no_phone(place: tuple[float, float], seconds: float) -> None:
    assert phones(seated(40) + restless(place, seconds) + seated(30)) == []


def test_a_hand_that_passes_the_face_again_and_again_is_no_phone() -> None:
    passes = call(0.4) + right_hand((0.5, -0.3), 0.8)
    assert phones(seated(40) + passes * 10 + seated(30)) == []


def test_a_hand_in_the_hair_is_no_phone() -> None:
    assert phones(seated(40) + right_hand((0.02, -0.25), 10) + seated(30)) == []


def test_a_head_scratched_before_a_call_leaves_the_call() -> None:
    ((start, end),) = phones(seated(40) + scratching(2) + call(10) + seated(30))
    assert 40 <= start <= 42.2, "a hand that goes on to the phone may count from the first moment"
    assert end == pytest.approx(52, abs=0.3)


def test_a_hand_at_the_jaw_is_a_question() -> None:
    """A cheek that rests on the fist looks like a phone held low."""
    told = judged(seated(40) + right_hand(AT_JAW, 10) + seated(30))
    assert told.one("phone").confidence < CERTAIN


@pytest.mark.parametrize(("elbow_m", "phone"), [(0.28, True), (0.12, False)], ids=["upright", "lying"])
def test_a_hand_at_the_jaw_needs_an_upright_forearm(elbow_m: float, phone: bool) -> None:
    signals = (seated(40) + right_hand(AT_JAW, 10) + seated(30)).signals()
    signals["elbow_right_y"][:] = signals["shoulder_y"] + elbow_m * signals["scale"]
    assert bool(read_states(signals, EVALUATION).gestures.phone.true) is phone


# -- before the chest --------------------------------------------------------------------------------------------


def test_a_phone_in_both_hands_all_the_time_is_a_question() -> None:
    told = judged(types(7))
    assert told.one("phone").seconds == pytest.approx(7, abs=0.5)
    assert told.one("phone").confidence < CERTAIN


def test_hands_together_that_nobody_looks_at_hold_no_phone() -> None:
    assert phones(types(7, pitch=9.0)) == []


def test_writing_on_the_desk_is_no_phone_however_far_the_head_is_bowed() -> None:
    assert phones(both_hands((0.2, 0.36), (0.0, 0.36), 10, pitch=40.0)) == []
    assert phones(closely(10, pitch=40.0)) == []


def test_hands_apart_hold_no_phone() -> None:
    assert phones(both_hands((0.4, 0.25), (-0.1, 0.25), 10, pitch=28.0)) == []


def test_guessed_hands_hold_no_phone() -> None:
    assert phones(types(10, left_seen=0.4)) == []


def test_the_way_somebody_works_for_half_an_hour_is_work() -> None:
    """The counter's own figures count more, the longer they were observed."""
    assert phones(types(1800)) == []
    assert phones(seated(1800) + types(20) + seated(30)) == [(1800, 1820)]


def test_a_page_held_in_one_hand_is_held_still() -> None:
    assert phones(seated(40) + with_hands("held", 8, head=-0.04) + seated(30)) == [(40, 48)]


# -- the limits --------------------------------------------------------------------------------------------------


def test_every_limit_says_its_unit_and_its_reason() -> None:
    assert all(origin.reason for origin in origins(PhoneLimits).values())
