"""When recordings begin: the time that the operator gives, and what the files' own clocks say to it."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline.errors import PipelineError
from vision.core import Basis, limit
from vision.sources.images import STAMP
from vision.sources.opening import SourceInfo

DescribedFile = tuple[Path, SourceInfo]


@dataclass(frozen=True, slots=True)
class OrderLimits:
    """Limits for the clocks of files that are laid end to end."""

    tolerance_s: float = limit(
        10.0,
        "s",
        Basis.STUDY,
        "between two files, beside what their clocks show: creation times are whole seconds, written up "
        "to some seconds before the first picture",
    )
    earliest: int = limit(1990, "year", Basis.CHOICE, "no video recorder is older")
    latest: int = limit(2100, "year", Basis.CHOICE, "no clock that is later is right")
    named: int = limit(3, "files", Basis.CHOICE, "that a line names")


LIMITS = OrderLimits()


@dataclass(frozen=True, slots=True)
class LaidFile:
    """A file that is laid at `start` (UTC s) and lasts `duration_s`, and the start that it states itself."""

    path: Path
    start: float
    duration_s: float
    own: float


def moment(text: str, zone: ZoneInfo) -> float:
    """UTC seconds of an ISO 8601 time, without an offset on the clock of `zone`.

    Raises PipelineError for what is no time, for a time that the zone's clock skipped or showed twice, and for years
    of no recording.
    """
    try:
        time = datetime.fromisoformat(text)
    except ValueError as error:
        raise PipelineError(f"{text!r} is no time; write it like 2026-11-23T09:00:00") from error
    if not LIMITS.earliest <= time.year < LIMITS.latest:
        raise PipelineError(f"{text}: the year {time.year} is that of no recording; correct --start")
    if time.tzinfo is None:
        _raise_unless_clear(text, time, zone)
        time = time.replace(tzinfo=zone)
    return time.timestamp()


def _raise_unless_clear(text: str, time: datetime, zone: ZoneInfo) -> None:
    first, second = (time.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0) != time:
        raise PipelineError(
            f"{text} does not exist in {zone.key}: the clocks were put forward over it; correct --start"
        )
    raise PipelineError(
        f"{text} came twice in {zone.key}, when the clocks were put back: write {first.isoformat()} or"
        f" {second.isoformat()} to --start"
    )


def future_note(start: float, now: float, zone: ZoneInfo) -> str | None:
    """A line if the recordings would begin after `now` (UTC s)."""
    if start <= now:
        return None
    return f"--start {_clock(start, zone)} is in the future: if it is wrong, so are all times of these recordings"


def laid(files: Sequence[DescribedFile], start: float, zone: ZoneInfo) -> list[LaidFile]:
    """The files laid end to end from `start` (UTC s), as far as their lengths are known; those with a clock.

    If no file states when it was made, the times in their names count, on the clock of `zone`.
    """
    stated = any(info.start_known for _, info in files)
    found = []
    for path, info in files:
        own = (info.start if info.start_known else None) if stated else named_time(path, zone)
        if own is not None:
            found.append(LaidFile(path, start, info.duration_s, own))
        start += info.duration_s
        if math.isnan(start):
            break
    return found


def named_time(path: Path, zone: ZoneInfo) -> float | None:
    """UTC seconds of the time that a recorder wrote into the file's name, on the clock of `zone`; None without one."""
    found = STAMP.search(path.stem)
    try:
        return datetime(*map(int, found.groups()[:6]), tzinfo=zone).timestamp() if found else None  # type: ignore[misc,arg-type]
    except ValueError:
        return None


def order_note(files: Sequence[LaidFile], zone: ZoneInfo, limits: OrderLimits | None = None) -> str | None:
    """A line that names the files of a camera whose own clocks contradict the order; None if they agree."""
    wrong = list(_contradicting(files, (limits or OrderLimits()).tolerance_s))
    if not wrong:
        return None
    named = "; ".join(
        f"{file.path.name} began at {_clock(file.own, zone)} by its own clock and is laid at"
        f" {_clock(file.start, zone)}"
        for file in wrong[: LIMITS.named]
    )
    more = f"; and {len(wrong) - LIMITS.named} more" if len(wrong) > LIMITS.named else ""
    return (
        f"{named}{more}: the files are out of order or leave holes; give them in the order of their clocks, or"
        " leave --start out, so that each keeps its own time"
    )


def _contradicting(files: Sequence[LaidFile], tolerance_s: float) -> Iterator[LaidFile]:
    """The files that do not follow the one before as their clocks say.

    Some recorders state the begin of a file and others its end, so either may agree.
    """
    for before, file in pairwise(files):
        apart = file.own - before.own
        begins = file.start - before.start
        ends = begins + file.duration_s - before.duration_s
        if all(abs(apart - expected) > tolerance_s for expected in (begins, ends)):
            yield file


def _clock(moment_s: float, zone: ZoneInfo) -> str:
    return f"{datetime.fromtimestamp(moment_s, zone):%Y-%m-%d %H:%M:%S}"
