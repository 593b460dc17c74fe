"""Medians and percentiles, of a few numbers and of a day's, are those of NumPy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pipeline.intervals import median, median_row, percentile, seen_median

FEW = arrays(np.float64, st.integers(1, 40), elements=st.floats(-1e3, 1e3))


@given(FEW)
def test_the_median_is_the_one_of_numpy(values: np.ndarray) -> None:
    assert median(values) == np.median(values)


@given(st.integers(0, 999), st.integers(4_990, 30_000), st.sampled_from([np.float32, np.float64]))
def test_of_a_days_looks_as_well(seed: int, looks: int, kind: type) -> None:
    rng = np.random.default_rng(seed)
    heights = np.where(np.arange(looks) % 7 < rng.integers(0, 8), 0.5, 0.38) + rng.normal(0, 0.002, looks)
    assert median(heights.astype(kind)) == np.median(heights.astype(kind))


def test_a_day_whose_sampled_looks_are_all_others_than_the_rest() -> None:
    heights = np.linspace(0.3, 0.5, 20_001)
    heights[::64] = 9.0
    assert median(heights) == np.median(heights)


@given(FEW, st.floats(0, 100))
def test_a_percentile_is_the_one_of_numpy(values: np.ndarray, share: float) -> None:
    assert percentile(values, share) == pytest.approx(np.percentile(values, share), abs=1e-9)


@given(arrays(np.float64, st.tuples(st.integers(1, 30), st.just(2)), elements=st.floats(-9, 9)))
def test_places_have_a_median_across_and_one_down(places: np.ndarray) -> None:
    assert np.array_equal(median_row(places), np.median(places, axis=0))


def test_what_was_not_seen_has_no_part_in_the_median() -> None:
    assert seen_median(np.array([np.nan, 1.0, 2.0, np.nan, 9.0])) == 2.0


def test_nothing_has_no_median() -> None:
    assert np.isnan(median(np.empty(0)))
    assert np.isnan(seen_median(np.full(3, np.nan)))
