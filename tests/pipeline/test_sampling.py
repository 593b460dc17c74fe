"""Surprise checks: drawn by lot, equal for every reader, of faults and of minutes without findings."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

import pytest

from models import MINUTE_S
from models.norms import load_catalogue
from models.store import Scope, Store
from pipeline.scoring.sampling import Sample, SampleSize, draw
from tests.support.report_hall import MONDAY, furnish, nine, site

FRIDAY = MONDAY + dt.timedelta(days=4)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Two weeks of the hall, read only."""
    with Store.at(tmp_path_factory.mktemp("hall")) as store:
        furnish(store)
        yield store


def keys(sample: Sample) -> set[tuple[str, str, float]]:
    return {(e.event.counter, e.event.kind, e.event.start) for e in sample.events}


def test_whoever_asks_gets_the_same_sample(hall: Store) -> None:
    first = draw(hall, site(), FRIDAY, SampleSize(3, 5))
    assert draw(hall, site(), FRIDAY, SampleSize(3, 5)) == first
    assert (len(first.events), len(first.spots)) == (3, 5)
    assert [e.event.start for e in first.events] == sorted(e.event.start for e in first.events)


def test_every_day_is_drawn_anew_and_all_windows_come_up(hall: Store) -> None:
    days = [draw(hall, site(), MONDAY + dt.timedelta(days=n)) for n in range(6)]
    assert len({round((s.spots[0].start - nine(s.day)) / MINUTE_S) for s in days}) > 1
    drawn = Counter(e.event.counter for s in days for e in s.events)
    assert set(drawn) == {"w1", "w2", "w3", "w4"}


def test_only_what_may_be_a_fault_is_checked(hall: Store) -> None:
    found = draw(hall, site(), MONDAY, SampleSize(1000, 0)).events
    assert all(load_catalogue().is_fault(e.event.kind) for e in found)
    assert {"no_stand_greeting"} <= {e.event.kind for e in found}


def test_a_larger_sample_holds_the_smaller_one(hall: Store) -> None:
    small, large = (draw(hall, site(), MONDAY, SampleSize(n, n)) for n in (4, 12))
    assert keys(small) <= keys(large)
    assert set(small.spots) <= set(large.spots)


def test_in_a_quiet_minute_the_counter_was_watched_and_nothing_found(hall: Store) -> None:
    for day in (MONDAY, FRIDAY):
        sample = draw(hall, site(), day, SampleSize(1000, 10_000))
        assert len(sample.spots) > 100
        for spot in sample.spots:
            assert nine(day) <= spot.start < spot.end <= nine(day) + 8 * 3600
            assert not (nine(FRIDAY) + 14000 <= spot.start < nine(FRIDAY) + 17600)
            inside = [e for e in sample.events if e.event.counter == spot.counter]
            assert all(e.event.end < spot.start or e.event.start > spot.end for e in inside)


def test_a_window_that_nobody_saw_has_no_quiet_minutes(hall: Store) -> None:
    thursday = draw(hall, site(), MONDAY + dt.timedelta(days=3), SampleSize(0, 10_000))
    assert "w3" not in {spot.counter for spot in thursday.spots}
    assert draw(hall, site(), MONDAY + dt.timedelta(days=6)).spots == ()


def test_an_auditor_draws_from_the_cameras_he_may_see(hall: Store) -> None:
    nothing = draw(hall, site(), MONDAY, scope=Scope(frozenset()))
    assert (nothing.events, nothing.spots) == ((), ())
