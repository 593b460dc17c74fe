"""Steadiness of a hand: the spread of a point within a time around each look."""

import numpy as np
import pytest

from pipeline.states.phones import spread


def expected(time: np.ndarray, x: np.ndarray, y: np.ndarray, seconds: float) -> list[float]:
    """The same, look by look."""
    found = []
    for now in time:
        near = (time >= now - seconds / 2) & (time <= now + seconds / 2) & np.isfinite(x) & np.isfinite(y)
        found.append(np.hypot(x[near].std(), y[near].std()) if near.sum() >= 2 else np.nan)
    return found


def test_the_spread_is_that_of_the_looks_around() -> None:
    rng = np.random.default_rng(3)
    time = np.cumsum(rng.uniform(0.1, 0.5, 80)) + 1.8e9
    x, y = rng.normal(5, 0.1, (2, 80))
    x[::7] = np.nan
    assert spread(time, x, y, 1.5) == pytest.approx(expected(time, x, y, 1.5), abs=1e-6, nan_ok=True)


def test_a_hand_at_rest_has_none_and_a_waving_one_has_half_of_its_way() -> None:
    time = np.arange(0, 10, 0.2)
    still, waving = np.full(50, 0.3), np.where(np.arange(50) % 2, 0.1, -0.1)
    assert spread(time, still, still, 1.5) == pytest.approx(0, abs=1e-9)
    assert spread(time, waving, still, 1.6)[10:40] == pytest.approx(0.1, abs=0.01)


def test_one_look_alone_or_none_has_no_spread() -> None:
    nothing = np.full(3, np.nan)
    assert np.isnan(spread(np.array([0.0, 9.0, 20.0]), np.ones(3), np.ones(3), 1.5)).all()
    assert np.isnan(spread(np.array([0.0, 0.2, 0.4]), nothing, nothing, 1.5)).all()
