"""`counterwatch live`: watches the cameras of a site until it is stopped."""

import math
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from models import Camera, Site, load_site
from models.norms import Profile, load_profile
from models.store import Store
from pipeline.errors import PipelineError
from pipeline.live.budget import Budget
from pipeline.live.clock_lead import ClockLead
from pipeline.live.group import GroupTask, LiveOptions, watch_group
from pipeline.live.open_files import check_open_files
from pipeline.live.supervisor import SupervisedWorker, SupervisionLimits, supervise
from pipeline.processes import usable_cores
from pipeline.scene import notes
from vision.sources.address import CameraAddress, public_name

__all__ = ["LiveConfig", "LiveOptions", "run_live"]


@dataclass(frozen=True, slots=True)
class LiveConfig:
    """The site to watch and the storage. `say` takes a line for the operator."""

    site_file: Path
    store: Store
    data: Path
    say: Callable[[str], None]
    supervision: SupervisionLimits = field(default_factory=SupervisionLimits)

    def site(self) -> tuple[Site, Profile]:
        """The site with the zones in force, and its norms; raises ModelError when either cannot be used."""
        site, lines = self.store.zones.in_force(load_site(self.site_file))
        for line in (*lines, *notes(site)):
            self.say(line)
        name = site.profile
        return site, load_profile(self.site_file.parent / name if name.endswith((".yaml", ".yml")) else name)

    def say_quietly(self, line: str) -> None:
        """Say it; a log on a full disk, or one that was closed, is no reason to stop looking."""
        with suppress(OSError, ValueError):
            self.say(line)


def run_live(watch: LiveConfig, stop: threading.Event, options: LiveOptions | None = None) -> None:
    """Watch all cameras of the site until `stop` is set, then store everything and return.

    Worker processes look; one that ends or hangs is started again. A camera that cannot be reached is tried again and
    again. Raises ModelError for a site file that cannot be used, PipelineError for a source that is no camera or
    workers that cannot begin, for example without models.
    """
    options = options or LiveOptions()
    site, norms = watch.site()
    check_open_files(sum(1 if camera.look_at is None else 2 for camera in site.cameras))
    for camera in site.cameras:
        _check_address(camera, watch.site_file)
    lead = ClockLead(watch.data, watch.store, site, watch.say_quietly)
    cores = options.budget or usable_cores()

    def worker(cameras: tuple[str, ...]) -> SupervisedWorker:
        share = cores * len(cameras) / len(site.cameras)
        task = GroupTask(site, norms, cameras, watch.store.url, watch.data, options, os.getpid(), share)
        return SupervisedWorker(
            " ".join(cameras),
            lambda: partial(watch_group, replace(task, ahead_s=lead())),
            watch.say_quietly,
            watch.supervision,
        )

    shares = _shares([camera.id for camera in site.cameras], options.workers or math.ceil(cores))
    workers = {worker(cameras): len(cameras) for cameras in shares}
    budget = Budget(cores, workers)

    def each_round() -> None:
        lead.round()
        budget.round()

    supervise(list(workers), stop, watch.supervision, each_round)


def _shares(cameras: list[str], workers: int) -> list[tuple[str, ...]]:
    count = min(len(cameras), workers)
    return [tuple(cameras[i::count]) for i in range(count)]


def _check_address(camera: Camera, site_file: Path) -> None:
    for source in (camera.source, camera.look_at):
        if source is not None and CameraAddress.of(source) is None:
            raise PipelineError(
                f"{site_file}: camera {camera.id}: {public_name(source)} is no camera: give rtsp://... or a device "
                "number, or use counterwatch analyze for recordings"
            )
