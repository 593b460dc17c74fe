"""A week at the counters: the sum of the days, and the people to be praised."""

import datetime as dt
import math
import random
from itertools import pairwise

import pytest

from models import CleanRun, Coverage, Event, Period, Score
from models.norms import load_profile
from pipeline.scoring.aggregates import improvement, summarise
from pipeline.scoring.score import score

POWER = load_profile("power")
MONDAY = dt.date(2026, 11, 23)
WEEK = Period.of_days(MONDAY, MONDAY + dt.timedelta(days=6), "Asia/Shanghai", "week")


def day(number: int, seated: int = 0, stood: int = 0, seen_h: float = 8, counter: str = "1") -> Score:
    """A day with this many customers met seated and this many met standing, observed for this many of 8 hours."""
    period = Period.of_day(MONDAY + dt.timedelta(days=number), "Asia/Shanghai")
    nine = period.start + 9 * 3600
    events = []
    for n in range(seated + stood):
        events.append(
            Event("hall", counter, "arrival", nine + 600 * n, nine + 600 * n, 0.9, {"stood": n >= seated})
        )
        if n < seated:
            events.append(Event("hall", counter, "no_stand_greeting", nine + 600 * n, nine + 600 * n, 0.9))
    coverage = [Coverage("hall", counter, nine, nine + 8 * 3600, seen_h * 3600)]
    return score(events, coverage, POWER, counter, period)


def test_a_day_seen_twice_as_long_weighs_twice_as_much() -> None:
    week = summarise([day(0, seated=3, seen_h=8), day(1, seen_h=4)], WEEK)
    assert week.points == 98
    assert (week.coverage, week.scored, week.unscored) == (0.75, 2, 0)


def test_a_day_that_nobody_saw_lowers_the_coverage_and_nothing_else() -> None:
    week = summarise([day(0, seated=4), day(1, seated=9, seen_h=0)], WEEK)
    assert (week.points, week.coverage, week.scored, week.unscored) == (96, 0.5, 1, 1)
    assert next(one for one in week.clauses if one.clause == "P3").points == 4


def test_a_week_that_nobody_saw_has_no_points() -> None:
    assert math.isnan(summarise([day(0, seen_h=0)], WEEK).points)
    empty = summarise([], WEEK)
    assert math.isnan(empty.points)
    assert math.isnan(empty.coverage)


def test_the_rate_of_a_week_is_over_all_its_customers() -> None:
    week = summarise([day(0, seated=2, stood=8), day(1, stood=9)], WEEK)
    (rate,) = [one for one in week.rates if one.name == "met_standing"]
    assert (rate.met, rate.of) == (17, 19)
    assert round(rate.low, 4) == 0.6861


def test_a_clause_says_on_how_many_days_it_was_broken_of_how_many() -> None:
    week = summarise([day(0, seated=2), day(1, stood=1), day(2)], WEEK)
    (rising,) = [one for one in week.clauses if one.clause == "P3"]
    # no customer on the third day: observed, but no occasion
    assert (rising.points, rising.occurrences, rising.broken, rising.observed) == (2, 2, 1, 3)
    (hotline,) = [one for one in week.clauses if one.clause == "P1"]
    assert hotline.observed == 0


def test_the_longest_clean_run_is_praised_and_an_unseen_day_does_not_break_it() -> None:
    first = [day(n, seated=n == 1, seen_h=0 if n == 3 else 8) for n in range(6)]
    second = [day(n, stood=2, counter="2") for n in range(6)]
    assert summarise([*first, *second], WEEK).clean_runs == (CleanRun("2", 6), CleanRun("1", 3))


def test_improvement_compares_only_what_one_profile_made() -> None:
    before, now = summarise([day(0, seated=5)], WEEK), summarise([day(1, seated=2)], WEEK)
    assert improvement(now, before) == 3
    period = Period.of_day(MONDAY, "Asia/Shanghai")
    seen = [Coverage("hall", "1", period.start, period.end, 86400)]
    other = summarise([score([], seen, load_profile("water"), "1", period)], WEEK)
    assert math.isnan(improvement(now, other))


def test_the_order_of_the_days_does_not_matter() -> None:
    days = [day(n, seated=n % 3, stood=2, counter=c) for n in range(7) for c in "12"]
    shuffled = random.Random(5).sample(days, len(days))
    assert summarise(shuffled, WEEK) == summarise(days, WEEK)


def test_a_month_lies_within_its_days() -> None:
    days = [day(n, seated=n, stood=1) for n in range(7)]
    points = [summarise(days[: n + 1], WEEK).points for n in range(7)]
    assert all(later < earlier for earlier, later in pairwise(points))
    assert min(one.points for one in days) <= points[-1] <= max(one.points for one in days)


def test_a_day_outside_the_week_or_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="score of 1 on 2026-11-30 is outside 2026-11-23"):
        summarise([day(7)], WEEK)
    with pytest.raises(ValueError, match="score of 1 on 2026-11-23 is given twice"):
        summarise([day(0), day(0)], WEEK)
