"""The last minutes of a live camera as encoded packets, so that clips need no second stream and little memory."""

from __future__ import annotations  # av.Packet is generic for the type checker only

import logging
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from threading import Lock
from typing import cast

from av import Packet, VideoFrame
from av.error import FFmpegError
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from vision.core import Basis, Frame, limit
from vision.sources.base import ROUNDING_S, FrameSampler
from vision.sources.block_file import BlockFile
from vision.sources.picture import PictureMaker, pixel_shape


@dataclass(frozen=True, slots=True)
class SpoolLimits:
    """Limits of stored packets."""

    segment_s: float = limit(
        10.0,
        "s",
        Basis.CHOICE,
        "dropped at once: little excess is kept, and a segment begins with a key frame",
    )
    reorder_s: float = limit(1.0, "s", Basis.CHOICE, "pictures may be sent so much before they are shown")


LIMITS = SpoolLimits()


_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StreamFormat:
    """The properties needed to decode packets.

    They are the codec, the sequence headers (None when packets carry them), and `raw` (width, height, pixel format) for
    raw pictures. `pixel` is the shape of a pixel, width by height.
    """

    codec: str
    extradata: bytes | None = None
    pixel: Fraction | None = None
    raw: tuple[int, int, str] | None = None

    @classmethod
    def of(cls, stream: VideoStream) -> StreamFormat:
        """The format of an opened stream."""
        context = stream.codec_context
        raw = (stream.width, stream.height, str(context.pix_fmt)) if context.name == "rawvideo" else None
        return cls(context.name, context.extradata, pixel_shape(stream), raw)

    def decoder(self) -> VideoCodecContext:
        """A new decoder on one thread."""
        context = VideoCodecContext.create(self.codec, "r")
        if not isinstance(context, VideoCodecContext):
            raise TypeError(f"{self.codec} is no video codec")
        context.extradata = self.extradata
        context.thread_count = 1
        if self.raw is not None:
            context.width, context.height, context.pix_fmt = self.raw
        return context


@dataclass(frozen=True, slots=True)
class _Entry:
    time: float
    pts: int | None
    dts: int | None
    key: bool
    offset: int
    size: int


@dataclass
class _Segment:
    """Packets from a key frame on, in blocks of the spool's file; `bytes` are used, and none once it is released."""

    format: StreamFormat
    blocks: list[int] = field(default_factory=list)
    entries: list[_Entry] = field(default_factory=list)
    bytes: int = 0


