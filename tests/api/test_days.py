"""A day's score with its reasons, the halls and the norms behind it."""

from pathlib import Path

import pytest

from models import Objects, Smile, Uniform
from tests.support.running_api import Town, refused
from tests.support.stored_hall import NINE, absence, happened


def test_a_day_with_every_reason(town: Town) -> None:
    town.happens(absence(600, 700), happened("arrival", 60), happened("slouching", 900, 60), score=True)
    left, right = town.items("sun", "/api/v1/days")
    assert (left["day"], left["counter"], left["counter_name"]) == ("2026-11-23", "left", "Window 1")
    assert left["points"] < right["points"] == 100
    assert left["open"] == 2
    assert left["deducted"] > 0
    assert left["coverage"] == pytest.approx(3500 / 3600)
    day = town.get("sun", "/api/v1/days/2026-11-23/1").json()
    assert {k: v for k, v in day.items() if k != "lines"} == left
    taken = sum(line["points"] for line in day["lines"])
    assert day["points"] == pytest.approx(100 - taken)
    charged = [d for line in day["lines"] for d in line["deductions"]]
    assert sum(d["points"] for d in charged) == pytest.approx(taken)
    assert {e["kind"] for d in charged for e in d["events"]} >= {"absence"}
    assert all(d["events"] and d["reason"]["zh"] and d["reason"]["en"] for d in charged)


def test_days_by_date_counter_and_site(town: Town) -> None:
    town.happens(absence(600, 700), score=True)
    assert len(town.items("sun", "/api/v1/days", since="2026-11-23", until="2026-11-23")) == 2
    assert town.items("sun", "/api/v1/days", until="2026-11-22") == []
    assert town.items("sun", "/api/v1/days", since="2026-11-24") == []
    assert [d["counter"] for d in town.items("sun", "/api/v1/days", counter_id=2)] == ["right"]
    assert town.items("sun", "/api/v1/days", site="south") == []


def test_before_anything_was_scored_there_is_nothing(town: Town) -> None:
    assert town.items("sun", "/api/v1/days") == []
    assert refused(town.get("sun", "/api/v1/days/2026-11-23/1"), 404, "no score")


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("/api/v1/days?since=2024-01-01&until=2026-01-01", "more than a year"),
        ("/api/v1/days?since=tomorrow", "since"),
        ("/api/v1/days?counter_id=0", "counter_id"),
        ("/api/v1/days/today/1", "day"),
        ("/api/v1/days/2026-11-23/left", "counter_id"),
        ("/api/v1/coverage?since=never", "since"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(town: Town, path: str, word: str) -> None:
    assert refused(town.get("sun", path), 422, word)


def test_the_same_day_scored_twice_is_the_same_score(town: Town) -> None:
    town.happens(absence(600, 700), score=True)
    before = town.get("sun", "/api/v1/days/2026-11-23/1").json()
    town.happens(absence(600, 700), score=True)
    assert town.get("sun", "/api/v1/days/2026-11-23/1").json() == before


def test_halls_counters_and_zones_without_what_opens_the_cameras(town: Town) -> None:
    town.happens()
    answer = town.get("sun", "/api/v1/sites")
    (site,) = answer.json()["items"]
    assert (site["key"], site["timezone"], site["profile"]) == ("north", "Asia/Shanghai", "general")
    assert [[k["key"] for k in c["counters"]] for c in site["cameras"]] == [["left", "right"], ["back"]]
    assert site["cameras"][0]["counters"][0]["staff_zone"][0] == [0.1, 0.1]
    assert "geheim" not in answer.text
    assert site["asked"] == {"smile_basis": None, "uniform": [], "things": {}, "desks": []}


def test_a_hall_says_what_it_turned_on_and_by_what_right(town: Town) -> None:
    town.happens()
    (stored,) = town.store.sites.all()
    asks = {
        "smile": Smile(enabled=True, legal_basis="works agreement"),
        "uniform": Uniform(colours=("#26293e",)),
        "objects": Objects(weights=Path("own.pt"), badge=("badge",)),
    }
    town.store.sites.put(stored.site.model_copy(update=asks))
    (site,) = town.items("sun", "/api/v1/sites")
    assert site["asked"] == {
        "smile_basis": "works agreement", "uniform": ["#26293e"], "things": {"badge": ["badge"]}, "desks": [],
    }  # fmt: skip


def test_coverage_says_what_was_not_seen_and_why(town: Town) -> None:
    town.happens()
    town.time = NINE + 7200
    (left,) = town.items("sun", "/api/v1/coverage", counter_id=1)
    assert (left["seen_s"], left["lost_s"]) == (3500, {"dark": 100})
    assert left["share"] == pytest.approx(3500 / 3600)
    assert town.items("sun", "/api/v1/coverage", until=NINE) == []


def test_the_catalogue_names_every_clause_in_both_languages(town: Town) -> None:
    clauses = town.items("sun", "/api/v1/norms")
    assert {"W2", "P3", "C2"} <= {c["id"] for c in clauses}
    assert all(
        c["wording"]["zh"] and c["wording"]["en"] and c["document"]["zh"] and c["article"] for c in clauses
    )


def test_a_profile_that_judged_here_is_shown_as_it_was(town: Town) -> None:
    profiles = town.items("sun", "/api/v1/profiles")
    assert {"general", "water", "bank"} <= {p["name"] for p in profiles}
    town.happens()
    general = [p for p in town.items("sun", "/api/v1/profiles") if p["name"] == "general"]
    assert [p["hash"] for p in general] == [p["hash"] for p in profiles if p["name"] == "general"]
    assert general[0]["thresholds"]["absence_after_s"] > 0
    assert "R3" in general[0]["clauses"]


def test_a_profile_kept_by_an_older_version_that_cannot_be_read_any_more_breaks_no_list(
    town: Town,
) -> None:
    town.happens(absence(60))
    with town.store._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE profiles SET document = 'nothing: known'")
    (event,) = town.get("sun", "/api/v1/events").json()["items"]
    assert event["sentence"] is None
    assert event["clauses"]
    assert town.get("sun", "/api/v1/profiles").status_code == 200


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2100-01-01"])
@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/days/{day}/1",
        "/api/v1/days?since={day}",
        "/api/v1/clauses/M4/history?site=north&until={day}",
        "/api/v1/days?until={day}",
    ],
)
def test_a_day_of_no_recording_is_refused_in_one_line(town: Town, path: str, day: str) -> None:
    refused(town.ask("sun", "GET", path.format(day=day)), 422, "is no day of a recording")
