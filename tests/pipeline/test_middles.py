"""Medians and percentiles of a few numbers are those of NumPy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pipeline.middles import median, median_row, percentile

FEW = arrays(np.float64, st.integers(1, 40), elements=st.floats(-1e3, 1e3))


@given(FEW)
def test_the_median_is_the_one_of_numpy(values: np.ndarray) -> None:
    assert median(values) == np.median(values)


@given(FEW, st.floats(0, 100))
def test_a_percentile_is_the_one_of_numpy(values: np.ndarray, share: float) -> None:
    assert percentile(values, share) == pytest.approx(np.percentile(values, share), abs=1e-9)


@given(arrays(np.float64, st.tuples(st.integers(1, 30), st.just(2)), elements=st.floats(-9, 9)))
def test_places_have_a_median_across_and_one_down(places: np.ndarray) -> None:
    assert np.array_equal(median_row(places), np.median(places, axis=0))


def test_nothing_has_no_median() -> None:
    assert np.isnan(median(np.empty(0)))
