"""Posts with the shoulders at one height: the body or the site file decides, or no claim is made."""

from dataclasses import replace

import numpy as np
import pytest

from pipeline.intervals import Spans
from pipeline.judging.judge import judge
from pipeline.scene.duty import Duty
from pipeline.states.calibration import learn_seat
from synthetic.stories import (
    EVALUATION,
    FRONT,
    POST,
    SEATED,
    SIDE,
    STANDING,
    START,
    STEEP,
    Pose,
    Story,
    Told,
    View,
    customer_arrives,
    goes_on,
    seated,
    standing,
    stands_after,
)

HIDDEN = replace(FRONT, boxes=False)  # no detector, and a desk over the legs
VISIT = goes_on(30) + customer_arrives() + goes_on(30)


def told(story: Story, view: View = FRONT, *, stands: bool = False) -> Told:
    span = (START, START + story.seconds)
    duty = Duty(Spans.of(span), stands=stands)
    return Told(judge("hall", {POST: story.signals(view)}, EVALUATION, span, {POST: duty}), START)


def kept(pose: Pose) -> Story:
    """One pose before, during and after the arrival."""
    return Story(((0.0, {"staff": pose}),)) + VISIT


@pytest.mark.parametrize("view", [SIDE, FRONT, STEEP], ids=["side", "front", "steep"])
def test_a_clerk_who_sits_at_one_height_behind_a_desk_stayed_seated(view: View) -> None:
    found = told(kept(SEATED), view)
    assert found.one("arrival").attributes["stood"] is False
    assert "no_stand_greeting" in found.kinds


@pytest.mark.parametrize("view", [SIDE, FRONT, STEEP], ids=["side", "front", "steep"])
def test_a_cashier_who_always_stands_behind_a_till_is_never_called_seated(view: View) -> None:
    found = told(kept(STANDING), view)
    assert found.one("arrival").attributes["stood"] is True
    assert "no_stand_greeting" not in found.kinds
    assert found.when("staff_seated") == []


def test_whoever_bends_to_a_drawer_at_a_post_without_a_seat_is_still_on_the_feet() -> None:
    bent = Story(((0.6, {"staff": replace(STANDING, rise=0.1)}),))
    found = told(standing(30) + bent + standing(30))
    assert found.when("staff_seated") == []


def test_a_hidden_body_at_one_height_is_neither_and_no_charge() -> None:
    found = told(kept(SEATED), HIDDEN)
    assert "stood" not in found.one("arrival").attributes
    assert "no_stand_greeting" not in found.kinds
    assert found.when("staff_seated") == found.when("staff_standing") == []
    assert found.when("staff_present") != []


def test_a_hidden_body_that_rises_is_known_from_then_and_before() -> None:
    found = told(seated(30) + customer_arrives() + stands_after(2) + goes_on(20), HIDDEN)
    assert found.one("arrival").attributes["stood"] is True


def test_a_post_without_a_chair_is_not_blamed_for_never_rising() -> None:
    found = told(kept(SEATED), stands=True)
    assert found.one("arrival").attributes["stood"] is True
    assert "no_stand_greeting" not in found.kinds
    assert found.when("staff_seated") == []


@pytest.mark.parametrize(
    ("pose", "posture"),
    [
        (replace(STANDING, legs=0.95, feet=1.35, wide=0.5), "standing"),
        (replace(SEATED, legs=0.95, feet=1.1, wide=0.75), "seated"),
        (replace(SEATED, legs=0.95, hip=125, feet=1.1, wide=0.75), "seated"),
    ],
    ids=["on the feet", "on a chair", "on a high stool"],
)
@pytest.mark.parametrize("boxes", [True, False], ids=["detector", "pose alone"])
def test_legs_in_view_tell_it_with_and_without_a_detector(pose: Pose, posture: str, boxes: bool) -> None:
    seat = learn_seat(kept(pose).signals(replace(FRONT, boxes=boxes)))
    assert seat.named
    assert np.isnan(seat.standing) is np.bool_(posture == "seated")


@pytest.mark.parametrize(("below", "stood"), [(0.45, False), (0.55, False), (0.85, True), (1.0, True)])
def test_how_far_the_body_is_seen_under_the_shoulders_tells_it(below: float, stood: bool) -> None:
    wide = (below + 0.32) * (0.45 if stood else 0.75)
    seat = learn_seat(kept(replace(SEATED, feet=below, wide=wide)).signals(FRONT))
    assert seat.named
    assert np.isnan(seat.seated) is np.bool_(stood)


@pytest.mark.parametrize(("below", "wide"), [(0.65, 0.6), (0.6, 0.56), (0.7, 0.68)])
def test_between_both_the_body_does_not_tell(below: float, wide: float) -> None:
    assert not learn_seat(kept(replace(SEATED, feet=below, wide=wide)).signals(FRONT)).named


def test_a_body_cut_off_by_the_picture_says_nothing() -> None:
    signals = kept(STANDING).signals(FRONT)
    signals["box_bottom"][:] = 0.98
    signals["hip_seen"][:] = 0.0
    assert not learn_seat(signals).named


def test_a_box_made_of_joints_is_no_detector_s() -> None:
    """Without a detector the box ends at the eyes, and below at the model's guess of the feet."""
    signals = kept(STANDING).signals(FRONT)
    signals["box_top"][:] = signals["nose_y"] - 0.04 * signals["scale"]
    assert not learn_seat(signals).named


def test_signals_from_before_there_were_boxes_are_judged_too() -> None:
    signals = kept(replace(STANDING, legs=0.95)).signals(FRONT)
    for edge in ("left", "top", "right", "bottom"):
        del signals.columns[f"box_{edge}"]  # type: ignore[attr-defined]
    assert np.isnan(learn_seat(signals).seated)


def test_two_heights_of_one_sitting_body_are_no_rising() -> None:
    """Legs visible, on a chair, first hunched and then upright: the shoulders differ like those of a rising person."""
    low = replace(SEATED, legs=0.95, feet=0.8, wide=0.75, hip=125, rise=-0.35)
    high = replace(SEATED, legs=0.95, feet=1.1, wide=0.75, hip=105)
    story = Story(((10.0, {"staff": low}), (20.0, {"staff": high}))) * 2
    assert told(story).when("staff_standing") == []
