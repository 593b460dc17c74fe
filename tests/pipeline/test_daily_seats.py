"""Seats are stored from day to day, by the night and by recordings, and a past day is judged with its own seat."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from models import Calibration, Source, day_span
from models.store import Store
from pipeline.nightly.plan import NightlyRequest
from pipeline.seats.daily import SeatDay, heights, learn_day
from synthetic.stories import (
    FRONT,
    Story,
    View,
    customer_arrives,
    customer_leaves,
    goes_on,
    seated,
    standing,
)
from tests.support.nightly_hall import MONDAY, SITE, everything, founded, night, nine
from tests.support.recorded_days import recorded

TUESDAY, WEDNESDAY = MONDAY + dt.timedelta(1), MONDAY + dt.timedelta(2)
BOTH = seated(300) + standing(120)
# Without a detector a desk hides everything that separates sitting from standing.
HIDDEN = replace(FRONT, boxes=False)
# A customer arrives, and the staff, at one height all day, is judged by it.
ONE_CUSTOMER = goes_on(60) + customer_arrives() + goes_on(40) + customer_leaves() + goes_on(320)


def hall(data: Path, *stories: Story, view: View = FRONT) -> Path:
    founded(data, 0)
    for n, story in enumerate(stories):
        recorded(data, MONDAY + dt.timedelta(n), story, view)
    return data


def known(data: Path, day: dt.date, counter: str = "back") -> Calibration | None:
    with Store.at(data) as store:
        number = store.sites.put(SITE).counters[counter]
        return store.seats.valid_at(number, day_span(day, SITE.zone)[0])


def kinds(data: Path, day: dt.date) -> set[str]:
    start, end = day_span(day, SITE.zone)
    return {str(e[1]) for e in everything(data)["events"] if start <= float(str(e[2])) < end}


def test_a_day_teaches_the_next_one(tmp_path: Path) -> None:
    hall(tmp_path, BOTH)
    night(tmp_path, days=1)
    assert known(tmp_path, MONDAY) is None  # a day is not judged by itself
    tuesday = known(tmp_path, TUESDAY)
    assert tuesday is not None
    assert tuesday.seat.rise == pytest.approx(0.4, abs=0.05)
    assert (tuesday.source, tuesday.day, tuesday.days) == (Source.LEARNED, MONDAY, 1)
    assert sum(tuesday.heights.counts) == pytest.approx(420 * 5, rel=0.02)


def test_who_stood_all_day_was_met_standing_where_the_day_before_showed_both_heights(tmp_path: Path) -> None:
    hall(tmp_path, BOTH, standing(0) + ONE_CUSTOMER)
    night(tmp_path, days=2)
    assert "arrival" in kinds(tmp_path, TUESDAY)
    assert "no_stand_greeting" not in kinds(tmp_path, TUESDAY)
    wednesday = known(tmp_path, WEDNESDAY)
    assert wednesday is not None
    assert wednesday.days == 2
    assert wednesday.first_day == MONDAY


@pytest.mark.parametrize(
    ("day", "charged"), [(seated(0), True), (standing(0), False)], ids=["seated", "standing"]
)
def test_without_the_day_before_the_body_says_what_one_height_is(
    tmp_path: Path, day: Story, charged: bool
) -> None:
    hall(tmp_path, day + ONE_CUSTOMER)
    night(tmp_path, days=1)
    assert ("no_stand_greeting" in kinds(tmp_path, MONDAY)) is charged


def test_without_the_day_before_one_height_of_a_hidden_body_is_no_charge(tmp_path: Path) -> None:
    hall(tmp_path, seated(0) + ONE_CUSTOMER, view=HIDDEN)
    night(tmp_path, days=1)
    assert "arrival" in kinds(tmp_path, MONDAY)
    assert "no_stand_greeting" not in kinds(tmp_path, MONDAY)


def test_a_hidden_body_that_stays_at_the_kept_seat_is_one(tmp_path: Path) -> None:
    hall(tmp_path, BOTH, seated(0) + ONE_CUSTOMER, view=HIDDEN)
    night(tmp_path, days=2)
    assert "no_stand_greeting" in kinds(tmp_path, TUESDAY)


@pytest.mark.parametrize("jobs", [1, 2])
def test_days_judged_at_the_same_time_teach_each_other_all_the_same(tmp_path: Path, jobs: int) -> None:
    hall(tmp_path, BOTH, standing(0) + ONE_CUSTOMER, standing(0) + ONE_CUSTOMER)
    night(tmp_path, days=3, jobs=jobs)
    assert "no_stand_greeting" not in kinds(tmp_path, TUESDAY) | kinds(tmp_path, WEDNESDAY)


def test_judging_an_old_day_again_uses_nothing_that_was_learned_since(tmp_path: Path) -> None:
    hall(tmp_path, seated(0) + ONE_CUSTOMER, BOTH, view=HIDDEN)
    night(tmp_path, days=2)
    before, monday = everything(tmp_path)["events"], known(tmp_path, TUESDAY)
    night(tmp_path, NightlyRequest(MONDAY, MONDAY, force=True), days=2)
    assert everything(tmp_path)["events"] == before
    assert replace(monday, made_at=0) == replace(known(tmp_path, TUESDAY), made_at=0)  # type: ignore[type-var]
    assert "no_stand_greeting" not in kinds(tmp_path, MONDAY)


def test_recordings_teach_without_a_night(tmp_path: Path) -> None:
    hall(tmp_path, BOTH)
    with Store.at(tmp_path) as store:
        ids = store.sites.put(SITE).counters
        learn_day(
            store, tmp_path, SeatDay(SITE.cameras[1], {"back": ids["back"]}, MONDAY, SITE.zone), nine(TUESDAY)
        )
    tuesday = known(tmp_path, TUESDAY)
    assert tuesday is not None
    assert tuesday.seat.rise == pytest.approx(0.4, abs=0.05)


def corrected(data: Path, day: dt.date, seated_m: float, standing_m: float, at: float) -> None:
    kept = known(data, TUESDAY)
    assert kept is not None
    seat = replace(kept.seat, seated=seated_m, standing=standing_m)
    given = replace(
        kept,
        seat=seat,
        source=Source.CORRECTED,
        valid_from=day_span(day, SITE.zone)[0],
        made_by="sun",
        made_at=at,
    )
    with Store.at(data) as store:
        store.seats.put(store.sites.put(SITE).counters["back"], given, entered=True)


def test_a_correction_judges_its_days_again_by_itself_and_stays_until_taken_back(tmp_path: Path) -> None:
    hall(tmp_path, seated(0) + ONE_CUSTOMER, seated(0) + ONE_CUSTOMER, view=HIDDEN)
    night(tmp_path, days=2)
    assert "no_stand_greeting" not in kinds(tmp_path, TUESDAY)
    found = known(tmp_path, TUESDAY)
    assert found is not None
    level = found.seat.seated
    corrected(tmp_path, TUESDAY, level, level + 0.4, nine(WEDNESDAY))
    night(tmp_path, days=3)
    assert "no_stand_greeting" in kinds(tmp_path, TUESDAY)
    assert "no_stand_greeting" not in kinds(tmp_path, MONDAY)  # it is not valid for the day before
    after = known(tmp_path, WEDNESDAY)
    assert after is not None
    assert (after.source, after.made_by, after.day) == (Source.CORRECTED, "sun", TUESDAY)


def test_to_be_learned_anew_is_to_know_nothing(tmp_path: Path) -> None:
    hall(tmp_path, BOTH)
    night(tmp_path, days=1)
    kept = known(tmp_path, TUESDAY)
    assert kept is not None
    with Store.at(tmp_path) as store:
        number = store.sites.put(SITE).counters["back"]
        anew = replace(kept, source=Source.RESET, valid_from=kept.valid_from, made_by="sun")
        store.seats.put(number, anew, entered=True)
    assert known(tmp_path, TUESDAY) is None


def test_heights_are_counted_in_steps_of_two_centimetres() -> None:
    found = heights(BOTH.signals(FRONT), 0.325)
    low = found.low + found.step * found.counts.index(max(found.counts))
    upper = max(range(len(found.counts) // 2, len(found.counts)), key=lambda k: found.counts[k])
    assert found.low + found.step * upper - low == pytest.approx(0.4, abs=0.05)
