"""Video files: everything that can be read is read, the rest is a gap."""

import math
from collections.abc import Iterator
from pathlib import Path

from av import VideoFrame
from av.container import InputContainer
from av.video.stream import VideoStream

from vision.errors import VisionError
from vision.frame import Frame
from vision.sources_base import Gap, Pace, Source, SourceInfo
from vision.sources_clock import Timeline, seconds
from vision.sources_decode import Decoder, chosen, packets
from vision.sources_header import describe, main_video, open_container
from vision.sources_picture import PictureMaker

HOLE_S = 2.0  # recorders write at least one picture a second; a longer pause is time nobody could see
HOLE_STEPS = 4.0  # and so is one of that many usual intervals, in slower recordings
SMEARED_S = 10.0  # damage smears until the next key frame, or that long where none comes (intra refresh)


class VideoFile(Source):
    """A recording. Opening it decodes one picture, so a file that gives none is refused at once."""

    def __init__(self, path: Path, camera: str, start: float | None = None) -> None:
        self.camera = camera
        self._path = path
        self._gaps: list[Gap] = []
        with open_container(path) as container:
            stream = main_video(container, path)
            self._info = describe(path, container, stream, start)

    @property
    def info(self) -> SourceInfo:
        """What the file says of itself."""
        return self._info

    @property
    def gaps(self) -> list[Gap]:
        """What the last reading could not read, in order; complete when `frames` has ended."""
        return list(self._gaps)

    def frames(self, rate: float, max_side: int = 1280) -> Iterator[Frame]:
        """See Source.frames; reads the file from its beginning each time."""
        self._gaps = []
        pace = Pace(rate)
        with open_container(self._path) as container:
            stream = main_video(container, self._path)
            make = PictureMaker.of(stream, max_side)
            for time, picture in self._readable(container, stream, Pace(rate)):
                if pace.takes(time):
                    yield Frame(make(picture), self._info.start + time, self.camera)

    def _readable(
        self, container: InputContainer, stream: VideoStream, pace: Pace
    ) -> Iterator[tuple[float, VideoFrame]]:
        """Undamaged pictures with their seconds since the first; notes what is missing between them."""
        base = float(stream.time_base or math.nan)
        clock = Timeline(seconds(stream.start_time, base))
        decoder = Decoder(stream)
        watch = _Damage()
        last: float | None = None
        for packet, wanted in chosen(packets(container, stream), pace, base):
            pictures = decoder.pictures(packet, wanted)
            if pictures is None:
                watch.broken(clock.last)
            for picture in pictures or []:
                stamp = seconds(picture.pts if picture.pts is not None else picture.dts, base)
                if not watch.readable(picture, clock.since(stamp)):
                    continue
                time = clock.place(stamp)
                if time is None:
                    continue
                usual = max(HOLE_S, HOLE_STEPS * clock.step, 2 / pace.rate)
                self._note_hole(last, time, usual, damaged=watch.ended())
                last = time
                yield time, picture
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
        if end > start:
            origin = self._info.start
            self._gaps.append(Gap(origin + start, origin + end, f"{self._path.name}: {reason}"))


class _Damage:
    """Whether pictures can be trusted: after a broken packet not before the next key frame."""

    def __init__(self) -> None:
        self.since: float | None = None
        self._just_ended = False

    def broken(self, time: float) -> None:
        """A packet could not be decoded at about `time` seconds."""
        self.since = time

    def readable(self, picture: VideoFrame, time: float) -> bool:
        """Whether the picture is whole."""
        if picture.is_corrupt:
            self.since = time
            return False
        if self.since is None:
            return True
        if picture.key_frame or time - self.since > SMEARED_S:
            self.since = None
            self._just_ended = True
            return True
        return False

    def ended(self) -> bool:
        """True once after damage is over."""
        ended, self._just_ended = self._just_ended, False
        return ended
