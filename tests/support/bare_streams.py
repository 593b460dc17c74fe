"""Recordings as recorders export them: streams without a container, DHAV, multipart MJPEG."""

import struct
from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path

import av

from tests.support.numbered_recordings import numbered

SIZE = (160, 128)
CODECS = {"h264": "libx264", "hevc": "libx265", "mjpeg": "mjpeg", "m4v": "mpeg4"}
_DHAV_CODECS = {"h264": 8, "hevc": 12}
_OPTIONS = {"libx265": {"x265-params": "log-level=none"}, "libx264": {"crf": "20"}}


def packets(form: str, count: int, rate: float, *, reordered: bool = True) -> list[bytes]:
    """The coded pictures 0, 1, ... of a stream of this format, whose headers state `rate` if they can."""
    codec = av.CodecContext.create(CODECS[form], "w")
    codec.width, codec.height = SIZE
    codec.pix_fmt = "yuvj420p" if form == "mjpeg" else "yuv420p"
    codec.framerate = Fraction(rate).limit_denominator(1001)
    codec.time_base = 1 / codec.framerate
    codec.gop_size, codec.options = 10, _OPTIONS.get(CODECS[form], {})
    if not reordered:
        codec.max_b_frames = 0
    found = []
    for number in range(count):
        frame = av.VideoFrame.from_ndarray(numbered(number, SIZE), format="bgr24").reformat(
            format=codec.pix_fmt
        )
        frame.pts, frame.time_base = number, codec.time_base
        found += [bytes(packet) for packet in codec.encode(frame)]
    return found + [bytes(packet) for packet in codec.encode(None)]


def bare(path: Path, form: str, count: int = 30, rate: float = 15.0) -> Path:
    """A stream without a container, and so without times."""
    path.write_bytes(b"".join(packets(form, count, rate)))
    return path


def dhav(path: Path, times: Sequence[float], began: datetime, form: str = "h264") -> Path:
    """A Dahua export with picture i at `times[i]` seconds after `began` on the recorder's wall clock."""
    frames = packets(form, len(times), 15, reordered=False)
    path.write_bytes(
        b"".join(
            _dhav_frame(number, data, began + timedelta(seconds=time), _DHAV_CODECS[form])
            for number, (data, time) in enumerate(zip(frames, times, strict=True))
        )
    )
    return path


def _dhav_frame(number: int, data: bytes, at: datetime, codec: int) -> bytes:
    extra = bytes([0x80, 0, SIZE[0] // 8, SIZE[1] // 8, 0x81, 0, codec, 15])
    length = 24 + len(extra) + len(data) + 8
    date = at.second | at.minute << 6 | at.hour << 12 | at.day << 17 | at.month << 22 | (at.year - 2000) << 26
    key = 0xFD if number % 10 == 0 else 0xFC
    head = struct.pack(
        "<4sBBBBIIIHBB",
        b"DHAV",
        key,
        0,
        0,
        0,
        number,
        length,
        date,
        at.microsecond // 1000,
        len(extra),
        0,
    )
    return head + extra + data + struct.pack("<4sI", b"dhav", length)


def multipart(
    path: Path, count: int = 30, *, head: bytes = b"", lines: Sequence[bytes] = (), length: bool = True
) -> Path:
    """A saved stream of MJPEG parts; `lines` has one more header line for every picture, or none."""
    body = head
    for number, picture in enumerate(packets("mjpeg", count, 25)):
        size = b"Content-Length: %d\r\n" % len(picture) if length else b""
        more = lines[number] + b"\r\n" if lines else b""
        body += b"--frame\r\nContent-Type: image/jpeg\r\n" + size + more + b"\r\n" + picture + b"\r\n"
    path.write_bytes(body)
    return path
