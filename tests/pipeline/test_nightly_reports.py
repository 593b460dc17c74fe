"""Reports in the morning: for every hall and counter, complete, once, and equal to the scores."""

import csv
import datetime as dt
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from models import Decision, Role, Verdict
from models.store import EventFilter, ReviewStep, Store
from pipeline.nightly import report_files as night_files
from pipeline.nightly.limits import LIMITS
from pipeline.nightly.plan import NightlyRequest
from pipeline.scoring.days import score_day
from tests.support.nightly_hall import (
    MONDAY,
    PROFILE,
    SITE,
    everything,
    founded,
    morning,
    nine,
    reported,
    reports,
)

TUESDAY = MONDAY + dt.timedelta(days=1)
SUNDAY = MONDAY + dt.timedelta(days=6)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two days, and the night after them."""
    data = tmp_path_factory.mktemp("hall") / "data"
    founded(data)
    reported(data)
    return data


@pytest.fixture
def data(judged: Path, tmp_path: Path) -> Path:
    return shutil.copytree(judged, tmp_path / "data")


def periods(data: Path) -> list[str]:
    return [str(file.parent.relative_to(data / "reports")) for file in sorted(data.rglob("index.json"))]


def test_a_day_s_reports_are_there_for_the_hall_and_for_each_counter(data: Path) -> None:
    assert periods(data) == ["north/day/2026-11-23", "north/day/2026-11-24"]
    names = sorted(file.stem for file in (data / "reports/north/day/2026-11-23").glob("*.html"))
    assert names == ["counter-back", "counter-left", "counter-right", "hall"]
    for form, beginning in (("html", b"<!doctype html>"), ("xlsx", b"pk"), ("csv", b"\xef\xbb\xbf")):
        written = (data / f"reports/north/day/2026-11-23/hall.{form}").read_bytes()
        assert written[:15].lower().startswith(beginning)
    assert not list(data.rglob("*.unfinished"))


def test_the_run_lists_what_it_wrote(tmp_path: Path) -> None:
    founded(tmp_path)
    report = reported(tmp_path)
    written = json.loads((tmp_path / "nightly" / "run-000001.json").read_text())["reports"]
    assert [(one["label"], one["day"]) for one in written] == [("day", "2026-11-23"), ("day", "2026-11-24")]
    listed = {f"{one['folder']}/{name}" for one in written for name in one["files"]}
    assert listed == {name for name in reports(tmp_path) if not name.endswith("index.json")}
    assert report.line().endswith("; 2 reports in 18 files")


def test_what_the_files_took_is_what_the_scores_lost(data: Path) -> None:
    with Store.at(data) as store:
        points = [s.points for s in store.scores.summaries(MONDAY, MONDAY)]
    text = (data / "reports/north/day/2026-11-23/hall.csv").read_text(encoding="utf-8-sig")
    taken = sum(float(row["Points taken"] or 0) for row in csv.DictReader(text.splitlines()))
    assert taken > 0
    assert taken == pytest.approx(sum(100 - p for p in points if p is not None))


def test_a_night_in_which_nothing_changed_writes_nothing(data: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in data.rglob("*.*") if "reports" in file.parts}
    assert reported(data).reports == ()
    assert {file: file.stat().st_mtime_ns for file in before} == before
    assert reported(data, NightlyRequest(MONDAY, force=True)).reports == ()


def test_the_week_is_written_once_it_is_over_and_the_month_after_its_last_day(data: Path) -> None:
    assert reported(data, days=6).reports == ()
    assert [one.folder for one in reported(data, days=7).reports] == ["north/week/2026-11-23"]
    assert "north/month/2026-11-01" in [one.folder for one in reported(data, days=8).reports]


def test_a_day_judged_late_is_written_again_with_its_week_and_its_month(data: Path) -> None:
    reported(data, days=9)
    with Store.at(data) as store:
        (place,) = [p for p in store.sites.places().values() if p.counter == "left"]
        other = replace(PROFILE, hash="5" * 64)
        score_day(store, other, place.counter_id, TUESDAY, morning(MONDAY, 9) + 60)
    again = [one.folder for one in reported(data, days=10).reports]
    assert again == ["north/day/2026-11-24", "north/week/2026-11-23", "north/month/2026-11-01"]


def test_a_review_is_in_the_files_the_morning_after(data: Path) -> None:
    hall = data / "reports/north/day/2026-11-23/hall.csv"
    assert "dismissed" not in hall.read_text()
    with Store.at(data) as store:
        sun = store.accounts.add("sun", "correct horse", Role.SUPERVISOR, "en", nine(MONDAY))
        empty = EventFilter(kinds=frozenset({"absence"}), until=nine(MONDAY) + 43200)
        (event,) = store.events.page(empty, 1)
        store.reviews.add(
            event.id,
            ReviewStep(sun.id, Decision.DISMISSED, "at the copier"),
            expected=Verdict.OPEN,
            now=nine(TUESDAY),
        )
        score_day(store, PROFILE, event.counter_id, MONDAY, morning(MONDAY, 2) + 60)
    assert [one.folder for one in reported(data, days=3).reports] == ["north/day/2026-11-23"]
    assert "dismissed" in hall.read_text()


def test_scores_that_become_final_are_final_in_the_files(data: Path) -> None:
    page = data / "reports/north/day/2026-11-23/hall.html"
    assert 'stamp provisional">Provisional' in page.read_text()
    assert {one.folder for one in reported(data, days=12).reports} >= {"north/day/2026-11-23"}
    assert 'stamp final">Final' in page.read_text()


@pytest.mark.parametrize("lost", ["hall.html", "counter-left.csv", "index.json"])
def test_a_report_that_was_cut_short_or_taken_away_is_written_again(data: Path, lost: str) -> None:
    before = reports(data)
    (data / "reports/north/day/2026-11-23" / lost).unlink()
    assert [one.folder for one in reported(data).reports] == ["north/day/2026-11-23"]
    assert reports(data) == before


def test_a_report_that_cannot_be_written_is_told_and_stops_nothing(tmp_path: Path) -> None:
    founded(tmp_path / "data")
    (tmp_path / "data/reports").write_text("a file where the folder should be")
    report = reported(tmp_path / "data")
    assert len(report.days) == 4
    assert "north: reports are missing" in report.notes[0]
    assert report.failed
    (tmp_path / "data/reports").unlink()
    assert len(reported(tmp_path / "data").reports) == 2


def test_what_is_too_large_is_left_out_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    founded(tmp_path, 1)
    monkeypatch.setattr(night_files, "LIMITS", replace(LIMITS, most_rows=20))
    (filed,) = reported(tmp_path).reports
    assert filed.left_out == ("hall.xlsx",)
    assert reported(tmp_path).reports == ()
    shutil.rmtree(tmp_path / "reports")
    monkeypatch.setattr(night_files, "LIMITS", replace(LIMITS, most_letters=1000))
    (filed,) = reported(tmp_path).reports
    assert filed.left_out == ("hall",)
    assert {"counter-left.html", "counter-left.csv"} <= set(filed.files)


def test_the_language_is_the_one_that_was_asked_for_and_none_means_no_files(tmp_path: Path) -> None:
    founded(tmp_path, 1)
    reported(tmp_path, language=None)
    assert not (tmp_path / "reports").exists()
    before = everything(tmp_path)
    assert len(reported(tmp_path, language="zh").reports) == 1
    assert "条款" in (tmp_path / "reports/north/day/2026-11-23/hall.html").read_text()
    assert everything(tmp_path) == before


def test_today_has_no_report_before_it_is_over(tmp_path: Path) -> None:
    founded(tmp_path, 1, site=SITE)
    assert reported(tmp_path, NightlyRequest(MONDAY), days=0).reports == ()
    assert len(reported(tmp_path, days=1).reports) == 1
