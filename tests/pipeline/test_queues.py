"""Queues: long ones at closed windows, those that one customer holds up, and the number of waiting people over time."""

import numpy as np
import pytest

from models import Event, Thresholds
from pipeline.intervals import Spans
from pipeline.judging.judge import judge
from pipeline.scene.duty import Duty, Excuse
from pipeline.states.queues import lengths
from synthetic.stories import (
    START,
    Story,
    away,
    closely,
    customer_arrives,
    customer_leaves,
    dark,
    goes_on,
    judged,
    limits,
    seated,
    somebody_waits,
)
from vision.core import Signals

LIMITS = limits(queue_people=3, queue_after_s=30)
SECONDS = 200.0


def people(*steps: tuple[int, float]) -> Story:
    """This many people wait for this many seconds, one step after the other."""
    story = seated(20)
    for count, seconds in steps:
        story += closely(seconds, waiting=count)
    return story + closely(0, waiting=0) + goes_on(20)


def staffed() -> Story:
    return seated(SECONDS)


def left(seconds: float = 100.0) -> Story:
    return seated(20) + away(seconds) + seated(SECONDS - seconds - 20)


def hall(
    queue: Story, duties: dict[str, Duty] | None = None, thresholds: Thresholds = LIMITS, **windows: Story
) -> list[Event]:
    """Long queues of a hall with a queue before W1 and these other windows."""
    found = {"W1": queue, **windows}
    signals = {key: story.signals() for key, story in found.items()}
    span = (START, START + SECONDS)
    whole = {key: Duty(Spans.of(span)) for key in found} | (duties or {})
    return [e for e in judge("hall", signals, thresholds, span, whole).events if e.kind == "long_queue"]


def told(events: list[Event]) -> list[tuple[str, float, float]]:
    return [(e.counter, round(e.start - START, 1), round(e.end - START, 1)) for e in events]


def test_four_wait_before_a_window_whose_neighbour_is_closed() -> None:
    (event,) = hall(people((4, 60)), W2=left(), W3=staffed())
    assert told([event]) == [("W1", 20, 80)]
    assert event.evidence["closed_windows"] == "W2"
    assert (event.evidence["people"], event.evidence["most_people"]) == (4, 4)
    assert "excused_windows" not in event.evidence


def test_a_queue_before_open_windows_is_nobodys_fault() -> None:
    assert hall(people((5, 100)), W2=staffed()) == []
    assert hall(people((5, 100))) == []


@pytest.mark.parametrize(("count", "seconds"), [(2, 100), (4, 29)])
def test_few_people_or_a_short_time_are_no_long_queue(count: int, seconds: float) -> None:
    assert hall(people((count, seconds)), W2=left()) == []


def test_the_queue_is_as_long_as_both_last() -> None:
    story = people((3, 50), (4, 50))
    assert told(hall(story, W2=seated(50) + away(150))) == [("W1", 50, 120)]


def test_one_who_is_overlooked_for_a_moment_does_not_end_the_queue() -> None:
    story = people((3, 20), (2, 1), (3, 20), (2, 2), (4, 20))
    assert told(hall(story, W2=left())) == [("W1", 20, 83)]


def test_a_window_that_nobody_sees_is_not_known_to_be_closed() -> None:
    assert hall(people((5, 100)), W2=dark(SECONDS)) == []
    assert hall(seated(20) + dark(100) + goes_on(20), W2=left()) == []


def test_a_window_that_need_not_be_open_is_named_as_excused() -> None:
    span = Spans.of((START, START + SECONDS))
    off, pause = Duty(Spans.empty()), Duty(span, (Excuse(START, START + SECONDS, "break"),))
    assert hall(people((5, 90)), {"W2": off, "W3": pause}, W2=left(), W3=left()) == []
    (event,) = hall(people((5, 90)), {"W2": off, "W3": pause}, W2=left(), W3=left(), W4=left())
    assert event.evidence["closed_windows"] == "W4"
    assert event.evidence["excused_windows"] == "W2, W3"


def test_a_window_before_another_camera_counts_where_it_was_seen_empty() -> None:
    span = Spans.of((START, START + SECONDS))
    far = Duty(span, empty=Spans.of((START, START + 70)))
    assert told(hall(people((5, 90)), {"W9": far})) == [("W1", 20, 70)]
    unseen = Duty(span)
    assert hall(people((5, 90)), {"W9": unseen}) == []


def test_windows_that_share_a_waiting_zone_share_one_queue() -> None:
    queue = people((5, 90))
    both = seated(20) + closely(90, waiting=5, staff=None) + closely(0, waiting=0) + goes_on(20)
    assert [e.counter for e in hall(queue, W2=queue, W3=left())] == ["W1"]
    assert [(e.counter, e.evidence["closed_windows"]) for e in hall(queue, W2=both)] == [("W1", "W2")]


def test_the_margin_tells_how_sure_it_is() -> None:
    bare, clear = (hall(people((5, seconds)), W2=left())[0].confidence for seconds in (31, 80))
    assert bare < 0.5 < clear


def test_a_queue_outside_the_hours_is_none() -> None:
    closed = Duty(Spans.of((START + 150, START + SECONDS)))
    assert hall(people((5, 100)), {"W1": closed}, W2=left(150)) == []


# -- held up by one customer -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("seconds", "hint"), [(299, False), (301, True)])
def test_somebody_waits_while_one_customer_is_served_for_long(seconds: float, hint: bool) -> None:
    service = customer_arrives() + goes_on(100) + somebody_waits(seconds) + goes_on(50) + customer_leaves()
    found = judged(seated(20) + service + goes_on(10)).all("queue_held_up")
    assert found == ([(120, 120 + seconds)] if hint else [])


def test_two_short_services_hold_up_nobody() -> None:
    one = customer_arrives() + goes_on(200) + customer_leaves() + goes_on(2)
    waiting = closely(0, waiting=1) + one * 2 + closely(0, waiting=0)
    assert "queue_held_up" not in judged(seated(20) + waiting + goes_on(20)).kinds


# -- how long ----------------------------------------------------------------------------------------------------


def test_the_length_of_the_queue_is_told_step_by_step() -> None:
    signals = people((1, 10), (3, 20), (2, 10)).signals()
    found = {
        n: [(round(a - START), round(b - START)) for a, b in spans] for n, spans in lengths(signals, 1.0)
    }
    assert found == {1: [(20, 30)], 3: [(30, 50)], 2: [(50, 60)]}


def test_where_nobody_waits_or_nobody_could_see_it_there_is_no_length() -> None:
    signals = people((1, 10)).signals()
    unseen = Signals(signals.time, {**signals.columns, "waiting": np.full(len(signals), np.nan, np.float32)})
    assert lengths(seated(30).signals(), 1.0) == lengths(unseen, 1.0) == []
