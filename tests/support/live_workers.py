"""Workers of a hall that hang, end or cannot begin, for the tests of their supervisor; a process finds them by name."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from models import Camera, Site
from pipeline.archive.backgrounds import Backgrounds, no_background
from pipeline.live.worker_line import WorkerLine
from vision.camera.view_watch import Fit, Framing
from vision.camera_observer import CameraObserver
from vision.core import Signals, SignalTable


def wait_until(true: Callable[[], bool], what: str) -> None:
    """Wait for a process that another thread or process moves on."""
    end = time.monotonic() + 300
    while not true():
        assert time.monotonic() < end, f"never {what}"
        time.sleep(0.02)


def works(connection: Connection) -> None:
    """Goes on until it is asked to stop."""
    line = WorkerLine(connection)
    line.say("looks")
    while not line.stop.wait(0.05):
        line.go_on(ready=True)
    line.say("stored everything")
    line.end()


def counts_its_cores(connection: Connection) -> None:
    """Is short of processor time until it may use two cores, and says which it may use."""
    line, told = WorkerLine(connection), None
    line.short = True
    while not line.stop.wait(0.02):
        line.go_on(ready=True)
        if line.cores != told:
            told, line.short = line.cores, (line.cores or 0) < 2
            line.say(f"may use {told:.2f} cores")
    line.end()


def hangs_at_first(folder: Path, connection: Connection) -> None:
    """A model call does not return, the first time; a signal to end does not reach it either."""
    if (folder / "hung").exists():
        works(connection)
    (folder / "hung").touch()
    line = WorkerLine(connection)
    line.go_on(ready=True)
    time.sleep(3600)


def never_stops(connection: Connection) -> None:
    """Goes on when it is asked to stop."""
    line = WorkerLine(connection)
    line.say("looks")
    while True:
        line.go_on(ready=True)
        time.sleep(0.05)


def has_no_models(connection: Connection) -> None:
    """Cannot begin, now or later."""
    WorkerLine(connection).end("the pose model is not installed: run counterwatch weights")


@dataclass(frozen=True)
class BlindModels:
    """Models in place of real ones: nothing is ever seen, and nothing has to be loaded."""

    backgrounds: Backgrounds = field(default=no_background)

    def watcher(self, camera: Camera, _site: Site) -> CameraObserver:
        rows: Mapping[str, Signals] = {c.id: SignalTable().signals() for c in camera.counters}
        nothing = SimpleNamespace(
            signals=lambda: rows,
            sightings=list,
            forget=lambda _before: None,
            counts=(),
            reference=None,
            framing=Framing(Fit.UNKNOWN, float("nan")),
        )
        return cast(CameraObserver, nothing)


@contextmanager
def blind_models() -> Iterator[BlindModels]:
    """As `load_models`."""
    yield BlindModels()
