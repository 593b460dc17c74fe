"""Customers who come to the window, separated from people who walk past and people who were there before."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.intervals import Spans, State
from pipeline.states import find_visits, read_states
from pipeline.states.visits import walking
from synthetic.stories import EVALUATION, START, customer_arrives, customer_leaves, goes_on, seated
from vision.core import Signals


def window(*stays: tuple[float, float], seen: tuple[tuple[float, float], ...] = ((0, 100),)) -> State:
    return State(Spans.of(*stays), Spans.of(*seen))


def test_somebody_comes_stays_and_goes() -> None:
    (visit,) = find_visits(window((20, 50)), 2)
    assert (visit.start, visit.end, visit.arrived, visit.left) == (20, 50, True, True)


def test_walking_past_is_no_visit() -> None:
    assert find_visits(window((20, 21.5), (40, 41)), 2) == ()


def test_staying_exactly_as_long_as_asked_is_one() -> None:
    assert len(find_visits(window((20, 22)), 2)) == 1


@pytest.mark.parametrize(("unseen", "told"), [(0.9, True), (1.1, False)])
def test_a_customer_is_seen_to_come_and_go_if_the_window_was_seen_empty_a_second_before_and_after(
    unseen: float, told: bool
) -> None:
    seen = ((0, 20 - unseen), (20, 50), (50 + unseen, 100))
    (visit,) = find_visits(window((20, 50), seen=seen), 2)
    assert (visit.arrived, visit.left) == (told, told)


def test_who_is_there_at_the_first_look_has_not_come() -> None:
    (visit,) = find_visits(window((0, 50)), 2)
    assert not visit.arrived
    assert visit.left


def test_who_is_there_at_the_last_look_has_not_gone() -> None:
    (visit,) = find_visits(window((50, 100)), 2)
    assert visit.arrived
    assert not visit.left


def test_who_comes_and_goes_in_the_dark_was_seen_doing_neither() -> None:
    (visit,) = find_visits(window((40, 60), seen=((0, 30), (40, 60), (70, 100))), 2)
    assert not visit.arrived
    assert not visit.left


def test_who_leaves_and_comes_back_visits_twice() -> None:
    assert [v.start for v in find_visits(window((20, 30), (35, 50)), 2)] == [20, 35]


@given(
    st.lists(st.tuples(st.floats(0, 90), st.floats(0.1, 30)), max_size=6),
    st.lists(st.tuples(st.floats(0, 90), st.floats(0.1, 30)), max_size=6),
    st.floats(0.5, 10),
)
def test_visits_are_in_order_long_enough_and_only_where_somebody_was_seen(
    stays: list[tuple[float, float]], lost: list[tuple[float, float]], least: float
) -> None:
    seen = Spans.of((0, 120)) - Spans.of(*((a, a + d) for a, d in lost))
    state = State(Spans.of(*((a, a + d) for a, d in stays)) & seen, seen)
    found = find_visits(state, least)
    assert [v.start for v in found] == sorted(v.start for v in found)
    for visit in found:
        assert visit.end - visit.start >= least - 1e-6
        assert state.true.seconds_in(visit.start, visit.end) == pytest.approx(visit.end - visit.start)


STORY = seated(20) + customer_arrives() + goes_on(20) + customer_leaves() + goes_on(10)


def walked(into_s: float, metres: float = 2.0, scale: float = 0.347) -> Signals:
    """The story with a customer who comes from this many metres away, on foot for this many seconds."""
    signals = STORY.signals()
    columns = dict(signals.columns)
    share = np.clip((signals.time - START - 20) / into_s, 0, 1)
    columns["customer_x"] = (columns["customer_x"] + (1 - share) * metres * 0.347).astype(np.float32)
    columns["customer_scale"] = np.full(len(signals), scale, np.float32)
    return Signals(signals.time, columns)


def test_who_walks_up_has_come_when_he_stops_walking() -> None:
    stay = State(Spans.of((START + 20, START + 40)), Spans.of((START, START + 50)))
    (visit,) = find_visits(stay, 2, walking(walked(2)))
    assert visit.start - START == pytest.approx(22, abs=0.5)
    assert visit.end - START == pytest.approx(40, abs=0.3)
    assert visit.arrived


def test_who_shifts_from_one_foot_to_the_other_is_not_walking() -> None:
    assert not walking(walked(10, metres=0.5))


def test_where_metres_are_unknown_nobody_is_taken_for_a_walker() -> None:
    assert not walking(walked(2, scale=float("nan")))


def crossing(seconds: float, *, metres: float, found_again: bool = False) -> Signals:
    """A person at the window for this long, who moves this far; `found_again`: found two seconds later too."""
    story = seated(10) + customer_arrives() + goes_on(seconds) + customer_leaves() + goes_on(2)
    later = customer_arrives() + goes_on(20) if found_again else goes_on(20)
    signals = (story + later).signals()
    columns = {name: column.copy() for name, column in signals.columns.items()}
    share = np.clip((signals.time - START - 10) / seconds, 0, 1)
    columns["customer_x"] += (share * metres * 0.347).astype(np.float32)
    return Signals(signals.time, columns)


def passes(signals: Signals) -> list[tuple[float, float]]:
    state = read_states(signals, EVALUATION).passing
    return [(round(start - START, 1), round(end - START, 1)) for start, end in state.true]


def test_who_walks_through_the_customers_place_passes() -> None:
    assert passes(crossing(1.4, metres=1.8)) == [(10, 11.4)]


def test_who_stays_does_not_pass_nor_a_thing_that_never_walks() -> None:
    assert passes(crossing(6, metres=1.8)) == []
    assert passes(crossing(1.4, metres=0)) == []


def test_who_is_missed_on_the_way_to_the_window_does_not_pass() -> None:
    assert passes(crossing(1.4, metres=1.8, found_again=True)) == []
