"""Headers of video files: opening, properties, and the reason when a file cannot be opened."""

import math
import struct
from datetime import datetime
from pathlib import Path

import av
from av import VideoFrame
from av.container import InputContainer
from av.error import FFmpegError
from av.video.stream import VideoStream

from vision.errors import VisionError
from vision.sources.base import SourceInfo
from vision.sources.decoding import Decoder, main_stream, packets
from vision.sources.picture import Orientation, pixel_shape, shown_size

# Containers of recordings. Playlists are excluded: they name other files and addresses, and a recording from a
# stranger must not make the program open those.
CONTAINERS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,gif,flv,asf,h264,hevc,m4v,mjpeg,ivf,ogg,dv,mxf,"
    "nut,rm,av1,obu,apng"
)
# Cameras without a clock write 1904 or 1970.
OLDEST_START = datetime.fromisoformat("1990-01-01T00:00:00+00:00").timestamp()


def open_container(path: Path) -> InputContainer:
    """The opened file; raises VisionError with the reason in one line."""
    try:
        return av.open(
            f"file:{path}",
            container_options={"format_whitelist": CONTAINERS, "protocol_whitelist": "file"},
            metadata_errors="replace",
        )
    except FileNotFoundError as error:
        raise VisionError(f"{path}: no such file") from error
    except (FFmpegError, OSError, ValueError) as error:
        raise VisionError(f"{path}: {_why_not(path)}") from error


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


def describe(path: Path, container: InputContainer, stream: VideoStream, start: float | None) -> SourceInfo:
    """The properties from the header and the first picture; raises VisionError without a first picture."""
    picture = _first_picture(path, container, stream)
    orientation = Orientation.of(picture)
    width, height = shown_size(picture.width, picture.height, pixel_shape(stream), orientation)
    duration = _duration(container, stream)
    created = _creation_time(container, stream)
    # A recorder writes to the file until the recording ends.
    guessed = path.stat().st_mtime - (duration if math.isfinite(duration) else 0.0)
    return SourceInfo(
        kind="video",
        width=width,
        height=height,
        codec=stream.codec_context.name,
        duration_s=duration,
        start=next(t for t in (start, created, guessed) if t is not None),
        start_known=start is not None or created is not None,
    )


def _first_picture(path: Path, container: InputContainer, stream: VideoStream) -> VideoFrame:
    decoder = Decoder(stream)
    for packet in packets(container, stream):
        for picture in decoder.pictures(packet, wanted=True) or []:
            return picture
    raise VisionError(f"{path}: not one picture can be read: the file is damaged")


def _duration(container: InputContainer, stream: VideoStream) -> float:
    """Seconds of video according to the file; NaN when it gives none."""
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


def _creation_time(container: InputContainer, stream: VideoStream) -> float | None:
    for tags in (container.metadata, stream.metadata):
        try:
            created = datetime.fromisoformat(tags.get("creation_time", ""))
        except ValueError:
            continue
        if created.tzinfo is not None and created.timestamp() > OLDEST_START:
            return created.timestamp()
    return None
