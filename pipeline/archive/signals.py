"""The archive of signals: DATA/signals/CAMERA/YYYY-MM-DD.parquet, a file for each camera and day of the site.

It allows any past day to be judged again, with new rules and without the video.
"""

import fcntl
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from pipeline.archive.parquet_file import counters_of, load, save
from pipeline.errors import PipelineError
from vision.core import Basis, Signals, limit


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """Limits of names in the archive."""

    name_bytes: int = limit(200, "bytes", Basis.CHOICE, "file systems allow 255, and a suffix follows")
    hash_letters: int = limit(16, "letters", Basis.CHOICE, "of SHA-256 tell names apart that are too long")


LIMITS = ArchiveLimits()


def write_signals(
    data: Path, camera: str, signals: Mapping[str, Signals], zone: ZoneInfo, *, supersede: bool = False
) -> list[Path]:
    """Add each counter's rows to the files of their days, by the site's clock; returns the written files.

    A row of the same counter and time takes the place of the old one, so writing the same again changes
    nothing. With `supersede` all old rows of the counter between the first and the last new one go: a
    recording that is analysed again replaces what was seen before, also when it was looked at in other
    moments. Several processes may write and read at once. Raises PipelineError for a place that cannot be
    written or an old file that is damaged.
    """
    days: dict[date, dict[str, Signals]] = {}
    for counter, rows in signals.items():
        for day, part in split_days(rows, zone):
            days.setdefault(day, {})[counter] = part
    return [_add(data, camera, day, parts, supersede) for day, parts in sorted(days.items())]


def read_signals(data: Path, camera: str, day: date) -> dict[str, Signals]:
    """counter -> its signals of that day; {} without stored signals. Raises PipelineError when damaged."""
    return load(day_file(data, camera, day), camera)


def read_span(data: Path, camera: str, start: float, end: float, zone: ZoneInfo) -> dict[str, Signals]:
    """counter -> its signals in [start, end), UTC seconds, of any days. Raises as `read_signals`."""
    found: dict[str, Signals] = {}
    for day in _days(start, end, zone):
        for counter, rows in read_signals(data, camera, day).items():
            part = _rows(rows, (rows.time >= start) & (rows.time < end))
            if len(part):
                found[counter] = merge(found[counter], part) if counter in found else part
    return found


def archived_days(data: Path, camera: str) -> list[date]:
    """The days with stored signals, in order."""
    return sorted(date.fromisoformat(file.stem) for file in _folder(data, camera).glob("????-??-??.parquet"))


def day_file(data: Path, camera: str, day: date) -> Path:
    """The path of the signals of a camera's day."""
    return _folder(data, camera) / f"{day.isoformat()}.parquet"


def safe_name(name: str) -> str:
    """A folder name for any camera id: letters of any script, digits, `-` and `_` stay, the rest becomes %XX.

    Different ids have different names; a name too long for a file system ends in a hash of the id.
    """
    if not name:
        raise PipelineError(
            "a camera without an id has no place in the archive: give it one in the site file"
        )
    quoted = "".join(c if c.isalnum() or c in "-_" else _percent(c) for c in name)
    if len(quoted.encode()) <= LIMITS.name_bytes:
        return quoted
    short = quoted.encode()[: LIMITS.name_bytes - LIMITS.hash_letters - 1].decode(errors="ignore")
    return f"{short}~{hashlib.sha256(name.encode()).hexdigest()[: LIMITS.hash_letters]}"


@dataclass(frozen=True, slots=True)
class ArchiveSize:
    """The size of the archive: files, counter-days (a counter on a day) and bytes on disk."""

    files: int
    counter_days: int
    bytes: int

    @property
    def bytes_per_counter_day(self) -> float:
        """Mean size of one counter's day; NaN for an empty archive."""
        return self.bytes / self.counter_days if self.counter_days else float("nan")


def archive_size(data: Path) -> ArchiveSize:
    """Count the whole archive; reads the files' footers alone."""
    files = sorted((data / "signals").glob("*/????-??-??.parquet"))
    return ArchiveSize(len(files), sum(map(counters_of, files)), sum(file.stat().st_size for file in files))


def split_days(rows: Signals, zone: ZoneInfo) -> Iterator[tuple[date, Signals]]:
    """The rows of each day of the zone, midnight to midnight, in order; days without rows are left out."""
    if not len(rows):
        return
    for day in _days(rows.time[0], rows.time[-1], zone):
        part = _rows(
            rows, (rows.time >= _midnight(day, zone)) & (rows.time < _midnight(day + timedelta(1), zone))
        )
        if len(part):
            yield day, part


def merge(old: Signals, new: Signals, *, supersede: bool = False) -> Signals:
    """Both, in the order of time; at the same time (with `supersede`: within the new span) the new counts.

    A column that one of them lacks is NaN there.
    """
    stale = np.isin(old.time, new.time)
    if supersede:
        stale = (old.time >= new.time[0]) & (old.time <= new.time[-1])
    kept = _rows(old, ~stale)
    order = np.argsort(np.append(kept.time, new.time), kind="stable")
    names = sorted({*kept.columns, *new.columns})
    columns = {name: np.append(_column(kept, name), _column(new, name))[order] for name in names}
    return Signals(np.append(kept.time, new.time)[order], columns)


def _add(data: Path, camera: str, day: date, parts: Mapping[str, Signals], supersede: bool) -> Path:
    path = day_file(data, camera, day)
    with _only_writer(path.parent):
        rows = load(path, camera)
        for counter, part in parts.items():
            rows[counter] = merge(rows[counter], part, supersede=supersede) if counter in rows else part
        save(path, camera, rows)
    return path


@contextmanager
def _only_writer(folder: Path) -> Iterator[None]:
    """One writer at a time for a camera, also across processes; clears what a killed one left."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("w", encoding="ascii")
    except OSError as error:
        raise PipelineError(f"{folder}: cannot write the signals: {error.strerror}") from error
    with lock:
        fcntl.flock(
            lock, fcntl.LOCK_EX
        )  # freed when the file is closed, also by the kernel when we are killed
        for left in folder.glob(".*.tmp"):
            left.unlink(missing_ok=True)
        yield


def _folder(data: Path, camera: str) -> Path:
    return data / "signals" / safe_name(camera)


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode())


def _midnight(day: date, zone: ZoneInfo) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()


def _days(start: float, end: float, zone: ZoneInfo) -> Iterator[date]:
    day, last = (datetime.fromtimestamp(moment, zone).date() for moment in (start, end))
    while day <= last:
        yield day
        day += timedelta(1)


def _rows(signals: Signals, mask: np.ndarray) -> Signals:
    return Signals(signals.time[mask], {name: column[mask] for name, column in signals.columns.items()})


def _column(signals: Signals, name: str) -> np.ndarray:
    column = signals.columns.get(name)
    return np.full(len(signals), np.nan, np.float32) if column is None else column
