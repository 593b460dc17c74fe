"""Live cameras: webcams and network cameras, with a watchdog that reconnects them."""

from __future__ import annotations  # av.Packet is generic for the type checker only

import math
import time as system_time
from collections import deque
from collections.abc import Callable, Iterator
from threading import Event, Thread
from typing import cast

import av
import cv2
from av import Packet, VideoFrame
from av.error import FFmpegError
from av.video.stream import VideoStream

from vision.core import Frame
from vision.sources.address import CameraAddress, why_lost
from vision.sources.base import HOLE_S, FrameSampler, Gap, PictureSource, SourceInfo
from vision.sources.connection import ArrivedPacket, Connection
from vision.sources.decoding import main_stream
from vision.sources.live_settings import LiveSettings
from vision.sources.packet_queue import PacketQueue
from vision.sources.picture import PictureMaker, shown_size
from vision.sources.spool import PacketSpool, StreamFormat

Clock = Callable[[], float]
"""UTC seconds."""


DEFAULTS = LiveSettings()


class LiveCamera(PictureSource):
    """A camera. A thread of its own receives, so that a slow look loses no packet; `poll` decodes.

    It connects at the first poll and stays connected until closed. Without a connection, `trouble` holds the reason as
    one line.
    """

    def __init__(
        self,
        address: CameraAddress,
        camera: str,
        clock: Clock = system_time.time,
        settings: LiveSettings | None = None,
    ) -> None:
        self.camera = camera
        self.trouble: str | None = f"{address.name}: not connected yet"
        self._address, self._clock = address, clock
        self._settings = settings or LiveSettings()
        self.spool = PacketSpool(
            camera, self._settings.keep_s, self._settings.spool_bytes, self._settings.folder
        )
        self._arrived: PacketQueue[ArrivedPacket] = PacketQueue(DEFAULTS.backlog)
        self._ready: deque[Frame] = deque()
        self._gaps: deque[Gap] = deque(maxlen=DEFAULTS.gaps_kept)
        self._stop, self._alive_at = Event(), -math.inf
        self._thread: Thread | None = None
        self._connection: Connection | None = None
        self._kept: Connection | None = None
        self._started, self._last = clock(), -math.inf
        self._lost_why: str | None = None
        self._pace, self._skipping = FrameSampler(math.inf), False
        self._skipped: deque[tuple[float, float]] = deque()

    @property
    def name(self) -> str:
        """The camera's address without a password."""
        return self._address.name

    def now(self) -> float:
        """The camera's clock, UTC seconds."""
        return self._clock()

    @property
    def info(self) -> SourceInfo:
        """The properties so far: width, height and codec are 0 and empty before the first connection."""
        now = self._connection
        return SourceInfo(
            kind="webcam" if self._address.form else "stream",
            width=now.size[0] if now else 0,
            height=now.size[1] if now else 0,
            codec=now.format.codec if now else "",
            duration_s=math.nan,
            start=self._started,
            start_known=True,
        )

    @property
    def gaps(self) -> list[Gap]:
        """Spans without pictures, in order; the last hundred."""
        return list(self._gaps)

    def frames(self, rate: float, max_side: int = 1280) -> Iterator[Frame]:
        """See PictureSource.frames. The iteration continues until the camera is closed."""
        while not self._stop.is_set():
            frame = self.poll(rate, max_side, wait_s=self._settings.wait_s)
            if frame is not None:
                yield frame

    def poll(self, rate: float, max_side: int = 1280, wait_s: float = 0.0) -> Frame | None:
        """The next chosen picture; None when none arrived within `wait_s` seconds. `rate` may change between calls."""
        if rate != self._pace.rate:
            self._pace = FrameSampler(rate)
        self._connect()
        until = system_time.monotonic() + wait_s
        while not self._ready:
            arrived = self._arrived.get(until - system_time.monotonic())
            if arrived is None:
                return None
            self._take(arrived, max_side)
        return self._ready.popleft()

    def keep(self) -> None:
        """Store what came for `window`, without decoding it: for a stream that is not looked at.

        A later `poll` goes on at the next key frame.
        """
        self._connect()
        while (arrived := self._arrived.get(0)) is not None:
            packet, link = arrived.packet, arrived.connection
            link.whole, self._kept = False, link
            stamp = arrived.stamp
            if stamp is not None:
                link.clock.learn(stamp, arrived.time)
            self.spool.append(link.format, packet, link.clock.moment(stamp, arrived.time))

    @property
    def shape(self) -> float | None:
        """Width by height of its picture; None before the first packet."""
        link = self._kept or self._connection
        return link.size[0] / link.size[1] if link else None

    @property
    def late_s(self) -> float:
        """Seconds for which the oldest packet waits to be looked at; 0 when none does."""
        oldest = self._arrived.oldest()
        return 0.0 if oldest is None else max(0.0, self._clock() - oldest.time)

    def skip(self) -> None:
        """Leave out everything that waits, and go on with the next key frame."""
        self._arrived.skip()

    def skipped(self, until: float) -> list[tuple[float, float]]:
        """The spans before `until` (UTC s) whose pictures came and were left out; each is returned once."""
        found = []
        while self._skipped and self._skipped[0][1] <= until:
            found.append(self._skipped.popleft())
        return found

    def window(self, start: float, end: float, rate: float, max_side: int = 1280) -> Iterator[Frame]:
        """About `rate` pictures a second of `start`..`end` (UTC s), from the spool."""
        return self.spool.window(start, end, rate, max_side)

    def close(self) -> None:
        """Stop receiving and release the spool. A connection that waits for packets ends by itself."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(self._settings.close_s)
        self.spool.close()

    def _connect(self) -> None:
        """Have a thread that receives: the first one, or another one in place of one that hangs."""
        if self._thread is None:
            self._thread = self._receiver()
        elif system_time.monotonic() - self._alive_at > self._settings.hangs_s:
            self.trouble = self._lost_why = f"{self.name}: the connection hangs, and is opened anew"
            self._stop.set()  # the thread ends if its call ever returns
            self._thread = self._receiver()

    def _take(self, arrived: ArrivedPacket, max_side: int) -> None:
        """Decode a packet; chosen pictures are queued in `_ready`."""
        packet, link = arrived.packet, arrived.connection
        self._skipping = self._skipping or arrived.after_skip
        if link is not self._connection:
            self._connection, link.make = link, PictureMaker(link.format.pixel, max_side)
        link.whole = link.whole or packet.is_keyframe
        if not link.whole:
            return
        stamp = arrived.stamp
        if stamp is not None:
            link.clock.learn(stamp, arrived.time)
        if link.format.codec != "rawvideo":
            self.spool.append(link.format, packet, link.clock.moment(stamp, arrived.time))
        link.pictures.packet(packet, arrived.time)
        try:
            pictures = link.decoder.decode(packet)
        except FFmpegError:
            link.pictures.broken(arrived.time)
            link.whole = False  # everything is damaged from here to the next key frame
            return
        for picture in pictures:
            self._show(link, picture, arrived.time)

    def _show(self, link: Connection, picture: VideoFrame, arrived: float) -> None:
        stamp = None if picture.pts is None else picture.pts * link.base
        time = link.clock.moment(stamp, arrived)
        if not link.pictures.readable(picture, arrived) or time <= self._last or link.make is None:
            return
        if time - self._last > HOLE_S and math.isfinite(self._last):
            self._note_gap(time)
        self._last, self._lost_why = time, None
        if self._pace.takes(time):
            frame = Frame(link.make(picture), time, self.camera)
            self._ready.append(frame)
            if link.format.codec == "rawvideo":
                self._keep_as_jpeg(frame)

    def _note_gap(self, until: float) -> None:
        """The span since the last picture: a lost camera, pictures that were left out, or none that came."""
        if self._skipping and self._lost_why is None:
            self._skipped.append((self._last, until))
            self._lost_why = f"{self.name}: pictures were left out, because the machine had no time for them"
        self._gaps.append(Gap(self._last, until, self._lost_why or f"{self.name}: no pictures came"))
        self._skipping = False

    def _keep_as_jpeg(self, frame: Frame) -> None:
        """Store only the chosen pictures of webcams without a codec, which send 20 MB a second."""
        packet = cast("Packet[VideoStream]", Packet(cv2.imencode(".jpg", frame.image)[1].tobytes()))
        packet.pts, packet.is_keyframe = round(frame.time * 1000), True
        self.spool.append(StreamFormat("mjpeg"), packet, frame.time)

    def _receiver(self) -> Thread:
        """A new receiving thread, with a wish to stop of its own."""
        self._stop, self._alive_at = Event(), system_time.monotonic()
        thread = Thread(target=self._receive, args=(self._stop,), name=f"camera {self.camera}", daemon=True)
        thread.start()
        return thread

    def _receive(self, stop: Event) -> None:
        """The receiving thread: connect, queue packets, and reconnect when none arrive."""
        wait_s = self._settings.retry_s
        while not stop.is_set():
            self._alive_at, failed = system_time.monotonic(), None
            try:
                if self._connected(stop):
                    wait_s = self._settings.retry_s
                why = "the camera ended the stream"
            except (FFmpegError, OSError, ValueError) as error:
                failed = error
                why = why_lost(error, self._settings.stall_s)
            if stop.is_set():
                return
            self.trouble = self._lost_why = f"{self.name}: {why}"
            stop.wait(wait_s)
            wait_s = self._settings.next_wait_s(wait_s, failed)

    def _connected(self, stop: Event) -> bool:
        """Queue packets until the stream ends or the camera is closed; returns whether any arrived."""
        address, limits = self._address, self._settings
        came = False
        with av.open(
            address.file,
            format=address.form,
            options=dict(address.options),
            timeout=(limits.connect_s, limits.stall_s),
        ) as container:
            stream = main_stream(container)
            if stream is None:
                raise ValueError("there is no video in this stream")
            size = shown_size(stream.width, stream.height, stream.sample_aspect_ratio)
            link = Connection(StreamFormat.of(stream), float(stream.time_base or 0), size)
            waiting: list[ArrivedPacket] | None = []
            for packet in container.demux(stream):
                if stop.is_set():
                    break
                if not packet.size:
                    continue
                came, self.trouble, self._alive_at = True, None, system_time.monotonic()
                arrived = ArrivedPacket(link, packet, self._clock())
                if waiting is None:
                    self._arrived.put(arrived)
                    continue
                waiting.append(arrived)
                if arrived.time - waiting[0].time >= DEFAULTS.gather_s:
                    self._begin(link, waiting)
                    waiting = None
        return came

    def _begin(self, link: Connection, waiting: list[ArrivedPacket]) -> None:
        stamped = [(one.stamp, one.time) for one in waiting]
        link.clock.begin([(stamp, time) for stamp, time in stamped if stamp is not None])
        for one in waiting:
            self._arrived.put(one)
