"""Quick hands toward a customer: a thrown object and gesticulating hands; brisk movements are neither."""

import numpy as np
import pytest

from pipeline.judging.judge import judge
from synthetic.stories import (
    DESK_RIGHT,
    EVALUATION,
    GIVEN_RIGHT,
    POST,
    START,
    STEEP,
    TAKEN,
    CloseUp,
    Story,
    Told,
    closely,
    customer_arrives,
    customer_leaves,
    goes_on,
    hands_over,
    judged,
    looks_at,
    right_hand,
    seated,
)
from vision.core import Signals

QUICK = {"thrown_handover", "large_gestures"}
FAR = (0.85, 0.1)
# The customer keeps the hands on the own side of the desk.
DRAWN_BACK = closely(0, their_left=(0.1, 0.45), their_right=(0.1, 0.45))


def told_of(what: Story, **how: object) -> Told:
    """The judged movements in the middle of a visit."""
    story = (
        seated(30) + DRAWN_BACK + customer_arrives() + goes_on(10) + what + goes_on(10) + customer_leaves()
    )
    return judged(story + goes_on(10), **how)  # type: ignore[arg-type]


def throws(back: float = 0.2, **also: object) -> CloseUp:
    """Out within a look, and back after `back` seconds."""
    return right_hand(FAR, back, **also)


def reaches(looks: int) -> CloseUp:
    """Out within this many looks, and back at once."""
    return sum(
        (closely(0.2, right=_between(look / looks)) for look in range(1, looks + 1)), CloseUp()
    ) + closely(0, right=None)


def _between(share: float) -> tuple[float, float]:
    (x, y), (far, high) = DESK_RIGHT, FAR
    return x + share * (far - x), y + share * (high - y)


def swings(seconds: float) -> CloseUp:
    """The right hand moves up and down, half a metre in each look."""
    stroke = closely(0.2, right=(0.4, -0.25)) + closely(0.2, right=DESK_RIGHT)
    return stroke * round(seconds / 0.4) + closely(0, right=None)


def test_what_is_thrown_is_a_question_with_its_speed() -> None:
    thrown = told_of(throws()).one("thrown_handover")
    assert thrown.start - START == pytest.approx(40, abs=0.3)
    assert thrown.confidence < 0.5
    assert thrown.evidence["speed_m_s"] >= thrown.evidence["threshold_m_s"] == EVALUATION.throw_m_s  # type: ignore[operator]


def test_the_faster_it_was_the_surer_and_never_certain() -> None:
    slow, fast = (told_of(right_hand((x, 0.1), 0.2)).one("thrown_handover").confidence for x in (0.8, 0.95))
    assert slow < fast < 0.5


@pytest.mark.parametrize("looks", [3, 4, 6])
def test_who_reaches_out_throws_nothing(looks: int) -> None:
    assert not QUICK & told_of(reaches(looks)).kinds


def test_what_is_put_down_before_the_customer_is_not_thrown() -> None:
    assert not QUICK & told_of(right_hand(FAR, 3.0)).kinds


def test_what_the_customer_takes_is_handed_over() -> None:
    for giver in ("staff", "customer"):
        assert not QUICK & told_of(hands_over(False, giver)).kinds
    quick = closely(0.4, right=GIVEN_RIGHT, their_left=TAKEN, their_right=TAKEN) + closely(0, right=None)
    assert "thrown_handover" not in told_of(quick).kinds


def test_a_hand_of_the_customer_that_nobody_saw_may_have_taken_it() -> None:
    story = seated(30) + DRAWN_BACK + customer_arrives() + goes_on(10) + throws() + goes_on(10)
    assert "thrown_handover" in judged(story).kinds
    assert "thrown_handover" not in _without(story, "customer_wrist_left_seen")


def test_nobody_is_thrown_at_before_the_doors_open_or_at_an_empty_window() -> None:
    assert not QUICK & told_of(throws(), opened=((45, 80),)).kinds
    assert not QUICK & judged(seated(30) + DRAWN_BACK + throws() + swings(6) + goes_on(10)).kinds


def test_hands_that_the_model_guesses_are_as_quick_as_they_like() -> None:
    assert not QUICK & told_of(throws(right_seen=0.2) + swings(6), view=STEEP).kinds
    assert not QUICK & told_of(closely(0, left_seen=0.2, right_seen=0.2) + throws() + swings(6)).kinds


@pytest.mark.parametrize(("seconds", "hint"), [(2.0, False), (6.0, True)])
def test_large_fast_gestures_are_a_hint_from_three_seconds_on(seconds: float, hint: bool) -> None:
    told = told_of(swings(seconds))
    assert ("large_gestures" in told.kinds) is hint
    assert all(event.confidence <= 0.3 for event in told.events("large_gestures"))


def test_whoever_gesticulates_at_somebody_else_does_not_at_the_customer() -> None:
    assert "large_gestures" not in told_of(looks_at(-60) + goes_on(2) + swings(6) + looks_at(85)).kinds


def _without(story: Story, column: str) -> set[str]:
    rows = story.signals()
    hidden = Signals(rows.time, {**rows.columns, column: np.full(len(rows), np.nan, np.float32)})
    return {e.kind for e in judge("hall", {POST: hidden}, EVALUATION, (START, START + story.seconds)).events}
