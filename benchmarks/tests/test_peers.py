"""The loops that we are compared with: what they make of presence, and what is counted."""

import numpy as np
import pytest

from benchmarks.peers.__main__ import LoopRow
from benchmarks.peers.one import LoopResult
from benchmarks.peers.presence import Presence, core_events, runs
from models.norms import load_profile
from pipeline.processes import ProcessCost
from pipeline.recordings import ReportedEvent

PROFILE = load_profile("evaluation")
LOOK_S = 0.2


def told(
    staff: list[tuple[float, float]], customer: list[tuple[float, float]]
) -> dict[str, list[tuple[float, float]]]:
    """The events of a minute in which staff and customer were there at these times (s)."""
    seen = Presence()
    for time in np.arange(0, 60, LOOK_S):
        there = {
            role: any(a <= time < b for a, b in spans)
            for role, spans in (("staff", staff), ("customer", customer))
        }
        seen.add(float(time), there)
    found: dict[str, list[tuple[float, float]]] = {}
    for event in core_events("clip.mp4", "W1", seen, PROFILE):
        found.setdefault(event.kind, []).append((event.start, event.end))
    return found


def test_a_clerk_at_the_post_all_the_time_is_no_event() -> None:
    assert told([(0, 60)], []) == {}


def test_an_empty_post_is_an_absence_and_its_customer_is_unattended() -> None:
    found = told([(0, 10), (40, 60)], [(20, 35)])
    assert found["absence"] == [pytest.approx((10, 40), abs=0.5)]
    assert found["unattended_customer"] == [pytest.approx((20, 35), abs=0.5)]
    assert found["arrival"] == [pytest.approx((20, 20), abs=0.5)]
    assert found["departure"] == [pytest.approx((35, 35), abs=0.5)]


def test_a_customer_who_was_there_from_the_first_picture_did_not_arrive() -> None:
    assert "arrival" not in told([(0, 60)], [(0, 30)])


def test_a_single_look_without_anybody_is_a_hole_of_the_detector() -> None:
    assert told([(0, 20), (20.2, 60)], []) == {}


def test_short_stays_are_dropped_and_short_holes_closed() -> None:
    time = np.arange(0, 20, 1.0)
    there = np.isin(time, [2, 3, 5, 6, 15])
    assert runs(time, there, 1.0) == [(2.0, 6.0)]


def test_a_result_is_the_same_after_its_line_was_read() -> None:
    event = ReportedEvent("a.mp4", "", "W1", "arrival", 1.0, 1.0)
    result = LoopResult("a.mp4", ProcessCost(10.0, 1.0, 1.0, 100.0), (event,))
    assert LoopResult.of(result.line()) == result


def test_the_day_mix_is_a_tenth_busy() -> None:
    ours = LoopRow("ours", 0.10, 0.03, 0.01, 500, 0.99)
    decoding = LoopRow("decoding", 0.01, 0.01, 0.01, 100, 0.0)
    assert ours.day == pytest.approx(0.037)
    assert ours.cells(ours, decoding)[1:6] == ["1.0", "27.0", "10.0", "3.0", "1.0"]
