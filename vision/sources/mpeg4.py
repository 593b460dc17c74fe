"""The rate of a bare MPEG-4 stream, read from the times in its pictures' headers (ISO 14496-2, 6.2.3 and 6.2.5)."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median

from vision.sources.h264 import Bits

_READ = 1 << 22  # bytes; the first second of any stream is shorter
_VOP = 0xB6
_EXTENDED_ASPECT, _VBV_BITS = 15, 79


def mpeg4_rate(path: Path) -> float | None:
    """Pictures a second by the headers of the first second of pictures; None without readable headers."""
    with path.open("rb") as file:
        data = file.read(_READ)
    resolution, times = 0, list[int]()
    for kind, unit in _units(data):
        if 0x20 <= kind <= 0x2F:
            resolution = _resolution(unit)
        elif kind == _VOP and resolution:
            whole_seconds, ticks = _time(unit, resolution)
            if whole_seconds and len(times) > 1:
                break  # the next second, in which the ticks start anew
            times.append(ticks)
    ordered = sorted(set(times))
    steps = [later - earlier for earlier, later in pairwise(ordered)]
    return resolution / median(steps) if steps else None


def _units(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The kind and the first bytes of every unit."""
    at = data.find(b"\0\0\1")
    while 0 <= at < len(data) - 4:
        yield data[at + 3], data[at + 4 : at + 64]
        at = data.find(b"\0\0\1", at + 3)


def _resolution(unit: bytes) -> int:
    """Ticks a second of a video object layer."""
    bits = Bits(unit)
    bits.take(9)
    if bits.take(1):
        bits.take(7)
    if bits.take(4) == _EXTENDED_ASPECT:
        bits.take(16)
    if bits.take(1):
        bits.take(3)
        if bits.take(1):
            bits.take(_VBV_BITS)
    bits.take(3)
    return bits.take(16)


def _time(unit: bytes, resolution: int) -> tuple[int, int]:
    """Whole seconds since the reference picture before, and ticks of that second."""
    bits = Bits(unit)
    bits.take(2)
    whole_seconds = 0
    while bits.take(1) and whole_seconds < 60:
        whole_seconds += 1
    bits.take(1)
    return whole_seconds, bits.take(max(1, (resolution - 1).bit_length()))
