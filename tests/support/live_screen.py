"""A live camera that shows a story."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

import numpy as np

from models.norms import load_profile
from pipeline.live.clip_queue import ClipCutter
from pipeline.live.session import LiveSession
from pipeline.live.signal_buffer import part
from synthetic.stories import (
    START,
)
from vision.camera.view_watch import Fit, Framing
from vision.camera_observer import CameraObserver
from vision.core import Frame, LookCounts, Sighting, Signals

PROFILE = load_profile("evaluation")


@dataclass
class Screen:
    """A live camera that shows a story, and its observer; `now` is the common clock."""

    rows: Signals
    ends: float
    now: float = START
    name: str = "rtsp://hall/1"
    trouble: str | None = None
    reference: None = None
    framing: Framing = field(default_factory=lambda: Framing(Fit.UNKNOWN, float("nan")))
    _looked: int = 0
    _floor: float = 0.0
    _health: list[float] = field(default_factory=list)

    def poll(self, rate: float) -> Frame | None:
        self.now = round(self.now + 1 / rate, 3)
        if self._looked == len(self.rows) or self.rows.time[self._looked] > self.now + 1e-6:
            return None
        return Frame(np.zeros((4, 4, 3), np.uint8), float(self.rows.time[self._looked]), "c")

    def skipped(self, _until: float) -> list[tuple[float, float]]:
        return []

    def window(self, *_about: float) -> Iterator[Frame]:
        yield from ()

    def watcher(self, *_about: object) -> CameraObserver:
        return cast(CameraObserver, self)

    def look(self, _frame: Frame) -> None:
        self._looked += 1

    def signals(self) -> dict[str, Signals]:
        rows, until = self.rows, self._looked
        seen = Signals(rows.time[:until], {name: column[:until] for name, column in rows.columns.items()})
        return {"W1": part(seen, self._floor)}

    @property
    def counts(self) -> tuple[LookCounts, ...]:
        row = {name: float(column[self._looked - 1]) for name, column in self.rows.columns.items()}
        return (LookCounts.of(row),)

    def sightings(self) -> list[Sighting]:
        return []

    def forget(self, before: float) -> None:
        self._floor = before


def delivered(session: LiveSession, now: float) -> None:
    """Do once what the threads of a process do all the time: journal, archive and database."""
    session.delivery.keep(now)
    session.delivery.archive(now)
    session.delivery.store(now)


def finished(session: LiveSession, cutter: ClipCutter | None = None) -> None:
    """Stop the session, cut the last clips, and store everything."""
    session.finish()
    if cutter is not None:
        cutter.finish()
    session.delivery.finish()
    delivered(session, session.hall.clock())
    session.delivery.close()


def shown(session: LiveSession, screen: Screen) -> None:
    """Show the whole story, and stop: everything is stored afterwards."""
    while screen.now < screen.ends:
        session.look()
        session.tick()
        session.delivery.store(screen.now)
    finished(session)
