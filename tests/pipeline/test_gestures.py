"""Hands and faces at the post: phones, propped chins, crossed arms, yawns; and customers who wait meanwhile."""

import pytest

from synthetic.stories import (
    STEEP,
    Story,
    asleep,
    customer_arrives,
    customer_leaves,
    dark,
    goes_on,
    judged,
    limits,
    looks_at,
    seated,
    slouching,
    somebody_waits,
    standing,
    with_hands,
    yawns,
)

GESTURES = {"phone", "chin_on_hand", "arms_crossed", "yawning"}


def between(story: Story) -> Story:
    """The gesture in the middle of quiet work."""
    return seated(40) + story + seated(30)


@pytest.mark.parametrize(
    ("story", "kind"),
    [
        (with_hands("ear", 8), "phone"),
        (with_hands("held", 8, head=-0.04), "phone"),
        (with_hands("chin", 8, head=-0.07), "chin_on_hand"),
        (with_hands("crossed", 8), "arms_crossed"),
    ],
    ids=["a call", "reading a phone", "a propped chin", "crossed arms"],
)
def test_each_is_told_from_the_others_and_from_work(story: Story, kind: str) -> None:
    told = judged(between(story))
    assert told.kinds & GESTURES == {kind}
    assert told.all(kind) == [(40, 48)]
    assert told.one(kind).evidence["seconds"] == pytest.approx(8, abs=0.5)


@pytest.mark.parametrize("hands", ["ear", "chin", "crossed", "mouth", "invites", "gives", "waves"])
def test_a_second_of_anything_is_nothing(hands: str) -> None:
    assert not judged(between(with_hands(hands, 1.0))).kinds & GESTURES


def test_quiet_work_has_no_gestures() -> None:
    assert not judged((seated(60) + standing(10)) * 3).kinds & GESTURES


def test_writing_with_a_bowed_head_is_no_phone() -> None:
    assert not judged(between(with_hands("rest", 20, head=-0.09))).kinds & GESTURES


def test_slouching_and_sleeping_are_no_gestures() -> None:
    assert not judged(between(slouching(20))).kinds & GESTURES
    assert not judged(between(asleep(20))).kinds & GESTURES


def test_a_camera_that_only_guesses_sees_no_gestures() -> None:
    assert not judged(between(with_hands("ear", 20)), STEEP).kinds & GESTURES


def test_a_call_that_the_dark_interrupts_is_not_held_against_anybody_for_longer() -> None:
    told = judged(seated(40) + with_hands("ear", 3) + dark(20) + seated(30))
    assert "phone" not in told.kinds


def test_a_wide_open_mouth_is_a_yawn() -> None:
    told = judged(between(yawns(3)))
    assert told.kinds & GESTURES == {"yawning"}
    assert told.one("yawning").attributes == {"covered": False, "toward_customer": False}
    assert told.one("yawning").seconds == pytest.approx(3, abs=0.5)


def test_a_hand_before_it_is_manners_and_no_phone() -> None:
    told = judged(between(yawns(3, covered=True)))
    assert told.one("yawning").attributes["covered"] is True
    assert "phone" not in told.kinds


def test_saying_something_is_no_yawn() -> None:
    assert "yawning" not in judged(between((yawns(0.4) + goes_on(0.8)) * 8)).kinds


def test_yawning_at_a_customer_is_told() -> None:
    told = judged(seated(40) + customer_arrives() + goes_on(10) + yawns(3) + goes_on(10))
    assert told.one("yawning").attributes["toward_customer"] is True


def test_turning_away_to_yawn_is_told_too() -> None:
    turned = looks_at(-60) + yawns(3) + looks_at(85)
    told = judged(seated(40) + customer_arrives() + goes_on(10) + turned + goes_on(10))
    assert told.one("yawning").attributes["toward_customer"] is False


# -- while a customer waits -------------------------------------------------------------------------------------


def test_a_customer_who_waits_while_staff_is_on_the_phone() -> None:
    told = judged(seated(40) + customer_arrives() + goes_on(10) + with_hands("ear", 20) + goes_on(10))
    assert told.all("waiting_while_busy") == [(50, 70)]


def test_the_same_call_with_nobody_there_is_only_a_call() -> None:
    told = judged(between(with_hands("ear", 20)))
    assert "phone" in told.kinds
    assert "waiting_while_busy" not in told.kinds


def test_turning_to_the_screen_for_a_while_is_work_and_for_long_is_not_facing() -> None:
    def turned(seconds: float) -> Story:
        return seated(40) + customer_arrives() + goes_on(10) + looks_at(-60) + goes_on(seconds) + looks_at(85)

    assert "not_facing" not in judged(turned(60) + goes_on(10)).kinds
    told = judged(turned(140) + goes_on(10))
    assert told.all("not_facing") == [(50, 190)]


def test_turning_away_with_nobody_there_is_nobodys_business() -> None:
    assert "not_facing" not in judged(seated(40) + looks_at(-60) + goes_on(200)).kinds


def test_somebody_waits_too_long() -> None:
    told = judged(seated(40) + somebody_waits(15) + goes_on(10))
    assert told.all("long_wait") == [(40, 55)]
    assert told.one("long_wait").evidence["threshold_s"] == 10


def test_somebody_waits_not_too_long() -> None:
    assert "long_wait" not in judged(seated(40) + somebody_waits(8) + goes_on(10)).kinds


def test_the_next_one_steps_up_and_the_queue_goes_on() -> None:
    told = judged(seated(40) + somebody_waits(8) + goes_on(1) + somebody_waits(8) + goes_on(10))
    assert told.all("long_wait") == [(40, 57)]


def test_a_long_service_is_a_hint() -> None:
    story = seated(40) + customer_arrives() + goes_on(60) + customer_leaves() + goes_on(20)
    assert "long_service" not in judged(story).kinds
    told = judged(story, thresholds=limits(service_after_s=45.0))
    assert told.all("long_service") == [(40, 100)]
