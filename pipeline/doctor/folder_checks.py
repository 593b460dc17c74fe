"""Checks of the data folder: disk, clock and database."""

import ctypes
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile

from models.store import DATABASE_FILE, ModelError, Patience, is_current, public_address, sqlite_url
from pipeline.doctor.finding import Finding, Level
from vision.core import Basis, limit


@dataclass(frozen=True, slots=True)
class FolderLimits:
    """Limits of a data folder that live cameras write to."""

    free_gb: float = limit(1.0, "GB", Basis.CHOICE, "less is full within hours of an outage of the database")
    day_gb: float = limit(
        0.5, "GB", Basis.CHOICE, "a camera and day of clips, signals and journals, generously"
    )
    days: int = limit(14, "days", Basis.CHOICE, "of room, so that somebody can act")
    written_mb: int = limit(16, "MB", Basis.CHOICE, "written to measure the speed: less than a second")
    slow_mb_s: float = limit(5.0, "MB/s", Basis.CHOICE, "clips of a crowded hour take more")
    syncs: int = limit(10, "writes", Basis.CHOICE, "of a journal record, waited for")
    slow_sync_s: float = limit(0.25, "s", Basis.CHOICE, "journals write every 2 s for each camera")
    database_s: float = limit(3.0, "s", Basis.CHOICE, "to wait for a database that is held")
    ahead_s: float = limit(2.0, "s", Basis.CHOICE, "a time in the future: the clock was set back since")
    unsynchronised: int = limit(5, "state", Basis.STANDARD, "TIME_ERROR of adjtimex(2)")


LIMITS = FolderLimits()
_MB = 1e6
_TIMEX_BYTES = 512  # more than struct timex has


def check_disk(data: Path, cameras: int) -> list[Finding]:
    """Room and speed of the disk of the data folder."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        free_gb = shutil.disk_usage(data).free / _MB / 1000
        return [_room(data, free_gb, cameras), _speed(data)]
    except OSError as error:
        told = f"{data}: cannot be written: {error.strerror or error}"
        return [Finding(Level.FAULT, "data folder", told, "give another folder to --data, or free its disk")]


def _room(data: Path, free_gb: float, cameras: int) -> Finding:
    wanted = LIMITS.days * LIMITS.day_gb * cameras
    told = f"{free_gb:.0f} GB free at {data}"
    if free_gb < LIMITS.free_gb:
        return Finding(Level.FAULT, "disk space", told, "free some, or give another folder to --data")
    if free_gb < wanted:
        more = f"{cameras} cameras fill {wanted:.0f} GB in {LIMITS.days} days at most"
        return Finding(Level.DOUBT, "disk space", told, more)
    return Finding(Level.OK, "disk space", told)


def _speed(data: Path) -> Finding:
    with TemporaryFile(dir=data, buffering=0) as file:
        waits = [_timed(lambda: _synced(file.fileno(), b"\0" * 4096)) for _ in range(LIMITS.syncs)]
        whole_s = _timed(lambda: _synced(file.fileno(), os.urandom(LIMITS.written_mb * 1_000_000)))
    sync_s, speed = median(waits), LIMITS.written_mb / whole_s
    told = f"{speed:.0f} MB/s, a small write is on the disk after {1000 * sync_s:.0f} ms"
    if speed < LIMITS.slow_mb_s or sync_s > LIMITS.slow_sync_s:
        return Finding(Level.DOUBT, "disk speed", told, "results come late: give a faster disk to --data")
    return Finding(Level.OK, "disk speed", told)


def _synced(file: int, content: bytes) -> None:
    os.write(file, content)
    os.fsync(file)


def _timed(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return max(time.perf_counter() - began, 1e-6)


def check_clock(data: Path) -> Finding:
    """Whether the clock is set by network time, and not behind what was written here already."""
    try:
        ahead_s = float((data / "live.clock").read_text("ascii")) - time.time()
    except (OSError, ValueError):
        ahead_s = 0.0
    if ahead_s > LIMITS.ahead_s:
        told = f"{ahead_s:.0f} s behind the time of the last live session"
        return Finding(Level.DOUBT, "clock", told, "set it: live goes on ahead of it until both agree")
    if ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(_TIMEX_BYTES)) == LIMITS.unsynchronised:
        advice = "turn network time on (timedatectl set-ntp true, or chrony), on the host of a container"
        return Finding(Level.DOUBT, "clock", "not known to be synchronised", advice)
    return Finding(Level.OK, "clock", "synchronised")


def check_database(data: Path, address: str | None = None) -> Finding:
    """Whether the database answers, and has the tables of this version; nothing is made or upgraded.

    `address` is that of another database than the one in the data folder.
    """
    url = address or sqlite_url(data / DATABASE_FILE)
    try:
        shown, current = public_address(url), is_current(url, Patience(LIMITS.database_s))
    except ModelError as error:
        return Finding(Level.FAULT, "database", str(error))
    if current is None:
        return Finding(Level.OK, "database", f"{shown}: none yet, made by the first command that needs it")
    if not current:
        advice = "back it up; the next command brings its tables up to date"
        return Finding(Level.DOUBT, "database", f"{shown}: made by an older version", advice)
    return Finding(Level.OK, "database", f"{shown}: answers, tables of this version")
