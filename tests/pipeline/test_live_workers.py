"""Worker processes of a hall: one that hangs or ends is started again, and a stop takes seconds."""

import os
import signal
import threading
import time
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from models.store import Store
from pipeline.errors import PipelineError
from pipeline.live.clock import LIMITS, LiveClock
from pipeline.live.clock_lead import ClockLead
from pipeline.live.group import LiveOptions
from pipeline.live.run import LiveConfig, run_live
from pipeline.live.stop_signal import stopping
from pipeline.live.supervisor import SupervisedWorker, SupervisionLimits, Target, supervise
from tests.support import live_workers
from tests.support.nightly_hall import SITE

QUICK = SupervisionLimits(hangs_s=2, first_wait_s=0.1, longest_wait_s=0.2, drain_s=5, round_s=0.02)


class Hall:
    """A supervisor at work on one worker, in a thread."""

    def __init__(self, target: Target, limits: SupervisionLimits = QUICK) -> None:
        self.lines, self.stop = list[str](), threading.Event()
        worker = SupervisedWorker("cam1", lambda: target, self.lines.append, limits)
        self._thread = threading.Thread(target=supervise, args=([worker], self.stop, limits), daemon=True)
        self._thread.start()

    def says(self, line: str) -> "Hall":
        live_workers.wait_until(lambda: any(line in one for one in self.lines), f"{line} in {self.lines}")
        return self

    def stops(self) -> float:
        """The seconds that a stop takes."""
        began = time.monotonic()
        self.stop.set()
        self._thread.join(60)
        return time.monotonic() - began


def test_a_worker_that_is_asked_to_stop_stores_everything_and_ends() -> None:
    hall = Hall(live_workers.works).says("looks")
    hall.stops()
    assert hall.lines == ["looks", "stored everything"]


def test_a_model_call_that_does_not_return_costs_its_cameras_seconds_and_no_more(tmp_path: Path) -> None:
    hall = Hall(partial(live_workers.hangs_at_first, tmp_path)).says("looks")
    hall.stops()
    assert hall.lines[0] == (
        "cam1: it did not go on for 2 s, and its process was ended; started again in 0 s, and not seen until then"
    )


def test_a_worker_that_does_not_stop_is_killed_in_time() -> None:
    hall = Hall(live_workers.never_stops, SupervisionLimits(drain_s=0.5, round_s=0.02)).says("looks")
    hall.stops()
    assert hall.lines[-1] == "cam1: did not stop in time: what is not stored is in its journal"


def test_a_worker_that_cannot_begin_is_one_line_for_the_operator() -> None:
    worker = SupervisedWorker("cam1", lambda: live_workers.has_no_models, print, QUICK)
    with pytest.raises(PipelineError, match="the pose model is not installed: run counterwatch weights"):
        supervise([worker], threading.Event(), QUICK)


def test_sixteen_cameras_that_do_not_answer_are_stopped_together(tmp_path: Path) -> None:
    counter = "{id: W%d, staff_zone: [[0, 0], [1, 0], [1, 1]]}"
    cameras = [
        f"  - {{id: c{n}, source: 'rtsp://127.0.0.1:9/{n}', counters: [{counter % n}]}}" for n in range(16)
    ]
    site_file, lines, stop = tmp_path / "hall.yaml", list[str](), threading.Event()
    site_file.write_text("\n".join(["site: hall", "timezone: UTC", "profile: general", "cameras:", *cameras]))
    with Store.at(tmp_path) as store:
        options = LiveOptions(clips=False, workers=1, models=live_workers.blind_models)  # type: ignore[arg-type]
        watch = LiveConfig(site_file, store, tmp_path, lines.append)
        live = threading.Thread(target=run_live, args=(watch, stop, options), daemon=True)
        live.start()
        live_workers.wait_until(lambda: sum("refused" in line for line in lines) == 16, f"refused: {lines}")
        began = time.monotonic()
        stop.set()
        live.join(60)
    # Ten at most, on a machine with time for it: the supervisor ends processes after 9.5 s.
    assert time.monotonic() - began < 30


def test_sigterm_asks_to_stop() -> None:
    with stopping() as stop:
        os.kill(os.getpid(), signal.SIGTERM)
        assert stop.wait(2)
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


# --- the clock ------------------------------------------------------------------------------------------------------


class Machine:
    """A machine whose clock can be set."""

    def __init__(self) -> None:
        self.steady, self.wall = 1000.0, 1_795_435_200.0

    def clock(self) -> LiveClock:
        return LiveClock(0.0, lambda: self.wall, lambda: self.steady)

    def passes(self, seconds: float) -> None:
        self.steady += seconds
        self.wall += seconds


def test_a_clock_that_is_set_back_ten_minutes_stops_no_time_and_repeats_none() -> None:
    machine = Machine()
    clock, times = machine.clock(), []
    for second in range(1200):
        machine.passes(1.0)
        if second == 600:
            machine.wall -= 600
        times.append(clock())
        assert clock.take_step() == (pytest.approx(-600, abs=0.1) if second == 600 else None)
    steps = [after - before for before, after in pairwise(times)]
    assert min(steps) >= 1 - LIMITS.slew - 1e-6
    assert max(steps) <= 1 + 1e-6
    machine.passes(600 / LIMITS.slew)
    assert clock() == pytest.approx(machine.wall)


def test_a_clock_that_is_set_forward_is_followed_at_once_and_the_time_between_was_not_seen() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.passes(10)
    clock()
    machine.wall += 300
    assert clock() == machine.wall
    assert clock.take_step() == pytest.approx(300)


def test_small_corrections_of_network_time_are_followed_and_not_told() -> None:
    machine = Machine()
    clock = machine.clock()
    for _ in range(100):
        machine.passes(10)
        machine.wall -= 0.02
        clock()
        assert clock.take_step() is None
    assert clock() == pytest.approx(machine.wall, abs=0.05)


def test_a_restart_after_the_clock_was_set_back_goes_on_where_the_last_run_was(tmp_path: Path) -> None:
    with Store.at(tmp_path) as store:
        (tmp_path / "live.clock").write_text(repr(time.time() + 600))
        assert ClockLead(tmp_path, store, SITE, print)() == pytest.approx(600, abs=5)
        (tmp_path / "live.clock").write_text(repr(time.time() - 600))
        lead = ClockLead(tmp_path, store, SITE, print)
        assert lead() == pytest.approx(0, abs=1)
        lead.round()
    assert float((tmp_path / "live.clock").read_text()) == pytest.approx(time.time(), abs=60)
