"""Signals degraded on purpose: by the given amount, and never improved."""

import numpy as np
import pytest

from benchmarks.accuracy.strain import STRAINS, Strain, strained
from synthetic.made_day import made_day
from vision.core import Signals

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


def with_two(hour: Signals) -> Signals:
    """Wherever a customer is, a second one stands half a metre beside."""
    columns = {name: column.copy() for name, column in hour.columns.items()}
    there = columns["customers"] > 0
    columns["customers"][there] = 2
    figures = {"id": 7.0, "x": 0.4, "y": 0.5, "scale": 0.3}
    for who, aside in (("customer_", 0.0), ("customer2_", 0.15)):
        for name, value in figures.items():
            columns[who + name][there] = value + (aside if name == "x" else 0.0)
    return Signals(hour.time, columns)


def test_the_second_customer_is_overlooked_too_and_also_alone(hour: Signals) -> None:
    two = with_two(hour)
    worse = strained(two, OVERLOOKED, rng())
    there = two["customers"] == 2
    assert np.isnan(worse["customer2_x"][there & (worse["customers"] == 0)]).all()
    alone = there & (worse["customers"] == 1)
    assert alone.sum() / there.sum() == pytest.approx(0.21, abs=0.08)
    assert np.isnan(worse["customer2_id"][alone]).all()
    assert not np.isnan(worse["customer_x"][alone]).any()


def test_the_second_customers_place_is_as_uncertain_as_the_first_ones(hour: Signals) -> None:
    two = with_two(hour)
    metres = (strained(two, NOISE, rng())["customer2_x"] - two["customer2_x"]) / two["customer2_scale"]
    assert np.nanstd(metres) == pytest.approx(0.02, rel=0.05)


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
