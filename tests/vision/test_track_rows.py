"""The results of a track that turns out to be an object are withdrawn, row by row."""

import numpy as np

from vision.core import Corrections, Doubt, People, SignalTable, ZoneView
from vision.measures.columns import COUNTS
from vision.measures.track_rows import TrackRows

POSTER, CLERK, CUSTOMER, FRIEND = 7, 8, 9, 10


def view(*tracks: int) -> ZoneView:
    n = len(tracks)
    people = People(
        np.zeros((n, 4), np.float32), np.zeros((n, 17, 3), np.float32), np.zeros((n, 17, 3), np.float32)
    )
    return ZoneView(people, 1.0, True, np.array(tracks, np.intp))


class Counter:
    """A counter's rows, one a second, with the people seen in them."""

    def __init__(self) -> None:
        self.rows, self.claims, self.time = SignalTable(), TrackRows(), 0.0

    def sees(self, staff: tuple[int, ...] = (), customers: tuple[int, ...] = ()) -> None:
        row = {"health": 0.0, "staff": float(len(staff)), "customers": float(len(customers))}
        row |= {"staff_likeness": 1.0, "shoulder_y": 0.4} if staff else {}
        row |= (
            {"customer_likeness": 1.0, "customer_x": 0.6, "customer_id": float(customers[0])}
            if customers
            else {}
        )
        row |= {"customer2_x": 0.7, "customer2_id": float(customers[1])} if len(customers) > 1 else {}
        self.rows.add(self.time, row)
        self.claims.note(self.time, {"staff": view(*staff), "customer": view(*customers)})
        self.time += 1

    def takes_back(self, corrections: Corrections) -> None:
        for amendment in self.claims.amendments(corrections):
            self.rows.amend(amendment.time, amendment.columns)
        for doubt in corrections.doubts:
            self.rows.doubt(doubt.since, doubt.until, COUNTS[doubt.role])

    def column(self, name: str) -> list[float]:
        return self.rows.signals()[name].tolist()


def test_a_post_filled_by_a_thing_alone_was_empty() -> None:
    counter = Counter()
    counter.sees(staff=(POSTER,), customers=(CUSTOMER,))
    counter.takes_back(Corrections({POSTER: 0.0}))
    assert counter.column("staff") == [0]
    assert np.isnan([*counter.column("shoulder_y"), *counter.column("staff_likeness")]).all()
    assert counter.column("customers") == [1] and counter.column("customer_x") == [np.float32(0.6)]
    assert counter.column("health") == [0]


def test_beside_somebody_else_a_thing_takes_only_its_own_measures_along() -> None:
    counter = Counter()
    counter.sees(staff=(CLERK, POSTER))
    counter.sees(staff=(POSTER, CLERK))
    counter.takes_back(Corrections({POSTER: 0.0}))
    assert counter.column("staff") == [1, 1]
    assert counter.column("shoulder_y")[0] == np.float32(0.4)
    assert np.isnan(counter.column("shoulder_y")[1])


def test_a_person_whose_track_went_on_at_a_thing_was_there_before() -> None:
    counter = Counter()
    for _ in range(3):
        counter.sees(staff=(CLERK,))
    counter.takes_back(Corrections({CLERK: 2.0}))
    assert counter.column("staff") == [1, 1, 0]


def test_the_second_customer_is_taken_back_without_the_first() -> None:
    counter = Counter()
    counter.sees(customers=(CUSTOMER, FRIEND))
    counter.takes_back(Corrections({FRIEND: 0.0}))
    assert counter.column("customers") == [1] and counter.column("customer_id") == [CUSTOMER]
    assert np.isnan([*counter.column("customer2_id"), *counter.column("customer2_x")]).all()
    counter.takes_back(Corrections({CUSTOMER: 0.0}))
    assert counter.column("customers") == [0]


def test_looks_that_may_have_missed_somebody_count_nobody_no_more() -> None:
    counter = Counter()
    counter.sees()
    counter.sees(customers=(CUSTOMER,))
    counter.takes_back(Corrections(doubts=(Doubt("W1", "customer", 0.0, 2.0),)))
    assert np.isnan(counter.column("customers")[0]) and counter.column("customers")[1] == 1
    assert counter.column("staff") == [0, 0]


def test_a_doubt_ends_before_the_look_that_found_somebody() -> None:
    counter = Counter()
    for _ in range(4):
        counter.sees()
    counter.takes_back(Corrections(doubts=(Doubt("W1", "customer", 1.0, 3.0),)))
    assert np.isnan(counter.column("customers")).tolist() == [False, True, True, False]


def test_what_could_not_be_seen_stays_unknown() -> None:
    counter = Counter()
    counter.sees(staff=(POSTER,))
    counter.rows.blank(0.0, 2.0)
    counter.takes_back(Corrections({POSTER: 0.0}))
    assert np.isnan(counter.column("staff")).all() and counter.column("health") == [2]


def test_claims_are_forgotten_in_time() -> None:
    counter = Counter()
    counter.sees(staff=(POSTER,))
    counter.time = 601.0
    counter.sees(staff=(POSTER,))
    counter.takes_back(Corrections({POSTER: 0.0}))
    assert counter.column("staff") == [1, 0]


def test_a_row_that_is_not_there_is_not_amended() -> None:
    rows = SignalTable()
    rows.add(1.0, {"staff": 1.0})
    for time in (0.5, 1.5):
        rows.amend(time, {"staff": 0.0})
    rows.amend(1.0, {"no_such_column": 3.0})
    assert rows.signals()["staff"].tolist() == [1]
