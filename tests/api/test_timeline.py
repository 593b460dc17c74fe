"""How a counter's day passed, and when its clips begin: what the day page draws and where it leads."""

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models import Calibration, Source, calendar_day, day_span
from pipeline.archive.signals import day_file, write_signals
from pipeline.clips.clip_span import clip_start
from pipeline.errors import PipelineError
from pipeline.states.calibration import learn_seat
from pipeline.worker.signal_worker import SignalWorker
from synthetic.stories import (
    FRONT,
    seated,
)
from tests.support.day_lived import MORNING, lived_through
from tests.support.running_api import Town, refused
from tests.support.stored_hall import NINE, absence, hall, happened
from vision.core import Signals

DAY = "/api/v1/days/2026-11-23"


def test_a_day_is_told_as_it_passed(town: Town) -> None:
    lived_through(town)
    told = town.get("sun", f"{DAY}/1/timeline").json()
    lanes = {lane["state"]: lane["true"] for lane in told["lanes"]}
    assert told["kept"]
    assert told["first"] == pytest.approx(NINE, abs=0.5)
    assert told["last"] == pytest.approx(NINE + MORNING.seconds, abs=2)
    (customer,) = lanes["customer_present"]
    assert customer == pytest.approx([NINE + 120, NINE + 180], abs=2)
    (standing,) = lanes["staff_standing"]
    assert standing == pytest.approx([NINE + 123, NINE + 180], abs=2)
    blind = [NINE + 420, NINE + 540]
    (before, after) = told["observed"]
    assert [before[1], after[0]] == pytest.approx(blind, abs=3)
    present = lanes["staff_present"]
    assert [present[0][1], present[1][0]] == pytest.approx([NINE + 240, NINE + 360], abs=6)
    assert [present[1][1], present[2][0]] == pytest.approx(blind, abs=3)
    assert lanes.keys() >= {"staff_seated", "customer_waiting", "slouching", "phone"}


def test_somebody_far_behind_is_at_the_window_on_no_day_page_either(town: Town) -> None:
    """The page draws the customers that were judged: a picture on the wall is none of them."""
    signals = MORNING.signals(start=NINE)
    small = {"customer_scale": signals["customer_scale"] * np.float32(0.3)}
    write_signals(
        town.data, "cam1", {"left": Signals(signals.time, {**signals.columns, **small})}, hall().zone
    )
    town.happens(absence(240, 120), score=True)
    lanes = town.get("sun", f"{DAY}/1/timeline").json()["lanes"]
    assert not next((lane["true"] for lane in lanes if lane["state"] == "customer_present"), [])


def test_the_day_page_names_a_height_as_the_judge_does_by_the_corrected_seat(town: Town) -> None:
    """A desk hides everything that separates sitting from standing: only the corrected seat says it."""
    signals = seated(300).signals(replace(FRONT, boxes=False), start=NINE)
    write_signals(town.data, "cam1", {"left": signals}, hall().zone)
    counter_id = town.happens(absence(240, 120), score=True).counter_ids["left"]
    level = learn_seat(signals)
    seat = replace(level, seated=level.seated - 0.4, standing=level.seated, certain=1.0)
    day = calendar_day(NINE, hall().zone)
    since, _ = day_span(day, hall().zone)
    given = Calibration(seat, Source.CORRECTED, day, day, 1, since, made_by="sun", made_at=since)
    before = shown(town)
    assert not before["staff_standing"]
    town.store.seats.put(counter_id, given, entered=True)
    after = shown(town)
    assert after["staff_standing"] == [pytest.approx([NINE, NINE + 300], abs=2)]
    assert not after["staff_seated"]


def shown(town: Town) -> dict[str, list[list[float]]]:
    """The lanes of the day page, by state."""
    lanes = town.get("sun", f"{DAY}/1/timeline").json()["lanes"]
    return {lane["state"]: lane["true"] for lane in lanes}


def test_new_signals_are_seen_at_once(town: Town) -> None:
    lived_through(town)
    before = town.get("sun", f"{DAY}/1/timeline").json()
    assert town.get("sun", f"{DAY}/1/timeline").json() == before
    later = seated(60).signals(start=NINE + 3600)
    write_signals(town.data, "cam1", {"left": later}, hall().zone)
    assert town.get("sun", f"{DAY}/1/timeline").json()["last"] > before["last"] + 1000


def test_a_day_without_signals_says_so(town: Town) -> None:
    lived_through(town)
    nothing: dict[str, object] = {
        "kept": False,
        "first": None,
        "last": None,
        "open": [],
        "observed": [],
        "lanes": [],
    }
    assert town.get("sun", f"{DAY}/2/timeline").json() == nothing
    assert town.get("sun", "/api/v1/days/2026-11-20/1/timeline").json() == nothing
    assert refused(town.get("sun", f"{DAY}/99/timeline"), 404, "no counter 99")


def test_damaged_signals_are_said_in_one_line(town: Town) -> None:
    lived_through(town)
    day_file(town.data, "cam1", calendar_day(NINE, hall().zone)).write_bytes(b"PAR1 and nothing")
    assert refused(town.get("sun", f"{DAY}/1/timeline"), 503, "2026-11-23.parquet")


def test_reading_a_day_brings_no_vision_into_the_server(town: Town) -> None:
    lived_through(town)
    script = (
        "import sys, datetime as dt; from pathlib import Path; from api.app import create_app;"
        "from pipeline.worker.signal_worker import SignalWorker\n"
        "if __name__ == '__main__':\n"
        f"    found = SignalWorker('sqlite:///{town.data}/counterwatch.db', Path('{town.data}'))\n"
        f"    assert found.states(1, dt.date(2026, 11, 23)) is not None; found.close()\n"
        "    print(sorted({'pipeline.judging.judge', 'cv2', 'pyarrow', 'mediapipe'} & set(sys.modules)))\n"
    )
    file = town.data / "script.py"
    file.write_text(script, "utf-8")
    done = subprocess.run(
        [sys.executable, str(file)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_a_process_that_was_killed_is_started_again(town: Town) -> None:
    lived_through(town)
    beside = SignalWorker(f"sqlite:///{town.data}/counterwatch.db", town.data)
    day = calendar_day(NINE, hall().zone)
    first = beside.states(1, day)
    assert beside._days._pool is not None
    for process in (beside._days._pool._processes or {}).values():
        process.kill()
    until = time.monotonic() + 30
    while True:
        try:
            again = beside.states(1, day)
            break
        except PipelineError as error:  # the question that meets the loss is told to come again
            assert "try again" in str(error)
            assert time.monotonic() < until
    assert again == first
    beside.close()


def test_a_clip_begins_before_its_event_but_not_before_its_footage(town: Town) -> None:
    town.happens(town.with_clip(absence(60)), town.with_clip(happened("slouching", 2, 30)), absence(900))
    items = town.get("sun", "/api/v1/events").json()["items"]
    assert [item["clip_start"] for item in items] == [None, NINE + 55, NINE]


def test_an_event_that_was_moved_keeps_the_clip_of_its_old_start() -> None:
    event = absence(60).event
    moved = replace(event, start=event.start + 20)
    name = "clips/cam1/20261123T010100Z_left_absence_1f0c.mp4"
    assert clip_start(name, event, NINE) == NINE + 55
    assert clip_start(name, moved, NINE) == NINE + 55
    assert clip_start("clips/a.mp4", moved, NINE) == NINE + 75
