"""Files of a data folder with their site and time: signals, reports, journals, and clips that no event names."""

import datetime as dt
import fcntl
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from models import day_span
from models.store import StoredCounter
from pipeline.archive.signals import safe_name
from pipeline.clips.clip_span import MOMENT

DAY_S = 86400.0

_Owner = tuple[tuple[str, ...], ZoneInfo]
_NO_SITE: _Owner = ((), ZoneInfo("UTC"))
_PERIODS = {"day": 1, "week": 7, "month": 31}
"""Folders of reports by the days that their period has at most."""


@dataclass(frozen=True, slots=True)
class DatedFile:
    """A file, or a folder of one report, with the keys of the sites it may belong to and its span (UTC seconds).

    `sites` is empty if nothing tells the site: cameras of two sites may share a name, and a site may be gone.
    """

    path: Path
    sites: tuple[str, ...]
    start: float
    end: float


def signal_files(data: Path, places: Iterable[StoredCounter]) -> Iterator[DatedFile]:
    """The signals of each camera's day."""
    owners = _owners(places)
    for path in sorted((data / "signals").glob("*/????-??-??.parquet")):
        sites, zone = owners.get(path.parent.name, _NO_SITE)
        if (day := _day(path.stem)) is not None:
            yield DatedFile(path, sites, *day_span(day, zone))


def report_folders(data: Path, places: Iterable[StoredCounter]) -> Iterator[DatedFile]:
    """The folder of each report, with all its files."""
    owners = {safe_name(one.site): ((one.site,), ZoneInfo(one.timezone)) for one in places}
    for path in sorted((data / "reports").glob("*/*/????-??-??")):
        sites, zone = owners.get(path.parent.parent.name, _NO_SITE)
        length, day = _PERIODS.get(path.parent.name), _day(path.name)
        if length is not None and day is not None:
            start, _ = day_span(day, zone)
            yield DatedFile(path, sites, start, start + length * DAY_S)


def journal_files(data: Path) -> Iterator[DatedFile]:
    """Segments of journals that no live session holds, looks of unfinished recordings, and reports of nightly runs."""
    for folder in sorted((data / "journal").glob("*/*")):
        if folder.is_dir() and not _in_use(folder / ".lock"):
            yield from _by_date(folder.glob("*.log"))
    yield from _by_date((data / "looks").glob("*"))
    yield from _by_date((data / "nightly").glob("run-*.json"))


def orphaned_clips(
    data: Path, places: Iterable[StoredCounter], named: Collection[str]
) -> Iterator[DatedFile]:
    """Clips and posters that no event names: their event was judged away, or a run was killed.

    A file counts from the later of its event and its writing, so that none is taken while it is being stored.
    """
    owners = _owners(places)
    for path in sorted((data / "clips").rglob("*")):
        if path.is_file() and path.relative_to(data).as_posix() not in named:
            start, written = _moment(path), path.stat().st_mtime
            yield DatedFile(path, owners.get(path.parent.name, _NO_SITE)[0], start, max(start, written))


def size_of(path: Path) -> int:
    """Bytes of a file or of all files in a folder; 0 if it is gone."""
    try:
        if path.is_dir():
            return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _owners(places: Iterable[StoredCounter]) -> Mapping[str, _Owner]:
    """The sites of each camera's folder, and the time zone of the first."""
    found: dict[str, _Owner] = {}
    for one in places:
        name = safe_name(one.camera)
        sites, zone = found.get(name, ((), ZoneInfo(one.timezone)))
        found[name] = (tuple(dict.fromkeys((*sites, one.site))), zone)
    return found


def _day(name: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(name)
    except ValueError:
        return None


def _moment(path: Path) -> float:
    """The begin of the event in a clip's name; its date for any other name."""
    try:
        return dt.datetime.strptime(path.name[:16], MOMENT).replace(tzinfo=dt.UTC).timestamp()
    except ValueError:
        return path.stat().st_mtime


def _by_date(paths: Iterable[Path]) -> Iterator[DatedFile]:
    for path in sorted(paths):
        if path.is_file():
            written = path.stat().st_mtime
            yield DatedFile(path, (), written, written)


def _in_use(lock: Path) -> bool:
    """Whether a process holds the lock of a journal."""
    try:
        with lock.open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False
