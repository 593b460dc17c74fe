"""What an analysis hands to the store, and what the store answers."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from models.errors import ModelError
from models.events import Coverage, Event
from models.site import Site


@dataclass(frozen=True, slots=True)
class Stamp:
    """The profile that judged: its name, the hash of its content, and its resolved YAML."""

    name: str
    hash: str
    document: str


@dataclass(frozen=True, slots=True)
class FootageSource:
    """Where pictures came from. `start` is UTC seconds; `duration_s` and `size` (bytes) None when not known.

    `fingerprint` tells footage apart, not the name: `fingerprint(path)` for a file, `live:...` for a session.
    `start_known` is False where only the date of the file says when it was made.
    """

    camera: str
    name: str
    path: str
    fingerprint: str
    start: float
    duration_s: float | None = None
    size: int | None = None
    start_known: bool = True


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """An event with its clip and poster, paths relative to the data folder, None while not cut."""

    event: Event
    clip: str | None = None
    poster: str | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was found in one piece of footage.

    `complete` is False while more of the same footage comes (a live session): nothing is taken away then.
    """

    site: Site
    footage: FootageSource
    findings: tuple[FoundEvent, ...]
    coverage: tuple[Coverage, ...] = ()
    profile: Stamp | None = None
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving did. `event_ids` are in the order of the findings, `counter_ids` by the site's keys.

    `removed` counts unreviewed events that are gone, `lost` reviewed ones now marked as no longer found.
    """

    recording_id: int
    counter_ids: Mapping[str, int]
    event_ids: tuple[int, ...]
    added: int
    changed: int
    removed: int
    lost: int


def fingerprint(path: Path) -> str:
    """SHA-256 of a file's content, hexadecimal; raises ModelError when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"{path}: cannot read the file: {error.strerror}") from error


def check(analysis: Analysis) -> None:
    """Raise ModelError when an event or coverage names a camera or counter that the site does not have."""
    name, camera = analysis.footage.name, analysis.footage.camera
    cameras = {c.id: {k.id for k in c.counters} for c in analysis.site.cameras}
    if camera not in cameras:
        raise ModelError(f"{name}: site {analysis.site.site!r} has no camera {camera!r}")
    named = {(f.event.camera, f.event.counter) for f in analysis.findings}
    named |= {(c.camera, c.counter) for c in analysis.coverage}
    for of_camera, counter in sorted(named):
        if of_camera != camera:
            raise ModelError(f"{name}: an event of camera {of_camera!r} in a recording of camera {camera!r}")
        if counter not in cameras[camera]:
            raise ModelError(f"{name}: camera {camera!r} has no counter {counter!r}")
