"""A line learned from verdicts: chosen by whole days, proposed only if held-out verdicts are better off with it."""

import datetime as dt
from dataclasses import replace
from math import isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import JudgedEvent, LineFigures, LineKey
from pipeline.learning.choice import LIMITS, LearningLimits, LearningOutcome, best_line, learn_line
from tests.support.verdicts import MONDAY, SEPARATE, days, drawn
from vision.core import origins

VERDICTS = st.lists(
    st.builds(
        JudgedEvent,
        event_id=st.integers(1, 9999),
        kind=st.just("phone"),
        counter=st.just("left"),
        day=st.integers(0, 5).map(lambda n: MONDAY + dt.timedelta(days=n)),
        confidence=st.integers(1, 100).map(lambda n: n / 100),
        confirmed=st.booleans(),
    ),
    min_size=30,
    max_size=60,
)


def test_hands_at_the_ear_of_little_confidence_are_told_from_phones_by_a_higher_line() -> None:
    found = learn_line(days(*[SEPARATE] * 5), today=0.5)
    assert found.outcome is LearningOutcome.BETTER
    assert found.line == 0.725
    assert found.before == LineFigures(right=15, facts=30, confirmed=15)
    assert found.after == LineFigures(right=15, facts=15, confirmed=15)
    assert len(found.verdicts) == 30


def test_questions_that_reviewers_always_confirm_become_facts_under_a_lower_line() -> None:
    asked = [(0.45, True), (0.4, True), (0.35, True), (0.2, False), (0.9, True), (0.8, True)]
    found = learn_line(days(*[asked] * 5), today=0.5)
    assert (found.outcome, found.line) == (LearningOutcome.BETTER, 0.275)
    assert found.before is not None
    assert found.after is not None
    assert (found.before.recall, found.after.recall) == (0.4, 1.0)
    assert found.after.precision == 1.0


def test_with_29_verdicts_nothing_can_be_known_and_with_30_it_can() -> None:
    thirty = days(*[SEPARATE] * 5)
    few = learn_line(thirty[1:], today=0.5)
    assert (few.outcome, few.line, few.before, few.after) == (LearningOutcome.TOO_FEW, None, None, None)
    assert len(few.verdicts) == 29
    assert learn_line(thirty, today=0.5).outcome is LearningOutcome.BETTER


def test_verdicts_of_one_day_leave_no_day_to_hold_out() -> None:
    assert learn_line(days(SEPARATE * 5), today=0.5).outcome is LearningOutcome.ONE_DAY
    assert learn_line(days(SEPARATE * 3, SEPARATE * 2), today=0.5).outcome is LearningOutcome.BETTER


def test_a_confidence_that_says_something_else_every_day_proposes_nothing() -> None:
    """Any line that suits some of the days is wrong on the others: only held-out days show it."""
    upwards = [(0.6, False), (0.6, False), (0.6, True), (0.6, True), (0.9, True), (0.9, True)]
    downwards = [(0.6, True), (0.6, True), (0.9, False), (0.9, True), (0.9, True), (0.9, True)]
    found = learn_line(days(*[upwards, downwards] * 3), today=0.5)
    assert (found.outcome, found.line) == (LearningOutcome.NO_BETTER, None)
    assert found.before is not None


def test_a_good_line_of_today_stays() -> None:
    found = learn_line(days(*[SEPARATE] * 6), today=0.7)
    assert (found.outcome, found.line) == (LearningOutcome.NO_BETTER, None)
    assert found.before == found.after == LineFigures(18, 18, 18)


def test_a_kind_that_is_mostly_wrong_is_no_fact_at_any_confidence() -> None:
    wrong = [(0.95, False), (0.9, True), (0.8, False), (0.7, False), (0.6, True), (0.55, False)]
    found = learn_line(days(*[wrong] * 6), today=0.5)
    assert (found.outcome, found.line) == (LearningOutcome.BETTER, 0.951)
    assert found.after == LineFigures(right=0, facts=0, confirmed=12)
    assert isnan(found.after.precision)
    assert found.after.recall == 0.0


def test_few_verdicts_that_would_turn_are_no_proof() -> None:
    """Chance makes a wrong fact of one in five, and of two in a row one time in 25."""
    right = [(0.9, True)] * 6
    one = days(*[right] * 5, [(0.55, False)])
    two = days(*[right] * 5, [(0.55, False)], [(0.55, False)])
    assert learn_line(one, today=0.5).outcome is LearningOutcome.NO_BETTER
    assert learn_line(two, today=0.5).outcome is LearningOutcome.BETTER


def test_where_no_line_gains_anything_chance_seldom_proposes_one() -> None:
    """Facts and questions are worth the same at every confidence; 40 halls review 60 events each."""
    halls = [learn_line(drawn(60, lambda _confidence: 0.8, seed), today=0.5) for seed in range(40)]
    assert sum(found.outcome is LearningOutcome.BETTER for found in halls) <= 4


def test_the_confidence_from_which_reviewers_confirm_is_found() -> None:
    """Hands under 0.7, phones above; one verdict in twenty of the phones and two in five of the hands is otherwise."""
    halls = [
        learn_line(drawn(120, lambda c: 0.95 if c > 0.7 else 0.4, seed), today=0.5) for seed in range(20)
    ]
    lines = [found.line for found in halls if found.line is not None]
    assert len(lines) == 20
    assert sum(0.68 <= line <= 0.75 for line in lines) >= 17


def test_a_line_is_chosen_halfway_between_confidences_and_by_four_right_facts_for_a_false_one() -> None:
    four = days([(0.9, True), (0.7, False), *[(0.6, True)] * 4])
    five = days([(0.9, True), (0.7, False), *[(0.6, True)] * 5])
    assert LIMITS.false_fact == 4
    assert best_line(four, today=0.95) == 0.8
    assert best_line(five, today=0.95) == 0.6
    assert best_line(four, today=0.5) == 0.5  # the same gain, and nearest to today's


@given(VERDICTS, st.integers(0, 100).map(lambda n: n / 100))
def test_the_order_of_verdicts_changes_nothing_and_a_line_is_a_confidence(
    verdicts: list[JudgedEvent], today: float
) -> None:
    unlike = [replace(one, event_id=n) for n, one in enumerate(verdicts)]
    found = learn_line(unlike, today)
    assert found == learn_line(unlike[::-1], today)
    assert found.line is None or (0 <= found.line <= 1 and found.line != today)


@given(VERDICTS)
def test_a_proposal_never_makes_held_out_facts_cheaper_to_get_wrong(verdicts: list[JudgedEvent]) -> None:
    found = learn_line(verdicts, 0.5)
    if found.outcome is LearningOutcome.BETTER:
        assert found.before is not None
        assert found.after is not None
        gains = [one.right - 4 * (one.facts - one.right) for one in (found.before, found.after)]
        assert gains[1] > gains[0]


def test_every_limit_of_learning_has_a_reason() -> None:
    assert all(origin.reason for origin in origins(LearningLimits).values())


@pytest.mark.parametrize("text", ["phone", "phone@left", "phone@window 3", "late_opening@a@b"])
def test_a_key_reads_as_it_is_written(text: str) -> None:
    assert str(LineKey.parse(text)) == text


@pytest.mark.parametrize("text", ["", "@left", "phone@", "Phone at left"])
def test_another_text_is_no_key(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not KIND or KIND@COUNTER"):
        LineKey.parse(text)
