"""A night nobody watches: what was missed is caught up, what people said stays, and a killed run is gone on with."""

import datetime as dt
import json
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.events import Event
from models.norms import Profile, load_profile
from models.records import Decision, Role, Verdict
from models.roster import Entry, What
from models.site import Hours, OpenSpan
from models.store import Finding, Step, Store
from pipeline.archive import day_file, write_signals
from pipeline.errors import PipelineError
from pipeline.night_plan import Wish
from pipeline.night_report import Outcome
from tests.models.halls import analysis
from tests.pipeline.nights import (
    MONDAY,
    PROFILE,
    SITE,
    everything,
    founded,
    live,
    morning,
    night,
    nine,
    opened,
    record,
    reports,
)
from vision.signals import Signals

TUESDAY = MONDAY + dt.timedelta(days=1)
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two days of signals; on Monday a live session judged the first half already."""
    data = tmp_path_factory.mktemp("hall") / "data"
    founded(data)
    with Store.at(data) as store:
        live(store, MONDAY)
    sun(data)
    return data


def sun(data: Path) -> None:
    """Somebody who reviews."""
    with opened(data) as store:
        store.accounts.add("sun", "correct horse", Role.SUPERVISOR, "en", nine(MONDAY))


@pytest.fixture
def data(hall: Path, tmp_path: Path) -> Path:
    return shutil.copytree(hall, tmp_path / "data")


def outcomes(report: object) -> list[str]:
    return [f"{day.day:%a} {day.camera} {day.outcome}" for day in report.days]  # type: ignore[attr-defined]


def of_kind(
    data: Path, kind: str, counter: str = "left", day: dt.date = MONDAY
) -> list[tuple[int, Event, Verdict, bool]]:
    with opened(data) as store:
        (counter_id,) = [p.counter_id for p in store.sites.places().values() if p.counter == counter]
        found = store.events.of_counter(counter_id, nine(day), nine(day) + 86400)
    return [(e.id, e.event, e.verdict, e.found) for e in found if kind in ("", e.event.kind)]


def review(data: Path, event_id: int, decision: Decision) -> None:
    with opened(data) as store:
        store.reviews.add(event_id, Step(1, decision, "seen"), expected=None, now=nine(MONDAY))


def test_every_day_that_was_kept_is_judged_scored_and_told(data: Path) -> None:
    report = night(data)
    assert outcomes(report) == ["Mon cam1 judged", "Mon cam2 judged", "Tue cam1 judged", "Tue cam2 judged"]
    left = everything(data)
    assert len(left["scores"]) == 6
    assert [once for once, *_ in left["notices"]] == ["nightly:north:2026-11-23", "nightly:north:2026-11-24"]
    assert "3 of 3 counters scored" in str(left["notices"][0])


def test_the_run_says_what_it_did_in_a_file_and_in_the_database(data: Path) -> None:
    report = night(data)
    written = json.loads((data / "nightly" / "run-000001.json").read_text())
    assert [day["outcome"] for day in written["days"]] == ["judged"] * 4
    assert report.line() == "nightly run 1: 4 judged; 2 reports in 18 files"
    with opened(data) as store:
        assert store.nights.states() == {"done": 1}
        assert store.nights.last_end() == morning(MONDAY, 2)


def test_a_second_run_has_nothing_to_do_and_a_forced_one_changes_nothing(data: Path) -> None:
    night(data)
    before = everything(data)
    assert {day.outcome for day in night(data).days} == {Outcome.UNCHANGED}
    assert {day.outcome for day in night(data, Wish(MONDAY, force=True)).days} == {Outcome.JUDGED}
    assert everything(data) == before


def test_two_processes_judge_as_one_does(data: Path, tmp_path: Path) -> None:
    other = shutil.copytree(data, tmp_path / "other")
    night(data)
    night(other, jobs=2)
    assert everything(other) == everything(data)


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
            replace(analysis(Finding(ghost), site=SITE), complete=False), nine(MONDAY)
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
        store.recordings.save(replace(analysis(Finding(evening), site=SITE), complete=False), nine(MONDAY))
    night(data)
    assert evening.start in [e.start for _, e, *_ in of_kind(data, "absence")]


def test_signals_that_came_late_are_judged_the_night_after(data: Path) -> None:
    night(data)
    record(data, MONDAY, hours=0.6)
    assert outcomes(night(data))[:4] == [
        "Mon cam1 judged", "Mon cam2 judged", "Tue cam1 unchanged", "Tue cam2 unchanged",
    ]  # fmt: skip


def test_an_analysis_that_changed_a_judged_day_is_judged_whole_again(data: Path) -> None:
    night(data)
    before = everything(data)["events"]
    with opened(data) as store:
        live(store, MONDAY)
    night(data)
    assert [row[:9] for row in everything(data)["events"]] == [row[:9] for row in before]


def test_new_norms_do_not_touch_old_days_unless_somebody_asks(data: Path) -> None:
    night(data)
    strict = _strict(PROFILE)
    assert {day.outcome for day in night(data, Wish(profile=strict)).days} == {Outcome.UNCHANGED}
    night(data, Wish(MONDAY, MONDAY, strict))
    with opened(data) as store:
        hashes = {s.day: s.profile_hash for s in store.scores.summaries(MONDAY, TUESDAY)}
    assert hashes == {MONDAY: strict.hash, TUESDAY: PROFILE.hash}


def _strict(profile: Profile) -> Profile:
    limits = profile.thresholds.model_copy(update={"stand_within_s": 1.0})
    return replace(profile, thresholds=limits, hash="5" * 64)


def test_opening_hours_without_signals_are_missing_and_said_so(tmp_path: Path) -> None:
    site = SITE.model_copy(update={"hours": Hours(open=[OpenSpan(start=dt.time(9), end=dt.time(9, 24))])})
    founded(tmp_path, 1, site=site)
    report = night(tmp_path)
    assert outcomes(report) == ["Mon cam1 judged", "Mon cam2 judged", "Tue cam1 missing", "Tue cam2 missing"]
    assert report.days[2].scores[0].coverage == 0
    assert report.days[2].scores[0].points is None
    assert report.days[0].scores[0].coverage == pytest.approx(1, abs=0.2)
    assert {day.outcome for day in night(tmp_path).days} == {Outcome.UNCHANGED}


def test_leave_that_is_imported_later_excuses_the_day_in_the_next_night(data: Path) -> None:
    night(data)
    charged = [e for _, e, *_ in of_kind(data, "absence")]
    shift = Entry(MONDAY, What.SHIFT, nine(MONDAY), nine(MONDAY) + 7200, "left", "morning", "Wang")
    leave = Entry(MONDAY, What.LEAVE, nine(MONDAY), nine(MONDAY) + 7200, person="Wang")
    with opened(data) as store:
        store.rosters.replace("north", [shift, leave], "r.csv", nine(MONDAY))
    report = night(data)
    assert outcomes(report)[:2] == ["Mon cam1 judged", "Mon cam2 judged"]
    excused = [e for _, e, *_ in of_kind(data, "absence")]
    assert len(excused) == len(charged)
    assert all(e.attributes["excused"] and e.evidence["excuse"] == "leave" for e in excused)
    assert of_kind(data, "absence", "right") == []  # nobody is rostered there: it is closed


def test_damaged_signals_are_a_line_in_the_report_and_stop_nobody_else(data: Path) -> None:
    file = day_file(data, "cam1", MONDAY)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    report = night(data)
    assert outcomes(report) == ["Mon cam1 failed", "Mon cam2 judged", "Tue cam1 judged", "Tue cam2 judged"]
    assert "the signals are damaged" in report.days[0].why
    assert report.failed
    file.write_bytes(whole)
    assert outcomes(night(data))[0] == "Mon cam1 judged"


def test_signals_that_nobody_thought_of_are_a_line_in_the_report_and_stop_nobody_else(data: Path) -> None:
    odd = Signals(np.array([nine(MONDAY), nine(MONDAY) + 0.2]), {"staff": np.ones(2, np.float32)})
    day_file(data, "cam1", MONDAY).unlink()
    write_signals(data, "cam1", {"left": odd}, SITE.zone)
    report = night(data)
    assert [day.outcome for day in report.days] == ["failed", "judged", "judged", "judged"]
    assert report.days[0].why.startswith("a defect of the program: KeyError at ")


def test_a_hall_whose_norms_are_gone_is_told_and_does_not_stop_the_others(data: Path) -> None:
    with opened(data) as store:
        store.sites.put(SITE.model_copy(update={"site": "south", "profile": "bakery"}))
    report = night(data)
    assert report.count(Outcome.JUDGED) == 4
    assert "site south: not judged: no norm profile 'bakery'" in report.notes[0]


def test_a_score_becomes_final_when_the_time_for_reviews_is_over(data: Path) -> None:
    night(data)
    with opened(data) as store:
        assert not any(s.final for s in store.scores.summaries(MONDAY, TUESDAY))
    assert night(data, days=12).settled == 6
    with opened(data) as store:
        assert all(s.final for s in store.scores.summaries(MONDAY, TUESDAY))


# -- one at a time -------------------------------------------------------------------------------------------


def test_two_runs_at_once_are_refused_with_the_name_of_the_first(data: Path) -> None:
    with pytest.raises(PipelineError, match=rf"a nightly run is under way \(process {os.getpid()} on"):
        night(data, tell=lambda *_: night(data))


def test_the_lock_of_a_killed_run_is_taken_over_and_named(data: Path) -> None:
    (data / "nightly.lock").write_text(json.dumps({"pid": 1, "host": socket.gethostname(), "since": 0}))
    assert night(data).stale == f"process 1 on {socket.gethostname()}"
    assert (data / "nightly.lock").read_text() == ""


def test_a_run_on_another_host_counts_until_it_was_silent_for_long(data: Path) -> None:
    lock = data / "nightly.lock"
    lock.write_text(json.dumps({"pid": 1, "host": "elsewhere", "since": 0}))
    now = morning(MONDAY, 2)
    os.utime(lock, (now - 60, now - 60))
    with pytest.raises(PipelineError, match="process 1 on elsewhere"):
        night(data)
    os.utime(lock, (now - 3600, now - 3600))
    assert night(data).stale == "process 1 on elsewhere"


# -- killed --------------------------------------------------------------------------------------------------


def test_a_run_killed_between_two_cameras_of_a_hall_still_tells_of_the_whole_hall(data: Path) -> None:
    night(data)
    expected = everything(data)
    with sqlite3.connect(data / "counterwatch.db") as raw:
        raw.execute(
            "UPDATE night_days SET state = 'judged' WHERE camera_id = (SELECT max(camera_id) FROM night_days)"
        )
    raw.close()
    night(data)
    assert everything(data) == expected


def killed_after(data: Path, seconds: float) -> bool:
    """Whether a run in a process of its own was killed in its work; False when it was quicker than that."""
    child = os.fork()
    if child == 0:
        try:
            night(data)
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def survive(hall: Path, folder: Path, points: int, seed: int) -> None:
    """Kill runs at random moments, let the next one end, and compare with a run that nobody disturbed."""
    undisturbed = shutil.copytree(hall, folder / "undisturbed")
    review(undisturbed, of_kind(undisturbed, "absence")[0][0], Decision.DISMISSED)
    pristine = shutil.copytree(undisturbed, folder / "pristine")
    began = time.monotonic()
    night(undisturbed)
    took = time.monotonic() - began
    expected, files = everything(undisturbed), reports(undisturbed)
    chance, hit = random.Random(seed), 0
    for point in range(points):
        data = shutil.copytree(pristine, folder / f"point{point}")
        for _ in range(chance.randint(1, 3)):
            hit += killed_after(data, chance.uniform(0, took))
        night(data)
        assert everything(data) == expected, f"point {point}"
        assert reports(data) == files, f"point {point}"
        shutil.rmtree(data)
    assert hit >= points / 2, "most runs ended before they were killed: the test proves nothing"


def test_a_run_that_is_killed_anywhere_loses_and_duplicates_nothing(hall: Path, tmp_path: Path) -> None:
    survive(hall, tmp_path, points=10, seed=7)


@pytest.mark.slow
def test_a_run_that_is_killed_at_fifty_points_loses_and_duplicates_nothing(
    hall: Path, tmp_path: Path
) -> None:
    survive(hall, tmp_path, points=50, seed=11)


def test_the_run_after_a_killed_one_calls_it_interrupted(data: Path) -> None:
    command = [
        sys.executable,
        "-c",
        f"from tests.pipeline.nights import *; night(Path({str(data)!r}), jobs=2)",
    ]
    running = subprocess.Popen(command, cwd=ROOT)
    lock, deadline = data / "nightly.lock", time.monotonic() + 60
    while time.monotonic() < deadline and not (lock.exists() and lock.read_text()):
        time.sleep(0.02)
    running.kill()
    running.wait()
    assert night(data).stale == f"process {running.pid} on {socket.gethostname()}"
    with opened(data) as store:
        assert store.nights.states()["done"] == 1


def test_the_profile_is_the_one_the_site_names(data: Path) -> None:
    night(data)
    with opened(data) as store:
        assert {s.profile for s in store.scores.summaries(MONDAY, TUESDAY)} == {
            load_profile("evaluation").name
        }
