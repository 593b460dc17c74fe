"""Customers one by one: a person who walks up to an occupied window, and one who is found late."""

import numpy as np
import pytest

from models import Event
from synthetic.stories import (
    START,
    away,
    customer_arrives,
    customer_leaves,
    goes_on,
    seated,
)  # fmt: skip
from tests.support.two_customers import SCALE, joined, served, told
from vision.core import Signals

# Picture heights per metre at the window, and the place of the second customer.


def at(event: Event) -> float:
    return round(event.start - START, 1)


BUSY = seated(20) + customer_arrives() + goes_on(60)


def test_who_walks_up_while_another_one_is_served_has_arrived_and_is_owed_a_greeting() -> None:
    signals = joined(served(BUSY, (0, 1)), 2, 45, 80, walked_m=2.0)
    assert [at(event) for event in told(signals, "arrival")] == [20.0, pytest.approx(47.6, abs=0.6)]
    assert len(told(signals, "no_stand_greeting")) == 2


def test_who_is_found_late_at_an_occupied_window_has_not_come() -> None:
    signals = joined(served(BUSY, (0, 1)), 2, 45, 80)
    assert [at(event) for event in told(signals, "arrival")] == [20.0]


def test_whom_the_tracker_takes_for_another_one_has_not_come_again() -> None:
    assert [at(event) for event in told(served(BUSY, (0, 1), (45, 2)), "arrival")] == [20.0]


def test_a_couple_is_greeted_once() -> None:
    signals = joined(served(BUSY, (0, 1)), 2, 20, 80, walked_m=2.0)
    assert len(told(signals, "arrival")) == 1


def test_when_the_first_one_is_lost_beside_the_second_nobody_was_seen_to_leave() -> None:
    """The second one has the window then, and leaves at the end."""
    signals = joined(served(BUSY + customer_leaves() + goes_on(10), (0, 1), (60, 2)), 2, 45, 60, walked_m=2.0)
    assert [at(event) for event in told(signals, "departure")] == [pytest.approx(80.0, abs=0.5)]


def test_who_walks_up_as_the_camera_begins_to_see_has_arrived() -> None:
    signals = served(customer_arrives() + seated(40), (0, 1))
    assert told(signals, "arrival") == []
    columns = {name: column.copy() for name, column in signals.columns.items()}
    columns["customer_x"] += (1 - np.clip((signals.time - START) / 3, 0, 1)).astype(np.float32) * 2 * SCALE
    (arrival,) = told(Signals(signals.time, columns), "arrival")
    assert at(arrival) == pytest.approx(2.6, abs=0.6)


def test_who_bends_over_the_window_as_the_camera_begins_to_see_has_not() -> None:
    signals = served(customer_arrives() + seated(40), (0, 1))
    columns = {name: column.copy() for name, column in signals.columns.items()}
    columns["customer_y"] += (1 - np.clip((signals.time - START) / 3, 0, 1)).astype(np.float32) * 0.4 * SCALE
    assert told(Signals(signals.time, columns), "arrival") == []


def sized(signals: Signals, name: str, scale: float, until: float) -> Signals:
    """The same with a person of this many picture heights per metre, up to a given second."""
    columns = {key: column.copy() for key, column in signals.columns.items()}
    columns[name][(signals.time < START + until) & ~np.isnan(columns[name])] = scale
    return Signals(signals.time, columns)


def test_a_thing_or_somebody_far_behind_is_no_customer() -> None:
    """A model takes a poster for a person until its next look: no person left, and none arrived."""
    story = customer_arrives() + seated(4) + customer_leaves() + goes_on(30)
    assert len(told(story.signals(), "departure")) == 1
    assert told(sized(story.signals(), "customer_scale", 0.11, 60), "departure") == []


def test_a_thing_beside_a_customer_takes_nothing_from_him() -> None:
    signals = sized(joined(served(BUSY, (0, 1)), 2, 45, 80, walked_m=2.0), "customer2_scale", 0.11, 100)
    assert [at(event) for event in told(signals, "arrival")] == [20.0]


def test_where_staff_was_never_seen_nobody_says_how_large_customers_are() -> None:
    signals = sized((away(20) + customer_arrives() + goes_on(10)).signals(), "customer_scale", 0.11, 60)
    assert len(told(signals, "arrival")) == 1


SERVED = seated(20) + customer_arrives() + goes_on(20) + customer_leaves() + goes_on(30)


def left_behind(like: float, *, walks_m: float) -> Signals:
    """SERVED, who walks this many metres within a second at the end; half a second later the likeness is `like`."""
    signals = SERVED.signals()
    columns = {name: column.copy() for name, column in signals.columns.items()}
    seconds = signals.time - START
    going = (seconds >= 39) & (seconds < 40)
    columns["customer_x"][going] += (seconds[going] - 39) * walks_m * SCALE
    columns["customer_likeness"][seconds >= 40.5] = like
    return Signals(signals.time, columns)


def test_furniture_that_looks_like_the_customer_who_walked_off_does_not_keep_them_at_the_window() -> None:
    assert [at(event) for event in told(left_behind(0.75, walks_m=1.2), "departure")] == [
        pytest.approx(39, abs=0.5)
    ]


def test_who_sits_still_behind_somebody_who_passes_before_the_camera_has_not_left() -> None:
    assert told(left_behind(0.95, walks_m=0.0), "departure") == []


def test_a_place_that_was_not_remembered_yet_has_not_changed_altogether() -> None:
    """Found, and missed for a second before the camera could learn the place's appearance with the person."""
    signals = (seated(20) + customer_arrives() + goes_on(20)).signals()
    columns = {name: column.copy() for name, column in signals.columns.items()}
    seconds = signals.time - START
    columns["customer_likeness"][seconds < 22.6] = np.nan
    missed = (seconds >= 21.4) & (seconds < 22.5)
    columns["customers"][missed] = 0
    assert [at(event) for event in told(Signals(signals.time, columns), "arrival")] == [20.0]
