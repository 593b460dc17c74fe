"""The roster in the store: a file has the last word about the days it names."""

import datetime as dt
from dataclasses import replace

import pytest

from models import ModelError, RosterEntry, What
from models.store import Replaced, Store
from tests.support.stored_hall import NINE, hall

MONDAY = dt.date(2026, 11, 23)
WANG = RosterEntry(MONDAY, What.SHIFT, NINE, NINE + 4 * 3600, "left", "morning", "Wang")
LI = replace(WANG, counter="right", person="Li")


def kept(store: Store, *entries: RosterEntry) -> Replaced:
    store.sites.put(hall())
    return store.rosters.replace("north", entries, "may.csv", NINE)


def of_monday(store: Store) -> list[RosterEntry]:
    return store.rosters.entries("north", NINE - 9 * 3600, NINE + 15 * 3600)


def test_the_same_roster_twice_changes_nothing(store: Store) -> None:
    assert kept(store, WANG, LI) == Replaced(added=2, removed=0, kept=0)
    assert kept(store, WANG, LI) == Replaced(added=0, removed=0, kept=2)
    assert of_monday(store) == [WANG, LI]


def test_a_new_file_takes_the_place_of_the_shifts_of_its_days_and_of_nothing_else(store: Store) -> None:
    tuesday = replace(LI, day=dt.date(2026, 11, 24), start=NINE + 86400, end=NINE + 90000)
    pause = replace(WANG, what=What.BREAK, shift="", person="", end=NINE + 600)
    kept(store, WANG, LI, tuesday, pause)
    zhao = replace(WANG, person="Zhao")
    assert kept(store, zhao) == Replaced(added=1, removed=2, kept=0)
    assert of_monday(store) == [pause, zhao]
    assert store.rosters.entries("north", NINE + 86400, NINE + 2 * 86400) == [tuesday]


def test_leave_of_a_week_is_found_on_each_of_its_days(store: Store) -> None:
    leave = RosterEntry(MONDAY, What.LEAVE, NINE, NINE + 7 * 86400, person="Wang")
    kept(store, leave)
    assert store.rosters.entries("north", NINE + 3 * 86400, NINE + 4 * 86400) == [leave]
    assert store.rosters.entries("north", NINE + 8 * 86400, NINE + 9 * 86400) == []


def test_what_was_wrong_is_taken_away_by_its_days(store: Store) -> None:
    kept(store, WANG, LI, RosterEntry(MONDAY, What.HOLIDAY, NINE, NINE + 3600))
    assert store.rosters.clear("north", MONDAY, MONDAY, What.HOLIDAY) == 1
    assert store.rosters.clear("north", MONDAY, MONDAY) == 2
    assert of_monday(store) == []


def test_a_roster_of_a_hall_that_nobody_knows_is_refused(store: Store) -> None:
    with pytest.raises(ModelError, match="there is no site 'south'"):
        store.rosters.replace("south", [WANG], "may.csv", NINE)
