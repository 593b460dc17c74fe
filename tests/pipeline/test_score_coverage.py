"""The time of a day that a score rests on: recordings, pauses and hours that were not seen."""

import math

import pytest

from models import (
    Coverage,
    Status,
    Why,
)
from pipeline.scoring.score import score
from tests.support.scored_days import (
    DAY,
    NINE,
    POWER,
    arrival,
    line,
    scored,
    watched,
)


def test_a_day_that_nobody_could_see_has_no_score_and_costs_nothing() -> None:
    events = arrival(60, stood=False)
    for coverage in ([], watched(seen=0), watched(seen=0.19 * 8 * 3600)):
        day = score(events, coverage, POWER, "1", DAY)
        assert math.isnan(day.points)
        assert day.deductions == ()
        assert line(day, "P3").status is Status.NOT_OBSERVED
        assert not line(day, "P3").observed
        assert [note.why for note in line(day, "P3").notes] == [Why.UNOBSERVED]


def test_hours_without_a_recording_are_not_observed_hours() -> None:
    assert scored([], expected_s=16 * 3600).coverage == 0.5
    assert math.isnan(scored([], expected_s=60 * 3600.0).points)


def test_only_the_part_of_a_recording_within_the_day_counts() -> None:
    over_midnight = [Coverage("hall", "1", DAY.start - 3600, DAY.start + 3600, 7200)]
    assert score([], over_midnight, POWER, "1", DAY).seen_s == 3600


def seen_of(*recordings: tuple[float, float, float]) -> tuple[float, float]:
    """Hours observed and hours recorded of a day, from recordings as (first hour, last hour, hours seen) after nine."""
    spans = [
        Coverage("hall", "1", NINE + start * 3600, NINE + end * 3600, seen * 3600)
        for start, end, seen in recordings
    ]
    day = score([], spans, POWER, "1", DAY)
    return day.seen_s / 3600, day.expected_s / 3600


@pytest.mark.parametrize(
    ("recordings", "seen", "of"),
    [
        ([(0, 2, 1), (3, 4, 1)], 2, 3),  # a pause between two recordings belongs to neither
        ([(3, 4, 1), (0, 2, 1)], 2, 3),  # in any order
        ([(0, 2, 2), (2, 4, 1)], 3, 4),  # one follows the other at once
        ([(0, 4, 2), (1, 2, 1)], 2.5, 4),  # two of one hour: the better one counts, and the hour once
        ([(0, 4, 4), (1, 2, 0)], 4, 4),
        ([(0, 2, 1), (1, 3, 2), (5, 6, 1)], 3.5, 4),  # and a third one later
    ],
)
def test_recordings_of_one_day_are_added_up_and_overlapping_ones_count_once(
    recordings: list[tuple[float, float, float]], seen: float, of: float
) -> None:
    assert seen_of(*recordings) == pytest.approx((seen, of))
