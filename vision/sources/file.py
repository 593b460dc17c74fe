"""Video files: everything readable is read, the rest becomes gaps."""

import math
from collections.abc import Iterator
from pathlib import Path

from av import VideoFrame
from av.container import InputContainer
from av.video.stream import VideoStream

from vision.core import Frame, VisionError
from vision.sources.base import HOLE_S, HOLE_STEPS, ROUNDING_S, FrameSampler, Gap, PictureSource, SourceInfo
from vision.sources.base import LIMITS as GAPS
from vision.sources.clock import Timeline
from vision.sources.damage import DamageTracker
from vision.sources.decoding import Decoder, chosen, packets
from vision.sources.header import FileClock, describe, main_video, open_container
from vision.sources.picture import PictureMaker
from vision.sources.stamps import StreamTimes


class VideoFile(PictureSource):
    """A recording. Opening it decodes one picture, so that a file without pictures is refused at once.

    `decoded` counts the pictures decoded since then.
    """

    def __init__(
        self, path: Path, camera: str, clock: FileClock | None = None, rate: float | None = None
    ) -> None:
        """`rate` is the number of pictures a second of a stream that stores no times."""
        self.camera = camera
        clock = clock or FileClock()
        self._path = path
        self._gaps: list[Gap] = []
        self._leaps: list[float] = []
        self._seekable = True  # until a reading finds a clock that jumps: then seeking by time is wrong
        self.decoded = 0
        with open_container(path) as container:
            stream = main_video(container, path)
            self._times = StreamTimes.of(path, container, stream, rate)
            self._info = describe(path, container, stream, clock.listed(self._times.listed))
        self._unused = rate is not None and not self._times.counted

    @property
    def info(self) -> SourceInfo:
        """The properties of the file."""
        return self._info

    @property
    def gaps(self) -> list[Gap]:
        """The unreadable spans of the last reading, in order; complete when `frames` has ended."""
        return list(self._gaps)

    @property
    def notes(self) -> tuple[str, ...]:
        """A rate that was assumed or not used, and the moments at which the file's clock was set anew."""
        return tuple(f"{self._path.name}: {line}" for line in self._lines())

    def _lines(self) -> Iterator[str]:
        assumed = self._times.assumed()
        if assumed:
            yield assumed
        if self._unused:
            yield "it stores the times of its pictures, so --fps is not used"
        moments = [f"{time // 60:.0f} min {time % 60:.0f} s" for time in self._leaps if time > 0]
        if moments:
            yield (
                f"the file's own clock is set anew after {', '.join(moments)}; what follows is taken to follow"
                " without a pause, so its times of day are a guess"
            )

    def frames(self, rate: float, max_side: int = 1280) -> Iterator[Frame]:
        """See PictureSource.frames. Every call reads the file from its beginning."""
        self._gaps = []
        pace = FrameSampler(rate)
        with open_container(self._path) as container:
            stream = main_video(container, self._path)
            make = PictureMaker.of(stream, max_side)
            for time, picture in self._readable(container, stream, FrameSampler(rate)):
                if pace.takes(time):
                    yield Frame(make(picture), self._info.start + time, self.camera)

    def window(self, start: float, end: float, rate: float, max_side: int = 1280) -> Iterator[Frame]:
        """About `rate` pictures a second of `start`..`end` (UTC s), with the times of `frames`.

        Reading starts at the last key frame before `start`, not at the beginning of the file. Damaged pictures are left
        out; the result is empty when there are no others.
        """
        begin, end = start - self._info.start, end - self._info.start
        pace = FrameSampler(rate)
        with open_container(self._path) as container:
            stream = main_video(container, self._path)
            make = PictureMaker.of(stream, max_side)
            for time, picture in self._pictures_from(begin, container, stream, FrameSampler(rate)):
                if time > end + ROUNDING_S:
                    return
                if time >= begin - ROUNDING_S and pace.takes(time):
                    yield Frame(make(picture), self._info.start + time, self.camera)

    def _pictures_from(
        self, begin: float, container: InputContainer, stream: VideoStream, pace: FrameSampler
    ) -> Iterator[tuple[float, VideoFrame]]:
        """Undamaged pictures from the key frame before `begin` (seconds) on, in order."""
        stamps = self._times.stamps(container, stream)
        if not (self._seekable and stamps.seek(begin)):
            yield from self._readable(container, stream, pace)
            return
        decoder, watch, last = Decoder(stream), DamageTracker.of(stream), -math.inf
        for packet, wanted in chosen(packets(container, stream), pace, stamps.since_origin):
            watch.packet(packet, last if packet.pts is None else stamps.since_origin(packet.pts))
            pictures = decoder.pictures(packet, wanted)
            self.decoded += len(pictures or ())
            if pictures is None:
                watch.broken(last)
            for picture in pictures or []:
                time = stamps.since_origin(picture.pts) if picture.pts is not None else -math.inf
                if watch.readable(picture, time) and time > last:
                    last = time
                    yield time, picture

    def _readable(
        self, container: InputContainer, stream: VideoStream, pace: FrameSampler
    ) -> Iterator[tuple[float, VideoFrame]]:
        """Undamaged pictures with their seconds since the first; records the gaps between them."""
        stamps = self._times.stamps(container, stream)
        clock = Timeline(stamps.origin, stamps.step)
        decoder = Decoder(stream)
        watch = DamageTracker.of(stream)
        last: float | None = None
        for packet, wanted in chosen(packets(container, stream), pace, stamps.since_origin):
            watch.packet(packet, clock.last if packet.pts is None else stamps.since_origin(packet.pts))
            pictures = decoder.pictures(packet, wanted or not stamps.reliable)
            self.decoded += len(pictures or ())
            if pictures is None:
                watch.broken(clock.last)
                stamps.lost()
            for picture in pictures or []:
                stamp = stamps.of(picture)
                if not watch.readable(picture, clock.since(stamp)):
                    continue
                time = clock.place(stamp)
                if time is None:
                    continue
                usual = max(HOLE_S, HOLE_STEPS * clock.step, 2 / pace.rate)
                self._note_hole(last, time, usual, damaged=watch.ended())
                last = time
                yield time, picture
        self._seekable, self._leaps = not clock.leaps, clock.leaps
        self._note_tail(last, clock, damaged=watch.since is not None)

    def _note_hole(self, last: float | None, time: float, usual: float, damaged: bool) -> None:
        begin = 0.0 if last is None else last
        if damaged:
            self._gap(begin, time, "the file is damaged here")
        elif time - begin > usual:
            self._gap(begin, time, "no pictures were recorded")

    def _note_tail(self, last: float | None, clock: Timeline, damaged: bool) -> None:
        if last is None:
            raise VisionError(f"{self._path}: not one picture can be read: the file is damaged")
        end = self._info.duration_s if math.isfinite(self._info.duration_s) else clock.last
        if damaged:
            self._gap(last, max(end, clock.last), "the file is damaged here")
        elif end - last > max(HOLE_S / 2, HOLE_STEPS * clock.step):
            self._gap(last, end, f"the file is cut off after {last:.0f} s of {end:.0f} s")

    def _gap(self, start: float, end: float, reason: str) -> None:
        if end <= start:
            return
        start, end = self._info.start + start, self._info.start + end
        if self._gaps and start - self._gaps[-1].end < GAPS.one_gap_s:
            start = self._gaps.pop().start
        self._gaps.append(Gap(start, end, f"{self._path.name}: {reason}"))
