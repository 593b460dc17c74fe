"""Nods, look by look: true nods, similar movements, and cases in which no statement is possible."""

from dataclasses import replace

import pytest

from pipeline.intervals import Spans
from pipeline.states import read_states
from synthetic.stories import (
    EVALUATION,
    LEANING_BACK,
    START,
    Story,
    View,
    closely,
    customer_arrives,
    customer_leaves,
    dark,
    goes_on,
    hands_over,
    judged,
    leaning_back,
    limits,
    looks_at,
    no_recording,
    nods,
    right_hand,
    rises,
    seated,
    standing,
    with_hands,
)

AWAY = -60


def met(after: Story) -> object:
    """The arrival's attribute for a nod; None if it has none."""
    told = judged(seated(40) + customer_arrives() + after)
    return told.one("arrival").attributes.get("nodded")


def dips(seconds: float, deep: float = 0.04) -> Story:
    return with_hands("rest", seconds, head=-deep)


def counted(story: Story) -> Spans:
    """Every nod from the arrival on, in seconds of the story."""
    signals = (seated(40) + customer_arrives() + story + goes_on(10)).signals()
    found = read_states(signals, EVALUATION).nods.sure
    return Spans.of(*((start - START, end - START) for start, end in found))


def test_a_nod_is_one() -> None:
    (nod,) = counted(goes_on(2) + nods())
    assert nod == pytest.approx((42, 42.4), abs=0.3)


def test_a_double_nod_is_two() -> None:
    assert len(counted(goes_on(2) + nods() + goes_on(0.2) + nods())) == 2


@pytest.mark.parametrize(
    ("seconds", "nod"), [(0.2, True), (0.6, True), (1.0, True), (2.0, False), (3.0, False)]
)
def test_looking_down_takes_longer_than_a_nod(seconds: float, nod: bool) -> None:
    assert met(goes_on(2) + dips(seconds) + goes_on(20)) is nod


@pytest.mark.parametrize(("metres", "nod"), [(0.003, False), (0.02, True), (0.06, True)])
def test_how_deep_is_a_nod(metres: float, nod: bool) -> None:
    assert met(goes_on(2) + dips(0.4, metres) + goes_on(20)) is nod


def test_rising_is_no_nod() -> None:
    assert met(goes_on(2) + rises(2.0) + goes_on(20)) is False


def test_sitting_down_is_no_nod() -> None:
    told = judged(seated(30) + standing(10) + customer_arrives() + standing(3) + seated(20))
    assert told.one("arrival").attributes["nodded"] is False


def test_a_bow_of_the_head_over_what_is_handed_over_is_no_nod() -> None:
    over = hands_over(True, "customer")
    bowed = closely(0, head=-0.04) + over + closely(0, head=0.0)
    assert met(goes_on(2) + bowed + goes_on(20)) is False


def test_the_head_that_goes_along_as_somebody_leans_back_nods_to_nobody() -> None:
    """The head lowers before the shoulders do, and rises with them: one movement, not two."""
    half_way = closely(1.0, staff=replace(LEANING_BACK, rise=-0.05, forward=0.0, head=0.2))
    assert not counted(goes_on(4) + dips(0.8, 0.03) + half_way + leaning_back(6))


def test_the_nod_after_the_rise_greets() -> None:
    assert met(rises(2.0) + goes_on(2) + nods() + goes_on(20)) is True


def test_a_nod_at_the_end_of_a_quick_rise_greets() -> None:
    assert met(rises(1.0) + goes_on(0.8) + nods() + goes_on(20)) is True


def test_what_may_be_a_nod_or_noise_is_neither_praised_nor_blamed() -> None:
    """The head lowers by hardly more than it varies from look to look."""
    maybe = seated(40) + customer_arrives() + goes_on(2) + dips(0.4, 0.0125) + goes_on(20)
    told = judged(maybe)
    assert "nodded" not in told.one("arrival").attributes
    assert "no_nod_greeting" not in told.kinds


# -- when it counts ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "nod"), [(-4.0, False), (-1.6, True), (1.0, True), (7.2, True), (8.8, False)]
)
def test_the_nod_belongs_to_the_arrival(seconds: float, nod: bool) -> None:
    before = seated(40 + min(0, seconds)) + (nods() + goes_on(-seconds - 0.6) if seconds < 0 else Story())
    after = goes_on(seconds) + nods() if seconds > 0 else Story()
    told = judged(before + customer_arrives() + after + goes_on(20))
    assert told.one("arrival").attributes["nodded"] is nod
    assert ("no_nod_greeting" in told.kinds) is not nod


def test_a_profile_may_give_more_time_than_we_thought_of() -> None:
    story = seated(40) + customer_arrives() + goes_on(27) + nods() + goes_on(20)
    told = judged(story, thresholds=limits(nod_within_s=30.0))
    assert told.one("arrival").attributes["nodded"] is True


@pytest.mark.parametrize(("seconds", "said"), [(7.0, False), (9.0, True)])
def test_while_there_is_time_left_to_nod_nobody_has_failed_to(seconds: float, said: bool) -> None:
    """A live camera judges every second: at the sixth the result is still open."""
    told = judged(seated(40) + customer_arrives() + goes_on(seconds))
    assert ("no_nod_greeting" in told.kinds) is said


def test_an_early_nod_is_known_at_once() -> None:
    told = judged(seated(40) + customer_arrives() + goes_on(1) + nods() + goes_on(4))
    assert told.one("arrival").attributes["nodded"] is True


# -- not seen ----------------------------------------------------------------------------------------------------


def test_a_camera_too_poor_for_nods_never_misses_one() -> None:
    stays = seated(40) + customer_arrives() + goes_on(20) + customer_leaves() + goes_on(10)
    leaves = (
        seated(40) + looks_at(AWAY) + customer_arrives() + goes_on(60) + closely(20, staff=None) + seated(9)
    )
    for story in (stays, leaves):
        told = judged(story, View(noise_m=0.06))
        assert "nodded" not in told.one("arrival").attributes
        assert not told.kinds & {"no_nod_greeting", "no_farewell", "left_without_telling"}


@pytest.mark.parametrize("story", [dark(3), no_recording(3)], ids=["dark", "no picture"])
def test_what_was_not_seen_may_have_been_a_nod(story: Story) -> None:
    assert met(goes_on(4) + story + goes_on(20)) is None


def test_a_head_that_is_hidden_did_not_fail_to_nod() -> None:
    """Behind a screen the shoulders are visible, the head is not."""
    signals = (seated(40) + customer_arrives() + goes_on(20)).signals()
    hidden = (signals.time >= START + 39) & (signals.time < START + 45)
    signals["head_height"][hidden] = float("nan")
    states = read_states(signals, EVALUATION)
    assert not states.head_seen.covering(START + 42)
    assert states.head_seen.covering(START + 50)


def test_the_hand_says_nothing_of_the_head() -> None:
    assert met(goes_on(2) + right_hand((0.5, 0.1), 0.6) + goes_on(20)) is False
