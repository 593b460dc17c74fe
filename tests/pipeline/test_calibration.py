"""The seat of a counter, learned from the movements of its people without measuring on site."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from models import UNKNOWN, Seat
from pipeline.states.calibration import learn_seat, shoulder_height
from synthetic.stories import (
    FRONT,
    SIDE,
    STANDING,
    STEEP,
    Story,
    View,
    asleep,
    away,
    dark,
    flickering,
    goes_on,
    leaning_back,
    rises,
    seated,
    slouching,
    standing,
)
from vision.core import Signals


def learned(story: Story, view: View = SIDE) -> Seat:
    return learn_seat(story.signals(view))


@pytest.mark.parametrize("view", [SIDE, FRONT, STEEP], ids=["side", "front", "steep"])
def test_whoever_sits_and_stands_shows_both_levels(view: View) -> None:
    assert learned(seated(60) + standing(10) + seated(30), view).rise == pytest.approx(0.4, abs=0.05)


def test_one_second_of_standing_a_day_is_enough() -> None:
    assert learned(seated(300) + standing(1) + seated(60)).rise == pytest.approx(0.4, abs=0.05)


def test_most_of_the_day_on_the_feet_changes_nothing() -> None:
    seat = learned(seated(30) + standing(300))
    assert seat.rise == pytest.approx(0.4, abs=0.05)


def test_rising_slowly_is_no_third_level() -> None:
    assert learned((seated(30) + rises(2) + standing(10)) * 3).rise == pytest.approx(0.4, abs=0.05)


@pytest.mark.parametrize("view", [SIDE, FRONT, STEEP], ids=["side", "front", "steep"])
def test_who_only_sat_shows_one_level(view: View) -> None:
    seat = learned(seated(120), view)
    assert np.isnan(seat.rise)
    assert not np.isnan(seat.seated)


def test_who_only_stood_is_known_by_straight_legs_where_no_desk_hides_them() -> None:
    seat = learned(Story(((120.0, {"staff": replace(STANDING, legs=0.95)}),)))
    assert np.isnan(seat.seated)
    assert not np.isnan(seat.standing)


def test_a_post_without_a_chair_shows_people_who_stand() -> None:
    seat = learn_seat(seated(120).signals(FRONT), stands=True)
    assert np.isnan(seat.seated)
    assert not np.isnan(seat.standing)


@pytest.mark.parametrize("bent", [slouching, leaning_back])
def test_bending_is_neither_standing_nor_the_norm(bent: Callable[[float], Story]) -> None:
    seat = learned((seated(60) + bent(60)) * 2)
    assert np.isnan(seat.rise)
    assert seat.trunk_forward == pytest.approx(3, abs=2)


def test_sleeping_half_of_the_day_does_not_lower_the_seat() -> None:
    awake, sleepy = learned(seated(120)), learned(seated(60) + asleep(60, 0.8))
    assert sleepy.seated == pytest.approx(awake.seated, abs=0.02)
    assert sleepy.head_height == pytest.approx(awake.head_height, abs=0.02)


def test_nobody_ever_there_teaches_nothing() -> None:
    assert learned(away(60)) is UNKNOWN


def test_heads_that_hang_under_the_shoulders_all_day_are_guesses_and_teach_nothing() -> None:
    signals = seated(60).signals(SIDE)
    hung = Signals(signals.time, {**signals.columns, "head_height": signals["head_height"] * 0 - 0.1})
    assert learn_seat(hung) is UNKNOWN
    assert not learned(dark(60)).known
    assert learn_seat((goes_on(0)).signals()).samples == 0


def test_a_single_look_is_enough_not_to_fall_over() -> None:
    seat = learned(away(10) + seated(0.2) + away(10))
    assert seat.samples == 1
    assert np.isnan(seat.rise)


def test_a_flickering_model_teaches_the_same_levels() -> None:
    story = seated(60) + standing(20) + seated(30)
    clear, poor = learned(story), learned(flickering(story, 0.5))
    assert poor.seated == pytest.approx(clear.seated, abs=0.02)
    assert poor.standing == pytest.approx(clear.standing, abs=0.02)


def test_the_noise_of_a_camera_is_measured_in_degrees() -> None:
    assert learned(seated(120), SIDE).noise_deg == pytest.approx(SIDE.noise_deg, rel=0.3)
    assert learned(seated(120), STEEP).noise_deg == pytest.approx(STEEP.noise_deg, rel=0.3)


def test_higher_in_the_picture_is_higher() -> None:
    signals = (seated(10) + standing(10)).signals()
    height = shoulder_height(signals, 0.325)
    assert height[-1] - height[0] == pytest.approx(0.4, abs=0.05)
