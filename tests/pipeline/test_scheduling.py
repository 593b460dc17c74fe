"""The server starts the night by itself."""

import datetime as dt
import logging
import sys
import time
from pathlib import Path

import pytest

from pipeline.nightly.scheduler import Schedule, late, scheduled


def waiting(seen: Path, text: str = "\n", seconds: float = 120) -> str:
    """The content of a file once the text is in it; fails after a limit of time."""
    deadline = time.monotonic() + seconds
    while not (seen.exists() and text in seen.read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return seen.read_text() if seen.exists() else ""


def writes(text: str, status: int = 0) -> list[str]:
    return [sys.executable, "-c", f"import sys; print({text!r}, flush=True); sys.exit({status})"]


def test_a_missed_night_is_caught_up_at_once_and_what_it_says_is_kept(tmp_path: Path) -> None:
    log = tmp_path / "nightly" / "nightly.log"
    with scheduled(Schedule(dt.time(2, 30), writes("judged"), log), at_once=True):
        assert waiting(log) == "judged\n"


def test_a_server_that_is_up_to_date_waits_for_the_night(tmp_path: Path) -> None:
    log = tmp_path / "nightly.log"
    with scheduled(Schedule((dt.datetime.now() + dt.timedelta(hours=2)).time(), writes("judged"), log)):
        time.sleep(0.5)
    assert not log.exists()


def test_stopping_the_server_does_not_wait_for_the_night(tmp_path: Path) -> None:
    log = tmp_path / "nightly.log"
    morning = tmp_path / "morning"
    slow = f"""if True:
        import pathlib, time
        print('begun', flush=True)
        while not pathlib.Path({str(morning)!r}).exists():
            time.sleep(0.05)
        print('done', flush=True)
    """
    with scheduled(Schedule(dt.time(2, 30), [sys.executable, "-c", slow], log), at_once=True):
        assert waiting(log) == "begun\n"
    # a wait for the night would last for ever here: it ends in the morning
    morning.touch()
    assert waiting(log, "done") == "begun\ndone\n"


def test_a_night_that_went_wrong_is_told_in_the_servers_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    schedule = Schedule(dt.time(2, 30), writes("oh", 2), tmp_path / "nightly.log")
    with caplog.at_level(logging.WARNING, "counterwatch.nightly"), scheduled(schedule, at_once=True):
        deadline = time.monotonic() + 30
        while not caplog.records and time.monotonic() < deadline:
            time.sleep(0.05)
    assert "ended with 2" in caplog.text


def test_more_than_a_day_without_a_run_is_late() -> None:
    assert late(None, 0)
    assert late(0, 27 * 3600)
    assert not late(0, 25 * 3600)