class PacketSpool:
    """Keeps the packets of the last `keep_s` seconds, at most `max_bytes`, in one file without a name.

    One thread appends; others may read windows meanwhile. `folder` holds the file, the system's folder for temporary
    files when None. Packets that cannot be written, for example to a full disk, are missing from clips; a warning says
    so once.
    """

    def __init__(self, camera: str, keep_s: float, max_bytes: int, folder: Path | None = None) -> None:
        self.camera = camera
        self._keep_s, self._max_bytes = keep_s, max_bytes
        self._file = BlockFile(folder)
        self._segments: deque[_Segment] = deque()
        self._lock = Lock()
        self._until_key = self._warned = False

    def append(self, form: StreamFormat, packet: Packet[VideoStream], time: float) -> None:
        """Store a packet whose picture was taken at `time` (UTC s); the first of a format must be a key frame."""
        with self._lock:
            if self._needs_new(form, packet, time):
                self._segments.append(_Segment(form))
                self._drop_old(time)
            if not self._segments or self._segments[-1].format != form or self._until_key:
                return
            try:
                self._write(self._segments[-1], packet, time)
            except OSError as error:
                self._until_key = True
                if not self._segments[-1].entries:
                    self._release(self._segments.pop())
                if not self._warned:
                    _LOG.warning("camera %s: clips will be missing: %s", self.camera, error.strerror or error)
                self._warned = True

    def _write(self, segment: _Segment, packet: Packet[VideoStream], time: float) -> None:
        data = bytes(packet)
        self._file.write(segment.blocks, segment.bytes, data)
        segment.entries.append(
            _Entry(time, packet.pts, packet.dts, packet.is_keyframe, segment.bytes, len(data))
        )
        segment.bytes += len(data)

    @property
    def since(self) -> float:
        """The earliest available moment, UTC seconds; infinity without one."""
        with self._lock:
            return min((s.entries[0].time for s in self._segments if s.entries), default=float("inf"))

    @property
    def bytes(self) -> int:
        """The number of stored bytes."""
        with self._lock:
            return sum(segment.bytes for segment in self._segments)

    def window(self, start: float, end: float, rate: float, max_side: int = 1280) -> Iterator[Frame]:
        """About `rate` pictures a second of `start`..`end` (UTC s), as far as they are stored and undamaged."""
        pace = FrameSampler(rate)
        with self._lock:
            segments = [s for s in self._segments if s.entries and s.entries[0].time <= end]
            begun = [i for i, s in enumerate(segments) if s.entries[0].time <= start]
        for segment in segments[begun[-1] if begun else 0 :]:
            yield from self._decoded(segment, (start, end), pace, max_side)

    def close(self) -> None:
        """Release all stored packets."""
        with self._lock:
            while self._segments:
                self._release(self._segments.popleft())
            self._file.close()

    def _decoded(
        self, segment: _Segment, span: tuple[float, float], pace: FrameSampler, max_side: int
    ) -> Iterator[Frame]:
        decoder, make = segment.format.decoder(), PictureMaker(segment.format.pixel, max_side)
        times: dict[int | None, float] = {}
        for packet, time in self._packets(segment, span):
            if packet is not None:
                times[packet.pts] = time
            for picture in _pictures(decoder, packet):
                moment = times.get(picture.pts, time)
                if span[0] - ROUNDING_S <= moment <= span[1] + ROUNDING_S and pace.takes(moment):
                    yield Frame(make(picture), moment, self.camera)

    def _packets(
        self, segment: _Segment, span: tuple[float, float]
    ) -> Iterator[tuple[Packet[VideoStream] | None, float]]:
        """Packets from the last key frame before the span to a little after its end, because of reordering.

        The None at the end makes a decoder return its buffered pictures.
        """
        with self._lock:
            entries = list(segment.entries)
        keys = [i for i, e in enumerate(entries) if e.key and e.time <= span[0]]
        for entry in entries[keys[-1] if keys else 0 :]:
            if entry.time > span[1] + LIMITS.reorder_s:
                break
            with self._lock:
                if not segment.blocks:
                    return
                packet = self._read(segment, entry)
            yield packet, entry.time
        yield None, span[1]

    def _read(self, segment: _Segment, entry: _Entry) -> Packet[VideoStream]:
        data = self._file.read(segment.blocks, entry.offset, entry.size)
        packet = cast("Packet[VideoStream]", Packet(data))
        packet.pts, packet.dts, packet.is_keyframe = entry.pts, entry.dts, entry.key
        return packet

    def _needs_new(self, form: StreamFormat, packet: Packet[VideoStream], time: float) -> bool:
        if not packet.is_keyframe:
            return False
        last = self._segments[-1] if self._segments else None
        if last is None or last.format != form or self._until_key:
            self._until_key = False
            return True
        return time - last.entries[0].time >= LIMITS.segment_s

    def _drop_old(self, now: float) -> None:
        while len(self._segments) > 2 and (
            self._segments[1].entries[0].time < now - self._keep_s
            or sum(s.bytes for s in self._segments) > self._max_bytes
        ):
            self._release(self._segments.popleft())

    def _release(self, segment: _Segment) -> None:
        """Give the blocks of a segment back; a reader of it stops."""
        self._file.release(segment.blocks)
        segment.blocks = []


def _pictures(decoder: VideoCodecContext, packet: Packet[VideoStream] | None) -> list[VideoFrame]:
    try:
        return [picture for picture in decoder.decode(packet) if not picture.is_corrupt]
    except FFmpegError:
        return []
