"""An event is in the store at most two seconds after its rule is met, by the clock of what the camera sees."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models import Camera, Counter, Event, Site
from models.store import EventFilter, Store
from pipeline.judging.judge import judge
from pipeline.live.judging_times import LIMITS, JudgingTimes, next_due
from pipeline.live.repository import LiveSite
from pipeline.live.session import LiveSession
from synthetic.rules_met import rule_met
from synthetic.stories import (
    SIDE,
    START,
    Story,
    away,
    customer_arrives,
    customer_leaves,
    customer_sits,
    dark,
    goes_on,
    seated,
    slouching,
    somebody_waits,
    standing,
)
from tests.support.live_screen import PROFILE, Screen, finished
from tests.support.stored_hall import POST
from vision.core import LookCounts

COMES_ON_DUTY = seated(40) + standing(8) + seated(12)
DUE_S = 2.0
EMPTY, SERVED = (LookCounts(0, 1, 0, 0),), (LookCounts(0, 1, 1, 0),)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.at(tmp_path) as kept:
        yield kept


def first_stored(story: Story, store: Store, data: Path) -> dict[tuple[str, float], float]:
    """(kind, start) of every event -> the moment of the first look after which it was in the store."""
    counter = Counter(id="W1", staff_zone=POST, customer_zone=POST, waiting_zone=POST)
    camera = Camera(id="c", source="rtsp://hall/1", counters=[counter])
    site = Site(site="hall", timezone="UTC", profile="evaluation", cameras=[camera])
    screen = Screen(story.signals(SIDE), START + story.seconds)
    hall = LiveSite(site, PROFILE, store, data, lambda: screen.now, lambda _line: None)
    session = LiveSession(hall, camera, screen, screen, None)
    session.spent = lambda: 0.0
    session.delivery.store(screen.now)
    found, woken = dict[tuple[str, float], float](), list[float]()
    session.delivery.wake = lambda: woken.append(screen.now)
    while screen.now < screen.ends:
        session.look()
        session.tick()
        if woken and woken[-1] == screen.now:
            session.delivery.store(screen.now)
            for one in stored(store):
                found.setdefault((one.kind, round(one.start, 1)), screen.now)
    finished(session)
    assert set(found) <= {(one.kind, round(one.start, 1)) for one in stored(store)}, "nothing is taken back"
    return found


def stored(store: Store) -> list[Event]:
    return [one.event for one in store.events.page(EventFilter(), limit=200)]


def test_every_event_is_stored_within_two_seconds(store: Store, tmp_path: Path) -> None:
    story = (
        COMES_ON_DUTY + away(14) + seated(7) + customer_arrives() + customer_sits(13) + customer_leaves()
        + seated(9) + slouching(11) + somebody_waits(13) + dark(6) + seated(30)
    )  # fmt: skip
    when = first_stored(story, store, tmp_path)
    late = {
        event.kind: when[event.kind, round(event.start, 1)] - met
        for event in stored(store)
        if (met := rule_met(event, PROFILE.thresholds)) is not None
    }
    assert {"absence", "arrival", "no_stand_greeting", "no_farewell", "slouching", "long_wait"} <= late.keys()
    assert {"departure", "camera_blind"} <= late.keys()
    assert max(late.values()) <= DUE_S, late


def test_an_absence_of_a_silent_hall_is_judged_when_its_limit_passes_and_not_before() -> None:
    """Nothing moves any more: time alone makes the absence."""
    rows = (COMES_ON_DUTY + away(5)).signals(SIDE)
    until = float(rows.time[-1])
    found = judge("c", {"W1": rows}, PROFILE.thresholds, (START, until))
    left = next(span.end for span in found.states if span.state == "staff_present")
    assert next_due(found, (), PROFILE.thresholds, until) <= left + PROFILE.thresholds.absence_after_s


def test_opening_and_closing_are_moments_of_their_own() -> None:
    rows = (COMES_ON_DUTY + goes_on(5)).signals(SIDE)
    until = float(rows.time[-1])
    found = judge("c", {"W1": rows}, PROFILE.thresholds, (START, until))
    assert next_due(found, (until + 0.3,), PROFILE.thresholds, until) == pytest.approx(until + 0.3)


def times(*, counts: tuple[LookCounts, ...]) -> JudgingTimes:
    asked = JudgingTimes(0.0)
    asked.looked(0.0, counts)
    asked.judged(100.0, float("inf"), 0.0)
    return asked


def test_a_quiet_camera_is_judged_seldom() -> None:
    quiet = times(counts=EMPTY)
    assert not quiet.due(100.0 + LIMITS.quiet_s - 0.2)
    assert quiet.due(100.0 + LIMITS.quiet_s)


def test_a_camera_with_a_customer_is_judged_often() -> None:
    served = times(counts=SERVED)
    assert not served.due(100.0 + LIMITS.lively_s - 0.2)
    assert served.due(100.0 + LIMITS.lively_s)


def test_somebody_who_comes_is_judged_soon_and_once_more() -> None:
    quiet, (first, second) = times(counts=EMPTY), LIMITS.changed_s
    quiet.looked(101.0, (LookCounts(0, 0, 0, 0),))
    assert not quiet.due(101.0 + first - 0.2)
    assert quiet.due(101.0 + first)
    quiet.judged(101.0 + first, float("inf"), 0.0)
    assert not quiet.due(101.0 + second - 0.2)
    assert quiet.due(101.0 + second)


def test_slow_judging_never_takes_more_than_its_share_of_a_core() -> None:
    slow = JudgingTimes(0.0)
    slow.judged(100.0, 100.1, 2.0)
    assert not slow.due(100.0 + 2.0 / LIMITS.most_share - 0.1)
    assert slow.due(100.0 + 2.0 / LIMITS.most_share)
