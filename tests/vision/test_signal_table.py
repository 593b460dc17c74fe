"""A counter's rows while a camera runs for days: growing, blanked, forgotten."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.core import COLUMNS, Signals, SignalTable


def filled(seconds: int) -> SignalTable:
    rows = SignalTable()
    for t in range(seconds):
        rows.add(float(t), {"health": 0, "staff": 1, "head_x": t / 10})
    return rows


def test_what_was_not_measured_is_unknown() -> None:
    signals = filled(3).signals()
    assert set(signals.columns) == set(COLUMNS)
    assert signals["staff"].tolist() == [1, 1, 1]
    assert np.isnan(signals["customers"]).all()


def test_a_day_grows_without_losing_a_row() -> None:
    signals = filled(5000).signals()
    assert len(signals) == 5000
    assert signals["head_x"][4999] == pytest.approx(499.9)
    assert signals.time.tolist() == list(range(5000))


def test_a_picture_that_is_not_later_than_the_last_is_dropped() -> None:
    rows = filled(3)
    rows.add(2.0, {"staff": 0})
    rows.add(1.0, {"staff": 0})
    assert rows.signals()["staff"].tolist() == [1, 1, 1]


def test_what_was_seen_through_a_covered_lens_was_nothing() -> None:
    rows = filled(10)
    rows.blank(6.5, 2.0)
    signals = rows.signals()
    assert signals["health"].tolist() == [0] * 7 + [2] * 3
    assert np.isnan(signals["staff"][7:]).all()
    assert not np.isnan(signals["staff"][:7]).any()


def test_blanking_the_future_changes_nothing() -> None:
    rows = filled(3)
    rows.blank(10, 1.0)
    assert rows.signals()["staff"].tolist() == [1, 1, 1]


def test_forgetting_keeps_the_rest_and_the_rows_still_grow() -> None:
    rows = filled(10)
    rows.forget(6.0)
    rows.add(10.0, {"staff": 0})
    assert rows.signals().time.tolist() == [6, 7, 8, 9, 10]
    assert rows.signals()["head_x"][0] == pytest.approx(0.6)


def test_forgetting_everything_begins_anew() -> None:
    rows = filled(2000)
    rows.forget(1e9)
    assert len(rows.signals()) == 0
    for t in range(3000):
        rows.add(1e9 + t, {"staff": 1})
    assert len(rows.signals()) == 3000


def test_what_was_read_does_not_change_when_more_comes() -> None:
    rows = filled(3)
    signals = rows.signals()
    rows.blank(0, 1.0)
    assert signals["staff"].tolist() == [1, 1, 1]


@given(st.lists(st.tuples(st.sampled_from(["add", "forget"]), st.integers(0, 50)), max_size=40))
def test_rows_are_a_list_that_forgets_its_beginning(steps: list[tuple[str, int]]) -> None:
    rows, expected = SignalTable(), list[float]()
    for what, t in steps:
        if what == "add":
            rows.add(float(t), {"staff": 1})
            expected += [float(t)] if not expected or t > expected[-1] else []
        else:
            rows.forget(float(t))
            expected = [e for e in expected if e >= t]
    assert rows.signals().time.tolist() == expected


def test_signals_refuse_a_clock_that_stands_still() -> None:
    with pytest.raises(ValueError, match="strictly increasing"):
        Signals(np.array([1.0, 1.0]), {})
    with pytest.raises(ValueError, match="column staff has shape"):
        Signals(np.array([1.0, 2.0]), {"staff": np.zeros(3, np.float32)})
