"""The own time of Li at the counters: shifts, covers and leave, and nothing that may be another person's."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import RosterEntry, What
from models.store import EVERYTHING, OwnTime, Scope, Store
from pipeline.roster.own_time import own_time
from tests.support.stored_hall import NINE, hall

MONDAY = dt.date(2026, 11, 23)
H = 3600.0
LI, ZHAO = "李娜 (1024)", "赵磊 (7)"


Time = tuple[str, float, float]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.at(tmp_path / "data") as opened:
        yield opened


def said(
    what: What, start: float, end: float, person: str, counter: str = "left", seat: str = ""
) -> RosterEntry:
    """A line of Monday; times are hours after nine."""
    shift = "morning" if what is What.SHIFT else ""
    return RosterEntry(MONDAY, what, NINE + start * H, NINE + end * H, counter, shift, person, seat)


def own(store: Store, *lines: RosterEntry, person: str = LI, scope: Scope = EVERYTHING) -> list[Time]:
    """Counter, and hours after nine, of the own time of a person, oldest first."""
    store.sites.put(hall())
    store.rosters.replace("north", lines, "roster.csv", NINE)
    keys = {place.counter_id: place.counter for place in store.sites.places().values()}
    spans = own_time(store, person, scope).spans[::-1]
    return [(keys[s.counter_id], (s.start - NINE) / H, (s.end - NINE) / H) for s in spans]


def test_li_has_her_shift_and_zhao_the_one_after_it(store: Store) -> None:
    lines = said(What.SHIFT, 0, 4, LI), said(What.SHIFT, 4, 8, ZHAO)
    assert own(store, *lines) == [("left", 0, 4)]
    assert own(store, *lines, person="7") == [("left", 4, 8)]
    assert own(store, *lines, person="王芳") == []
    assert own(store, *lines, person="") == []


def test_while_a_colleague_covers_her_post_it_is_the_colleague_s(store: Store) -> None:
    shift, cover = said(What.SHIFT, 0, 4, LI), said(What.COVER, 1, 2, ZHAO, seat="left")
    assert own(store, shift, cover) == [("left", 0, 1), ("left", 2, 4)]
    assert own(store, shift, cover, person=ZHAO) == [("left", 1, 2)]


def test_while_a_colleague_covers_from_elsewhere_the_post_is_nobody_s(store: Store) -> None:
    shift, cover = said(What.SHIFT, 0, 4, LI), said(What.COVER, 1, 2, ZHAO, seat="right")
    assert own(store, shift, cover) == [("left", 0, 1), ("left", 2, 4)]
    assert own(store, shift, cover, person=ZHAO) == []


def test_leave_is_not_her_time_however_it_writes_her_name(store: Store) -> None:
    shift, leave = said(What.SHIFT, 0, 4, LI), said(What.LEAVE, 3, 4, "李 娜", counter="")
    assert own(store, shift, leave) == [("left", 0, 3)]


def test_a_break_stays_part_of_the_shift(store: Store) -> None:
    assert own(store, said(What.SHIFT, 0, 4, LI), said(What.BREAK, 1, 2, "")) == [("left", 0, 4)]


def test_two_people_of_one_name_are_told_apart_by_their_number_alone(store: Store) -> None:
    other = said(What.SHIFT, 4, 8, "李娜 (1025)")
    assert own(store, said(What.SHIFT, 0, 4, LI), other) == [("left", 0, 4)]
    assert own(store, said(What.SHIFT, 0, 4, "李娜"), other) == []
    assert own(store, said(What.SHIFT, 0, 4, LI), other, person="李娜") == []


@pytest.mark.parametrize(("camera", "seen"), [("cam1", [("left", 0, 4)]), ("cam2", [("back", 5, 6)])])
def test_a_grant_of_one_camera_has_only_her_time_before_it(
    store: Store, camera: str, seen: list[Time]
) -> None:
    scope = Scope(frozenset({store.sites.put(hall()).cameras[camera]}))
    lines = said(What.SHIFT, 0, 4, LI), said(What.SHIFT, 5, 6, LI, counter="back")
    assert own(store, *lines, scope=scope) == seen


def test_a_hall_in_which_another_person_has_her_name_is_not_hers_without_a_grant(store: Store) -> None:
    store.sites.put(hall("south"))
    store.rosters.replace("south", [said(What.SHIFT, 0, 4, LI)], "south.csv", NINE)
    scope = Scope(frozenset(store.sites.put(hall()).cameras.values()))
    assert own(store, said(What.SHIFT, 4, 8, LI), scope=scope) == [("left", 4, 8)]


@pytest.mark.parametrize("cameras", [None, frozenset({1})])
def test_a_scope_of_own_time_holds_no_camera_besides(cameras: frozenset[int] | None) -> None:
    with pytest.raises(ValueError, match="no camera as a whole"):
        Scope(cameras, OwnTime(LI))
