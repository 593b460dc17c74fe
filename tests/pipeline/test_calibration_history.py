"""The seat learned on one day helps the next day, and never overrides the levels that the next day shows."""

import datetime as dt
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from models import UNKNOWN, Calibration, Seat, Source
from pipeline.intervals import Spans
from pipeline.judging.judge import judge
from pipeline.scene.duty import Duty
from pipeline.states.calibration import LIMITS, learn_seat
from pipeline.states.calibration_history import LIMITS as HISTORY
from pipeline.states.calibration_history import fits, merge, settled
from synthetic.stories import (
    EVALUATION,
    POST,
    START,
    Story,
    Told,
    View,
    customer_arrives,
    goes_on,
    seated,
    standing,
    stands_after,
)

MONDAY = dt.date(2026, 11, 23)
NAN = float("nan")
FRONT = View(yaw=-13, noise_deg=2.5, forward=34)
HIDDEN = replace(FRONT, boxes=False)  # only the height separates sitting from standing


def known(seat: Seat, source: Source = Source.LEARNED) -> Calibration:
    return Calibration(seat, source, MONDAY, MONDAY, 1, START)


def seat(
    sits: float,
    stands: float = NAN,
    samples: int = 10 * HISTORY.enough,
    scale: float = 0.3,
    certain: float = 1.0,
) -> Seat:
    return Seat(sits, stands, 0.02, scale, 0.2, 3.0, 1.0, 2.0, samples, certain)


def told(story: Story, kept: Calibration | None, view: View = FRONT) -> Told:
    span = (START, START + story.seconds)
    duty = Duty(Spans.of(span), kept=kept)
    return Told(judge("hall", {POST: story.signals(view)}, EVALUATION, span, {POST: duty}), START)


YESTERDAY = known(learn_seat((seated(300) + standing(60)).signals(FRONT)))

# -- stories -------------------------------------------------------------------------------------------------


def test_the_morning_s_first_customer_is_met_standing_before_the_day_has_shown_two_heights() -> None:
    first = standing(5) + customer_arrives() + goes_on(10)
    assert told(first, YESTERDAY, HIDDEN).one("arrival").attributes["stood"] is True
    # one height alone proves nothing
    assert "stood" not in told(first, None, HIDDEN).one("arrival").attributes


def test_a_day_on_which_nobody_stood_up_is_a_day_of_sitting() -> None:
    day = told(seated(20) + customer_arrives() + goes_on(30), YESTERDAY)
    assert day.when("staff_standing") == []
    assert day.one("arrival").attributes["stood"] is False


def test_a_day_on_which_nobody_sat_down_is_a_day_of_standing() -> None:
    day = told(standing(600), YESTERDAY)
    assert day.when("staff_seated") == []
    assert day.judgement.seats[POST].rise == pytest.approx(0.4, abs=0.06)


def test_whoever_rises_is_seen_to_rise_by_kept_levels_too() -> None:
    day = told(seated(20) + customer_arrives() + stands_after(2) + goes_on(20), YESTERDAY)
    assert day.one("arrival").attributes["stood"] is True


def test_a_counter_that_was_put_elsewhere_is_learned_anew() -> None:
    moved = replace(
        YESTERDAY,
        seat=replace(YESTERDAY.seat, seated=YESTERDAY.seat.seated - 1, standing=YESTERDAY.seat.standing - 1),
    )
    learned = learn_seat(seated(600).signals(FRONT))
    assert not fits(moved, learned)
    assert merge(moved, learned) == learned


def test_a_person_s_levels_hold_whatever_the_day_shows() -> None:
    said = known(seat(-1.5, -1.1), Source.CORRECTED)
    found = merge(said, seat(-1.3, -0.9))
    assert (found.seated, found.standing) == (-1.5, -1.1)


def test_a_post_without_a_chair_stays_one() -> None:
    found = merge(known(seat(-1.5, -1.1)), seat(NAN, -1.5), stands=True)
    assert (math.isnan(found.seated), found.standing) == (True, -1.5)


def test_two_days_of_one_height_each_make_two_levels() -> None:
    assert merge(known(seat(-1.5)), seat(-1.1)).seated == -1.5
    assert merge(known(seat(-1.1)), seat(-1.5)).standing == -1.1
    assert math.isnan(merge(known(seat(-1.5)), seat(-1.45)).standing)


