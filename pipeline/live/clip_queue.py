"""The queue of clips of live cameras: a thread cuts them from the recent pictures of a camera."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from models import Event, ModelError
from pipeline.clips.cutting import Clip, ClipFootage, ClipSettings, ObservedPeople, cut_clips
from pipeline.errors import PipelineError


@dataclass(frozen=True, slots=True)
class ClipJob:
    """A clip to be cut: the event, the camera's recent pictures, the people seen meanwhile, and a callback."""

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
        """Whether all pictures of the event's clip have been received."""
        start, end = self.settings.span(event)
        full = end - start >= self.settings.longest_s
        return (over or full) and now >= end + self.settings.lag_s

    def submit(self, order: ClipJob) -> None:
        """Cut the clip as soon as the thread is free."""
        self._thread.submit(self._run, order)

    def finish(self) -> None:
        """Wait until all submitted clips are cut."""
        self._thread.shutdown(wait=True)

    def _run(self, order: ClipJob) -> None:
        try:
            (clip,) = cut_clips(order.footage, [order.event], order.observed, order.folder, self.settings)
            if clip is not None:
                order.cut(order.event, clip)
        except (PipelineError, ModelError, OSError) as error:
            self._complain(f"{order.event.kind} at {order.event.counter}: no clip: {error}")
