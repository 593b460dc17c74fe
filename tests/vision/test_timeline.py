"""The clock of a recording: pauses, damaged stamps, clocks that are set anew."""

import pytest

from vision.sources.clock import Timeline

STEP = 0.2


def placed(*stamps: float | None) -> tuple[list[float | None], list[float]]:
    """The times of the stamps, and the moments of leaps."""
    clock = Timeline(0.0, STEP)
    return [clock.place(stamp) for stamp in stamps], clock.leaps


def after(start: float, count: int = 6) -> list[float]:
    return [start + i * STEP for i in range(count)]


@pytest.mark.parametrize("pause", [3, 3599, 3601, 7200, 86400 * 30])
def test_a_pause_of_any_length_stays_where_it_is(pause: float) -> None:
    times, leaps = placed(*after(0), *after(1 + pause))
    assert times[-1] == pytest.approx(2 + pause)
    assert [time for time in times if time is not None] == sorted(t for t in times if t is not None)
    assert leaps == []


def test_one_damaged_stamp_makes_no_pause() -> None:
    times, leaps = placed(*after(0), 9000.0, *after(1.2))
    assert times[6] is None
    assert times[-1] == pytest.approx(2.2)
    assert leaps == []


def test_damaged_stamps_that_contradict_each_other_make_no_pause() -> None:
    times, leaps = placed(*after(0), 9e3, 9e5, 9e4, 4e6, *after(1.2))
    assert times[6:10] == [None] * 4
    assert times[-1] == pytest.approx(2.2)
    assert leaps == []


@pytest.mark.parametrize("to", [1e9, -5000.0, -2.0])
def test_a_clock_that_is_set_anew_goes_on_without_a_pause(to: float) -> None:
    times, leaps = placed(*after(0), *after(to))
    assert times[6:8] == [None, None]
    assert times[8] == pytest.approx(1.0 + STEP)
    assert leaps == [pytest.approx(1.0 + STEP)]


def test_pictures_out_of_order_get_no_time_and_those_without_a_stamp_the_next() -> None:
    times, leaps = placed(0.0, 0.4, 0.2, None, 0.8)
    assert times[:3] == [0.0, 0.4, None]
    assert times[3] is not None
    assert 0.4 < times[3] < 0.8 == times[4]
    assert leaps == []
