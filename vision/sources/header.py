"""Headers of video files: opening, properties, and the reason when a file cannot be opened."""

import math
import re
import struct
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path

import av
from av import VideoFrame
from av.container import InputContainer
from av.error import FFmpegError
from av.video.stream import VideoStream

from vision.core import VisionError
from vision.sources.base import SourceInfo
from vision.sources.containers import CONTAINERS, UNTIMED
from vision.sources.decoding import Decoder, main_stream, packets
from vision.sources.picture import Orientation, pixel_shape, shown_size

SEARCHED = 1 << 21  # bytes; key pictures are a few megabytes apart at most
# The parameter sets with which streams begin: kind of unit, then profile or layer (H.264, 7.3.1; H.265, 7.3.1.2).
PARAMETER_SETS = {
    "h264": re.compile(rb"\x00\x00\x01[\x27\x47\x67][\x42\x4d\x58\x64\x6e\x7a\xf4]", re.DOTALL),
    "hevc": re.compile(rb"\x00\x00\x01[\x40\x42]\x01", re.DOTALL),
}
# Cameras without a clock write 1904 or 1970.
OLDEST_START = datetime.fromisoformat("1990-01-01T00:00:00+00:00").timestamp()


@dataclass(frozen=True, slots=True)
class FileClock:
    """The facts from outside that a file's own clock depends on.

    `start` is the UTC time of the first picture if it is known, `zone` the zone of clocks that state none.
    """

    start: float | None = None
    zone: tzinfo | None = None

    def listed(self, times: Sequence[float]) -> "FileClock":
        """The same with the first of the times that were listed beside the pictures, if it is a date."""
        return (
            replace(self, start=times[0])
            if times and times[0] > OLDEST_START and self.start is None
            else self
        )

    def local(self, digits: float) -> float | None:
        """UTC seconds of a time of day on the recorder's wall clock, given as if it were UTC; None without a zone."""
        if self.zone is None or digits < OLDEST_START:
            return None
        return datetime.fromtimestamp(digits, UTC).replace(tzinfo=self.zone).timestamp()


def open_container(path: Path) -> InputContainer:
    """The opened file; raises VisionError with the reason in one line."""
    try:
        return _opened(path)
    except FileNotFoundError as error:
        raise VisionError(f"{path}: no such file") from error
    except (FFmpegError, OSError, ValueError) as error:
        within = _stream_within(path)
        if within is not None:
            with suppress(FFmpegError, OSError, ValueError):
                return _opened(path, within)
        raise VisionError(f"{path}: {_why_not(path)}") from error


def _opened(path: Path, form: str | None = None) -> InputContainer:
    return av.open(
        f"file:{path}",
        format=form,
        container_options={"format_whitelist": CONTAINERS, "protocol_whitelist": "file"},
        metadata_errors="replace",
    )


def _stream_within(path: Path) -> str | None:
    """The format of the bare stream between the private headers of a vendor's file; None without one.

    A file that no reader knows may have lost its beginning, or have a maker's own frames around an H.264 stream.
    """
    with suppress(OSError), path.open("rb") as file:
        head = file.read(SEARCHED)
        if head[4:8] != b"ftyp":
            return next((form for form, begin in PARAMETER_SETS.items() if begin.search(head)), None)
    return None


def _why_not(path: Path) -> str:
    """The reason why no reader accepts the file, for a person."""
    try:
        with path.open("rb") as file:
            head = file.read(12)
            if not head:
                return "the file is empty"
            if head[4:8] == b"ftyp" and not _has_index(path):
                return "the recording was cut off before its index (moov) was written, so nothing can be read"
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    return "is not a video file that can be read"


def _has_index(path: Path) -> bool:
    with path.open("rb") as file:
        while head := file.read(8):
            try:
                size, name = struct.unpack(">I4s", head)
                if size == 1:
                    size = struct.unpack(">Q", file.read(8))[0] - 8
            except struct.error:
                return False
            if name == b"moov":
                return True
            if size < 8:
                return False
            file.seek(size - 8, 1)
    return False


def main_video(container: InputContainer, path: Path) -> VideoStream:
    """The main video stream; raises VisionError without one."""
    stream = main_stream(container)
    if stream is None:
        raise VisionError(f"{path}: there is no video in this file")
    return stream


def describe(path: Path, container: InputContainer, stream: VideoStream, clock: FileClock) -> SourceInfo:
    """The properties from the header and the first picture; raises VisionError without a first picture."""
    picture = _first_picture(path, container, stream)
    orientation = Orientation.of(picture)
    width, height = shown_size(picture.width, picture.height, pixel_shape(stream), orientation)
    duration = _duration(container, stream)
    own = _own_start(container, stream, clock)
    # A recorder writes to the file until the recording ends.
    guessed = path.stat().st_mtime - (duration if math.isfinite(duration) else 0.0)
    return SourceInfo(
        kind="video",
        width=width,
        height=height,
        codec=stream.codec_context.name,
        duration_s=duration,
        start=guessed if own is None else own,
        start_known=own is not None,
    )


def _first_picture(path: Path, container: InputContainer, stream: VideoStream) -> VideoFrame:
    decoder = Decoder(stream)
    for packet in packets(container, stream):
        for picture in decoder.pictures(packet, wanted=True) or []:
            return picture
    raise VisionError(f"{path}: not one picture can be read: the file is damaged")


def _duration(container: InputContainer, stream: VideoStream) -> float:
    """Seconds of video according to the file; NaN when it gives none."""
    if container.format.name in UNTIMED:
        return math.nan  # the reader guesses it from the file's size
    if stream.duration and stream.time_base:
        # The reader invents a duration for a truncated AVI; the count in the header is in the same unit.
        avi = container.format.name == "avi"
        return float(max(stream.duration, stream.frames if avi else 0) * stream.time_base)
    tag = stream.metadata.get("DURATION", "")  # Matroska writes 00:01:02.345000000
    try:
        hours, minutes, rest = tag.split(":")
        return int(hours) * 3600 + int(minutes) * 60 + float(rest)
    except ValueError:
        return container.duration / av.time_base if container.duration else math.nan


def _own_start(container: InputContainer, stream: VideoStream, clock: FileClock) -> float | None:
    """UTC seconds of the first picture as given or as the file states it; None when it does not."""
    if clock.start is not None:
        return clock.start
    if container.format.name == "dhav" and stream.start_time and stream.time_base:
        return clock.local(float(stream.start_time * stream.time_base))
    return _creation_time(container, stream)


def _creation_time(container: InputContainer, stream: VideoStream) -> float | None:
    for tags in (container.metadata, stream.metadata):
        try:
            created = datetime.fromisoformat(tags.get("creation_time", ""))
        except ValueError:
            continue
        if created.tzinfo is not None and created.timestamp() > OLDEST_START:
            return created.timestamp()
    return None
