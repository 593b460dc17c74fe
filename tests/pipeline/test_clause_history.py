"""The history of a clause, day by day, and the change of the norms behind a change of its cost."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.norms import Figure, load_profile, with_lines
from models.store import Stamp, Store
from pipeline.scoring.clause_history import clause_history
from pipeline.scoring.days import score_day
from tests.support.report_hall import MONDAY, POWER, happened, keep, nine, site

LATER = nine(MONDAY + dt.timedelta(days=40))
DEARER = """
profile: dear
title: {zh: 更严, en: Dearer}
extends: power
thresholds: {stand_within_s: {value: 9, source: test}}
clauses:
  P3: {weight: {value: 2, source: test}}
  R5: {cap: {value: 3, source: test}}
"""
WEEK = (MONDAY, MONDAY + dt.timedelta(days=6))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Three days on each of which w1 let a customer stand before a seated clerk, once more every day."""
    with Store.at(tmp_path) as kept:
        for n in range(3):
            day = MONDAY + dt.timedelta(days=n)
            events = [
                happened(kind, "w1", nine(day) + 600 * k, **({"stood": False} if kind == "arrival" else {}))
                for k in range(n + 1)
                for kind in ("arrival", "no_stand_greeting")
            ]
            keep(kept, day, events, {}, LATER, site())
        yield kept


def test_a_clause_day_by_day_with_its_rate_and_its_denominator(store: Store) -> None:
    found = clause_history(store, site(), "P3", WEEK)
    assert [(one.day - MONDAY).days for one in found.days] == [0, 1, 2]
    assert [one.total.occurrences for one in found.days] == [1, 2, 3]
    assert [one.total.points for one in found.days] == sorted(one.total.points for one in found.days)
    assert [[(rate.name, rate.met, rate.of) for rate in one.rates] for one in found.days] == [
        [("met_standing", 0, n)] for n in (1, 2, 3)
    ]
    assert found.changes == ()
    assert {one.profile for one in found.days} == {"power"}


def test_what_the_norms_of_a_past_day_said_of_the_clause_is_kept(store: Store, tmp_path: Path) -> None:
    (tmp_path / "dear.yaml").write_text(DEARER, encoding="utf-8")
    dearer = load_profile(str(tmp_path / "dear.yaml"))
    for place in store.sites.places().values():
        score_day(store, dearer, place.counter_id, MONDAY + dt.timedelta(days=2), LATER)
    was, now = clause_history(store, site(), "P3", WEEK).norms
    assert (was.profile_hash, now.profile_hash) == (POWER.hash, dearer.hash)
    assert was.said is not None and now.said is not None
    assert (dict(was.said)["thresholds.stand_within_s"], dict(now.said)["thresholds.stand_within_s"]) == (
        "5",
        "9",
    )
    assert "weight 2" in dict(now.said)["clauses.P3"] and "weight 2" not in dict(was.said)["clauses.P3"]
    assert "charges.no_stand_greeting.points" in dict(was.said)
    assert "clauses.R5" not in dict(was.said)


def test_one_counter_alone_and_days_that_nobody_scored(store: Store) -> None:
    quiet = clause_history(store, site(), "P3", WEEK, ["w2"])
    assert [one.total.occurrences for one in quiet.days] == [0, 0, 0]
    assert clause_history(store, site(), "P3", (WEEK[1], WEEK[1])).days == ()


def test_a_change_of_the_norms_is_told_with_what_it_changed_for_this_clause(
    store: Store, tmp_path: Path
) -> None:
    (tmp_path / "dear.yaml").write_text(DEARER, encoding="utf-8")
    dearer, wednesday = load_profile(str(tmp_path / "dear.yaml")), MONDAY + dt.timedelta(days=2)
    for place in store.sites.places().values():
        score_day(store, dearer, place.counter_id, wednesday, LATER)
    (change,) = clause_history(store, site(), "P3", WEEK).changes
    assert (change.day, change.old_hash, change.new_hash) == (wednesday, POWER.hash, dearer.hash)
    assert change.about is not None
    assert {one.place for one in change.about} == {"clauses.P3", "thresholds.stand_within_s"}
    assert change.others == 1
    (elsewhere,) = clause_history(store, site(), "R3", WEEK).changes
    assert elsewhere.about is not None
    assert [one.place for one in elsewhere.about] == ["thresholds.stand_within_s"]


def test_an_accepted_line_is_told_as_a_change_for_the_clauses_of_its_kind(store: Store) -> None:
    for key in ("no_stand_greeting@w1", "phone"):
        line = Figure(value=0.7, source="line 1: learned from 30 verdicts, accepted by an")
        learned = with_lines(POWER, {key: line})
        for place in store.sites.places().values():
            score_day(store, learned, place.counter_id, MONDAY + dt.timedelta(days=2), LATER)
        (change,) = clause_history(store, site(), "P3", WEEK).changes
        assert change.about is not None
        about = [(one.place, one.old, one.new) for one in change.about]
        own = [(f"learned.{key}", None, "0.7")]
        assert (about, change.others) == ((own, 0) if key.endswith("w1") else ([], 1))


def test_norms_that_can_no_longer_be_read_are_told_as_a_change_without_its_parts(
    store: Store, tmp_path: Path
) -> None:
    (tmp_path / "dear.yaml").write_text(DEARER, encoding="utf-8")
    dearer, wednesday = load_profile(str(tmp_path / "dear.yaml")), MONDAY + dt.timedelta(days=2)
    store.profiles.put(Stamp("dear", dearer.hash, "profile: dear\nno_such_part: 1\n"), LATER)
    for place in store.sites.places().values():
        score_day(store, dearer, place.counter_id, wednesday, LATER)
    (change,) = clause_history(store, site(), "P3", WEEK).changes
    assert (change.day, change.old_hash, change.new_hash) == (wednesday, POWER.hash, dearer.hash)
    assert (change.about, change.others) == (None, None)


def test_a_clause_that_these_norms_do_not_ask_for_has_no_days_and_an_unknown_one_is_refused(
    store: Store,
) -> None:
    assert clause_history(store, site(), "C2", WEEK).days == ()
    with pytest.raises(KeyError):
        clause_history(store, site(), "Z9", WEEK)
