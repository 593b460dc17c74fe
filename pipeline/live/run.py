"""`counterwatch live`: watches the cameras of a site until it is stopped."""

import math
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from models import Action, Camera, ModelError, Site, load_site
from models.norms import Profile, load_profile
from models.store import Deed, Store
from pipeline.errors import PipelineError
from pipeline.live.budget import Budget
from pipeline.live.clock_lead import ClockLead
from pipeline.live.fleet import FleetSettings, LiveFleet
from pipeline.live.group import LiveOptions
from pipeline.live.open_files import check_open_files
from pipeline.live.site_watch import SiteWatch
from pipeline.live.supervisor import SupervisionLimits, supervise
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

    reload: threading.Event = field(default_factory=threading.Event)
    """Set to have the site file read again at once."""

    def site(self) -> tuple[Site, Profile]:
        """The site with the zones in force, and its norms; raises ModelError when either cannot be used."""
        site, norms, lines = self._load()
        for line in (*lines, *notes(site)):
            self.say(line)
        return site, norms

    def site_again(self, running: Site) -> tuple[Site, Profile]:
        """As `site`, while `running` is watched; raises as well for what only a restart can change."""
        site, norms, _ = self._load()
        fixed = ("site", "timezone", "objects")
        if any(getattr(site, name) != getattr(running, name) for name in fixed):
            raise ModelError(f"{self.site_file}: {', '.join(fixed)}: a change needs a restart")
        return site, norms

    def _load(self) -> tuple[Site, Profile, list[str]]:
        site, lines = self.store.zones.in_force(load_site(self.site_file))
        check_open_files(sum(1 if camera.look_at is None else 2 for camera in site.cameras))
        for camera in site.cameras:
            _check_address(camera, self.site_file)
        name = site.profile
        norms = load_profile(self.site_file.parent / name if name.endswith((".yaml", ".yml")) else name)
        return site, norms, lines

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
    lead = ClockLead(watch.data, watch.store, site, watch.say_quietly)
    cores = options.budget or usable_cores()
    settings = FleetSettings(
        watch.store.url, watch.data, options, watch.say_quietly, lead, cores, watch.supervision
    )
    fleet = LiveFleet(site, norms, options.workers or math.ceil(cores), settings)
    budget = Budget(cores, fleet.counts)
    again = SiteWatch(
        watch.site_file, lambda: watch.site_again(site), (site, norms), watch.say_quietly, watch.reload
    )
    again.start()

    def each_round() -> None:
        lead.round()
        budget.round()
        changed = again.take()
        if changed is not None:
            _tell(watch, site, fleet.change(*changed))

    supervise(fleet.workers, stop, watch.supervision, each_round)


def _tell(watch: LiveConfig, site: Site, line: str) -> None:
    """Say that the site has changed, and write it to the audit log, which may have to wait."""
    watch.say_quietly(line)
    deed = Deed("counterwatch live", Action.SITE_RELOADED, f"site {site.site}", line)

    def write_down() -> None:
        with suppress(ModelError):
            watch.store.audit.add(deed, time.time())

    threading.Thread(target=write_down, daemon=True).start()


def _check_address(camera: Camera, site_file: Path) -> None:
    for source in (camera.source, camera.look_at):
        if source is not None and CameraAddress.of(source) is None:
            raise PipelineError(
                f"{site_file}: camera {camera.id}: {public_name(source)} is no camera: give rtsp://... or a device "
                "number, or use counterwatch analyze for recordings"
            )
