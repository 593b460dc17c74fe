"""Properties of a complete judgement that hold for every story at the counter."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import Period
from models.norms import load_profile
from pipeline.intervals import Spans
from pipeline.judging.judge import judge
from pipeline.scoring.score import ScoringFacts, score_facts
from synthetic.made_day import made_day
from synthetic.stories import (
    EVALUATION,
    FRONT,
    POST,
    SIDE,
    START,
    STEEP,
    Story,
    Told,
    View,
    asleep,
    away,
    customer_arrives,
    customer_leaves,
    customer_sits,
    dark,
    flickering,
    goes_on,
    judged,
    leaning_back,
    no_recording,
    nods,
    passes_by,
    seated,
    slouching,
    standing,
    sunk,
    with_hands,
    yawns,
)
from vision.core import COLUMNS, Signals

# Scenes of a minute at a counter, in any order; a long look at the upright clerk comes first.
_SECONDS = st.sampled_from([0.6, 1.4, 3.0, 5.0, 7.0, 12.0, 20.0])
_STEPS = st.one_of(
    st.builds(lambda make, s: make(s), st.sampled_from([seated, standing, away, slouching, sunk]), _SECONDS),
    st.builds(lambda make, s: make(s), st.sampled_from([leaning_back, asleep, passes_by, goes_on]), _SECONDS),
    st.builds(with_hands, st.sampled_from(["ear", "held", "chin", "crossed", "gives", "waves"]), _SECONDS),
    st.sampled_from([customer_arrives(), customer_leaves(), nods(), yawns(3), yawns(3, covered=True)]),
    st.builds(customer_sits, _SECONDS),
)
_BLIND = st.builds(lambda make, s: make(s), st.sampled_from([dark, no_recording]), _SECONDS)
_VIEWS = st.sampled_from([SIDE, FRONT, STEEP])
_POSTURES = ("slouching", "leaning_back", "head_on_desk")


def _told(steps: list[Story]) -> Story:
    return sum(steps, seated(20) + standing(3) + seated(5))


stories = st.lists(_STEPS, min_size=1, max_size=8).map(_told)
troubled = st.lists(st.one_of(_STEPS, _BLIND), min_size=1, max_size=8).map(_told)
few = settings(max_examples=20, deadline=None)


def _union(told: Told, kinds: set[str]) -> Spans:
    return Spans.of(*((e.start, e.end) for e in told.judgement.events if e.kind in kinds))


@few
@given(troubled, _VIEWS)
def test_everything_happens_within_the_recording_in_order_and_once(story: Story, view: View) -> None:
    told = judged(story, view)
    events, end = told.judgement.events, START + story.seconds
    assert all(START <= e.start <= e.end <= end + 1e-6 for e in events)
    assert [e.start for e in events] == sorted(e.start for e in events)
    assert len({(e.kind, round(e.start, 3)) for e in events}) == len(events)
    assert all(START <= s.start < s.end <= end + 1e-6 for s in told.judgement.states)


@few
@given(troubled, _VIEWS)
def test_every_event_brings_figures_and_every_fault_the_threshold_it_is_held_against(
    story: Story, view: View
) -> None:
    for event in judged(story, view).judgement.events:
        assert event.evidence
        if event.kind not in {"arrival", "departure", "handover"}:
            assert any(name.endswith("_s") or "threshold" in name for name in event.evidence), event
        for figure in (*event.evidence.values(), *event.attributes.values()):
            assert not isinstance(figure, float) or np.isfinite(figure), event


@few
@given(troubled)
def test_nobody_is_absent_while_they_are_seen_at_the_post(story: Story) -> None:
    """Returns that are too short to count are excepted."""
    told = judged(story)
    there = told.state("staff_present").longer_than(EVALUATION.return_confirm_s)
    absent = Spans.of(*((e.start - START, e.end - START) for e in told.events("absence")))
    assert (absent & there).total == pytest.approx(0, abs=0.01)


@few
@given(troubled)
def test_what_cannot_be_seen_is_nobodys_fault(story: Story) -> None:
    told = judged(story)
    time, health = told.judgement.coverage, story.signals()["health"]
    assert time[0].seen_s <= story.seconds + 1e-6
    if not (health == 0).any():
        assert not told.faults
    blind = Spans.of(*((e.start, e.end) for e in told.events("camera_blind")))
    assert (_union(told, {"absence"}) & blind).total == pytest.approx(0, abs=0.01)


@few
@given(stories, st.floats(0, 1), _SECONDS)
def test_losing_sight_for_a_while_adds_no_fault(story: Story, where: float, seconds: float) -> None:
    """The same minute, once visible and once with a dark stretch: the dark adds no claim.

    An absence that the dark cuts in two may be two, but they are no longer together.
    """
    signals, span = story.signals(), (START, START + story.seconds)
    first = START + 30 + where * (story.seconds - 30)
    clear = judge("hall", {POST: signals}, EVALUATION, span)
    poor = judge("hall", {POST: _darkened(signals, first, first + seconds)}, EVALUATION, span)
    for kind in ("absence", "unattended_customer", "no_stand_greeting", *_POSTURES):
        before, after = (
            Spans.of(*((e.start, e.end + 0.1) for e in j.events if e.kind == kind)) for j in (clear, poor)
        )
        assert (after - before.padded(0.5, 0.5)).total < 0.1, kind
    assert poor.coverage[0].seen_s <= clear.coverage[0].seen_s + 1e-6


@few
@given(troubled, st.integers(-10_000_000, 10_000_000))
def test_the_same_at_another_time_is_the_same(story: Story, shift: int) -> None:
    here, there = judged(story), judged(story, start=START + shift)
    assert [(e.kind, round(e.start - START, 3), e.attributes) for e in here.judgement.events] == [
        (e.kind, round(e.start - START - shift, 3), e.attributes) for e in there.judgement.events
    ]


@few
@given(troubled)
def test_coverage_adds_up(story: Story) -> None:
    (coverage,) = judged(story).judgement.coverage
    assert coverage.end - coverage.start == pytest.approx(story.seconds)
    assert coverage.seen_s + sum(coverage.lost_s.values()) == pytest.approx(story.seconds, abs=0.11)
    assert all(seconds > 0 for seconds in coverage.lost_s.values())


@few
@given(stories)
def test_a_closed_counter_is_neither_judged_nor_uncovered(story: Story) -> None:
    told = judged(story, opened=())
    assert told.judgement.events == ()
    assert told.judgement.coverage == ()


def test_coverage_is_told_for_each_time_that_the_counter_was_open() -> None:
    told = judged(seated(60) + away(60) + dark(30) + seated(30), opened=((0, 60), (120, 180)))
    morning, afternoon = told.judgement.coverage
    assert (morning.start - START, morning.end - START, morning.share) == (0, 60, pytest.approx(1))
    assert (afternoon.start - START, afternoon.end - START) == (120, 180)
    assert afternoon.share == pytest.approx(0.5, abs=0.02)
    assert afternoon.lost_s == {"dark": pytest.approx(30, abs=0.5)}


def test_a_lunch_break_does_not_spoil_the_score() -> None:
    """Six minutes of break in ten: the rest was observed, so the day is covered."""
    told = judged(seated(120) + away(360) + seated(120), opened=((0, 120), (480, 600)))
    facts = ScoringFacts(told.judgement.events, told.judgement.coverage)
    score = score_facts(facts, load_profile("general"), POST, Period("day", START, START + 600))
    assert score.coverage == pytest.approx(1)
    assert score.points == 100


def test_a_camera_that_gave_no_picture_at_all_is_an_uncovered_counter() -> None:
    nothing = Signals(np.empty(0), {name: np.empty(0, np.float32) for name in COLUMNS})
    found = judge("hall", {POST: nothing}, EVALUATION, (START, START + 60))
    assert found.events == ()
    assert found.coverage[0].share == 0
    assert found.coverage[0].lost_s == {"no picture": 60}


def test_a_post_at_which_people_are_hardly_ever_found_is_unclear_and_not_without_a_picture() -> None:
    fidgets = flickering(Story(((300, {"still": False}),)), 0.3)
    (coverage,) = judged(fidgets + dark(30) + goes_on(0)).judgement.coverage
    assert coverage.lost_s["unclear"] > 10
    assert set(coverage.lost_s) == {"unclear", "dark"}
    assert sum(coverage.lost_s.values()) + coverage.seen_s == pytest.approx(330, abs=0.5)


def test_counters_of_one_camera_do_not_disturb_each_other() -> None:
    one, two = seated(60) + away(20) + seated(20), flickering(seated(100), 0.8)
    both: Mapping[str, Signals] = {"W1": one.signals(), "W2": two.signals()}
    found = judge("hall", both, EVALUATION, (START, START + 100))
    assert {e.counter for e in found.events} == {"W1"}
    assert found.events == judge("hall", {"W1": one.signals()}, EVALUATION, (START, START + 100)).events
    assert {c.counter for c in found.coverage} == set(found.seats) == {"W1", "W2"}


def test_judging_twice_gives_the_same() -> None:
    story = seated(60) + customer_arrives() + standing(20) + customer_leaves() + away(20) + seated(20)
    assert judged(story).judgement.events == judged(story).judgement.events


def test_a_made_day_holds_its_episodes() -> None:
    found = judge("hall", {POST: made_day(START)}, EVALUATION, (START, START + 8 * 3600))
    kinds = [e.kind for e in found.events]
    assert kinds.count("arrival") > 80
    assert kinds.count("absence") > 20
    assert kinds.count("slouching") > 20


def _darkened(signals: Signals, start: float, end: float) -> Signals:
    hidden = (signals.time >= start) & (signals.time < end)
    columns = {name: np.where(hidden, np.float32(np.nan), values) for name, values in signals.columns.items()}
    columns["health"] = np.where(hidden, np.float32(1), columns["health"])
    return Signals(signals.time, columns)
