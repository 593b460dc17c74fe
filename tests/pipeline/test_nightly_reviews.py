"""The night keeps existing results: events of a live session and people's reviews of them stay unchanged."""

from dataclasses import replace
from pathlib import Path

from models import Decision, Event, Verdict
from models.store import FoundEvent
from tests.support.nightly_hall import (
    MONDAY,
    SITE,
    night,
    nine,
    of_kind,
    opened,
    review,
)
from tests.support.stored_hall import analysis


def test_the_whole_day_replaces_what_the_live_session_found_and_keeps_what_is_the_same(data: Path) -> None:
    before = {(event.kind, event.start): number for number, event, *_ in of_kind(data, "")}
    night(data)
    after = {(event.kind, event.start): number for number, event, *_ in of_kind(data, "")}
    same = before.keys() & after.keys()
    assert same
    assert after.keys() - before.keys()
    assert all(before[key] == after[key] for key in same)


def test_a_dismissed_event_stays_dismissed_and_is_not_asked_for_again(data: Path) -> None:
    number, event, *_ = of_kind(data, "absence")[0]
    review(data, number, Decision.DISMISSED)
    night(data)
    same = [(n, v) for n, e, v, _ in of_kind(data, "absence") if e.start < event.end and event.start < e.end]
    assert same == [(number, Verdict.DISMISSED)]


def test_a_confirmed_event_that_the_day_does_not_find_stays_on_the_record(data: Path) -> None:
    ghost = Event("cam1", "left", "head_on_desk", nine(MONDAY) + 100, nine(MONDAY) + 160, 0.9)
    with opened(data) as store:
        saved = store.recordings.save(
            replace(analysis(FoundEvent(ghost), site=SITE), complete=False), nine(MONDAY)
        )
    review(data, saved.event_ids[0], Decision.CONFIRMED)
    report = night(data)
    assert report.days[0].changes is not None
    assert report.days[0].changes.lost == 1
    assert [(n, v, f) for n, _, v, f in of_kind(data, "head_on_desk") if n == saved.event_ids[0]] == [
        (saved.event_ids[0], Verdict.CONFIRMED, False)
    ]


def test_what_people_reviewed_keeps_its_figures_though_the_day_sees_it_a_little_differently(
    data: Path,
) -> None:
    night(data)
    number, event, *_ = max(of_kind(data, "absence"), key=lambda found: found[1].seconds)
    with opened(data) as store, store._engine.begin() as raw:
        raw.exec_driver_sql("UPDATE events SET start = start - 3 WHERE id = ?", (number,))
    review(data, number, Decision.CONFIRMED)
    report = night(data)
    (changes,) = [day.changes for day in report.days if day.changes]
    assert (changes.differing, changes.added, changes.removed) == (1, 0, 0)
    assert [e.start for n, e, *_ in of_kind(data, "absence") if n == number] == [event.start - 3]


def test_what_was_found_in_footage_whose_signals_are_gone_stays(data: Path) -> None:
    evening = Event("cam1", "left", "absence", nine(MONDAY) + 9 * 3600, nine(MONDAY) + 9 * 3600 + 300, 0.9)
    with opened(data) as store:
        store.recordings.save(replace(analysis(FoundEvent(evening), site=SITE), complete=False), nine(MONDAY))
    night(data)
    assert evening.start in [e.start for _, e, *_ in of_kind(data, "absence")]
