"""Clips of a live camera: cut beside the looking, out of what the camera sent a moment ago."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from models.errors import ModelError
from models.events import Event
from pipeline.clips.cutting import Clip, ClipFootage, ClipSettings, ObservedPeople, cut_clips
from pipeline.errors import PipelineError

LAG_S = 3.0  # pictures reach the spool this much after they were taken


@dataclass(frozen=True, slots=True)
class ClipJob:
    """A clip that is to be cut: from which camera's memory, what was seen meanwhile, and who wants to know."""

    event: Event
    footage: ClipFootage
    observed: ObservedPeople
    folder: Path
    cut: Callable[[Event, Clip], None]


class ClipCutter:
    """One thread that cuts clips for all cameras, so that no camera waits for an encoder."""

    def __init__(self, complain: Callable[[str], None], settings: ClipSettings | None = None) -> None:
        self._complain = complain
        self.settings = settings or ClipSettings()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="clips")

    def due(self, event: Event, over: bool, now: float) -> bool:
        """Whether everything that the event's clip shows has been received."""
        start, end = self.settings.span(event)
        full = end - start >= self.settings.longest_s
        return (over or full) and now >= end + LAG_S

    def submit(self, order: ClipJob) -> None:
        """Cut it when the thread has time."""
        self._thread.submit(self._run, order)

    def finish(self) -> None:
        """Wait until everything that was asked for is cut."""
        self._thread.shutdown(wait=True)

    def _run(self, order: ClipJob) -> None:
        try:
            (clip,) = cut_clips(order.footage, [order.event], order.observed, order.folder, self.settings)
            if clip is not None:
                order.cut(order.event, clip)
        except (PipelineError, ModelError, OSError) as error:
            self._complain(f"{order.event.kind} at {order.event.counter}: no clip: {error}")
