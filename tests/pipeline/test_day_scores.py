"""A day of a hall from the store: deductions from coverage, the people at the seats, weeks and months."""

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest

from models import Coverage, Hours, OpenSpan, RosterEntry, Score, Site, Status, What
from models.norms import load_profile
from models.store import FoundEvent, Store
from pipeline.scoring import aggregates
from pipeline.scoring.days import score_day
from tests.support.stored_hall import NINE, POST, absence, analysis, hall

MONDAY = dt.date(2026, 11, 23)
GENERAL = load_profile("general")
HOURS = Hours(open=[OpenSpan(start=time(9), end=time(17))])
LATER = NINE + 30 * 86400


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.at(tmp_path / "data") as opened:
        yield opened


def seen(hours: float, counter: str = "left", at: float = 0) -> Coverage:
    start = NINE + at * 3600
    return Coverage("cam1", counter, start, start + hours * 3600, hours * 3600)


def scored(store: Store, site: Site, *findings: FoundEvent, coverage: tuple[Coverage, ...] = ()) -> Score:
    saved = store.recordings.save(analysis(*findings, site=site, coverage=coverage or (seen(4),)), NINE)
    return score_day(store, GENERAL, saved.counter_ids["left"], MONDAY, LATER)


def status(score: Score, clause: str) -> Status:
    return next(line.status for line in score.lines if line.clause == clause)


def shift(counter: str, person: str, start: float, end: float, name: str = "day") -> RosterEntry:
    return RosterEntry(MONDAY, What.SHIFT, NINE + start * 3600, NINE + end * 3600, counter, name, person)


def test_opening_hours_without_a_recording_count_against_coverage(store: Store) -> None:
    day = scored(store, hall(hours=HOURS))
    assert (day.seen_s, day.expected_s, day.coverage) == (4 * 3600, 8 * 3600, 0.5)


def test_a_hall_that_does_not_say_when_it_is_open_expects_what_was_recorded(store: Store) -> None:
    assert scored(store, hall()).coverage == 1


def test_in_the_middle_of_a_day_only_the_hours_so_far_are_expected(store: Store) -> None:
    saved = store.recordings.save(analysis(site=hall(hours=HOURS), coverage=(seen(1),)), NINE)
    noon = score_day(store, GENERAL, saved.counter_ids["left"], MONDAY, NINE + 2 * 3600)
    assert noon.coverage == 0.5


def test_two_recordings_of_the_same_hour_are_one_hour(store: Store) -> None:
    day = scored(store, hall(hours=HOURS), coverage=(seen(2), seen(2, at=1)))
    assert day.seen_s == 3 * 3600


def test_a_counter_without_a_customers_place_is_not_judged_for_greeting(store: Store) -> None:
    assert status(scored(store, hall()), "R3") is Status.NOT_JUDGED


def test_a_counter_with_one_is(store: Store) -> None:
    site = hall()
    (first, second) = site.cameras
    left = first.counters[0].model_copy(update={"customer_zone": POST})
    camera = first.model_copy(update={"counters": [left, *first.counters[1:]]})
    assert (
        status(scored(store, site.model_copy(update={"cameras": [camera, second]})), "R3")
        is Status.NO_OCCASION
    )


def test_a_shift_has_a_score_of_its_own(store: Store) -> None:
    store.sites.put(hall())
    store.rosters.replace(
        "north", [shift("left", "Wang", 0, 2, "am"), shift("left", "Li", 2, 4, "pm")], "r", 0
    )
    day = scored(store, hall(), absence(600, 700), absence(2.5 * 3600, 200))
    (counter_id,) = [p.counter_id for p in store.sites.places().values() if p.counter == "left"]
    am, pm = (store.scores.get(counter_id, MONDAY, f"shift:{name}") for name in ("am", "pm"))
    assert am is not None and pm is not None
    assert (day.points, am.points, pm.points) == (96, 97, 99)
    assert (am.expected_s, am.coverage) == (2 * 3600, 1)


def test_a_shift_over_midnight_is_expected_to_its_end_and_its_day_to_midnight(store: Store) -> None:
    store.sites.put(hall())
    store.rosters.replace("north", [shift("left", "Wang", 13, 21, "night")], "r", 0)
    day = scored(store, hall(), coverage=(seen(8, at=13),))
    (counter_id,) = [p.counter_id for p in store.sites.places().values() if p.counter == "left"]
    night = store.scores.get(counter_id, MONDAY, "shift:night")
    assert night is not None
    assert (night.expected_s, night.seen_s, night.coverage) == (8 * 3600, 8 * 3600, 1)
    assert day.expected_s == 2 * 3600


def test_days_that_write_a_name_differently_are_one_person(store: Store) -> None:
    store.sites.put(hall())
    store.rosters.replace(
        "north", [shift("left", "张　三", 0, 2), shift("left", "张三", 2, 4, "late")], "r", 0
    )
    scored(store, hall())
    month = aggregates.period_of(MONDAY, "month", "Asia/Shanghai")
    found = aggregates.people(store, hall(), GENERAL, month, LATER)
    assert {name: len(parts) for name, (_, parts) in found.items()} == {"张　三": 2}


