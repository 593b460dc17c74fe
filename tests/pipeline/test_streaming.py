"""Live and whole-day judging agree: the events of each minute are those of the whole story in the end."""

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from models import Camera, Counter, Event, Site
from models.store import EventFilter, Store
from pipeline.judging.judge import judge
from pipeline.live.repository import LiveSite
from pipeline.live.session import LIMITS, LiveSession
from synthetic.stories import (
    FRONT,
    SIDE,
    START,
    Story,
    View,
    asleep,
    away,
    customer_arrives,
    customer_leaves,
    customer_sits,
    dark,
    goes_on,
    leaning_back,
    no_recording,
    nods,
    passes_by,
    seated,
    slouching,
    somebody_waits,
    standing,
    stands_after,
    sunk,
    with_hands,
    yawns,
)
from tests.support.live_screen import PROFILE, Screen, shown
from tests.support.stored_hall import POST

# A clerk who comes on duty sits and stands for a while: from then on both judgements know the same heights.
COMES_ON_DUTY = seated(40) + standing(8) + seated(12)
# All events are published after the last step.
OVER = seated(40)
# A memory shorter than most stories; some stories contain longer spans.
SHORT_S = 150.0


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Path]]:
    data = tmp_path_factory.mktemp("live")
    with Store.at(data) as store:
        yield store, data


_numbers = itertools.count()


def live(story: Story, view: View, kept: tuple[Store, Path], window_s: float) -> list[Event]:
    """The events that a live session stores of the story; every story has a separate hall."""
    store, data = kept
    rows, key = story.signals(view), f"c{next(_numbers)}"
    counter = Counter(id="W1", staff_zone=POST, customer_zone=POST, waiting_zone=POST)
    camera = Camera(id=key, source="rtsp://hall/1", counters=[counter])
    site = Site(site=key, timezone="UTC", profile="evaluation", cameras=[camera])
    screen = Screen(rows, START + story.seconds)
    desk = LiveSession(
        LiveSite(site, PROFILE, store, data, lambda: screen.now, lambda _line: None), camera, screen, screen, None,
        window_s=window_s,
    )  # fmt: skip
    shown(desk, screen)
    return [one.event for one in store.events.page(EventFilter(site=key), 500)]


def batch(story: Story, view: View) -> list[Event]:
    rows = story.signals(view)
    return list(judge("c", {"W1": rows}, PROFILE.thresholds, (START, float(rows.time[-1]))).events)


def told(events: list[Event]) -> list[tuple[str, float, float]]:
    return sorted((e.kind, round(e.start - START, 1), round(e.end - START, 1)) for e in events)


_SECONDS = st.sampled_from([0.6, 1.4, 3.0, 5.0, 7.0, 12.0, 20.0, 45.0])
_STAFF = [seated, standing, away, slouching, sunk, leaning_back, asleep, goes_on]
_STEPS = st.one_of(
    st.builds(lambda make, s: make(s), st.sampled_from(_STAFF), _SECONDS),
    st.builds(lambda make, s: make(s), st.sampled_from([passes_by, somebody_waits, dark, no_recording]), _SECONDS),
    st.builds(with_hands, st.sampled_from(["ear", "held", "chin", "crossed", "gives", "waves"]), _SECONDS),
    st.sampled_from([customer_arrives(), customer_leaves(), nods(), yawns(3), yawns(3, covered=True)]),
    st.builds(customer_sits, _SECONDS),
)  # fmt: skip
_VISITS = st.builds(
    lambda before, meanwhile, stays: before + customer_arrives() + meanwhile + goes_on(stays) + customer_leaves(),
    _STEPS, _STEPS, st.sampled_from([3.0, 9.0, 30.0]),
)  # fmt: skip
_STEPS = st.one_of(_STEPS, _VISITS)
stories = st.lists(_STEPS, min_size=2, max_size=10).map(
    lambda steps: sum(steps, COMES_ON_DUTY) + customer_leaves() + OVER
)
some = settings(
    max_examples=int(os.environ.get("STORIES", "10")),  # more examples: make test-streaming
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


LONG = (
    COMES_ON_DUTY + away(60) + customer_arrives() + goes_on(80) + dark(12) + goes_on(90) + seated(30)
    + customer_leaves() + goes_on(60) + customer_arrives() + stands_after(3) + goes_on(100) + customer_leaves()
    + slouching(150) + OVER
)  # fmt: skip

# A hand comes to the face right after another object was held, and stays: for a while it looks like one before a
# yawn.
STAYS_AT_THE_EAR = (
    COMES_ON_DUTY + customer_sits(20) + with_hands("ear", 12) + customer_arrives() + no_recording(1.4) + goes_on(9)
    + customer_leaves() + somebody_waits(7) + leaning_back(20) + nods() + customer_arrives() + dark(1.4) + goes_on(30)
    + customer_leaves() + nods() + with_hands("gives", 5) + customer_arrives() + with_hands("ear", 12)
    + customer_leaves() + OVER
)  # fmt: skip

# Hands that are together for five of the eight seconds of a visit rest there. As long as the visit lasts, it looks so
# short that giving fills most of it.
GIVES_FOR_MOST_OF_A_VISIT = (
    COMES_ON_DUTY + passes_by(0.6) + passes_by(0.6) + passes_by(0.6) + passes_by(7) + with_hands("ear", 20) + nods()
    + with_hands("held", 0.6) + sunk(12) + customer_arrives() + with_hands("gives", 5) + goes_on(3)
    + customer_leaves() + OVER
)  # fmt: skip


@some
@given(stories, st.sampled_from([SIDE, FRONT]))
@example(STAYS_AT_THE_EAR, FRONT)
@example(GIVES_FOR_MOST_OF_A_VISIT, FRONT)
def test_what_is_told_live_is_what_the_whole_story_says(
    kept: tuple[Store, Path], story: Story, view: View
) -> None:
    assert told(live(story, view, kept, LIMITS.window_s)) == told(batch(story, view))


@some
@given(stories, st.sampled_from([SIDE, FRONT]))
@example(LONG, SIDE)
def test_who_remembers_a_short_while_only_tells_the_same(
    kept: tuple[Store, Path], story: Story, view: View
) -> None:
    assert told(live(story, view, kept, SHORT_S)) == told(batch(story, view))


def test_the_long_story_has_something_to_tell() -> None:
    assert {"absence", "unattended_customer", "camera_blind", "arrival", "departure", "slouching"} <= {
        event.kind for event in batch(LONG, SIDE)
    }
