"""A detection model's score for an object in the hand changes the confidence of an event, and never creates one."""

import numpy as np
import pytest

from models import Certainty, Event
from pipeline.intervals import Spans
from pipeline.judging.judge import judge
from pipeline.scene.duty import Duty
from synthetic.stories import EVALUATION, POST, SIDE, START, Story, Told, call, right_hand, seated
from vision.core import Signals

READS = seated(40) + right_hand((0.30, 0.08), 6, head=-0.04) + seated(30)
CALLS = seated(40) + call(6) + seated(30)


def told(story: Story, *seen: float, early: float = 0.0) -> Told:
    """The judged story with a model that gives these scores look after look, repeated; none: no model.

    `early`: its score in the first seconds, when a phone lies at the hand.
    """
    signals = story.signals(SIDE)
    columns = dict(signals.columns)
    if seen:
        columns["phone_seen"] = np.resize(np.array(seen, np.float32), len(signals))
        columns["phone_seen"][:20] = early
    span = (START, START + story.seconds)
    rows = Signals(signals.time, columns)
    return Told(judge("hall", {POST: rows}, EVALUATION, span, {POST: Duty(Spans.of(span))}), START)


def event(story: Story, *seen: float, early: float = 0.0) -> Event:
    return told(story, *seen, early=early).one("phone")


def test_a_phone_seen_in_the_hand_makes_more_than_a_coins_toss_of_it() -> None:
    without, with_one = event(READS), event(READS, 0.7, 0.0)
    assert (without.certainty, with_one.certainty) == (Certainty.QUESTION, Certainty.FACT)
    assert without.confidence <= 0.45
    assert with_one.confidence > 0.6
    assert with_one.evidence["phone_share"] == pytest.approx(0.5, abs=0.05)
    assert (with_one.start, with_one.end) == (without.start, without.end)


def test_a_hand_in_which_none_is_ever_seen_is_less_likely_to_hold_one() -> None:
    for story in (READS, CALLS):
        empty = event(story, 0.0, early=0.8)
        assert empty.confidence == pytest.approx(0.6 * event(story).confidence, abs=0.01)
        assert empty.evidence["phone_share"] == 0


def test_a_model_that_never_found_a_phone_at_this_counter_says_nothing_of_an_empty_hand() -> None:
    assert event(READS, 0.0) == event(READS)


def test_one_glimpse_says_neither() -> None:
    assert event(READS, *[0.5, *[0.0] * 9]).confidence == event(READS).confidence


def test_hidden_hands_and_sites_without_a_model_are_judged_as_ever() -> None:
    assert event(READS, np.nan) == event(READS)
    assert "phone_share" not in event(READS).evidence


def test_a_phone_on_the_desk_or_in_a_resting_hand_is_no_event() -> None:
    assert "phone" not in told(seated(120), 0.9).kinds