def test_people_are_scored_by_where_the_roster_seats_them(store: Store) -> None:
    store.sites.put(hall())
    roster = [
        shift("left", "Wang", 0, 2),
        replace(shift("left", "Li", 1, 2, ""), what=What.COVER, seat="left"),
        shift("left", "Li", 2, 4, "late"),
    ]
    store.rosters.replace("north", roster, "r", 0)
    scored(store, hall(), absence(600, 700), absence(1.5 * 3600, 200))
    month = aggregates.period_of(MONDAY, "month", "Asia/Shanghai")
    found = aggregates.people(store, hall(), GENERAL, month, LATER)
    assert {name: (round(s.points, 1), len(parts)) for name, (s, parts) in found.items()} == {
        "Wang": (97, 1), "Li": (99.7, 2),
    }  # fmt: skip


def test_a_month_of_a_hall_stands_beside_the_month_before(store: Store) -> None:
    scored(store, hall(), absence(600, 700), coverage=(seen(4), seen(4, "right")))
    month = aggregates.hall(store, hall(), MONDAY, "month")
    assert (month.now.points, month.now.scored) == (97, 1)
    assert month.before.scored == 0
    assert math.isnan(month.gained)
    week = aggregates.period_of(MONDAY, "week", "Asia/Shanghai")
    assert (week.end - week.start) / 86400 == 7
    assert aggregates.period_of(dt.date(2026, 11, 29), "week", "UTC").day == MONDAY


def test_a_counter_stands_beside_the_day_before_and_not_beside_other_counters(store: Store) -> None:
    site, tuesday = hall(), MONDAY + dt.timedelta(days=1)
    saved = store.recordings.save(
        analysis(
            absence(600, 700), absence(600 + 86400, 200), site=site,
            coverage=(seen(4), seen(4, at=24), seen(4, "right")),
        ),
        NINE,
    )  # fmt: skip
    for day in (MONDAY, tuesday):
        score_day(store, GENERAL, saved.counter_ids["left"], day, LATER)
    score_day(store, GENERAL, saved.counter_ids["right"], MONDAY, LATER)
    left = aggregates.counter(store, site, saved.counter_ids["left"], tuesday, "day")
    assert (left.now.points, left.before.points, left.gained) == (99, 97, 2)
    right = aggregates.counter(store, site, saved.counter_ids["right"], MONDAY, "week")
    assert (right.now.points, right.now.scored, right.before.scored) == (100, 1, 0)
    whole = aggregates.hall(store, site, MONDAY, "day")
    assert (whole.now.points, whole.now.scored) == (98.5, 2)


def test_shifts_of_a_week_are_told_by_name_and_each_has_its_own_points(store: Store) -> None:
    site = hall()
    store.sites.put(site)
    shifts = [shift("left", "Wang", 0, 2, "am"), shift("left", "Li", 2, 4, "pm")]
    store.rosters.replace("north", shifts, "r", 0)
    scored(store, site, absence(600, 700), absence(2.5 * 3600, 200))
    places = [place for place in aggregates.places_of(store, site) if place.counter == "left"]
    week = aggregates.shifts(store, site, places, MONDAY + dt.timedelta(days=2), "week")
    assert {name: one.now.points for name, one in week.items()} == {"am": 97, "pm": 99}
    assert aggregates.shifts(store, site, places, MONDAY + dt.timedelta(days=2), "day") == {}
    others = [place for place in aggregates.places_of(store, site) if place.counter != "left"]
    assert aggregates.shifts(store, site, others, MONDAY, "week") == {}
    assert aggregates.shifts(store, site, places, MONDAY + dt.timedelta(days=7), "week") == {}


@pytest.mark.parametrize(
    ("day", "label", "first", "days"),
    [
        (dt.date(2026, 11, 22), "day", dt.date(2026, 11, 22), 1),
        (dt.date(2026, 11, 22), "week", dt.date(2026, 11, 16), 7),
        (dt.date(2026, 11, 23), "week", dt.date(2026, 11, 23), 7),
        (dt.date(2026, 11, 30), "month", dt.date(2026, 11, 1), 30),
        (dt.date(2026, 12, 1), "month", dt.date(2026, 12, 1), 31),
        (dt.date(2028, 2, 29), "month", dt.date(2028, 2, 1), 29),
    ],
)
def test_a_period_is_a_day_a_week_from_monday_or_a_calendar_month(
    day: dt.date, label: str, first: dt.date, days: int
) -> None:
    period = aggregates.period_of(day, label, "Asia/Shanghai")
    assert (period.day, period.label, (period.end - period.start) / 86400) == (first, label, days)


def test_the_counters_of_a_hall_come_in_the_order_of_its_site_file(store: Store) -> None:
    site = hall()
    store.sites.put(site)
    keys = [counter.id for camera in site.cameras for counter in camera.counters]
    assert [place.counter for place in aggregates.places_of(store, site)] == keys
    turned = site.model_copy(update={"cameras": site.cameras[::-1]})
    assert [place.counter for place in aggregates.places_of(store, turned)] != keys
    assert aggregates.places_of(store, site.model_copy(update={"site": "other"})) == []
