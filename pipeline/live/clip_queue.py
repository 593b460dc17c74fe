"""The queue of clips of live cameras: a thread cuts them from the recent pictures of a camera."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from models import Event, ModelError
from pipeline.clips.cutting import Clip, ClipFootage, ClipSettings, ObservedPeople, cut_clips
from pipeline.errors import PipelineError


@dataclass(frozen=True, slots=True)
class ClipJob:
    """A clip to be cut: the event, the camera's recent pictures, the people seen meanwhile, and a callback.

    `settings` replace those of the cutter.
    """

    event: Event
    footage: ClipFootage
    observed: ObservedPeople
    folder: Path
    cut: Callable[[Event, Clip], None]
    settings: ClipSettings | None = None


class ClipCutter:
    """One thread that cuts clips for all cameras, so that no camera waits for an encoder."""

    def __init__(self, complain: Callable[[str], None], settings: ClipSettings | None = None) -> None:
        self._complain = complain
        self.settings = settings or ClipSettings()
        self._cutting: list[Future[None]] = []
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="clips")

    def due(self, event: Event, over: bool, now: float) -> bool:
        """Whether all pictures of the event's clip have been received."""
        start, end = self.settings.span(event)
        full = end - start >= self.settings.longest_s
        return (over or full) and now >= end + self.settings.lag_s

    def submit(self, order: ClipJob) -> None:
        """Cut the clip as soon as the thread is free."""
        self._cutting = [one for one in self._cutting if not one.done()]
        self._cutting.append(self._thread.submit(self._run, order))

    def wait(self, patience_s: float) -> None:
        """Wait for the clips that were submitted, for at most `patience_s` seconds; the rest is cut later."""
        wait(self._cutting, patience_s)

    def finish(self, patience_s: float | None = None) -> None:
        """Wait until all submitted clips are cut, for at most `patience_s` seconds; the rest is told and left out."""
        left = len(wait(self._cutting, patience_s).not_done)
        if left:
            self._complain(f"{left} clips could not be cut before the stop")
        self._thread.shutdown(wait=left == 0, cancel_futures=True)

    def _run(self, order: ClipJob) -> None:
        try:
            settings = order.settings or self.settings
            (clip,) = cut_clips(order.footage, [order.event], order.observed, order.folder, settings)
            if clip is not None:
                order.cut(order.event, clip)
        except (PipelineError, ModelError, OSError) as error:
            self._complain(f"{order.event.kind} at {order.event.counter}: no clip: {error}")
