"""`counterwatch live`: watches the cameras of a site until it is stopped."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FrameType

from models import Camera, ModelError, load_site
from models.store import Store
from pipeline.archive.backgrounds import backgrounds_in
from pipeline.errors import PipelineError
from pipeline.live.clip_queue import ClipCutter
from pipeline.live.repository import LiveSite
from pipeline.live.session import LiveSession
from pipeline.processes import allow_open_files
from pipeline.recordings import ModelSet, Task, load_models
from pipeline.scene import notes
from vision.sources.address import CameraAddress, public_name
from vision.sources.live import LiveCamera, LiveSettings

# Open files of the program itself, and of a camera: its connection, its recent pictures, its journals, a clip.
OPEN_FILES, OPEN_FILES_OF_A_CAMERA = 128, 16
IDLE_S = 0.02  # a tenth of the time between two looks
# a full disk, a locked database: reported, and tried again
TO_BE_MENDED = (ModelError, PipelineError, OSError)


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
        return LiveSite(site, profile, self.store, self.data, self.clock, self.say)


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
    cutter = ClipCutter(watch.say) if options.clips else None
    with ExitStack() as cameras:
        sources = [
            (camera, cameras.enter_context(LiveCamera(address, camera.id, hall.clock, options.cameras)))
            for camera, address in addresses
        ]
        workers = [_Worker(hall, share, cutter, stop, options) for share in _shares(sources, options.workers)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        if cutter:
            watch.say("cutting the last clips")
            cutter.finish()  # out of what the cameras still keep
    for worker in workers:
        worker.raise_failure()


def check_open_files(cameras: int) -> None:
    """Raise PipelineError when this process may not open as many files as the cameras of a site take."""
    wanted = OPEN_FILES + OPEN_FILES_OF_A_CAMERA * cameras
    allowed = allow_open_files(wanted)
    if allowed < wanted:
        raise PipelineError(
            f"{cameras} cameras take up to {wanted} open files, and this process may open {allowed}: "
            f"raise the limit (ulimit -n {wanted}, or LimitNOFILE= of the service)"
        )


@contextmanager
def stopping() -> Iterator[threading.Event]:
    """An event that SIGINT and SIGTERM set; a second signal does what it did before. For the main thread."""
    stop = threading.Event()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def ask(number: int, _frame: FrameType | None) -> None:
        stop.set()
        signal.signal(number, before[signal.Signals(number)])

    for number in before:
        signal.signal(number, ask)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Worker(threading.Thread):
    """A thread with models of its own that looks at some of the cameras in turn."""

    def __init__(
        self,
        hall: LiveSite,
        sources: Sequence[tuple[Camera, LiveCamera]],
        cutter: ClipCutter | None,
        stop: threading.Event,
        options: LiveOptions,
    ) -> None:
        super().__init__(name="live " + " ".join(camera.id for camera, _ in sources))
        self._hall, self._sources, self._cutter = hall, sources, cutter
        self._asked_to_stop, self._options = stop, options
        self._failure: BaseException | None = None

    def run(self) -> None:
        try:
            with self._options.models() as opened:
                models = replace(opened, backgrounds=backgrounds_in(self._hall.store, self._hall.site))
                desks = [
                    LiveSession(self._hall, c, source, models, self._cutter) for c, source in self._sources
                ]
                while not self._asked_to_stop.is_set():
                    looked = [self._did(desk) for desk in desks]
                    if not any(looked):
                        self._asked_to_stop.wait(IDLE_S)
                for desk in desks:
                    self._mindful(desk.finish)
        except BaseException as error:
            self._failure = error
            self._asked_to_stop.set()

    def raise_failure(self) -> None:
        """Raise in the calling thread the error that ended this thread too early."""
        if self._failure is not None:
            raise self._failure

    def _did(self, desk: LiveSession) -> bool:
        looked = desk.look()
        self._mindful(desk.tick)
        return looked

    def _mindful(self, act: Callable[[], None]) -> None:
        try:
            act()
        except TO_BE_MENDED as error:
            self._hall.say(f"{self._hall.told(self._hall.clock())}  {error}")


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
