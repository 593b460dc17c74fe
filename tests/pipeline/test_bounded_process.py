"""One request for signals never holds up another for long: each has its own end, and few may wait."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import psutil
import pytest

from pipeline.errors import PipelineError
from pipeline.worker.bounded_process import BoundedProcess, ProcessLimits


@pytest.fixture(scope="module")
def process() -> Iterator[BoundedProcess]:
    made = BoundedProcess(ProcessLimits(wait_s=60.0, run_s=60.0, places=2))
    yield made
    made.close()


def test_the_same_process_answers_again(process: BoundedProcess) -> None:
    assert process.ask(os.getpid) == process.ask(os.getpid) != os.getpid()


def test_an_error_of_the_request_comes_back_and_the_process_goes_on(process: BoundedProcess) -> None:
    before = process.ask(os.getpid)
    with pytest.raises(ZeroDivisionError):
        process.ask(divmod, 1, 0)
    assert process.ask(os.getpid) == before


def test_a_process_that_is_gone_is_said_and_replaced(process: BoundedProcess) -> None:
    before = process.ask(os.getpid)
    with pytest.raises(PipelineError, match="ended: try again"):
        process.ask(os._exit, 1)
    assert process.ask(os.getpid) != before


def _slow(folder: Path) -> Path:
    """A pipe: to open it for reading waits until somebody writes."""
    pipe = folder / "slow"
    os.mkfifo(pipe)
    return pipe


def test_more_requests_than_places_are_refused_at_once(process: BoundedProcess, tmp_path: Path) -> None:
    pipe = _slow(tmp_path)
    both = [Thread(target=process.ask, args=(os.open, pipe, os.O_RDONLY)) for _ in range(2)]
    for one in both:
        one.start()
    while process._places._value:
        time.sleep(0.001)
    with pytest.raises(PipelineError, match="too many"):
        process.ask(os.getpid)
    with pipe.open("wb") as written:
        written.write(b"go")
        for one in both:
            one.join()


def test_a_request_waits_its_turn_for_so_long_only(tmp_path: Path) -> None:
    made, pipe = BoundedProcess(ProcessLimits(wait_s=0.01)), _slow(tmp_path)
    first = Thread(target=made.ask, args=(os.open, pipe, os.O_RDONLY))
    first.start()
    while not made._turn.locked():
        time.sleep(0.001)
    with pytest.raises(PipelineError, match="takes long"):
        made.ask(os.getpid)
    with pipe.open("wb"):
        first.join()
    made.close()


def test_a_request_that_runs_for_too_long_ends_with_its_process(tmp_path: Path) -> None:
    """The process is killed, so that it takes no more of the processor, and the next request has another one."""
    made = BoundedProcess(ProcessLimits())
    busy = made.ask(os.getpid)
    assert isinstance(busy, int)
    made._limits = ProcessLimits(run_s=0.05)
    with pytest.raises(PipelineError, match=r"more than 0\.05 s"):
        made.ask(os.open, _slow(tmp_path), os.O_RDONLY)
    while psutil.pid_exists(busy):
        time.sleep(0.01)
    made._limits = ProcessLimits()
    assert made.ask(os.getpid) != busy
    made.close()