@pytest.mark.parametrize(
    ("kept", "learned", "name"),
    [
        (seat(-1.5, certain=0.9), seat(-1.45, certain=0.0), "seated"),
        (seat(NAN, -1.5, certain=0.9), seat(-1.45, certain=0.0), "standing"),
        (seat(-1.5, certain=0.0), seat(-1.45, certain=0.9), "seated"),
        (seat(-1.5, certain=0.0), seat(NAN, -1.45, certain=0.9), "standing"),
        (seat(-1.5, certain=0.9), seat(NAN, -1.45, certain=0.8), "standing"),
        (seat(NAN, -1.5, certain=0.9), seat(-1.45, certain=0.8), "seated"),
    ],
)
def test_one_height_of_two_days_is_what_the_body_said_of_it_last(
    kept: Seat, learned: Seat, name: str
) -> None:
    found = merge(known(kept), learned)
    assert found.named
    assert getattr(found, name) == pytest.approx(-1.45)
    assert math.isnan(found.rise)


def test_one_height_that_no_day_told_stays_without_a_name() -> None:
    assert not merge(known(seat(-1.5, certain=0.0)), seat(-1.45, certain=0.0)).named


def test_two_heights_have_names_whatever_was_not_told_of_one() -> None:
    assert merge(known(seat(-1.5, certain=0.0)), seat(-1.1, certain=0.0)).certain == 1
    assert merge(known(seat(-1.5, -1.1)), seat(-1.12, certain=0.0)).standing == -1.12


@pytest.mark.parametrize("learned", [seat(-1.12, certain=0.9), seat(NAN, -1.12, certain=0.9)])
def test_kept_heights_tell_more_than_a_body(learned: Seat) -> None:
    """A box half hidden by a till may be wrong for a day; two measured heights are not."""
    found = merge(known(seat(-1.5, -1.1)), learned)
    assert (found.seated, found.standing) == (-1.5, -1.12)


def test_what_was_called_sitting_for_want_of_better_is_called_standing_by_a_day_that_shows_both() -> None:
    found = merge(known(seat(-1.1)), seat(-1.5, -1.1, samples=100))
    assert found.seated == -1.5
    assert found.standing == pytest.approx(-1.1)


def test_halfway_between_both_levels_is_neither() -> None:
    found = merge(known(seat(-1.5, -1.1)), seat(-1.3))
    assert (found.seated, found.standing) == (-1.5, -1.1)


def test_heights_are_compared_in_the_picture_not_in_the_metres_of_a_day() -> None:
    kept = seat(-1.5, -1.1, scale=0.30)
    found = merge(known(kept), seat(-1.1 * 0.30 / 0.33, scale=0.33))
    assert found.seated * found.scale == pytest.approx(-1.5 * 0.30)
    assert found.standing * found.scale == pytest.approx(-1.1 * 0.30)


# -- properties ----------------------------------------------------------------------------------------------

levels = st.floats(-3, -0.5)
rises = st.one_of(st.just(NAN), st.floats(LIMITS.least_rise, 0.75))
counts = st.integers(1, 3 * HISTORY.enough)


@st.composite
def seats(draw: st.DrawFn) -> Seat:
    low = draw(levels)
    return seat(low, low + draw(rises), draw(counts), draw(st.floats(0.25, 0.4)))


@given(seats())
def test_nothing_kept_changes_nothing(learned: Seat) -> None:
    assert merge(None, learned) is learned
    assert merge(known(UNKNOWN), learned) is learned


@given(seats())
def test_a_day_that_saw_nobody_leaves_what_was_kept(kept: Seat) -> None:
    assert merge(known(kept), UNKNOWN) is kept


@given(seats(), levels, st.floats(LIMITS.least_rise, 0.75))
def test_a_settled_day_needs_nothing_that_was_kept(kept: Seat, low: float, rise: float) -> None:
    learned = seat(low, low + rise)
    assert settled(learned)
    assert merge(known(kept), learned) == learned


@given(seats(), seats())
def test_levels_are_always_a_rise_apart_or_one(kept: Seat, learned: Seat) -> None:
    found = merge(known(kept), learned)
    assert np.isnan(found.rise) or found.rise > 0.1
    assert not (np.isnan(found.seated) and np.isnan(found.standing))


@given(seats(), seats())
def test_judging_the_same_day_again_with_what_it_made_changes_no_level_s_name(
    kept: Seat, learned: Seat
) -> None:
    learned = replace(learned, samples=HISTORY.enough)
    once = merge(known(kept), learned)
    twice = merge(known(once), learned)
    assert [twice.seated, twice.standing] == pytest.approx([once.seated, once.standing], nan_ok=True)


@given(seats(), seats(), st.floats(-0.3, 0.3))
def test_a_camera_that_looks_a_little_higher_changes_nothing_else(
    kept: Seat, learned: Seat, by: float
) -> None:
    def lifted(one: Seat) -> Seat:
        return replace(one, seated=one.seated + by / one.scale, standing=one.standing + by / one.scale)

    here, there = merge(known(kept), learned), merge(known(lifted(kept)), lifted(learned))
    expected = lifted(here)
    # A tie may be decided by rounding.
    assume(np.isclose(expected.seated, there.seated, equal_nan=True))
    assert there.standing == pytest.approx(expected.standing, nan_ok=True)
