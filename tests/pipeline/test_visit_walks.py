"""Customers on foot: a visit begins at the end of the walk to the window and ends at the begin of the walk away."""

import pytest

from pipeline.states.visits import walking
from synthetic.stories import (
    STANDING,
    Story,
    Told,
    closely,
    customer_arrives,
    customer_leaves,
    customer_walks_off,
    customer_walks_through,
    customer_walks_up,
    dark,
    goes_on,
    judged,
    no_recording,
    seated,
)


def visits(story: Story) -> tuple[list[float], list[float]]:
    """The arrival and departure of each customer, in seconds of the story."""
    told: Told = judged(seated(40) + story + goes_on(20))
    arrived, left = told.all("arrival"), told.all("departure")
    return [start for start, _ in arrived], [start for start, _ in left]


def test_walks_up_stops_and_walks_off() -> None:
    (arrived,), (left,) = visits(customer_walks_up(2) + goes_on(20) + customer_walks_off(2))
    assert arrived == pytest.approx(42, abs=0.4)
    assert left == pytest.approx(62, abs=0.4)


def test_who_appears_at_the_window_has_come_at_once() -> None:
    assert visits(customer_arrives() + goes_on(20) + customer_leaves()) == ([40], [60])


@pytest.mark.parametrize("seconds", [1.0, 2.4, 4.0, 5.0])
def test_who_walks_through_visits_nobody(seconds: float) -> None:
    assert visits(customer_walks_through(seconds)) == ([], [])


def test_a_walk_is_cut_off_the_visit_for_three_seconds_at_most() -> None:
    """A person who dawdles in the zone has arrived."""
    (arrived,), _ = visits(customer_walks_up(6, metres=4) + goes_on(20) + customer_walks_off(2))
    assert arrived == pytest.approx(43, abs=0.4)


def test_walking_to_and_fro_in_the_middle_ends_nothing() -> None:
    fetches = closely(0) + customer_walks_off(2)
    paces = Story(fetches.steps[:-1]) + customer_walks_up(2)
    (arrived,), (left,) = visits(
        customer_walks_up(2) + goes_on(10) + paces + goes_on(10) + customer_walks_off(2)
    )
    assert arrived == pytest.approx(42, abs=0.4)
    assert left == pytest.approx(66, abs=0.4)


def test_who_stops_for_a_second_on_the_way_through_has_not_come() -> None:
    way_in, way_out = customer_walks_up(2), customer_walks_off(2)
    assert visits(way_in + goes_on(1) + way_out) == ([], [])
    assert len(visits(way_in + goes_on(3) + way_out)[0]) == 1


def test_the_greeting_is_measured_from_the_stop() -> None:
    """The clerk who rises as the customer stops rose in time, although the customer entered the zone long before."""
    told = judged(seated(40) + customer_walks_up(2.8, metres=3) + goes_on(4.4) + closely(20, staff=STANDING))
    assert told.one("arrival").attributes["stood"] is True
    assert told.one("arrival").attributes["latency_s"] == pytest.approx(4.4, abs=0.4)


@pytest.mark.parametrize("blind", [dark(5), no_recording(5)], ids=["dark", "no picture"])
def test_who_is_walking_when_the_light_comes_back_has_not_come(blind: Story) -> None:
    arrived, _ = visits(blind + customer_walks_up(2) + goes_on(20) + customer_walks_off(2))
    assert arrived == []


def test_shifting_weight_and_leaning_forward_is_standing() -> None:
    sways = (closely(1, walked=0.1) + closely(1, walked=0.0)) * 5
    assert not walking((seated(40) + customer_arrives() + sways + customer_leaves() + goes_on(5)).signals())
    assert visits(customer_arrives() + sways + customer_leaves()) == ([40], [50])
