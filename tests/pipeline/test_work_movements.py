"""Movements at work that are no fault: reading, fetching, bending down, bowing, resting the eyes."""

from dataclasses import replace

import pytest

from pipeline.states import read_states
from pipeline.states.movements import lowered_by
from synthetic.stories import (
    EVALUATION,
    SEATED,
    SLOUCHING,
    START,
    Story,
    closely,
    customer_arrives,
    hands_over,
    judged,
    limits,
    nods,
    right_hand,
    seated,
    standing,
    with_hands,
)

BORNE = ("head_down", "bending", "reaching", "bowing", "eyes_closed", "nodding")
DOWN_TO_THE_DRAWER = replace(SEATED, forward=73.0, rise=-0.16, head=0.02)
ACROSS_THE_DESK = replace(SEATED, forward=18.0, rise=-0.05, head=0.12)


def borne(story: Story) -> dict[str, list[tuple[float, float]]]:
    """The spans of each bearing, in seconds of the story."""
    told = judged(seated(40) + story + seated(30))
    assert not told.faults, told.faults
    return {name: told.when(name) for name in BORNE if told.when(name)}


def test_reading_is_looking_down() -> None:
    assert borne(with_hands("rest", 6, head=-0.1)) == {"head_down": [(40, 46)]}


def test_how_far_down_is_said_by_the_profile() -> None:
    story = seated(40) + with_hands("rest", 6, head=-0.1) + seated(30)
    assert not judged(story, thresholds=limits(neck_flexion_deg=60.0)).when("head_down")
    assert lowered_by(0) == 0 < lowered_by(25) < lowered_by(45) < 0.2


def test_looking_at_a_phone_is_not_as_far_down_as_reading() -> None:
    assert not borne(with_hands("rest", 6, head=-0.04))


def test_bending_down_to_the_drawer_is_no_slouching_however_long_it_takes() -> None:
    assert borne(closely(8, staff=DOWN_TO_THE_DRAWER)) == {"bending": [(40, 48)]}


def test_fetching_something_from_across_the_desk_is_reaching() -> None:
    fetches = closely(0, staff=ACROSS_THE_DESK) + right_hand((0.55, 0.2), 2.4)
    assert borne(fetches) == {"reaching": [(40, pytest.approx(42.4, abs=0.3))]}


def test_leaning_over_without_a_hand_is_no_reaching() -> None:
    assert "reaching" not in borne(closely(2, staff=ACROSS_THE_DESK))


def test_giving_something_is_no_reaching() -> None:
    told = judged(seated(40) + customer_arrives() + seated(10) + hands_over(True) + seated(20))
    assert not told.when("reaching")


def test_a_bow_is_one_and_stands() -> None:
    found = borne(standing(4) + with_hands("rest", 1.4, head=-0.1) + standing(3))
    assert found["bowing"] == [(44, pytest.approx(45.4, abs=0.3))]
    assert "head_down" not in found


def test_who_stands_and_reads_does_not_bow() -> None:
    assert "bowing" not in borne(standing(4) + with_hands("rest", 6, head=-0.1) + standing(3))


def test_a_nod_to_the_customer_is_told() -> None:
    told = judged(seated(40) + customer_arrives() + seated(2) + nods() + seated(20))
    assert len(told.when("nodding")) == 1


def test_who_slouches_does_not_also_look_down() -> None:
    told = judged(seated(40) + closely(8, staff=SLOUCHING) + seated(30))
    assert told.when("slouching")
    assert not told.when("head_down")


# -- eyes --------------------------------------------------------------------------------------------------------


def shut(seconds: float, opening: float = 0.1, pitch: float = 5.0) -> float:
    """Seconds of closed eyes for lids this far open for this long, with the face pitched this far down."""
    signals = seated(60).signals()
    rows = (signals.time >= START + 40) & (signals.time < START + 40 + seconds)
    signals["eyes_open"][rows] = opening
    signals["face_pitch"][rows] = pitch
    return read_states(signals, EVALUATION).movements.eyes_closed.true.total


def test_eyes_that_stay_shut_are_closed() -> None:
    assert shut(5) == pytest.approx(5, abs=0.3)


def test_a_blink_is_none() -> None:
    assert shut(0.4) == 0


def test_lids_of_one_who_looks_down_say_nothing() -> None:
    assert shut(5, pitch=45.0) == 0


def test_narrow_eyes_are_not_closed_ones() -> None:
    signals = seated(60).signals()
    signals["eyes_open"][:] = 0.17
    assert not read_states(signals, EVALUATION).movements.eyes_closed.true
