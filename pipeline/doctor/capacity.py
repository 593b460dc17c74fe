"""How many cameras this machine carries: measured on demo recordings with the installed models."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from models import load_site
from pipeline.doctor.finding import Finding, Level
from pipeline.processes import CostMeter, usable_cores
from pipeline.recordings import LOOKS, ModelSet, load_models_quietly
from vision.core import Basis, Frame, limit
from vision.pose.choice import ModelRequest
from vision.sources.opening import open_source


@dataclass(frozen=True, slots=True)
class CapacityLimits:
    """Limits of the measurement and of the prediction."""

    busy_from_s: float = limit(8.0, "s", Basis.CHOICE, "of BUSY: the looks before warm the tracker up")
    busy_until_s: float = limit(16.0, "s", Basis.CHOICE, "of BUSY: a customer is served until then")
    quiet_from_s: float = limit(6.5, "s", Basis.CHOICE, "of QUIET: the clerk has left")
    quiet_until_s: float = limit(12.5, "s", Basis.CHOICE, "of QUIET: a customer comes then")
    busy: float = limit(
        0.1, "of the time", Basis.CHOICE, "that a counter is busy over a day with its nights, for the mix"
    )
    used: float = limit(
        0.8, "of the cores", Basis.CHOICE, "the rest is for receiving, judging, clips, the database and peaks"
    )


LIMITS = CapacityLimits()
BUSY, QUIET = "full_service_A", "absent_B"
"""Demo recordings: a customer is served; a clerk leaves and the post stays empty."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """Processor seconds for each second of one camera, while a counter is `busy` and `quiet`."""

    busy: float
    quiet: float

    def cameras(self, cores: float, busy: float = LIMITS.busy) -> int:
        """The number of cameras that so many cores carry, of which the share `busy` is busy at a time."""
        return math.floor(LIMITS.used * cores / (busy * self.busy + (1 - busy) * self.quiet))


def measure_capacity(footage: Path, wish: ModelRequest) -> Capacity:
    """Look at the demo recordings in `footage` for some seconds; raises VisionError without models."""
    with load_models_quietly(wish) as models:
        busy = _cost(footage, BUSY, (LIMITS.busy_from_s, LIMITS.busy_until_s), models)
        return Capacity(busy, _cost(footage, QUIET, (LIMITS.quiet_from_s, LIMITS.quiet_until_s), models))


def check_capacity(capacity: Capacity, cameras: int | None, cores: float | None = None) -> Finding:
    """The prediction for `cores`, None for those of this process; `cameras` are those of a site, None without one."""
    cores = cores or usable_cores()
    all_busy, mixed = capacity.cameras(cores, busy=1.0), capacity.cameras(cores)
    told = (
        f"about {all_busy} cameras with a customer at every counter, {mixed} on a day of which a tenth is busy "
        f"({capacity.busy:.3f} and {capacity.quiet:.3f} CPU seconds a second of a busy and a quiet camera; "
        f"{cores:g} cores, {LIMITS.used:.0%} of them for looking)"
    )
    if cameras is None or cameras <= all_busy:
        return Finding(Level.OK, "this machine carries", told)
    if cameras <= mixed:
        more = f"the {cameras} of this site are looked at less often while all of them are busy"
        return Finding(Level.DOUBT, "this machine carries", told, more)
    more = f"the {cameras} of this site need more cores, or fewer cameras: time will be left out"
    return Finding(Level.FAULT, "this machine carries", told, more)


def _cost(footage: Path, name: str, measured_s: tuple[float, float], models: ModelSet) -> float:
    site = load_site(footage / f"{name}.site.yaml")
    camera = site.cameras[0]
    watcher = models.watcher(camera, site)
    with open_source(camera.source, camera=camera.id, base=footage, start=0.0) as source:
        frames = source.frames(LOOKS.rate)
        for frame in _until(frames, measured_s[0]):
            watcher.look(frame)
        meter = CostMeter()
        for frame in _until(frames, measured_s[1]):
            watcher.look(frame)
        return meter.cost(measured_s[1] - measured_s[0]).cpu_per_video_s


def _until(frames: Iterator[Frame], end: float) -> Iterator[Frame]:
    return takewhile(lambda frame: frame.time < end, frames)
