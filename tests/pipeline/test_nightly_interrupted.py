"""One night at a time: a run killed at any step loses and duplicates nothing."""

import json
import os
import random
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from models import Decision
from pipeline.errors import PipelineError
from tests.support.nightly_hall import (
    MONDAY,
    everything,
    killed_at,
    morning,
    night,
    of_kind,
    opened,
    reported,
    reports,
    review,
    steps_of,
)

ROOT = Path(__file__).parents[2]


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


def survive(two_days: Path, folder: Path, points: int, seed: int) -> None:
    """Kill runs right before random steps, let the next one finish, and compare with an undisturbed run."""
    undisturbed = shutil.copytree(two_days, folder / "undisturbed")
    review(undisturbed, of_kind(undisturbed, "absence")[0][0], Decision.DISMISSED)
    pristine = shutil.copytree(undisturbed, folder / "pristine")
    steps = steps_of(undisturbed)
    expected, files = everything(undisturbed), reports(undisturbed)
    chance, hit = random.Random(seed), 0
    for point in range(points):
        data = shutil.copytree(pristine, folder / f"point{point}")
        for _ in range(chance.randint(1, 3)):
            hit += killed_at(data, chance.randint(1, steps))
        reported(data)
        assert everything(data) == expected, f"point {point}"
        assert reports(data) == files, f"point {point}"
        shutil.rmtree(data)
    assert hit >= points / 2, "most runs ended before they were killed: the test proves nothing"


def test_a_run_that_is_killed_anywhere_loses_and_duplicates_nothing(two_days: Path, tmp_path: Path) -> None:
    survive(two_days, tmp_path, points=6, seed=7)


@pytest.mark.slow
def test_a_run_that_is_killed_at_fifty_points_loses_and_duplicates_nothing(
    two_days: Path, tmp_path: Path
) -> None:
    survive(two_days, tmp_path, points=50, seed=11)


def test_the_run_after_a_killed_one_calls_it_interrupted(data: Path) -> None:
    command = [
        sys.executable,
        "-c",
        f"from tests.support.nightly_hall import *; night(Path({str(data)!r}), jobs=2)",
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
