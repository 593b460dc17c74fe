"""Recordings for tests: each picture shows its own number, so that a test can tell which one it received."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

from vision.core import Image

TICKS = 1000  # a second
BITS = 10


def numbered(number: int, size: tuple[int, int] = (160, 120)) -> Image:
    """A picture with `number` as ten black or white blocks along its top, a red corner at its lower left."""
    width, height = size
    picture = np.full((height, width, 3), 128, np.uint8)
    block = width // BITS
    for bit in range(BITS):
        picture[: height // 4, bit * block : (bit + 1) * block] = 255 if number >> bit & 1 else 0
    picture[-height // 4 :, : width // 4] = (0, 0, 255)
    cv2.circle(picture, (width // 2 + number % 50, height // 2), height // 8, (200, 200, 40), -1)
    return picture


def number_of(picture: Image) -> int:
    """The number that an upright `numbered` picture shows."""
    height, width = picture.shape[:2]
    block = width / BITS
    row = picture[height // 8].mean(axis=1)
    return sum(1 << bit for bit in range(BITS) if row[int((bit + 0.5) * block)] > 128)


def record(
    path: Path,
    times: Sequence[float],
    *,
    codec: str = "libx264",
    size: tuple[int, int] = (160, 120),
    key_every: int = 10,
    container: dict[str, str] | None = None,
    form: str | None = None,
    rotation: int = 0,
    mirrored: bool = False,
    pixel: Fraction | None = None,
    tags: dict[str, str] | None = None,
    audio_s: float = 0.0,
) -> Path:
    """Write picture number i at `times[i]` seconds."""
    with av.open(str(path), "w", format=form, container_options=container or {}) as out:
        out.metadata.update(tags or {})
        stream = out.add_stream(codec, rate=25, time_base=Fraction(1, TICKS))
        stream.width, stream.height = size
        stream.pix_fmt = {"gif": "rgb8", "mjpeg": "yuvj420p"}.get(codec, "yuv420p")
        stream.codec_context.gop_size = key_every
        stream.codec_context.time_base = Fraction(1, TICKS)
        stream.options = {"libx265": {"x265-params": "log-level=none"}, "libx264": {"crf": "20"}}.get(
            codec, {}
        )
        if pixel is not None:
            stream.codec_context.sample_aspect_ratio = pixel
        if rotation or mirrored:
            stream.set_display_rotation(rotation, mirrored)
        sound = out.add_stream("aac", rate=16000) if audio_s else None
        for number, time in enumerate(times):
            frame = av.VideoFrame.from_ndarray(numbered(number, size), format="bgr24")
            frame.pts, frame.time_base = round(time * TICKS), Fraction(1, TICKS)
            out.mux(stream.encode(frame.reformat(format=stream.pix_fmt)))
        out.mux(stream.encode())
        if sound is not None:
            silence = av.AudioFrame.from_ndarray(
                np.zeros((1, int(audio_s * 16000)), np.float32), "fltp", "mono"
            )
            silence.sample_rate, silence.pts = 16000, 0
            out.mux(sound.encode(silence))
            out.mux(sound.encode())
    return path


def steady(seconds: float, rate: float = 25) -> list[float]:
    """Times of `rate` pictures a second."""
    return [i / rate for i in range(round(seconds * rate))]
