"""The delay of live events: what the report says of it, and when the rule of an event is met."""

from benchmarks.latency.__main__ import report
from models import Event
from models.norms import load_profile
from synthetic.rules_met import rule_met

LIMITS = load_profile("general").thresholds


def event(kind: str, start: float, end: float) -> Event:
    return Event("cam", "W1", kind, start, end, 0.9)


def test_events_in_time_and_a_camera_that_is_back_soon_are_no_fault() -> None:
    assert report({"absence": [0.5, 1.9], "arrival": [0.8]}, [1.2, 4.9])[1] == []


def test_events_that_come_late_are_named() -> None:
    assert report({"absence": [0.5, 9.0], "arrival": [9.0]}, [1.0])[1] == [
        "95th percentile of events 9.0 s, more than 2"
    ]


def test_a_camera_that_is_seen_late_is_named() -> None:
    assert report({"absence": [0.5]}, [1.0, 8.0])[1] == ["a camera was seen again after 8.0 s, more than 5"]


def test_a_run_without_any_event_is_a_fault() -> None:
    assert len(report({}, [1.0])[1]) == 1


def test_the_rule_of_an_absence_is_met_at_its_limit_and_that_of_a_greeting_when_its_time_is_over() -> None:
    assert rule_met(event("absence", 100, 400), LIMITS) == 100 + LIMITS.absence_after_s
    assert rule_met(event("no_stand_greeting", 100, 100), LIMITS) == 100 + LIMITS.stand_within_s
    assert rule_met(event("no_farewell", 100, 100), LIMITS) == 100 + LIMITS.farewell_after_s


def test_a_yawn_is_decided_by_its_end_and_a_figure_of_the_day_by_nothing() -> None:
    yawn = rule_met(event("yawning", 100, 104), LIMITS)
    assert yawn is not None
    assert yawn > 104
    assert rule_met(event("idle_time", 100, 400), LIMITS) is None
