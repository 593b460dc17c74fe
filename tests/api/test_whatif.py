"""The same day under other norms: points clause by clause, what comes and goes, and nothing that is kept."""

import pytest

from models.norms import load_profile
from tests.support.day_lived import lived_through
from tests.support.running_api import Town, refused

MINE = """profile: mine
title: {zh: 我的, en: mine}
extends: general
thresholds:
  absence_after_s: {value: 20, source: our choice}
  absence_warning_s: {value: 40, source: our choice}
  absence_violation_s: {value: 60, source: our choice}
"""
DAY = {"site": "north", "day": "2026-11-23"}


def asked(town: Town, name: str = "sun", **more: object):  # type: ignore[no-untyped-def]
    return town.ask(name, "POST", "/api/v1/what-if", json={**DAY, **more})


def test_strict_norms_take_points_and_say_for_what(town: Town) -> None:
    lived_through(town)
    before = town.get("sun", "/api/v1/days/2026-11-23/1").json()
    found = asked(town, counter_id=1, profile="mine.yaml", document=MINE).json()
    assert found["profile"] == "mine"
    (counter,) = found["counters"]
    assert counter["judged"]
    assert counter["before"] == before["points"] > counter["after"]
    come = [c for clause in counter["clauses"] for c in clause["changes"] if c["what"] == "come"]
    (absence,) = [one for one in come if one["kind"] == "absence"]
    assert absence["event"]["id"] == 1
    assert absence["after"] > absence["before"] == 0
    assert "2 min" in absence["reason"]["en"] or "120 s" in absence["reason"]["en"]
    lost = sum(clause["after"] - clause["before"] for clause in counter["clauses"])
    assert counter["before"] - counter["after"] == pytest.approx(lost)
    assert town.get("sun", "/api/v1/days/2026-11-23/1").json() == before
    assert "mine" not in {p["name"] for p in town.items("sun", "/api/v1/profiles")}


def test_the_norms_that_judged_the_day_change_nothing(town: Town) -> None:
    lived_through(town)
    (first,) = asked(town, counter_id=1, profile="general").json()["counters"]
    scored_by = load_profile("general").hash
    (again,) = asked(town, counter_id=1, profile=scored_by).json()["counters"]
    assert first == again


def test_a_day_without_signals_is_only_priced_anew(riverside: Town) -> None:
    body = {"site": "riverside", "day": "2026-11-16", "profile": load_profile("water").hash}
    found = riverside.ask("wu", "POST", "/api/v1/what-if", json=body).json()
    assert len(found["counters"]) == 4
    assert not any(one["judged"] for one in found["counters"])
    gone = [
        c for one in found["counters"] for k in one["clauses"] for c in k["changes"] if c["what"] == "gone"
    ]
    assert gone
    assert all(
        one["event"] and one["before"] > 0 and one["instead"]["en"] and one["instead"]["zh"] for one in gone
    )


def test_norms_that_are_wrong_are_told_by_file_line_and_place(town: Town) -> None:
    town.happens(score=True)
    wrong = MINE.replace("value: 20", "value: soon")
    words = ("mine.yaml:5", "thresholds.absence_after_s")
    assert refused(asked(town, profile="mine.yaml", document=wrong), 422, *words)
    assert refused(asked(town, profile="nonsense"), 422, "nonsense")


def test_what_is_not_there_is_said_and_who_asked_is_written_down(town: Town) -> None:
    town.happens(score=True)
    assert refused(asked(town, profile="water", counter_id=99), 404)
    assert refused(asked(town, profile="water", site="south"), 404)
    assert asked(town, "wu", profile="water", day="2020-01-01", counter_id=1).json()["counters"] == []
    (line,) = town.get("wu", "/api/v1/audit", action="supposed").json()["items"]
    assert (line["user"], line["subject"], line["detail"]) == ("wu", "what if north", "2020-01-01 left water")
