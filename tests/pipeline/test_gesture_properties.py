"""Properties of hands, heads and courtesies that hold in any story, whatever part of it is not seen."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from models import Event
from models.norms import load_catalogue
from pipeline.intervals import Spans
from pipeline.judging.judge import judge
from synthetic.stories import (
    EVALUATION,
    EVENTFUL,
    POST,
    START,
    CloseUp,
    Story,
    away,
    call,
    chin_propped,
    closely,
    covers_mouth,
    customer_arrives,
    customer_leaves,
    customer_sits,
    customer_walks_off,
    customer_walks_up,
    dark,
    goes_on,
    hands_over,
    hidden_hand,
    invites,
    looks_at,
    nods,
    rises,
    seated,
    slouching,
    somebody_waits,
    standing,
    with_hands,
    yawns,
)
from vision.core import COLUMNS, Signals

_SECONDS = st.sampled_from([0.6, 1.6, 3.0, 5.0, 9.0, 16.0])
_STEPS = st.one_of(
    st.builds(
        lambda make, s: make(s), st.sampled_from([call, chin_propped, covers_mouth, invites]), _SECONDS
    ),
    st.builds(lambda make, s: make(s), st.sampled_from([seated, standing, away, goes_on, yawns]), _SECONDS),
    st.builds(lambda make, s: make(s), st.sampled_from([customer_sits, somebody_waits, dark]), _SECONDS),
    st.builds(
        with_hands,
        st.sampled_from(["held", "crossed", "waves"]),
        _SECONDS,
        head=st.sampled_from([0.0, -0.04]),
    ),
    st.builds(hands_over, st.booleans(), st.sampled_from(["staff", "customer"])),
    st.builds(looks_at, st.sampled_from([-60.0, 85.0])),
    st.sampled_from(
        [
            customer_arrives(),
            customer_walks_up(2),
            customer_leaves(),
            customer_walks_off(2),
            nods(),
            rises(2.0),
        ]
    ),
    st.sampled_from([hidden_hand("left"), hidden_hand("right"), closely(0, left_seen=0.9, right_seen=0.9)]),
    st.builds(lambda seen: closely(0, face=seen, eyes=seen), st.booleans()),
)
stories = st.lists(_STEPS, min_size=2, max_size=9).map(
    lambda steps: sum(steps, CloseUp() + seated(25) + standing(3) + seated(5))
)
few = settings(max_examples=25, deadline=None)

# Columns that a fault is made from: without any of these it cannot be seen.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "phone": ("head_height", "nose_x", "nose_y"),
    "chin_on_hand": ("head_height", "nose_x"),
    "arms_crossed": ("wrist_left_x", "wrist_right_y", "elbow_left_x", "elbow_right_y"),
    "one_handed_handover": ("wrist_left_x", "wrist_right_y", "customer_wrist_left_x"),
    "no_nod_greeting": ("head_height",),
    "no_facing_greeting": ("head_yaw", "customer_x"),
    "no_invitation": ("wrist_left_x", "wrist_right_x"),
    "sat_before_customer": ("customer_y", "customer_head_y"),
    "no_farewell": ("head_height",),
    "left_without_telling": ("head_yaw", "head_height"),
    "not_facing": ("head_yaw",),
    "waiting_while_busy": ("head_height", "nose_x"),
    "long_wait": ("waiting",),
}


def _events(signals: Signals, seconds: float, opened: Spans | None = None) -> tuple[Event, ...]:
    return judge("hall", {POST: signals}, EVALUATION, (START, START + seconds), opened).events


def _unseen(signals: Signals, column: str, start: float, end: float) -> Signals:
    hidden = (signals.time >= start) & (signals.time < end)
    values = np.where(hidden, np.float32(np.nan), signals[column])
    return Signals(signals.time, {**signals.columns, column: values})


@few
@given(stories, st.lists(st.tuples(st.floats(0, 80), st.floats(0.02, 40)), max_size=3))
def test_nothing_is_told_of_the_time_in_which_the_counter_is_closed(
    story: Story, hours: list[tuple[float, float]]
) -> None:
    opened = Spans.of(*((START + a, START + a + d) for a, d in hours)).clipped(START, START + story.seconds)
    for event in _events(story.signals(), story.seconds, opened):
        inside = opened.clipped(event.start - 1e-3, event.end + 1e-3)
        assert len(inside) == 1, event
        assert inside.total >= event.seconds - 1e-3, event


# A little over a minute at the post, hunched for half of it: moved back by a second, the hour strikes a second after
# it began.
HALF_A_MINUTE_UPRIGHT = seated(31) + slouching(30) + customer_arrives() + goes_on(20)
# The hour cuts a quiet stretch of two minutes or more in two records, so other stories begin and end within one.
_WITHIN_THE_HOUR = st.builds(
    lambda hours, seconds: hours * 3600 + seconds, st.integers(-3000, 3000), st.integers(0, 3300)
)


@few
@given(stories, _WITHIN_THE_HOUR)
@example(HALF_A_MINUTE_UPRIGHT, 1)
@example(HALF_A_MINUTE_UPRIGHT, -1)
@example(HALF_A_MINUTE_UPRIGHT, -31)
def test_the_clock_does_not_matter(story: Story, shift: int) -> None:
    signals = story.signals()
    later = Signals(signals.time + shift, signals.columns)
    there = judge("hall", {POST: later}, EVALUATION, (START + shift, START + shift + story.seconds)).events
    assert _told(_events(signals, story.seconds), 0) == _told(there, shift)


def _told(events: Sequence[Event], shift: int) -> list[object]:
    """All content of the events, by the story's own time."""
    return [
        (
            round(e.start - START - shift, 3),
            round(e.end - START - shift, 3),
            e.kind,
            e.confidence,
            e.attributes,
            e.evidence,
        )
        for e in events
    ]


