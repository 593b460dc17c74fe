"""The results of an analysis as the store takes them, and the answer of the store."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from models import Coverage, Event, ModelError, Seal, Site


@dataclass(frozen=True, slots=True)
class Stamp:
    """A profile that judged: its name, the hash of its content, and its resolved YAML."""

    name: str
    hash: str
    document: str


@dataclass(frozen=True, slots=True)
class FootageSource:
    """The source of the pictures. `start` is UTC seconds; `duration_s` and `size` (bytes) are None if unknown.

    `fingerprint` identifies footage, not the name: `fingerprint(path)` for a file, `live:...` for a session.
    `start_known` is False if the start is the date of the file.
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
    """An event with its clip and poster, paths relative to the data folder, None while not cut.

    `fresh` is False for files that lay there before: their seals are taken for a new event only, so that a file that
    was changed since is not sealed again. `withdrawn` when a live camera found the event before, and what it saw since
    says that there was none.
    """

    event: Event
    clip: str | None = None
    poster: str | None = None
    clip_seal: Seal | None = None
    poster_seal: Seal | None = None
    fresh: bool = True
    withdrawn: bool = False

    @classmethod
    def cut(cls, event: Event, data: Path, files: tuple[Path, Path], *, fresh: bool) -> "FoundEvent":
        """An event whose clip and poster lie below the folder `data`, with their paths and seals as they are kept."""
        clip, poster = (file.relative_to(data).as_posix() for file in files)
        seals = [Seal.of(data, file) if file.exists() else None for file in files]
        return cls(event, clip, poster, seals[0], seals[1], fresh)

    def seals(self, *, new: bool) -> list[tuple[str, Seal]]:
        """The seals to be kept, each with its kind of file; `new` where the event was not kept before."""
        both = (("clip", self.clip_seal), ("poster", self.poster_seal))
        return [(kind, seal) for kind, seal in both if seal is not None and (self.fresh or new)]


@dataclass(frozen=True, slots=True)
class Analysis:
    """The results for one piece of footage.

    `complete` is False while more of the same footage comes (a live session): no event is removed then but those that
    are `withdrawn`.
    """

    site: Site
    footage: FootageSource
    findings: tuple[FoundEvent, ...]
    coverage: tuple[Coverage, ...] = ()
    profile: Stamp | None = None
    complete: bool = True
    withdrawn: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """The result of saving. `event_ids` are in the order of the events, `counter_ids` by the site's keys.

    `removed` counts unreviewed events that were deleted, `lost` reviewed events that are now marked as no longer found.
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
