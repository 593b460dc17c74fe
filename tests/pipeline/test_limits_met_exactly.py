"""A limit met exactly is met, a tick less is not, at any hour: the last bit of a float decides nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.intervals import TICK, Spans, keeps_to, looks_between, reaches
from pipeline.judging.elapsed import Elapsed
from pipeline.scene.duty import Duty, Excuse
from synthetic.stories import (
    EVALUATION,
    START,
    Story,
    away,
    customer_arrives,
    customer_leaves,
    goes_on,
    judged,
    limits,
    seated,
    slouching,
    somebody_waits,
)
from vision.core import Signals

LOOK = 0.2
# Seconds after which the clock of 2026 has another last bit at every look.
HOURS = (0.0, 1.0, 0.1, 7 * 3600 + 0.3, 86400 * 9 + 11.7)


@pytest.mark.parametrize("off", [0.0, TICK / 2, -TICK / 2])
def test_within_a_tick_a_limit_is_met_from_both_sides(off: float) -> None:
    assert reaches(30 + off, 30) and keeps_to(30 + off, 30)


def test_more_than_a_tick_away_it_is_not() -> None:
    assert not reaches(30 - 2 * TICK, 30)
    assert not keeps_to(30 + 2 * TICK, 30)
    assert reaches(np.array([29.9, 30.0, np.nan]), 30).tolist() == [False, True, False]
    assert keeps_to(np.array([30.1, 30.0, np.nan]), 30).tolist() == [False, True, False]


@given(st.integers(0, 10_000), st.integers(0, 400), st.integers(0, 40))
def test_looks_between_two_looks_are_counted_right_wherever_the_clock_stands(
    first: int, begin: int, looks: int
) -> None:
    """In seconds since 1970, 0.2 s are sometimes slightly more or less."""
    time = START + first + np.arange(500) * LOOK
    start = time[begin]
    assert looks_between(time, start, start + looks * LOOK) == slice(begin, begin + looks)


@pytest.mark.parametrize("clock", HOURS)
@pytest.mark.parametrize(("more", "told"), [(-LOOK, False), (0.0, True), (LOOK, True)])
@pytest.mark.parametrize(
    ("kind", "limit", "faulty"),
    [
        ("absence", "absence_after_s", away),
        ("slouching", "slouch_after_s", slouching),
        ("long_wait", "long_wait_after_s", somebody_waits),
    ],
)
def test_what_lasts_as_long_as_its_limit_is_told(
    kind: str, limit: str, faulty: object, clock: float, more: float, told: bool
) -> None:
    needed = 8.0
    story = seated(60) + faulty(needed + more) + seated(30)  # type: ignore[operator]
    found = judged(story, thresholds=limits(**{limit: needed}), start=START + clock)
    assert (kind in found.kinds) is told


@pytest.mark.parametrize("clock", HOURS)
@pytest.mark.parametrize(("more", "comes"), [(-LOOK, False), (0.0, True), (LOOK, True)])
def test_who_stays_as_long_as_a_visit_takes_has_come(clock: float, more: float, comes: bool) -> None:
    stay = EVALUATION.visit_min_s + more
    story = seated(60) + customer_arrives() + goes_on(stay) + customer_leaves() + goes_on(20)
    assert ("arrival" in judged(story, start=START + clock).kinds) is comes


@pytest.mark.parametrize("clock", HOURS)
@pytest.mark.parametrize(
    ("seconds", "minutes"), [(59.8, []), (60.0, [1]), (60.2, [1]), (119.8, [1]), (120.0, [2])]
)
def test_a_quiet_minute_is_one_from_sixty_seconds_on(
    clock: float, seconds: float, minutes: list[int]
) -> None:
    story = seated(seconds) + customer_arrives() + goes_on(20)
    found = judged(story, start=START + clock).events("idle_time")
    assert [event.attributes["minutes"] for event in found] == minutes


@pytest.mark.parametrize(("hunched", "upright"), [(29.8, 1), (30.0, 1), (30.2, 0)])
@pytest.mark.parametrize("clock", HOURS)
def test_a_minute_is_upright_from_half_of_it_on(clock: float, hunched: float, upright: int) -> None:
    story = seated(60 - hunched) + slouching(hunched) + customer_arrives() + goes_on(20)
    (event,) = judged(story, start=START + clock).events("idle_time")
    assert event.attributes["upright_minutes"] == upright


def quiet(before: float, after: float) -> list[tuple[float, float]]:
    """The records of a quiet stretch that begins and ends this many seconds before and after the hour."""
    story = seated(before + after) + customer_arrives() + goes_on(20)
    found = judged(story, start=START - before)
    return [(a - before, b - before) for a, b in found.all("idle_time")]


@pytest.mark.parametrize("short", [1.0, 59.8])
def test_the_hour_cuts_nothing_shorter_than_a_minute_off(short: float) -> None:
    assert quiet(short, 100) == [pytest.approx((-short, 100))]
    assert quiet(100, short) == [pytest.approx((-100, short))]


@pytest.mark.parametrize("enough", [60.0, 60.2])
def test_the_hour_cuts_a_longer_stretch_in_two_records(enough: float) -> None:
    assert quiet(enough, 100) == [pytest.approx((-enough, 0)), pytest.approx((0, 100))]
    assert quiet(100, enough) == [pytest.approx((-100, 0)), pytest.approx((0, enough))]


def test_looks_in_the_same_microsecond_are_one() -> None:
    """Two recordings may overlap, and clocks of files differ by less than a look."""
    time = START + np.array([0.0, 0.2, 0.2 + 3e-7, 0.4])
    rows = Elapsed(START, START + 1).rows(Signals(time, {"staff": np.arange(4, dtype=np.float32)}))
    assert rows.time.tolist() == [0.0, 0.2, 0.4]
    assert rows["staff"].tolist() == [0.0, 1.0, 3.0]


def test_hours_and_excuses_go_along_with_the_clock() -> None:
    at = Spans.of((START + 10, START + 20))
    duty = Duty(at, (Excuse(START + 12, START + 14, "break"),), accounted=at, empty=at, guessed=at)
    moved = Elapsed(START, START + 60).duty(duty)
    here = Spans.of((10, 20))
    assert moved == Duty(here, (Excuse(12, 14, "break"),), accounted=here, empty=here, guessed=here)


def test_times_of_a_judgement_are_those_of_the_clock() -> None:
    story: Story = seated(60) + away(20) + seated(30)
    found = judged(story, opened=((0, 110),)).judgement
    (event,) = (event for event in found.events if event.kind == "absence")
    assert (event.start, event.end) == (START + 60, START + 80)
    assert (found.coverage[0].start, found.coverage[0].end) == (START, START + 110)
    assert {(s.start, s.end) for s in found.states if s.state == "staff_present"} == {
        (START, START + 60),
        (START + 80, START + 110),
    }
