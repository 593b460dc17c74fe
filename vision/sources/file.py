"""Video files: everything readable is read, the rest becomes gaps."""

import math
from collections.abc import Iterator
from pathlib import Path

from av import VideoFrame
from av.container import InputContainer
from av.error import FFmpegError
from av.video.stream import VideoStream

from vision.core import Frame
from vision.errors import VisionError
from vision.sources.base import HOLE_S, HOLE_STEPS, ROUNDING_S, FrameSampler, Gap, PictureSource, SourceInfo
from vision.sources.clock import STEP_S, Timeline, seconds
from vision.sources.damage import DamageTracker
from vision.sources.decoding import Decoder, chosen, packets
from vision.sources.header import describe, main_video, open_container
from vision.sources.picture import PictureMaker

ONE_GAP_S = 0.5  # a few pictures between two gaps get no entry of their own


class VideoFile(PictureSource):
    """A recording. Opening it decodes one picture, so that a file without pictures is refused at once.

    `decoded` counts the pictures decoded since then.
    """

    def __init__(self, path: Path, camera: str, start: float | None = None) -> None:
        self.camera = camera
        self._path = path
        self._gaps: list[Gap] = []
        self._leaps: list[float] = []
        self._seekable = True  # until a reading finds a clock that jumps: then seeking by time is wrong
        self.decoded = 0
        with open_container(path) as container:
            stream = main_video(container, path)
            self._info = describe(path, container, stream, start)

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
        """The moments at which the file's clock was set anew."""
        moments = [f"{time // 60:.0f} min {time % 60:.0f} s" for time in self._leaps if time > 0]
        if not moments:
            return ()
        return (
            f"{self._path.name}: the file's own clock is set anew after {', '.join(moments)};"
            " what follows is taken to follow without a pause, so its times of day are a guess",
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
        stamps = _Stamps(container, stream)
        if not (self._seekable and stamps.reliable and stamps.seek(begin)):
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
        stamps = _Stamps(container, stream)
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
        if self._gaps and start - self._gaps[-1].end < ONE_GAP_S:
            start = self._gaps.pop().start
        self._gaps.append(Gap(start, end, f"{self._path.name}: {reason}"))


class _Stamps:
    """The presentation times of one stream."""

    def __init__(self, container: InputContainer, stream: VideoStream) -> None:
        # AVI stores no presentation times: the times that the reader derives are wrong for reordered pictures.
        self.reliable = container.format.name != "avi" or stream.codec_context.codec.intra_only
        self._container, self._stream = container, stream
        self._base = float(stream.time_base or math.nan)
        self.origin = seconds(stream.start_time, self._base) if self.reliable else None
        self.step = float(1 / stream.average_rate) if stream.average_rate else STEP_S

    def of(self, picture: VideoFrame) -> float | None:
        """Seconds, None when the recording gives no time."""
        stamp = picture.pts if self.reliable and picture.pts is not None else picture.dts
        return seconds(stamp, self._base)

    def seek(self, begin: float) -> bool:
        """Seek to the last key frame at or before `begin` (seconds); False when the file cannot be searched."""
        try:
            self._container.seek(
                int((begin + (self.origin or 0.0)) / self._base), stream=self._stream, backward=True
            )
        except (FFmpegError, ValueError, OverflowError):
            self._container.seek(0)
            return False
        return True

    def since_origin(self, stamp: int) -> float:
        """Seconds from the first picture to this timestamp."""
        return stamp * self._base - (self.origin or 0.0)
