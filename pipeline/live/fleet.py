"""The worker processes of a live program, and the cameras of each, which may change while they run."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from models import Site
from models.norms import Profile
from pipeline.live.camera_group import GroupChange
from pipeline.live.group import GroupTask, LiveOptions, watch_group
from pipeline.live.supervisor import SupervisedWorker, SupervisionLimits


@dataclass
class FleetSettings:
    """Everything of a worker that does not change: where it stores, how it looks, and how it is supervised.

    `lead` gives the lead of the clock at a start, seconds; `cores` is what all workers together may use.
    """

    database: str
    data: Path
    options: LiveOptions
    say: Callable[[str], None]
    lead: Callable[[], float]
    cores: float
    supervision: SupervisionLimits = field(default_factory=SupervisionLimits)


class LiveFleet:
    """At most `most` workers with a part of the cameras each; `counts` has the number of cameras by worker."""

    def __init__(self, site: Site, norms: Profile, most: int, settings: FleetSettings) -> None:
        self.site, self._norms, self._settings = site, norms, settings
        ids = [camera.id for camera in site.cameras]
        count = max(1, min(len(ids), most))
        self._cameras = [tuple(ids[i::count]) for i in range(count)]
        self.workers = [self._worker(i) for i in range(count)]
        self.counts = dict(zip(self.workers, map(len, self._cameras), strict=True))

    def change(self, site: Site, norms: Profile) -> str:
        """Give each worker its cameras of the changed site; returns a line about them for the operator."""
        told = _told(self.site, site)
        self.site, self._norms = site, norms
        ids = [camera.id for camera in site.cameras]
        self._cameras = [tuple(key for key in mine if key in ids) for mine in self._cameras]
        known = {key for mine in self._cameras for key in mine}
        for key in (key for key in ids if key not in known):
            least = min(range(len(self._cameras)), key=lambda i: len(self._cameras[i]))
            self._cameras[least] += (key,)
        for worker, mine in zip(self.workers, self._cameras, strict=True):
            self.counts[worker], worker.name = len(mine), " ".join(mine)
            worker.send(GroupChange(site, norms, mine))
        return told

    def _worker(self, number: int) -> SupervisedWorker:
        use = self._settings
        name = " ".join(self._cameras[number])
        return SupervisedWorker(
            name, lambda: partial(watch_group, self._task(number)), use.say, use.supervision
        )

    def _task(self, number: int) -> GroupTask:
        use, mine = self._settings, self._cameras[number]
        share = use.cores * max(len(mine), 1) / len(self.site.cameras)
        return GroupTask(
            self.site, self._norms, mine, use.database, use.data, use.options, os.getpid(), share, use.lead()
        )


def _told(before: Site, after: Site) -> str:
    """The cameras that came, went and changed."""
    old, new = ({camera.id: camera for camera in site.cameras} for site in (before, after))
    parts = {
        "added": [key for key in new if key not in old],
        "removed": [key for key in old if key not in new],
        "changed": [key for key in new if key in old and new[key] != old[key]],
    }
    said = "; ".join(f"{what} {', '.join(keys)}" for what, keys in parts.items() if keys)
    return f"the site has changed: {said or 'its hours, norms or names'}"
