"""A worker process: models of its own, and a group of cameras that it looks at in turn."""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from signal import SIG_IGN, SIGINT, SIGTERM, signal

from models import Camera, ModelError, Site
from models.norms import Profile
from models.store import Patience
from pipeline.archive.backgrounds import backgrounds_where_known
from pipeline.errors import PipelineError
from pipeline.live.camera_group import CameraGroup, CameraSources, GroupChange
from pipeline.live.clip_queue import ClipCutter
from pipeline.live.clock import LiveClock
from pipeline.live.delivery_threads import DeliveryThreads
from pipeline.live.late_store import LateStore
from pipeline.live.paced_group import PacedGroup
from pipeline.live.repository import LiveSite
from pipeline.live.session import LiveSession, LiveSource
from pipeline.live.worker_line import WorkerLine
from pipeline.processes import exit_with_parent
from pipeline.recordings import ModelSet, load_models
from vision.core import Basis, VisionError, limit
from vision.sources.live_settings import LiveSettings
from vision.sources.opening import CameraAddress, LiveCamera
from vision.sources.two_streams import TwoStreams


@dataclass(frozen=True, slots=True)
class GroupLimits:
    """Limits of a worker; those of a stop are together less than the supervisor gives."""

    busy_s: float = limit(
        2.0, "s", Basis.CHOICE, "a held database is tried again; the journal keeps results meanwhile"
    )
    judging_s: float = limit(3.0, "s", Basis.CHOICE, "judging at a stop")
    clips_s: float = limit(2.0, "s", Basis.CHOICE, "cutting the last clips at a stop")
    writing_s: float = limit(2.0, "s", Basis.CHOICE, "writing to archive and database at a stop")


LIMITS = GroupLimits()


@dataclass(frozen=True, slots=True)
class LiveOptions:
    """How a site is watched: `workers` processes with models of their own, None for one a core, at most one a camera.

    `models` loads the models of a worker; it is found by its name in the process of the worker. `budget` is the number
    of cores that all workers together may use, None for all that this process has.
    """

    clips: bool = True
    workers: int | None = None
    budget: float | None = None
    cameras: LiveSettings = field(default_factory=LiveSettings)
    models: Callable[[], AbstractContextManager[ModelSet]] = load_models


@dataclass(frozen=True, slots=True)
class GroupTask:
    """The work of one process: some cameras of a site.

    `database` is its address, `parent` the process whose end also ends this one, `ahead_s` the lead of the clock,
    `cores` what it may use until the supervisor says otherwise.
    """

    site: Site
    norms: Profile
    cameras: tuple[str, ...]
    database: str
    data: Path
    options: LiveOptions
    parent: int
    cores: float = 1.0
    ahead_s: float = 0.0


def watch_group(task: GroupTask, connection: Connection) -> None:
    """Watch until the supervisor asks to stop; the process ends with this function."""
    # Ctrl-C reaches every process of a terminal: the supervisor alone decides.
    for number in (SIGINT, SIGTERM):
        signal(number, SIG_IGN)
    exit_with_parent(task.parent)
    line = WorkerLine(connection)
    try:
        _watch(task, line)
    except (ModelError, PipelineError, VisionError) as error:
        line.end(str(error))
    except Exception as error:
        line.end(f"{type(error).__name__}: {' '.join(str(error).split())}")
    line.end()


def _watch(task: GroupTask, line: WorkerLine) -> None:
    clock = LiveClock(task.ahead_s)
    store = LateStore(task.database, Patience(LIMITS.busy_s))
    hall = LiveSite(task.site, task.norms, store, task.data, clock, line.say)
    with task.options.models() as models:

        def models_for(site: Site) -> ModelSet:
            return replace(models, backgrounds=backgrounds_where_known(store, site, line.say))

        sources = CameraSources(
            lambda camera: _source(camera, clock, task.options.cameras, line.say), models_for
        )
        group = CameraGroup(hall, sources, ClipCutter(line.say) if task.options.clips else None)
        try:
            group.apply(GroupChange(task.site, task.norms, task.cameras))
            group.delivering.start()
            _look_on(group, PacedGroup.of(group.sessions, line, group.delivering.notify, task.cores))
            _drain(group.sessions, group.cutter, group.delivering)
        finally:
            group.close()


def _look_on(group: CameraGroup, paced: PacedGroup) -> None:
    stop, line = paced.line.stop, paced.line
    while not stop.is_set():
        change = line.take_change()
        if isinstance(change, GroupChange):
            group.apply(change)
            paced = replace(paced, sessions=group.sessions)
        rest_s = paced.round()
        if rest_s > 0:
            stop.wait(rest_s)
    paced.end()


def _drain(
    sessions: Sequence[LiveSession],
    cutter: ClipCutter | None,
    delivering: DeliveryThreads,
) -> None:
    """Hand everything over and store it, as far as time allows; looks are in the journals first."""
    until = time.monotonic() + LIMITS.judging_s
    for session in sessions:
        session.hand_over()
    for session in sessions:
        if time.monotonic() < until:
            session.finish()
    if cutter is not None:
        cutter.finish(LIMITS.clips_s)
    delivering.close(LIMITS.writing_s)


def _source(
    camera: Camera, clock: LiveClock, settings: LiveSettings, say: Callable[[str], None]
) -> AbstractContextManager[LiveSource]:
    main = _stream(camera, camera.source, clock, settings)
    if camera.look_at is None:
        return main
    small = _stream(camera, camera.look_at, clock, settings)
    return TwoStreams(main, small, lambda line: say(f"{camera.id}  {line}"))


def _stream(camera: Camera, source: str, clock: LiveClock, settings: LiveSettings) -> LiveCamera:
    address = CameraAddress.of(source, camera.transport)
    if address is None:  # the supervisor has looked before
        raise PipelineError(f"camera {camera.id}: its source is no camera")
    return LiveCamera(address, camera.id, clock, settings)
