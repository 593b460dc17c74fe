"""`counterwatch live`: watches the cameras of a site until it is stopped."""

import os
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from models import Camera, load_site
from models.store import Store
from pipeline.archive.backgrounds import backgrounds_in
from pipeline.errors import PipelineError
from pipeline.live.clip_queue import ClipCutter
from pipeline.live.delivery_threads import DeliveryThreads
from pipeline.live.open_files import check_open_files
from pipeline.live.repository import LiveSite
from pipeline.live.session import LIMITS as SESSION
from pipeline.live.session import LiveSession
from pipeline.recordings import ModelSet, Task, load_models
from pipeline.scene import notes
from vision.sources.address import CameraAddress, public_name
from vision.sources.live import LiveCamera, LiveSettings


@dataclass(frozen=True, slots=True)
class LiveOptions:
    """How a site is watched: `workers` threads with models of their own, None for one a core, at most one a camera.

    `models` loads the models of a worker.
    """

    clips: bool = True
    workers: int | None = None
    cameras: LiveSettings = field(default_factory=LiveSettings)
    models: Callable[[], AbstractContextManager[ModelSet]] = load_models


@dataclass(frozen=True, slots=True)
class LiveConfig:
    """The site to watch and the storage. `clock` gives UTC seconds, `say` takes a line for the operator."""

    site_file: Path
    store: Store
    data: Path
    say: Callable[[str], None]
    clock: Callable[[], float] = time.time

    def hall(self) -> LiveSite:
        """The site with its profile; raises ModelError when either cannot be used."""
        site, lines = self.store.zones.in_force(load_site(self.site_file))
        for line in lines:
            self.say(line)
        profile = Task(self.site_file, site, self.site_file, site.cameras[0]).profile
        return LiveSite(site, profile, self.store, self.data, self.clock, self._say_quietly)

    def _say_quietly(self, line: str) -> None:
        """Say it; a log on a full disk, or one that was closed, is no reason to stop looking."""
        with suppress(OSError, ValueError):
            self.say(line)


def run_live(watch: LiveConfig, stop: threading.Event, options: LiveOptions | None = None) -> None:
    """Watch all cameras of the site until `stop` is set, then store everything and return.

    A camera that cannot be reached is tried again and again. Raises ModelError for a site file that cannot be used,
    PipelineError for a source that is no camera, VisionError when the models are not installed.
    """
    options = options or LiveOptions()
    hall = watch.hall()
    for note in notes(hall.site):
        watch.say(note)
    check_open_files(len(hall.site.cameras))
    addresses = [(camera, _address(camera, watch.site_file)) for camera in hall.site.cameras]
    with ExitStack() as cameras:
        sources = [
            (camera, cameras.enter_context(LiveCamera(address, camera.id, hall.clock, options.cameras)))
            for camera, address in addresses
        ]
        workers = [_Worker(hall, share, stop, options) for share in _shares(sources, options.workers)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    for worker in workers:
        worker.raise_failure()


class _Worker(threading.Thread):
    """A thread with models of its own that looks at some of the cameras in turn."""

    def __init__(
        self,
        hall: LiveSite,
        sources: Sequence[tuple[Camera, LiveCamera]],
        stop: threading.Event,
        options: LiveOptions,
    ) -> None:
        super().__init__(name="live " + " ".join(camera.id for camera, _ in sources))
        self._hall, self._sources = hall, sources
        self._asked_to_stop, self._options = stop, options
        self._failure: BaseException | None = None

    def run(self) -> None:
        cutter = ClipCutter(self._hall.say) if self._options.clips else None
        try:
            with self._options.models() as opened:
                models = replace(opened, backgrounds=backgrounds_in(self._hall.store, self._hall.site))
                sessions = [LiveSession(self._hall, c, source, models, cutter) for c, source in self._sources]
                self._watch(sessions, cutter)
        except BaseException as error:
            self._failure = error
            self._asked_to_stop.set()

    def raise_failure(self) -> None:
        """Raise in the calling thread the error that ended this thread too early."""
        if self._failure is not None:
            raise self._failure

    def _watch(self, sessions: Sequence[LiveSession], cutter: ClipCutter | None) -> None:
        delivering = DeliveryThreads(self._hall, [session.delivery for session in sessions])
        delivering.start()
        try:
            while not self._asked_to_stop.is_set():
                looked = [self._did(session) for session in sessions]
                if not any(looked):
                    self._asked_to_stop.wait(SESSION.idle_s)
            for session in sessions:
                session.finish()
            if cutter is not None:
                cutter.finish()  # out of what the cameras still keep
        finally:
            delivering.close(SESSION.drain_s)

    def _did(self, session: LiveSession) -> bool:
        looked = session.look()
        session.tick()
        return looked


def _shares(
    sources: Sequence[tuple[Camera, LiveCamera]], workers: int | None
) -> list[Sequence[tuple[Camera, LiveCamera]]]:
    count = max(1, min(len(sources), workers or os.cpu_count() or 1))
    return [sources[i::count] for i in range(count)]


def _address(camera: Camera, site_file: Path) -> CameraAddress:
    address = CameraAddress.of(camera.source)
    if address is None:
        raise PipelineError(
            f"{site_file}: camera {camera.id}: {public_name(camera.source)} is no camera: give rtsp://... or a device "
            "number, or use counterwatch analyze for recordings"
        )
    return address