@pytest.mark.parametrize(("kind", "column"), [(kind, column) for kind in NEEDS for column in NEEDS[kind]])
@settings(max_examples=8, deadline=None)
@given(story=stories, where=st.floats(0, 1), seconds=st.sampled_from([3.0, 12.0, 30.0]))
def test_what_was_not_seen_is_no_fault(
    kind: str, column: str, story: Story, where: float, seconds: float
) -> None:
    """Hide one measure for a while: no person is blamed for more within that time than before."""
    signals = story.signals()
    start = START + 10 + where * (story.seconds - 10)
    before = _events(signals, story.seconds)
    after = _events(_unseen(signals, column, start, start + seconds), story.seconds)
    known = Spans.of(*((e.start - 2, e.end + 2) for e in before if e.kind == kind))
    new = [e for e in after if e.kind == kind and start <= e.start and e.end <= start + seconds]
    assert all(known.seconds_in(e.start - 0.01, e.end + 0.01) > 0 for e in new), new


@pytest.mark.parametrize("column", sorted(COLUMNS))
def test_any_measure_may_be_missing_for_a_while_or_for_all_the_day(column: str) -> None:
    """With any measure missing the rest is judged, and every reported figure is a number."""
    signals = EVENTFUL.signals()
    for start, end in ((0, EVENTFUL.seconds), (34, 40), (44, 60)):
        for event in _events(_unseen(signals, column, START + start, START + end), EVENTFUL.seconds):
            figures = [*event.evidence.values(), *event.attributes.values(), event.confidence]
            assert all(not isinstance(figure, float) or np.isfinite(figure) for figure in figures), event


def test_the_eventful_story_is_one() -> None:
    kinds = {event.kind for event in _events(EVENTFUL.signals(), EVENTFUL.seconds)}
    assert {"handover", "one_handed_handover", "phone", "yawning", "chin_on_hand", "arms_crossed"} <= kinds
    assert {"arrival", "departure", "absence", "long_wait", "left_without_telling", "no_farewell"} <= kinds


@few
@given(stories)
def test_a_fault_of_courtesy_is_a_courtesy_that_the_arrival_says_was_not_done(story: Story) -> None:
    events = _events(story.signals(), story.seconds)
    arrivals = {e.start: e.attributes for e in events if e.kind == "arrival"}
    for kind, said in (
        ("no_nod_greeting", "nodded"),
        ("no_invitation", "invited"),
        ("no_facing_greeting", "faced"),
    ):
        for event in (e for e in events if e.kind == kind):
            assert arrivals[event.start][said] is False


@few
@given(stories)
def test_one_hand_is_a_handover_and_no_two_handovers_are_at_once(story: Story) -> None:
    events = _events(story.signals(), story.seconds)
    handovers = [(e.start, e.end) for e in events if e.kind == "handover"]
    assert {(e.start, e.end) for e in events if e.kind == "one_handed_handover"} <= set(handovers)
    assert all(first[1] <= second[0] for first, second in pairwise(handovers))


@few
@given(stories)
def test_nobody_calls_and_yawns_at_once(story: Story) -> None:
    """Two kinds may share the moment in which one ends and the other begins, as a posture is settled."""
    spans = {
        kind: Spans.of(*((e.start, e.end) for e in _events(story.signals(), story.seconds) if e.kind == kind))
        for kind in ("phone", "yawning")
    }
    assert (spans["phone"] & spans["yawning"]).total < 2.0


def test_every_fault_of_hands_and_heads_is_asked_whether_it_can_be_claimed_unseen() -> None:
    assert set(NEEDS) <= set(load_catalogue().looked_for())
