"""The certainty of events: a fact may cost points, a question waits for a person, a hint never costs anything."""

from dataclasses import replace

import pytest

from models.events import Certainty, Event
from models.norms import Profile, load_profile
from models.records import Verdict
from pipeline.scoring.pricing import priced
from synthetic.stories import away, judged, seated

EVALUATION = load_profile("evaluation")
ABSENCE = Event("hall", "1", "absence", 0, 1200, 0.9)


def under(certain_from: float) -> Profile:
    """The evaluation profile with another limit of what it calls certain."""
    return replace(EVALUATION, scoring=replace(EVALUATION.scoring, certain_from=certain_from))


@pytest.mark.parametrize(("confidence", "certainty"), [(0.499, "question"), (0.5, "fact"), (0.9, "fact")])
def test_an_event_without_a_reason_is_a_fact_from_the_limit_of_the_profile_on(
    confidence: float, certainty: str
) -> None:
    assert replace(ABSENCE, confidence=confidence).decided(0.5).certainty == certainty


def test_no_confidence_makes_a_fact_of_a_question_or_a_hint() -> None:
    sure = replace(ABSENCE, confidence=1.0)
    assert sure.as_question().decided(0.5).certainty is Certainty.QUESTION
    assert sure.as_hint().decided(0.5).certainty is Certainty.HINT
    assert sure.as_hint().as_question().certainty is Certainty.HINT


def test_a_hint_of_little_confidence_stays_a_hint() -> None:
    assert replace(ABSENCE, confidence=0.3).as_hint().decided(0.5).certainty is Certainty.HINT


def test_a_post_that_was_never_staffed_is_a_question_whatever_the_profile_calls_certain() -> None:
    """The zone may be wrong: a site that trusts events of 0.3 must not pay for that."""
    empty = judged(away(600)).one("absence")
    assert empty.decided(0.3).certainty is Certainty.QUESTION
    assert not priced(empty, Verdict.OPEN, under(0.3)).payable


def test_a_clerk_who_leaves_the_post_for_long_is_a_fact() -> None:
    left = judged(seated(60) + away(600) + seated(30)).one("absence")
    assert left.decided(0.5).certainty is Certainty.FACT
    assert priced(left, Verdict.OPEN, EVALUATION).payable


def test_a_question_costs_points_once_a_person_confirms_it() -> None:
    asked = ABSENCE.as_question()
    assert priced(asked, Verdict.OPEN, EVALUATION).candidate
    assert not priced(asked, Verdict.OPEN, EVALUATION).payable
    assert priced(asked, Verdict.CONFIRMED, EVALUATION).payable
    assert not priced(asked, Verdict.DISMISSED, EVALUATION).payable


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_hint_costs_nothing_whatever_a_person_says(verdict: Verdict) -> None:
    hint = priced(ABSENCE.as_hint(), verdict, EVALUATION)
    assert hint.points > 0
    assert not hint.payable
    assert not hint.chargeable


def test_a_stricter_profile_asks_about_what_another_one_called_a_fact() -> None:
    fact = replace(ABSENCE, confidence=0.6)
    assert priced(fact, Verdict.OPEN, EVALUATION).payable
    assert not priced(fact, Verdict.OPEN, under(0.7)).payable
