"""Signals made worse on purpose: as much as is said, and never better."""

import numpy as np
import pytest

from benchmarks.accuracy.strain import STRAINS, Strain, strained
from benchmarks.made_day import made_day
from vision.signals import Signals

OVERLOOKED, NOISE = Strain("overlooked", 0.3, 0.0, 0.0), Strain("noise", 0.0, 0.02, 5.0)


@pytest.fixture(scope="module")
def hour() -> Signals:
    return made_day(0.0, 1)


def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def test_people_are_overlooked_as_often_as_is_said_and_nothing_is_measured_of_them(hour: Signals) -> None:
    worse = strained(hour, OVERLOOKED, rng())
    lost = (hour["staff"] > 0) & (worse["staff"] == 0)
    assert lost.sum() / (hour["staff"] > 0).sum() == pytest.approx(0.3, abs=0.06)
    assert np.isnan(worse["shoulder_y"][lost]).all()
    kept = (hour["staff"] > 0) & ~lost
    np.testing.assert_array_equal(worse["shoulder_y"][kept], hour["shoulder_y"][kept])


def test_nobody_appears_where_nobody_was_and_the_unseen_stays_unseen(hour: Signals) -> None:
    for strain in STRAINS:
        worse = strained(hour, strain, rng())
        for count in ("staff", "customers", "waiting"):
            assert not (worse[count] > hour[count]).any()
        for name, column in hour.columns.items():
            assert np.isnan(worse[name][np.isnan(column)]).all(), name


def test_noise_has_the_size_that_is_said_in_metres_and_degrees(hour: Signals) -> None:
    worse = strained(hour, NOISE, rng())
    metres = (worse["shoulder_y"] - hour["shoulder_y"]) / hour["scale"]
    assert np.nanstd(metres) == pytest.approx(0.02, rel=0.05)
    assert np.nanstd(worse["trunk_forward"] - hour["trunk_forward"]) == pytest.approx(5, rel=0.05)
    for name in ("health", "staff", "scale", "staff_likeness"):
        np.testing.assert_array_equal(worse[name], hour[name])


def test_the_same_seed_gives_the_same_signals_and_the_original_is_left_alone(hour: Signals) -> None:
    before = hour["shoulder_y"].copy()
    one, two = strained(hour, STRAINS[-1], rng()), strained(hour, STRAINS[-1], rng())
    np.testing.assert_array_equal(one["shoulder_y"], two["shoulder_y"])
    np.testing.assert_array_equal(hour["shoulder_y"], before)
