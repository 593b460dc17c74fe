"""Times of the pictures in a saved multipart MJPEG stream, which some cameras write before every picture."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

_CHUNK, _OVERLAP = 1 << 20, 256  # bytes; a header line is shorter than the overlap
_HEAD = 1 << 16
_STAMP = re.compile(
    rb"^(?:x-)?time-?stamp:[ \t]*(\d{1,17}(?:\.\d{1,9})?)[ \t]*\r?\n", re.IGNORECASE | re.MULTILINE
)


def part_times(path: Path) -> list[float]:
    """Seconds in the `X-Timestamp` of every part, in order; empty without them, or when they do not increase.

    Cameras write Unix seconds, milliseconds or microseconds.
    """
    with path.open("rb") as file:
        if not _STAMP.search(file.read(_HEAD)):
            return []
    times = [float(number) for number in _numbers(path)]
    unit = next((unit for unit in (1e6, 1e3) if times[0] / unit > 1e8), 1.0)
    increasing = all(earlier < later for earlier, later in pairwise(times))
    return [time / unit for time in times] if increasing else []


def _numbers(path: Path) -> Iterator[bytes]:
    """The numbers of all stamps, each one once, in bounded memory."""
    with path.open("rb") as file:
        rest = b""
        while chunk := file.read(_CHUNK):
            text, end = rest + chunk, 0
            for found in _STAMP.finditer(text):
                yield found[1]
                end = found.end()
            rest = text[max(end, len(text) - _OVERLAP) :]
