"""An unattended night: missed days are caught up, reviews stay, and a killed run is continued."""

import datetime as dt
import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models import Hours, OpenSpan, RosterEntry, What
from models.norms import Profile, load_profile
from pipeline.archive.signals import day_file, write_signals
from pipeline.nightly.plan import NightlyRequest
from pipeline.nightly.report import NightlyOutcome
from tests.support.nightly_hall import (
    MONDAY,
    PROFILE,
    SITE,
    TUESDAY,
    everything,
    founded,
    live,
    morning,
    night,
    nine,
    of_kind,
    opened,
    outcomes,
    record,
    reported,
)
from vision.core import Signals


def test_every_day_that_was_kept_is_judged_scored_and_told(data: Path) -> None:
    report = night(data)
    assert outcomes(report) == ["Mon cam1 judged", "Mon cam2 judged", "Tue cam1 judged", "Tue cam2 judged"]
    left = everything(data)
    assert len(left["scores"]) == 6
    assert [once for once, *_ in left["notices"]] == ["nightly:north:2026-11-23", "nightly:north:2026-11-24"]
    assert "3 of 3 counters scored" in str(left["notices"][0])


def test_the_run_says_what_it_did_in_a_file_and_in_the_database(data: Path) -> None:
    report = reported(data)
    written = json.loads((data / "nightly" / "run-000001.json").read_text())
    assert [day["outcome"] for day in written["days"]] == ["judged"] * 4
    assert report.line() == "nightly run 1: 4 judged; 2 reports in 18 files"
    with opened(data) as store:
        assert store.nights.states() == {"done": 1}
        assert store.nights.last_end() == morning(MONDAY, 2)


def test_a_second_run_has_nothing_to_do_and_a_forced_one_changes_nothing(data: Path) -> None:
    night(data)
    before = everything(data)
    assert {day.outcome for day in night(data).days} == {NightlyOutcome.UNCHANGED}
    assert {day.outcome for day in night(data, NightlyRequest(MONDAY, force=True)).days} == {
        NightlyOutcome.JUDGED
    }
    assert everything(data) == before


def test_two_processes_judge_as_one_does(data: Path, tmp_path: Path) -> None:
    other = shutil.copytree(data, tmp_path / "other")
    night(data)
    night(other, jobs=2)
    assert everything(other) == everything(data)


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
    assert {day.outcome for day in night(data, NightlyRequest(profile=strict)).days} == {
        NightlyOutcome.UNCHANGED
    }
    night(data, NightlyRequest(MONDAY, MONDAY, strict))
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
    assert {day.outcome for day in night(tmp_path).days} == {NightlyOutcome.UNCHANGED}


def test_leave_that_is_imported_later_excuses_the_day_in_the_next_night(data: Path) -> None:
    night(data)
    charged = [e for _, e, *_ in of_kind(data, "absence")]
    shift = RosterEntry(MONDAY, What.SHIFT, nine(MONDAY), nine(MONDAY) + 7200, "left", "morning", "Wang")
    leave = RosterEntry(MONDAY, What.LEAVE, nine(MONDAY), nine(MONDAY) + 7200, person="Wang")
    with opened(data) as store:
        store.rosters.replace("north", [shift, leave], "r.csv", nine(MONDAY))
    report = night(data)
    assert outcomes(report)[:2] == ["Mon cam1 judged", "Mon cam2 judged"]
    excused = [e for _, e, *_ in of_kind(data, "absence")]
    assert len(excused) == len(charged)
    assert all(e.attributes["excused"] and e.evidence["excuse"] == "leave" for e in excused)
    assert of_kind(data, "absence", "right") == []  # no person is rostered there: it is closed


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
    assert report.count(NightlyOutcome.JUDGED) == 4
    assert "site south: not judged: no norm profile 'bakery'" in report.notes[0]


def test_a_score_becomes_final_when_the_time_for_reviews_is_over(data: Path) -> None:
    night(data)
    with opened(data) as store:
        assert not any(s.final for s in store.scores.summaries(MONDAY, TUESDAY))
    assert night(data, days=12).settled == 6
    with opened(data) as store:
        assert all(s.final for s in store.scores.summaries(MONDAY, TUESDAY))


def test_the_profile_is_the_one_the_site_names(data: Path) -> None:
    night(data)
    with opened(data) as store:
        assert {s.profile for s in store.scores.summaries(MONDAY, TUESDAY)} == {
            load_profile("evaluation").name
        }
