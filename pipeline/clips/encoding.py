"""Encoding a clip that every browser plays."""

import hashlib
import os
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import av
import cv2
from av.error import FFmpegError
from av.video.stream import VideoStream

from pipeline.clips.staff_heads import HEADS, StaffHeads
from pipeline.errors import PipelineError
from vision.core import Image

TICKS = 90_000  # a second; divides into every usual frame rate
# H.264 High, 8 bit 4:2:0, is what Safari and Chromium decode in hardware; one thread, so that the same pictures
# give the same bytes. veryfast costs half of medium for a tenth more bytes.
ENCODER = {"preset": "veryfast", "crf": "25", "profile": "high", "threads": "1"}
KEY_EVERY_S = 2.0  # how far a player has to decode when the slider is moved
POSTER_QUALITY = 82


class ClipWriter:
    """Writes a clip and its poster beside their places, and moves them there when they are complete."""

    def __init__(self, path: Path, rate: float, note: str) -> None:
        self._path = path
        self._temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        self._poster = path.with_suffix(".jpg")
        self._rate, self._note = rate, note
        self._first: float | None = None
        self._stream: VideoStream | None = None
        self.staff_heads: StaffHeads | None = None
        """Written into the clip, so that a copy without faces can be made of it; set before the first picture."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._out = av.open(
                str(self._temporary), "w", format="mp4", container_options={"movflags": "faststart"}
            )
        except (OSError, FFmpegError) as error:
            raise PipelineError(f"{path}: the clip cannot be written: {error}") from error

    def write(self, image: Image, time: float) -> None:
        """Append a picture, taken at `time` (seconds, increasing)."""
        image = image[: image.shape[0] // 2 * 2, : image.shape[1] // 2 * 2]  # 4:2:0 has no odd sizes
        if self._stream is None or self._first is None:
            self._stream, self._first = self._opened(image, time), time
        picture = av.VideoFrame.from_ndarray(image, format="bgr24").reformat(
            format="yuv420p", dst_colorspace="ITU601", threads=1
        )
        picture.pts, picture.time_base = round((time - self._first) * TICKS), Fraction(1, TICKS)
        self._out.mux(self._stream.encode(picture))

    def poster(self, image: Image) -> None:
        """Make this picture the poster."""
        encoded, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, POSTER_QUALITY])
        if encoded:
            temporary = self._poster.with_name(f".{self._poster.name}.{os.getpid()}.tmp")
            temporary.write_bytes(data.tobytes())
            temporary.replace(self._poster)

    def finish(self) -> bool:
        """Put the clip in its place; False, and nothing there, when no picture was written."""
        try:
            if self._stream is not None:
                self._out.mux(self._stream.encode())
            self._out.close()
            if self._stream is None:
                return False
            self._temporary.replace(self._path)
            return True
        except (OSError, FFmpegError) as error:
            raise PipelineError(f"{self._path}: the clip cannot be written: {error}") from error
        finally:
            self._temporary.unlink(missing_ok=True)

    def abandon(self) -> None:
        """Remove the unfinished files."""
        with suppress(FFmpegError):
            self._out.close()
        self._temporary.unlink(missing_ok=True)

    def _opened(self, image: Image, first: float) -> VideoStream:
        self._out.metadata["comment"] = self._note
        if self.staff_heads is not None:
            self._out.metadata[HEADS] = self.staff_heads.told(first)
        stream = self._out.add_stream(
            "libx264", rate=Fraction(self._rate).limit_denominator(1000), options=dict(ENCODER)
        )
        stream.height, stream.width = image.shape[:2]
        stream.pix_fmt = "yuv420p"
        stream.codec_context.gop_size = max(1, round(KEY_EVERY_S * self._rate))
        stream.codec_context.time_base = Fraction(1, TICKS)
        stream.time_base = Fraction(1, TICKS)
        return stream


def note_of(path: Path) -> str | None:
    """The note that was written into a clip when it was made; None when there is no such clip."""
    try:
        with av.open(str(path), metadata_errors="replace") as clip:
            return clip.metadata.get("comment")
    except (FFmpegError, OSError, ValueError):
        return None


def sha256_of(path: Path) -> str:
    """Hex digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
